/** Images: handed in, shown, asked about, and gone with their conversation. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { LIMITS, SUBPROTOCOL } from "../../static/protocol.js";
import { type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { reply } from "../support/fake_routes.ts";
import { GIF, PNG, postImage } from "../support/images.ts";
import { rawRequest } from "../support/raw_request.ts";
import { startParley } from "../support/parley.ts";
import { connect } from "../support/ws_client.ts";

const uuid = () => crypto.randomUUID();
const encodeBase64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");
const SEES = { "/api/show": reply({ model_info: {}, capabilities: ["completion", "vision"] }) };

const IN_MEMORY = reply({ models: [{ name: "gemma:2b", context_length: 4096 }] });

async function talk(options: FakeOptions = {}, env: Record<string, string> = {}) {
  const stack = new AsyncDisposableStack();
  const ollama = stack.use(await startFakeOllama(options));
  const parley = stack.use(await startParley({ ollama: ollama.address, env }));
  const client = stack.use(await connect(parley.wsOrigin, { protocol: SUBPROTOCOL }));
  const conversation = uuid();
  client.send({ type: "open", conversation });
  await client.nextOf("opened");
  const say = async (message: string, more: object = {}) => {
    client.send({ type: "prompt", conversation, id: uuid(), message, ...more });
    return await client.nextOf("ai", "error", "refused");
  };
  const asked = () =>
    ollama.requests.filter(({ path }) => path === "/api/chat")
      .map(({ body }) => (body as { messages: { images?: string[] }[] }).messages);
  return {
    ollama,
    parley,
    client,
    conversation,
    say,
    asked,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

Deno.test("POST /api/blobs names an image by its hash, and GET gives it back for good", async () => {
  await using parley = await startParley();
  const { status, hash } = await postImage(parley.origin);
  assert.equal(status, 201);
  const digest = await crypto.subtle.digest("SHA-256", PNG);
  assert.equal(
    hash,
    [...new Uint8Array(digest)].map((b) => b.toString(16).padStart(2, "0")).join(""),
  );
  assert.equal((await postImage(parley.origin)).hash, hash);
  const response = await fetch(`${parley.origin}/api/blobs/${hash}`);
  assert.deepEqual(new Uint8Array(await response.arrayBuffer()), PNG);
  const { headers } = response;
  assert.deepEqual(
    ["content-type", "x-content-type-options", "cache-control"].map((name) => headers.get(name)),
    ["image/png", "nosniff", "private, max-age=31536000, immutable"],
  );
});

Deno.test("POST /api/blobs goes by the bytes, whatever they are called", async () => {
  await using parley = await startParley();
  const { hash } = await postImage(parley.origin, GIF, { type: "image/png" });
  const response = await fetch(`${parley.origin}/api/blobs/${hash}`);
  await response.body?.cancel();
  assert.equal(response.headers.get("content-type"), "image/gif");
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  for (const bytes of [svg, "<html>", "", "RIFF1234WAVEfmt ", "\x89PNG"]) {
    const { status, code } = await postImage(parley.origin, bytes, { type: "image/png" });
    assert.deepEqual([status, code], [415, "unsupported_media_type"], bytes);
  }
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    assert.equal((await postImage(parley.origin, PNG, { type })).status, 415, type);
  }
});

Deno.test("POST /api/blobs takes an image of just the size that is allowed, and none larger", async () => {
  await using parley = await startParley();
  const bytes = new Uint8Array(LIMITS.blobBytes);
  bytes.set(PNG);
  const { status, hash } = await postImage(parley.origin, bytes);
  assert.equal(status, 201);
  const response = await fetch(`${parley.origin}/api/blobs/${hash}`);
  assert.equal((await response.arrayBuffer()).byteLength, LIMITS.blobBytes);
  const larger = await rawRequest(parley.port, {
    method: "POST",
    path: "/api/blobs",
    headers: {
      "host": `127.0.0.1:${parley.port}`,
      "content-type": "image/png",
      "content-length": String(LIMITS.blobBytes + 1),
    },
  });
  assert.equal(larger.status, 413, "it is refused before it is read");
});

Deno.test("GET /api/blobs knows no other names than hashes, and needs the token", async () => {
  await using parley = await startParley({ env: { AUTH_TOKEN: "sixteen-letters-x" } });
  for (const path of ["0".repeat(64), "x", "0".repeat(63)]) {
    const response = await fetch(`${parley.origin}/api/blobs/${path}`);
    await response.body?.cancel();
    assert.equal(response.status, 401, path);
  }
  assert.equal((await postImage(parley.origin)).status, 401);
  const headers = { authorization: "Bearer sixteen-letters-x" };
  const response = await fetch(`${parley.origin}/api/blobs/${"0".repeat(64)}`, { headers });
  await response.body?.cancel();
  assert.deepEqual([response.status, response.headers.get("cache-control")], [404, "no-store"]);
});

Deno.test("a model that sees is sent the images of every question, and the rows carry hashes", async () => {
  await using t = await talk({ routes: SEES });
  const [{ hash }, other] = [
    await postImage(t.parley.origin),
    await postImage(t.parley.origin, GIF),
  ];
  const id = uuid();
  const { client, conversation } = t;
  client.send({ type: "prompt", conversation, id, message: "What is this?", images: [hash] });
  const row = await client.nextOf("user");
  assert.deepEqual(row.images, [hash]);
  await client.nextOf("ai");
  assert.equal((await t.say("", { images: [hash, other.hash] })).type, "ai");
  assert.deepEqual(
    t.asked().at(-1)?.map(({ images }) => images),
    [undefined, [encodeBase64(PNG)], undefined, [encodeBase64(PNG), encodeBase64(GIF)]],
  );
  const again = { type: "prompt", conversation, id, message: "What is this?" };
  client.send({ ...again, images: [hash] });
  assert.equal((await client.nextOf("accepted", "refused")).type, "accepted");
  client.send({ ...again, images: [other.hash] });
  assert.equal((await client.nextOf("accepted", "refused")).code, "conflict");
});

Deno.test("a prompt with an image that is not there is refused, and nothing is stored", async () => {
  await using t = await talk({ routes: SEES });
  const refused = await t.say("Look", { images: ["0".repeat(64)] });
  assert.deepEqual([refused.type, refused.code], ["refused", "not_found"]);
  for (const images of [[], ["x"], "x", Array(LIMITS.images + 1).fill("0".repeat(64))]) {
    assert.equal((await t.say("Look", { images })).code, "bad_frame");
  }
  assert.equal(await t.parley.journal.summary(t.conversation), undefined);
});

Deno.test("a model that cannot see says so and what to do, and another one answers the same question", async () => {
  await using t = await talk({
    models: ["gemma:2b", "llava"],
    routes: {
      "/api/show": ({ body }) =>
        reply({ capabilities: (body as { model: string }).model === "llava" ? ["vision"] : [] }),
    },
  });
  const { hash } = await postImage(t.parley.origin);
  const failed = await t.say("What is this?", { images: [hash] });
  assert.deepEqual([failed.type, failed.code], ["error", "no_vision"]);
  assert.match(String(failed.message), /gemma:2b cannot see images\. Choose a model/);
  assert.deepEqual(t.asked(), []);
  const { client, conversation } = t;
  client.send({ type: "settings", conversation, model: "llava" });
  const { rows } = await t.parley.journal.since(conversation, 0);
  const of = rows.find(({ type }) => type === "user");
  client.send({ type: "retry", conversation, id: uuid(), of: of && "id" in of ? of.id : "" });
  assert.equal((await client.nextOf("ai", "error")).type, "ai");
  assert.deepEqual(t.asked().at(-1)?.at(-1)?.images, [encodeBase64(PNG)]);

  client.send({ type: "settings", conversation, model: "gemma:2b" });
  const blind = await t.say("And in words?");
  assert.equal(blind.type, "ai", "earlier images do not stand in its way");
  assert.equal(t.asked().at(-1)?.some(({ images }) => images), false);
  assert.equal((blind.context as { unseen?: number } | undefined)?.unseen ?? "no window known", 1);
});

Deno.test("with OLLAMA_API=generate an image is no question", async () => {
  await using t = await talk({ routes: SEES }, { OLLAMA_API: "generate" });
  const { hash } = await postImage(t.parley.origin);
  const failed = await t.say("What is this?", { images: [hash] });
  assert.deepEqual([failed.code, /OLLAMA_API/.test(String(failed.message))], ["no_vision", true]);
});

Deno.test("images that did not come along are left out, and the answer says how many", async () => {
  await using t = await talk({ routes: { ...SEES, "/api/ps": IN_MEMORY } });
  const { hash } = await postImage(t.parley.origin);
  const [question, answer] = [uuid(), uuid()];
  const typing = { type: "typing", id: answer, parent: question, request: question } as const;
  await t.parley.journal.append({
    owner: "local",
    conversation: t.conversation,
    rows: [
      {
        type: "user",
        id: question,
        parent: null,
        message: "These?",
        images: [hash, "0".repeat(64)],
      },
      { ...typing, model: "gemma:2b", message: "…" },
      { type: "ai", id: answer, reason: "stop", message: "Two dots." },
    ],
  });
  const end = await t.say("Which one is red?");
  assert.equal((end.context as { unseen?: number }).unseen, 1);
  assert.deepEqual(t.asked().at(-1)?.[1].images, [encodeBase64(PNG)]);
});

Deno.test("images that take more of the window than was thought push out what came before, not themselves", async () => {
  const window = 8192;
  const tokensOf = (messages: { content: string; images?: string[] }[]) =>
    messages.reduce(
      (sum, { content, images = [] }) => sum + Math.ceil(content.length / 4) + 1500 * images.length,
      0,
    );
  await using t = await talk({
    answers: [({ body }) => {
      const tokens = tokensOf((body as { messages: { content: string }[] }).messages);
      if (tokens > window) {
        return { status: 400, body: '{"error":"the input length exceeds the context length"}' };
      }
      const stats = { prompt_eval_count: tokens, eval_count: 70 };
      return { steps: ["answer ".repeat(40)], stats };
    }],
    routes: SEES,
  }, { NUM_CTX: String(window) });
  const { hash } = await postImage(t.parley.origin);
  for (let turn = 0; turn < 30; turn++) {
    assert.equal((await t.say("question ".repeat(40))).type, "ai");
  }
  for (const images of [[hash], [hash, hash], [hash, hash, hash, hash]]) {
    const before = t.asked().length;
    const { type, message } = await t.say("What is this?", { images });
    assert.equal(type, "ai", String(message));
    assert.ok(t.asked().length - before <= 3, `${t.asked().length - before} tries`);
  }
});
