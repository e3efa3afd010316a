/** @import { RefObject } from "preact" */
import { useLayoutEffect } from "preact/hooks";

/** Browsers that know this let a field grow by itself, and cheaper. */
const growsByItself = globalThis.CSS?.supports("field-sizing", "content") ?? true;

/**
 * Makes a field as high as its text, up to what its style allows.
 * @param {RefObject<HTMLTextAreaElement | null>} field
 * @param {string} text
 */
export function useGrowing(field, text) {
  useLayoutEffect(() => {
    if (growsByItself || !field.current) return;
    field.current.style.height = "auto";
    field.current.style.height = `${field.current.scrollHeight}px`;
  }, [text]);
}
