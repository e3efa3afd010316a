/**
 * Maths → MathML as data: KaTeX's tree, of which only known elements and attributes are taken. The
 * tree is no part of that library's public face, which gives HTML alone or draws by itself: the
 * version is pinned, and a test holds it to this shape.
 */
import { field } from "./field.js";
import { mathLetters } from "./math_letters.js";

/** @typedef {string | Element} Node */

/**
 * @typedef {object} Element
 * @property {string} name
 * @property {Record<string, string>} attributes
 * @property {Node[]} children
 */

const ELEMENTS = new Set(
  ("math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover " +
    "mmultiscripts mprescripts mtable mtr mtd mstyle mpadded mphantom menclose").split(" "),
);

const ATTRIBUTES = new Set(
  ("display fence stretchy minsize maxsize width height depth lspace rspace voffset scriptlevel " +
    "displaystyle mathcolor mathsize accent accentunder linethickness separator movablelimits " +
    "largeop symmetric form").split(" "),
);

/** What a value may be made of: no address, no call, no end of anything. */
const VALUE = /^[\w.#+\- ]{1,40}$/;

/** Longer formulas are shown as they were written, in characters. */
const LONGEST = 4_000;

/**
 * @param {unknown} library KaTeX
 * @param {string} tex
 * @param {{ isBlock?: boolean }} [options]
 * @returns {Node | undefined} nothing where it cannot be read
 */
export function readFormula(library, tex, { isBlock = false } = {}) {
  const toTree = field(library, "__renderToDomTree");
  if (typeof toTree !== "function" || tex.length > LONGEST) return undefined;
  try {
    const tree = toTree(tex, {
      output: "mathml",
      displayMode: isBlock,
      throwOnError: true,
      strict: "ignore",
      trust: false,
      maxExpand: 200,
      maxSize: 10,
    });
    const [math] = childrenOf(tree);
    const [read] = nodes(math, "");
    return typeof read === "object" && read.name === "math" ? read : undefined;
  } catch {
    // What a model wrote need be no formula: it is shown as it stands.
    return undefined;
  }
}

/**
 * @param {unknown} node
 * @returns {unknown[]}
 */
function childrenOf(node) {
  const children = field(node, "children");
  return Array.isArray(children) ? children : [];
}

/**
 * @param {unknown} node
 * @param {string} style of the letters in it
 * @returns {Node[]} an element that is not known gives way to what is in it
 */
function nodes(node, style) {
  const text = field(node, "text");
  if (typeof text === "string") return [mathLetters(text, style)];
  const name = field(node, "type");
  if (name === "annotation") return [];
  const space = field(node, "width");
  if (name === undefined && typeof space === "number") return [spaceOf(space)];
  const given = new Map(Object.entries(field(node, "attributes") ?? {}));
  const variant = String(given.get("mathvariant") ?? style);
  const within = childrenOf(node).flatMap((child) => nodes(child, variant));
  // What holds letters can hold nothing else; a space in it is one of theirs.
  const inside = name === "mtext"
    ? within.map((child) => typeof child === "string" ? child : "\u00a0")
    : within;
  if (typeof name !== "string" || !ELEMENTS.has(name)) return inside;
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const [key, value] of given) {
    if (ATTRIBUTES.has(key) && VALUE.test(String(value))) attributes[key] = String(value);
  }
  // A letter by itself would be slanted; one that has its shape already, or wants none, is not.
  if (name === "mi" && variant !== "") attributes.mathvariant = "normal";
  const look = lookOf(name, given);
  if (look !== "") attributes.class = look;
  return [{ name, attributes, children: name === "mtable" ? aligned(inside, given) : inside }];
}

/**
 * @param {number} width in em
 * @returns {Node}
 */
function spaceOf(width) {
  const em = Math.max(-2, Math.min(10, width));
  return { name: "mspace", attributes: { width: `${em.toFixed(3)}em` }, children: [] };
}

/**
 * What MathML Core leaves to style sheets.
 * @param {string} name
 * @param {Map<string, unknown>} given
 */
function lookOf(name, given) {
  const notation = String(given.get("notation") ?? "");
  if (name === "menclose") return /^[a-z]+$/.test(notation) ? `enclosed-${notation}` : "";
  if (name !== "mtable") return "";
  const lines = [given.has("columnlines") && "column-lines", given.has("rowlines") && "row-lines"];
  return lines.filter((line) => line).join(" ");
}

/**
 * @param {Node[]} rows of a table
 * @param {Map<string, unknown>} given
 * @returns {Node[]}
 */
function aligned(rows, given) {
  const sides = String(given.get("columnalign") ?? "").split(" ");
  return rows.map((row) => {
    if (typeof row === "string") return row;
    const children = row.children.map((cell, at) => {
      const side = sides[Math.min(at, sides.length - 1)];
      if (typeof cell === "string" || (side !== "left" && side !== "right")) return cell;
      return { ...cell, attributes: { ...cell.attributes, class: side } };
    });
    return { ...row, children };
  });
}
