/**
 * The one command that starts Ollama where it is looked for.
 * @param {string} address such as `http://127.0.0.1:11434`
 * @param {object} [options]
 * @param {string} [options.page] the host that the page came from
 * @param {string} [options.platform] of this browser, as `navigator.platform` has it
 * @returns {{ command: string, where: string }} `where` it is to be typed
 */
export function startCommand(
  address,
  { page = location.hostname, platform = navigator.platform } = {},
) {
  const host = URL.canParse(address) ? new URL(address).hostname : address;
  if (!isThisMachine(host)) {
    // A bare name is a service's: only in a network of containers does one stand for a machine.
    return /^[a-z][\w-]*$/i.test(host) && !host.endsWith(".local")
      ? { command: `docker compose up -d ${host}`, where: "where the containers run" }
      : { command: "OLLAMA_HOST=0.0.0.0 ollama serve", where: `on ${host}` };
  }
  if (!isThisMachine(page)) return { command: "ollama serve", where: `on ${page}` };
  const [, command] = COMMANDS.find(([system]) => system.test(platform)) ?? ["", "ollama serve"];
  return { command, where: "in a terminal" };
}

/** How each system starts what its installer has set up. @type {readonly [RegExp, string][]} */
const COMMANDS = [
  [/^Mac/, "open -a Ollama"],
  [/^Win/, "ollama serve"],
  [/^Linux/, "ollama serve"],
];

/** @param {string} host */
function isThisMachine(host) {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?|0\.0\.0\.0)$/.test(host);
}
