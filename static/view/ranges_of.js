/** No more than can be looked at. */
const MOST = 200;

/**
 * Where words stand in what is drawn of a text.
 * @param {Node} root
 * @param {string} words what was looked for
 * @returns {Range[]}
 */
export function rangesOf(root, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const ranges = [];
  for (let node = walker.nextNode(); node && ranges.length < MOST; node = walker.nextNode()) {
    const text = (node.nodeValue ?? "").toLowerCase();
    // Letters whose small form is longer would put every mark behind them in a wrong place.
    if (text.length !== node.nodeValue?.length) continue;
    for (const word of wanted) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
