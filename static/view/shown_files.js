import { html } from "htm/preact";
import { readQuoted } from "../quoted_files.js";
import { Images } from "./images.js";
import { QuotedFile } from "./quoted_file.js";
import { Text } from "./text.js";

/**
 * A message with what went along with it: images first, then the words, then files.
 * @param {{ text: string, images: readonly string[] }} props
 */
export function Shown({ text, images }) {
  const { text: words, files } = readQuoted(text);
  return html`
    ${images.length > 0 && html`<${Images} hashes=${images} />`}
    ${words !== "" && html`<${Text} text=${words} />`}
    ${files.map((file, at) => html`<${QuotedFile} key=${at} ...${file} />`)}
  `;
}
