interface Node {
  id: string;
  parent: string | null;
}

/**
 * Nodes of a tree, each after the one above it and siblings in the order they came; what hangs on
 * nothing that is there is a root, and what hangs on itself is left out.
 */
export function inTreeOrder<N extends Node>(nodes: readonly N[]): N[] {
  const known = new Set(nodes.map(({ id }) => id));
  const below = Map.groupBy(
    nodes,
    ({ parent }) => parent !== null && known.has(parent) ? parent : null,
  );
  const ordered: N[] = [];
  const next = (below.get(null) ?? []).toReversed();
  for (let node; (node = next.pop());) {
    const parent = node.parent !== null && known.has(node.parent) ? node.parent : null;
    ordered.push({ ...node, parent });
    next.push(...(below.get(node.id) ?? []).toReversed());
    below.delete(node.id);
  }
  return ordered;
}
