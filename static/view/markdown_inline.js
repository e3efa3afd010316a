/**
 * @import { ComponentChildren } from "preact"
 * @import { MarkdownToken } from "../markdown/lexer.js"
 */
import { html } from "htm/preact";
import { decodeEntities } from "../markdown/entities.js";
import { safeLink, saysTarget } from "../markdown/links.js";
import { Maths } from "./maths.js";
import { withMarks } from "./with_marks.js";

/**
 * Inline tokens → nodes. A token of an unknown kind is shown as it was written.
 * @param {readonly MarkdownToken[] | undefined} tokens
 * @returns {ComponentChildren[]}
 */
export function inline(tokens) {
  return tokens?.map(one) ?? [];
}

/**
 * Only a string is ever shown: anything else could be taken for a node.
 * @param {unknown} value
 * @returns {string}
 */
export function words(value) {
  return typeof value === "string" ? value : "";
}

/**
 * @param {MarkdownToken} token
 * @returns {ComponentChildren}
 */
function one(token) {
  switch (token.type) {
    case "text":
      return token.tokens ? inline(token.tokens) : decodeEntities(words(token.text));
    case "escape":
      return words(token.text);
    case "strong":
      return html`<strong>${inline(token.tokens)}</strong>`;
    case "em":
      return html`<em>${inline(token.tokens)}</em>`;
    case "del":
      return html`<del>${inline(token.tokens)}</del>`;
    case "codespan":
      return html`<code dir="ltr">${withMarks(words(token.text))}</code>`;
    case "br":
    case "html":
      return html`<br />`;
    case "math":
      return html`<${Maths} tex=${words(token.text)} source=${words(token.raw)} isBlock=${
        token.isBlock === true
      } />`;
    case "link": {
      const said = words(token.text);
      if (said.trim() !== "") return link(token.href, inline(token.tokens), said);
      // A link without words is known by where it leads, or else is none.
      const target = safeLink(token.href)?.target;
      return target === undefined ? words(token.raw) : link(token.href, target, target);
    }
    case "image":
      return image(token);
    case "checkbox":
      return null;
    default:
      return words(token.raw);
  }
}

/**
 * @param {unknown} href
 * @param {ComponentChildren} content
 * @param {string} said the content's words
 */
function link(href, content, said) {
  const safe = safeLink(href);
  if (!safe) return content;
  return [
    html`
      <a href=${safe.href} rel="noopener noreferrer nofollow" target="_blank">${content}</a>
    `,
    !saysTarget(said, safe) && html`<bdi class="host">${safe.target}</bdi>`,
  ];
}

/**
 * A picture is never fetched: that would tell its host who reads the answer, and what it says.
 * @param {MarkdownToken} token
 */
function image(token) {
  const said = words(token.text).trim();
  const name = said === "" ? "Picture" : `Picture: ${said}`;
  return link(token.href, name, name);
}
