import { createHash } from "node:crypto";

/**
 * A UUID that is always the same for the same names, so that what comes a second time is known.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
export function derivedId(...names: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(names)).digest("hex");
  const variant = "89ab"[parseInt(hash[16], 16) % 4];
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    variant + hash.slice(17, 20),
    hash.slice(20, 32),
  ].join("-");
}
