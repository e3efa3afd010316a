/** Hosts that mean "every address of this machine" to a server, and where a client finds it then. */
const ANY_ADDRESS = new Map([["", "127.0.0.1"], ["0.0.0.0", "127.0.0.1"], ["[::]", "[::1]"]]);

/**
 * Reads OLLAMA_HOST as Ollama itself does (`envconfig.Host`), and makes of it an address to call:
 * an origin, with a path where one was given and no slash at the end.
 *
 * Without a scheme it is http on port 11434; with one, the scheme's own port. Where Ollama only
 * warns and takes its default port, this throws.
 * @throws {RangeError} in a plain sentence that follows the variable's name
 */
export function ollamaAddress(text: string): string {
  const value = text.trim().replace(/^["']+|["']+$/g, "").trim();
  const [, scheme, rest] = /^(?:(.*?):\/\/)?(.*)$/s.exec(value) ?? [];
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") {
    throw new RangeError("must begin with http:// or https://, or be host:port alone");
  }
  if (scheme === undefined && rest === "ollama.com") return "https://ollama.com";
  if (/[@?#\s]/.test(rest)) throw new RangeError(SHAPE);
  const slash = rest.indexOf("/");
  const hostPort = slash < 0 ? rest : rest.slice(0, slash);
  const path = slash < 0 ? "" : rest.slice(slash).replace(/\/+$/, "");
  const { host, port } = splitPort(hostPort);
  const usual = scheme === undefined ? "11434" : "";
  return origin(scheme ?? "http", { host: ANY_ADDRESS.get(host) ?? host, port: port || usual }) +
    path;
}

/** Host and port; an IPv6 address may stand without brackets when no port follows. */
function splitPort(text: string): { host: string; port: string } {
  const colons = text.split(":").length - 1;
  if (colons > 1 && !text.startsWith("[")) return { host: `[${text}]`, port: "" };
  const [, host, port = ""] = /^(.*?)(?::([^:\]]*))?$/.exec(text) ?? [];
  return { host, port };
}

function origin(scheme: string, { host, port }: { host: string; port: string }): string {
  if (port !== "" && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) {
    throw new RangeError("must have a port between 1 and 65535");
  }
  const url = URL.parse(`${scheme}://${host}${port && ":"}${port}`);
  if (!url) throw new RangeError(SHAPE);
  return url.origin;
}

const SHAPE = "must be a host, host:port or http address, such as 127.0.0.1:11434";
