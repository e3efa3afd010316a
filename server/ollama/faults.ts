/** From what went wrong on the way to Ollama to the plain words and the code for it. */
import { UpstreamError } from "./ollama.ts";

/** Which request failed: where Ollama is, and the model that was asked, if one was. */
export interface Asked {
  address: string;
  model?: string;
}

/** How `fetch` says that no connection came about, with our words for it; the first that fits. */
const UNREACHABLE: [RegExp, (address: string) => string][] = [
  [/connection refused/i, (at) => `Ollama is not running at ${at}. Start it with: ollama serve`],
  [/dns error|failed to lookup/i, (at) => `Ollama's address ${at} has an unknown host name.`],
  [/certificate/i, (at) => `The certificate of Ollama's address ${at} is not trusted.`],
  [
    /bad port/i,
    (at) => `${at} has a port that nothing may be asked on. Set OLLAMA_HOST to another.`,
  ],
  [/notcapable|requires net access/i, (at) => `Parley may not connect to ${at}.`],
  [
    /\(Connect\)/,
    (at) => `Ollama cannot be reached at ${at}. If it runs there: ollama serve must be up.`,
  ],
];

/** The error for a `fetch` that rejected. Deno tells the reasons apart only in the words. */
export function fetchFault(cause: unknown, { address }: Asked): UpstreamError {
  const words = allWords(cause);
  if (/redirect mode/i.test(words)) {
    return new UpstreamError(
      "bad_reply",
      `${address} redirects elsewhere, which Parley does not follow. Set OLLAMA_HOST to Ollama itself.`,
      { cause },
    );
  }
  for (const [pattern, say] of UNREACHABLE) {
    if (pattern.test(words)) return new UpstreamError("unavailable", say(address), { cause });
  }
  if (/closed|reset|broken pipe|aborted/i.test(words)) {
    return new UpstreamError(
      "interrupted",
      "Ollama closed the connection before it answered.",
      { cause },
    );
  }
  return new UpstreamError("bad_reply", `What answers at ${address} is not Ollama.`, { cause });
}

/** The error for a response other than 200, from its status and body. */
export function statusFault(status: number, body: string, asked: Asked): UpstreamError {
  const said = errorField(body);
  if (said !== undefined) return saidFault(said, { status, ...asked });
  if (status === 503) return busy();
  return new UpstreamError(
    "bad_reply",
    `What answers at ${asked.address} is not Ollama: status ${status}, and no JSON. ` +
      "Look at OLLAMA_HOST, and at any proxy on the way.",
  );
}

/** The error for what Ollama says in an `error` field, also within a stream that began well. */
export function saidFault(said: string, { status, model }: Asked & { status?: number }) {
  if (/exceeds the (available )?context/i.test(said)) {
    return new UpstreamError("context", "This does not fit into the model's context window.");
  }
  if (status === 404 && model !== undefined) {
    return new UpstreamError(
      "model_missing",
      `The model ${model} is not installed. Install it with: ollama pull ${model}`,
    );
  }
  if (status === 503) return busy();
  return new UpstreamError("upstream", `Ollama says: ${plain(said)}`);
}

/** The `error` field of a JSON object; `undefined` where there is none. */
function errorField(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("error" in value)) return undefined;
    return typeof value.error === "string" ? value.error : JSON.stringify(value.error);
  } catch {
    return undefined;
  }
}

function busy(): UpstreamError {
  return new UpstreamError("model_busy", "Ollama is busy with other requests. Try again soon.");
}

/** Another program's words, made fit for one line of a page or a log. */
function plain(said: string): string {
  const line = said.replaceAll(/\p{Cc}+/gu, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

/** An error's own words and those of all its causes. */
function allWords(error: unknown): string {
  const words: string[] = [];
  for (let next = error; next instanceof Error && words.length < 5; next = next.cause) {
    words.push(next.name, next.message);
  }
  return words.join("\n");
}
