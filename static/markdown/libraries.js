/** What is loaded when an answer first needs it, with the modules that read what it makes. */
import { createLazyLibrary } from "../lazy_library.js";

/** Reads formulas: `(tex, { isBlock }) → nodes`. */
export const formulas = createLazyLibrary(async () => {
  const [{ readFormula }, { default: katex }] = await Promise.all([
    import("../later/formula.js"),
    import("katex"),
  ]);
  /** @type {(tex: string, options: { isBlock: boolean }) => ReturnType<typeof readFormula>} */
  return (tex, options) => readFormula(katex, tex, options);
});

/** Colours code: `(code, language) → parts`. */
export const colours = createLazyLibrary(async () => {
  const [{ colour }, { default: highlight }] = await Promise.all([
    import("../later/colour.js"),
    import("@highlightjs/cdn-assets/es/highlight.min.js"),
  ]);
  /** @type {(code: string, language: string) => ReturnType<typeof colour>} */
  return (code, language) => colour(highlight, code, language);
});
