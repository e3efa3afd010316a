/** An answer's words: as Markdown once what draws that is here, and plainly until then. */
import { html } from "htm/preact";
import { createLazyLibrary } from "../lazy_library.js";
import { addStyle } from "./lazy_style.js";
import { Text } from "./text.js";

const drawing = createLazyLibrary(async () => {
  const [library] = await Promise.all([
    import("./markdown.js"),
    ...["markdown.css", "code.css", "maths.css", "tables.css", "print.css"].map(addStyle),
  ]);
  return library;
}, { isEarly: true });

/** Whether text that is drawn now need not be drawn again in a moment. */
export function isRichTextSettled() {
  return drawing.value !== undefined || drawing.isSettled;
}

/** @param {{ text: string, isGrowing: boolean }} props */
export function RichText({ text, isGrowing }) {
  const library = drawing.value;
  if (!library) return html`<${Text} text=${text} />`;
  return html`<${library.Markdown} text=${text} isGrowing=${isGrowing} />`;
}
