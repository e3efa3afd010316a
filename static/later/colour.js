/**
 * The colours of code: highlight.js's tree, read as data. It is no part of that library's public
 * face, which gives HTML alone: the version is pinned, and a test holds it to this shape.
 */
import { field } from "./field.js";

/** @typedef {string | { kind: string, parts: Part[] }} Part `kind` is one of KINDS, or `""` */

/**
 * As much of highlight.js as is used.
 * @typedef {object} Highlighter
 * @property {(name: string) => unknown} getLanguage
 * @property {(code: string, options: { language: string, ignoreIllegals: boolean }) => unknown} highlight
 */

/** A scope of highlight.js → how it looks here. The longest beginning counts. */
const KINDS = new Map(Object.entries({
  keyword: "keyword",
  "selector-tag": "keyword",
  "meta.keyword": "keyword",
  built_in: "known",
  type: "known",
  "title.class": "known",
  literal: "number",
  number: "number",
  symbol: "number",
  bullet: "number",
  string: "string",
  regexp: "string",
  char: "string",
  "meta.string": "string",
  link: "string",
  comment: "comment",
  quote: "comment",
  doctag: "keyword",
  title: "title",
  section: "title",
  name: "keyword",
  tag: "plain",
  attr: "attribute",
  attribute: "attribute",
  property: "attribute",
  variable: "attribute",
  "template-variable": "attribute",
  "selector-class": "attribute",
  "selector-id": "attribute",
  "selector-attr": "attribute",
  "selector-pseudo": "attribute",
  meta: "comment",
  addition: "added",
  deletion: "removed",
  emphasis: "emphasis",
  strong: "strong",
}));

/**
 * @param {Highlighter} library
 * @param {string} code
 * @param {string} language as a model calls it
 * @returns {Part[] | undefined} nothing where the language is not known
 */
export function colour(library, code, language) {
  if (language === "" || !library.getLanguage(language)) return undefined;
  try {
    /** @type {unknown} */
    const result = library.highlight(code, { language, ignoreIllegals: true });
    const parts = partsOf(field(field(field(result, "_emitter"), "rootNode"), "children"));
    return textOf(parts) === code ? parts : undefined;
  } catch (error) {
    console.warn("The code could not be coloured", error);
    return undefined;
  }
}

/**
 * @param {unknown} nodes
 * @returns {Part[]}
 */
function partsOf(nodes) {
  if (!Array.isArray(nodes)) return [];
  return nodes.map((node) =>
    typeof node === "string"
      ? node
      : { kind: kindOf(field(node, "scope")), parts: partsOf(field(node, "children")) }
  );
}

/** @param {unknown} scope */
function kindOf(scope) {
  if (typeof scope !== "string") return "";
  return KINDS.get(scope) ?? KINDS.get(scope.split(".")[0]) ?? "";
}

/**
 * @param {readonly Part[]} parts
 * @returns {string}
 */
function textOf(parts) {
  return parts.map((part) => typeof part === "string" ? part : textOf(part.parts)).join("");
}
