import assert from "node:assert/strict";
import { ollamaAddress } from "../../../server/ollama/address.ts";

/** Most of these are the cases of Ollama's own test of `envconfig.Host`. */
const GOOD: [text: string, address: string][] = [
  ["", "http://127.0.0.1:11434"],
  ["1.2.3.4", "http://1.2.3.4:11434"],
  [":1234", "http://127.0.0.1:1234"],
  ["1.2.3.4:1234", "http://1.2.3.4:1234"],
  ["example.com", "http://example.com:11434"],
  ["example.com:1234", "http://example.com:1234"],
  ["example.com:", "http://example.com:11434"],
  ["[::1]", "http://[::1]:11434"],
  ["::1", "http://[::1]:11434"],
  ["[::1]:1337", "http://[::1]:1337"],
  [" 1.2.3.4 ", "http://1.2.3.4:11434"],
  ['"1.2.3.4"', "http://1.2.3.4:11434"],
  [' " 1.2.3.4 " ', "http://1.2.3.4:11434"],
  ["'1.2.3.4'", "http://1.2.3.4:11434"],
  ["http://1.2.3.4", "http://1.2.3.4"],
  ["http://1.2.3.4:80", "http://1.2.3.4"],
  ["http://1.2.3.4:4321", "http://1.2.3.4:4321"],
  ["http://1.2.3.4:4321/", "http://1.2.3.4:4321"],
  ["https://1.2.3.4", "https://1.2.3.4"],
  ["https://1.2.3.4:4321", "https://1.2.3.4:4321"],
  ["https://example.com/ollama", "https://example.com/ollama"],
  ["https://example.com/a/b//", "https://example.com/a/b"],
  ["example.com/ollama", "http://example.com:11434/ollama"],
  ["ollama.com", "https://ollama.com"],
  ["0.0.0.0", "http://127.0.0.1:11434"],
  ["0.0.0.0:9999", "http://127.0.0.1:9999"],
  ["http://0.0.0.0:9999", "http://127.0.0.1:9999"],
  ["[::]", "http://[::1]:11434"],
  ["::", "http://[::1]:11434"],
  ["[::]:5", "http://[::1]:5"],
];

const BAD: [text: string, rule: RegExp][] = [
  [":0", /port between 1 and 65535/],
  [":66000", /port between 1 and 65535/],
  [":-1", /port between 1 and 65535/],
  ["example.com:http", /port between 1 and 65535/],
  ["ftp://example.com", /http:\/\/ or https:\/\//],
  ["unix:///run/ollama.sock", /http:\/\/ or https:\/\//],
  ["two words", /such as 127\.0\.0\.1:11434/],
  ["http://user:secret@example.com", /such as 127\.0\.0\.1:11434/],
  ["example.com?model=phi3", /such as 127\.0\.0\.1:11434/],
  ["http://[::1", /such as 127\.0\.0\.1:11434/],
  ["exa^mple.com", /such as 127\.0\.0\.1:11434/],
];

for (const [text, address] of GOOD) {
  Deno.test(`ollamaAddress() takes ${JSON.stringify(text)} for ${address}`, () => {
    assert.equal(ollamaAddress(text), address);
  });
}

for (const [text, message] of BAD) {
  Deno.test(`ollamaAddress() refuses ${JSON.stringify(text)}`, () => {
    assert.throws(() => ollamaAddress(text), { name: "RangeError", message });
  });
}
