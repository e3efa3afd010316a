import assert from "node:assert/strict";
import type { UpstreamCode } from "../../../server/ollama/ollama.ts";
import { createRelay } from "../../../server/ollama/relay.ts";
import { collectAnswer, type CollectedAnswer } from "../../support/collect_answer.ts";
import { type Answer, startFakeOllama } from "../../support/fake_ollama.ts";
import { failure } from "../../support/fake_routes.ts";
import { startTcpProxy } from "../../support/tcp_proxy.ts";

const HTML = { "content-type": "text/html" };

/** One question to a fake that answers so. */
async function ask(answer: Answer, { model = "gemma:2b" } = {}): Promise<CollectedAnswer> {
  await using fake = await startFakeOllama({ answers: [answer] });
  return await askAt(fake.address, model);
}

function askAt(address: string, model = "gemma:2b"): Promise<CollectedAnswer> {
  const messages = [{ role: "user" as const, content: "Hi" }];
  return collectAnswer(createRelay({ address }).chat({ model, messages, options: {} }));
}

function assertFailed(
  { error, done }: CollectedAnswer,
  { code, message }: { code: UpstreamCode; message: RegExp },
): void {
  assert.equal(error?.code, code, error?.message);
  assert.match(error.message, message);
  assert.equal(done, undefined);
}

Deno.test("fault 1: chat() says where Ollama was looked for and how to start it", async () => {
  const fake = await startFakeOllama();
  await fake[Symbol.asyncDispose]();
  const failed = await askAt(fake.address);
  assertFailed(failed, { code: "unavailable", message: /Start it with: ollama serve/ });
  assert.ok(failed.error?.message.includes(fake.address));
});

Deno.test("chat() says that a host name is unknown", async () => {
  const message = /no-such-host\.invalid.*unknown host name/;
  assertFailed(await askAt("http://no-such-host.invalid:11434"), { code: "unavailable", message });
});

Deno.test("fault 3: chat() keeps the text when the stream is closed in the middle of a chunk", async () => {
  const failed = await ask({ steps: ["a", "b"], end: "cut" });
  assertFailed(failed, { code: "interrupted", message: /broke off/ });
  assert.equal(failed.text, "ab");
});

Deno.test("fault 3: chat() keeps the text when the connection is reset", async () => {
  await using fake = await startFakeOllama({ answers: [{ steps: ["a", "b"], end: "open" }] });
  await using proxy = await startTcpProxy({ to: fake.port });
  const relay = createRelay({ address: `http://127.0.0.1:${proxy.port}` });
  const messages = [{ role: "user" as const, content: "Hi" }];
  async function* resetAfterB() {
    let text = "";
    for await (const delta of relay.chat({ model: "gemma:2b", messages, options: {} })) {
      text += delta.text;
      yield delta;
      if (text === "ab") proxy.reset();
    }
  }
  const failed = await collectAnswer(resetAfterB());
  assertFailed(failed, { code: "interrupted", message: /broke off/ });
  assert.equal(failed.text, "ab");
});

Deno.test("chat() asks once when Ollama closes the connection before it answers", async () => {
  await using fake = await startFakeOllama({ answers: [["first"], { end: "cut" }] });
  assert.equal((await askAt(fake.address)).text, "first");
  for (const _ of ["on a used connection", "on a new one"]) {
    const failed = await askAt(fake.address);
    assertFailed(failed, { code: "interrupted", message: /before it answered/ });
  }
  assert.equal(fake.requests.length, 3);
});

Deno.test("fault 4: chat() takes an end without done for an interruption", async () => {
  const failed = await ask({ steps: ["a", "b"], end: "missing" });
  assertFailed(failed, { code: "interrupted", message: /ended early/ });
  assert.equal(failed.text, "ab");
});

Deno.test("fault 4: chat() knows Ollama's guard against loops by equal tokens", async () => {
  const steps = ["Well", ...Array.from({ length: 31 }, () => " no")];
  const failed = await ask({ steps, end: "missing" });
  assertFailed(failed, { code: "repeating", message: /repeated itself/ });
  assert.equal(failed.text, steps.join(""));
});

Deno.test("chat() does not mind equal tokens in an answer that ends well", async () => {
  const { error, text } = await ask(Array.from({ length: 40 }, () => "no "));
  assert.equal(error, undefined);
  assert.equal(text.length, 120);
});

Deno.test("fault 6: chat() gives an error line's own words, and the text before it", async () => {
  const step = {
    raw: '{"message":{"content":"b"}}\n{"error":"llama runner process\\nhas died"}\n',
  };
  const failed = await ask(["a", step]);
  assertFailed(failed, {
    code: "upstream",
    message: /^Ollama says: llama runner process has died$/,
  });
  assert.equal(failed.text, "ab");
});

Deno.test("chat() takes an error of null for none", async () => {
  const first = { line: { error: null, message: { content: "Well" }, done: false } };
  const { text, error } = await ask([first, ", yes"]);
  assert.deepEqual([text, error], ["Well, yes", undefined]);
});

Deno.test("fault 7: chat() says how to install a missing model", async () => {
  const failed = await ask([], { model: "phi3" });
  assertFailed(failed, { code: "model_missing", message: /phi3 .* ollama pull phi3$/ });
});

Deno.test("fault 8: chat() knows that Ollama is busy", async () => {
  const said = "server busy, please try again.  maximum pending requests exceeded";
  assertFailed(await ask(failure(503, said)), { code: "model_busy", message: /busy/ });
});

Deno.test("chat() knows that a proxy's 503 means busy", async () => {
  const failed = await ask({ status: 503, headers: HTML, body: "<h1>Unavailable</h1>" });
  assertFailed(failed, { code: "model_busy", message: /busy/ });
});

Deno.test("chat() knows a prompt that does not fit", async () => {
  const failed = await ask(failure(400, "the input length exceeds the context length"));
  assertFailed(failed, { code: "context", message: /does not fit/ });
});

Deno.test("chat() gives the words of any other refusal", async () => {
  const failed = await ask(failure(500, "model requires more system memory (5.6 GiB)"));
  assertFailed(failed, {
    code: "upstream",
    message: /^Ollama says: .*system memory \(5\.6 GiB\)$/,
  });
});

Deno.test("chat() shortens words without end", async () => {
  const { error } = await ask(failure(500, "x".repeat(10_000)));
  assert.ok(error && error.message.length < 600);
});

Deno.test("fault 12: chat() refuses a web page with status 200", async () => {
  const failed = await ask({ headers: HTML, body: "<!doctype html><h1>Sign in</h1>" });
  assertFailed(failed, { code: "bad_reply", message: /is not Ollama/ });
});

Deno.test("fault 12: chat() refuses a web page with a bad status", async () => {
  const failed = await ask({ status: 502, headers: HTML, body: "<h1>Bad gateway</h1>" });
  assertFailed(failed, { code: "bad_reply", message: /502.*OLLAMA_HOST/ });
});

Deno.test("fault 12: chat() refuses a page without a type", async () => {
  const failed = await ask({ headers: { "content-type": "" }, body: "<h1>Hm</h1>" });
  assertFailed(failed, { code: "bad_reply", message: /not JSON/ });
});

Deno.test("fault 12: chat() keeps the text before a line that is not JSON", async () => {
  const failed = await ask(["a", { raw: '{"message":{"content":"b"}}\n{"mess' + "\n" }]);
  assertFailed(failed, { code: "bad_reply", message: /not JSON/ });
  assert.equal(failed.text, "ab");
});

Deno.test("fault 12: chat() refuses a line that is no object", async () => {
  assertFailed(await ask([{ line: 7 }]), { code: "bad_reply", message: /not an object/ });
});

Deno.test("fault 12: chat() refuses a line that never ends", async () => {
  const steps = Array.from({ length: 40 }, () => ({ raw: "x".repeat(64 * 1024) }));
  assertFailed(await ask(steps), { code: "bad_reply", message: /longer than 1024 KiB/ });
});

Deno.test("fault 12: chat() refuses a line that unpacks to no end", async () => {
  const zeros = new Blob([new Uint8Array(32 * 1024 * 1024)]).stream();
  const packed = zeros.pipeThrough(new CompressionStream("gzip"));
  const body = new Uint8Array(await new Response(packed).arrayBuffer());
  const headers = { "content-encoding": "gzip", "content-type": "application/x-ndjson" };
  const failed = await ask({ headers, body });
  // One Deno unpacks what it did not ask to be packed, the other does not.
  assertFailed(failed, { code: "bad_reply", message: /longer than 1024 KiB|not JSON/ });
});

Deno.test("fault 12: chat() does not follow a redirect", async () => {
  await using other = await startFakeOllama();
  await using fake = await startFakeOllama({
    answers: [{ status: 307, headers: { location: `${other.address}/api/chat` }, body: "" }],
  });
  const failed = await askAt(fake.address);
  assertFailed(failed, { code: "bad_reply", message: /redirects elsewhere/ });
  assert.equal(other.requests.length, 0);
});

Deno.test("chat() refuses what does not speak HTTP", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answered = (async () => {
    using conn = await listener.accept();
    await conn.read(new Uint8Array(1024));
    await conn.write(new TextEncoder().encode("220 mail.example ESMTP\r\n"));
    await conn.closeWrite();
    while (await conn.read(new Uint8Array(1024)).catch(() => null) !== null);
  })();
  const failed = await askAt(`http://127.0.0.1:${listener.addr.port}`);
  assertFailed(failed, { code: "bad_reply", message: /is not Ollama/ });
  await answered;
});

for (
  const model of ["../../etc/passwd", "a b", "", "x".repeat(201), "http://h/m", "a..b", "a\nb"]
) {
  Deno.test(`chat() asks nobody for a model named ${JSON.stringify(model).slice(0, 30)}`, async () => {
    await using fake = await startFakeOllama();
    const failed = await askAt(fake.address, model);
    assertFailed(failed, { code: "model_missing", message: /not a name/ });
    assert.equal(fake.requests.length, 0);
  });
}
