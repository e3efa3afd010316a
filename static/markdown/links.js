/** Where a link of an answer may lead, and what a person is told about it. */

const SCHEMES = ["http:", "https:", "mailto:"];

/**
 * @typedef {object} SafeLink
 * @property {string} href as the browser will take it
 * @property {string} target the host, or the address of a mail
 */

/**
 * @param {unknown} href as the model wrote it
 * @returns {SafeLink | undefined} nothing where it may not be followed
 */
export function safeLink(href) {
  if (typeof href !== "string" || !URL.canParse(href)) return undefined;
  const { protocol, host, pathname, username, password, href: whole } = new URL(href);
  // A name in front of the host is there to be taken for the host.
  if (!SCHEMES.includes(protocol) || username + password !== "") return undefined;
  const target = protocol === "mailto:" ? pathname : host;
  return target === "" ? undefined : { href: whole, target };
}

/**
 * Whether the words of a link already say where it leads.
 * @param {string} words
 * @param {SafeLink} link
 */
export function saysTarget(words, { href, target }) {
  const said = words.trim().toLowerCase();
  const url = said.includes("://") ? said : `${new URL(href).protocol}//${said}`;
  if (href.startsWith("mailto:")) return said.replace(/^mailto:/, "") === target.toLowerCase();
  return !/\s/.test(said) && URL.canParse(url) && new URL(url).host === target &&
    new URL(url).username === "";
}
