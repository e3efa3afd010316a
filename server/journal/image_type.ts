/** What images begin with; `?` is any byte. @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
const BEGINNINGS: readonly (readonly [type: string, beginning: string])[] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/webp", "RIFF????WEBPVP"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
];

/** The media type of an image by its first bytes, whatever it is called; nothing for all else. */
export function imageType(bytes: Uint8Array): string | undefined {
  const found = BEGINNINGS.find(([, beginning]) =>
    bytes.length > beginning.length &&
    [...beginning].every((byte, at) => byte === "?" || byte.charCodeAt(0) === bytes[at])
  );
  return found?.[0];
}
