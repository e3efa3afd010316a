import { LIMITS } from "../../static/protocol.js";
import { shortened } from "../journal/title.ts";

/** What a reader takes for one character each. */
const MOST_GRAPHEMES = 80;

/** Signs that models put around a title, and no title needs at its ends. */
const AROUND = /^[\s"'`*_#“”„‘’«»「」『』]+|[\s"'`*_“”„‘’«»「」『』.。]+$/gu;

/** What stands before it where a model announces what it does. */
const LABEL = /^(title|titel|titre|título|titolo|название|标题|タイトル)\s*[:：]\s*/iu;

/**
 * A title out of what a model said when it was asked for one.
 * @returns one line of at most 80 graphemes that is as long as a title may be at most; `""` where
 *   there is nothing that could be one
 */
export function cleanTitle(said: string): string {
  const line = said.toWellFormed().split(/[\r\n\u2028\u2029]+/)
    .map((line) => line.replace(/[\s\p{Cc}]+/gu, " ").replace(AROUND, ""))
    .find((line) => line !== "") ?? "";
  const title = line.replace(LABEL, "").replace(AROUND, "");
  const graphemes = [...new Intl.Segmenter().segment(title)].map(({ segment }) => segment);
  const short = graphemes.length <= MOST_GRAPHEMES
    ? title
    : `${graphemes.slice(0, MOST_GRAPHEMES - 1).join("").trimEnd()}…`;
  return shortened(short, LIMITS.titleChars);
}
