/** An answer's words: as Markdown once what draws that is here, and plainly until then. */
import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { Text } from "./text.js";

const drawing = createLazyLibrary(() => import("./markdown.js"));

/** @param {{ text: string, isGrowing: boolean }} props */
export function RichText({ text, isGrowing }) {
  const library = drawing.value;
  if (!library) return html`<${Text} text=${text} />`;
  return html`<${library.Markdown} text=${text} isGrowing=${isGrowing} />`;
}
