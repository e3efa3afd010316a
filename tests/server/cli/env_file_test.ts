import assert from "node:assert/strict";
import { readEnvFile } from "../../../server/cli/env_file.ts";

const FILES: [what: string, text: string, values: Record<string, string>][] = [
  ["a mark of UTF-8 before its first name", "\ufeffA=1\nB=2\n", { A: "1", B: "2" }],
  ["lines as Windows ends them", "A=1\r\nB='2'\r\n\r\nC=\r\n", { A: "1", B: "2", C: "" }],
  ["quoted values of several lines", 'A="1\r\n2"\r\nB=3\n', { A: "1\n2", B: "3" }],
  ["three kinds of quotes", `A="it's"\nB='"x"'\nC=\`'y"\`\n`, { A: "it's", B: '"x"', C: "'y\"" }],
  ["\\n, which is a new line in double quotes alone", "A=\"1\\n2\"\nB='1\\n2'\n", {
    A: "1\n2",
    B: "1\\n2",
  }],
  ["a #, which begins a comment unless it is quoted", "A=1#2\nB='1#2' # three\n#C=3\n", {
    A: "1",
    B: "1#2",
  }],
  ["spaces and export around names", "export A = 1 \n  B=2\n", { A: "1", B: "2" }],
  ["a quote that is never closed", "A='1\nB=2\n", { A: "'1", B: "2" }],
];
for (const [what, text, values] of FILES) {
  Deno.test(`readEnvFile() reads ${what}`, () => {
    const path = Deno.makeTempFileSync({ prefix: "parley-env-" });
    try {
      Deno.writeTextFileSync(path, text);
      assert.deepEqual({ ...readEnvFile(path) }, values);
    } finally {
      Deno.removeSync(path);
    }
  });
}

Deno.test("readEnvFile() finds nothing in a file that is not there, and says why one cannot be read", () => {
  const folder = Deno.makeTempDirSync({ prefix: "parley-env-" });
  try {
    assert.deepEqual(readEnvFile(`${folder}/.env`), {});
    assert.throws(() => readEnvFile(folder), { message: /^Cannot read \S+: / });
  } finally {
    Deno.removeSync(folder);
  }
});
