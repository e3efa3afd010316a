/** @import { Part } from "../later/colour.js" */
import { useEffect, useState } from "preact/hooks";
import { whenIdle } from "../idle.js";
import { colours } from "../markdown/libraries.js";

/** More code is not coloured: reading it would hold up the page. In characters. */
const MOST = 16_000;

/** While it is being written it is read again with each line. */
const MOST_OPEN = 4_000;

/** @typedef {{ code: string, language: string, parts: Part[] }} Coloured */

/**
 * Code and its colours, which come when the page has time for them.
 * @param {object} props
 * @param {string} props.code
 * @param {string} props.language
 * @param {boolean} props.isOpen
 * @returns {Coloured | undefined} its `code` is the beginning of the code: as much as is coloured
 */
export function useColour({ code, language, isOpen }) {
  const [coloured, setColoured] = useState(/** @type {Coloured | undefined} */ (undefined));
  const colour = language === "" ? undefined : colours.value;
  const wanted = beginning(code, { isOpen });
  useEffect(() => {
    if (!colour || wanted === "") return;
    return whenIdle(() => {
      const parts = colour(wanted, language);
      if (parts) setColoured({ code: wanted, language, parts });
    });
  }, [colour, wanted, language]);
  return coloured?.language === language && code.startsWith(coloured.code) ? coloured : undefined;
}

/**
 * @param {string} code
 * @param {{ isOpen: boolean }} options
 */
function beginning(code, { isOpen }) {
  if (!isOpen && code.length <= MOST) return code;
  return code.slice(0, code.lastIndexOf("\n", isOpen ? MOST_OPEN : MOST) + 1);
}
