import assert from "node:assert/strict";
import fc from "fast-check";
import {
  joinQuoted,
  quoteFiles,
  readQuoted,
  sizeInWords,
  splitQuoted,
  tokensAbout,
} from "../../static/quoted_files.js";

Deno.test("quoteFiles() puts each file behind the words, in a fence that its text cannot end", () => {
  const message = quoteFiles("What is this?\n", [
    { name: "notes.md", size: 1234, text: "One\n````\nTwo\n" },
    { name: "Makefile", size: 5, text: "all:\n" },
  ]);
  assert.equal(
    message,
    "What is this?\n\nFile: notes.md (1.2 KB)\n`````md\nOne\n````\nTwo\n`````\n\n" +
      "File: Makefile (5 bytes)\n```\nall:\n```",
  );
});

Deno.test("readQuoted() gives back what quoteFiles() was given, whatever stands in it", () => {
  const text = fc.string({
    unit: fc.constantFrom("a", "`", "```", "\n", "\n\n", "File: ", "File: x (1 bytes)\n", " ", "é"),
    maxLength: 12,
  });
  const name = fc.constantFrom("a.py", "b (1 bytes)", "c d.txt", "e");
  const files = fc.array(fc.record({ name, size: fc.nat(1e7), text }), { maxLength: 3 });
  const words = fc.string({ unit: fc.constantFrom("a", "`", "\n", " ", "b"), maxLength: 9 });
  fc.assert(fc.property(words, files, (words, files) => {
    const read = readQuoted(quoteFiles(words, files));
    assert.equal(read.text, words.trimEnd());
    assert.deepEqual(
      read.files,
      files.map(({ name, size, text }) => ({
        name,
        size: sizeInWords(size),
        text: text.trimEnd(),
      })),
    );
  }));
});

Deno.test("splitQuoted() keeps words as they are written, and joinQuoted() makes the message of them", () => {
  const words = fc.string({ unit: fc.constantFrom("a", "`", "\n", " ", "b"), maxLength: 9 });
  const text = fc.string({
    unit: fc.constantFrom("a", "```", "\n", "\n\n", "File: x (1 bytes)\n"),
    maxLength: 12,
  });
  const files = fc.array(fc.record({ name: fc.constantFrom("a.py", "e"), size: fc.nat(9), text }), {
    maxLength: 3,
  });
  fc.assert(fc.property(words, files, (words, files) => {
    const { quotes } = splitQuoted(quoteFiles("", files));
    assert.deepEqual(quotes.map(({ name }) => name), files.map(({ name }) => name));
    const message = joinQuoted(words, quotes);
    assert.deepEqual(splitQuoted(message), { words, quotes });
  }));
});

Deno.test("readQuoted() leaves a message alone in which more than files follows", () => {
  for (const message of ["File: a.txt (1 bytes)\nno fence", "Hello\n\nFile: a", ""]) {
    assert.deepEqual(readQuoted(message), { text: message, files: [] });
  }
});

Deno.test("tokensAbout() says no more than it can know", () => {
  assert.equal(tokensAbout("a"), 1);
  assert.equal(tokensAbout("word ".repeat(1000)), 1400);
});
