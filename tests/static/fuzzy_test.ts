import assert from "node:assert/strict";
import { fit } from "../../static/fuzzy.js";

const scores = (query: string, ...texts: string[]) => texts.map((text) => fit(query, text)?.score);

Deno.test("fit() prefers the beginning of a word, then its middle, then letters in their order", () => {
  const [begun, within, strewn] = scores("ste", "steep tea", "a mystery", "set the elk");
  assert.ok(begun !== undefined && within !== undefined && strewn !== undefined);
  assert.ok(begun > within && within > strewn);
});

Deno.test("fit() says which characters fit, whatever their case and accents", () => {
  assert.deepEqual([...fit("CAFÉ", "Un café")?.at ?? []], [3, 4, 5, 6]);
});

Deno.test("fit() takes two letters only where they stand together", () => {
  assert.deepEqual(scores("te", "Download phi3", "Answer with llama", "New chat"), [
    undefined,
    undefined,
    undefined,
  ]);
});

Deno.test("fit() takes no letters that are strewn over a whole text", () => {
  assert.equal(fit("abc", "a long way to the bottom of the cellar"), undefined);
});

Deno.test("fit() wants every word", () => {
  assert.equal(fit("green coffee", "green tea"), undefined);
  assert.ok(fit("tea green", "green tea"));
});

Deno.test("fit() takes only the beginnings of words that nobody sees", () => {
  const options = { isUnseen: true };
  assert.equal(fit("te", "2 billion parameters", options), undefined);
  assert.equal(fit("pmt", "2 billion parameters", options), undefined);
  assert.ok(fit("para", "2 billion parameters", options));
});
