/** Reads Preact nodes as they stand, without a document: what is shown, and by which elements. */

export interface Drawn {
  elements: { name: string; props: Record<string, unknown> }[];
  text: string;
}

/** Components are not drawn: of theirs the text that they were handed counts. */
export function drawn(node: unknown): Drawn {
  const all: Drawn = { elements: [], text: "" };
  read(node, all);
  return all;
}

function read(node: unknown, all: Drawn): void {
  if (typeof node === "string" || typeof node === "number") all.text += node;
  else if (Array.isArray(node)) { for (const one of node) read(one, all); }
  else if (isNode(node)) {
    if (typeof node.type === "string") {
      const { children, ...props } = node.props;
      all.elements.push({ name: node.type, props });
      read(children, all);
      all.text += " ";
    } else {
      const { code, source, text, children } = node.props;
      read([code, source, text, children], all);
    }
  }
}

function isNode(node: unknown): node is { type: unknown; props: Record<string, unknown> } {
  return typeof node === "object" && node !== null && "type" in node && "props" in node;
}
