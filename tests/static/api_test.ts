import assert from "node:assert/strict";
import { createApi } from "../../static/api.js";

function begin(answer: () => Response) {
  const asked: Request[] = [];
  const api = createApi({
    fetch: (input, init) => {
      asked.push(new Request(new URL(String(input), "http://parley"), init));
      return Promise.resolve().then(answer);
    },
  });
  return { api, asked };
}

Deno.test("api.models() gives the catalogue as a list", async () => {
  const gemma = { name: "gemma:2b", size: "1.7 GB", description: "small", installed: true };
  const { api } = begin(() =>
    Response.json({ current_model: "gemma:2b", available_models: { "gemma:2b": gemma } })
  );
  assert.deepEqual(await api.models(), { current: "gemma:2b", models: [gemma] });
});

Deno.test("api.models() gives nothing when the server refuses or is away", async () => {
  assert.equal(await begin(() => Response.json({}, { status: 401 })).api.models(), undefined);
  const away = begin(() => {
    throw new TypeError("no network");
  });
  assert.equal(await away.api.models(), undefined);
});

Deno.test("api.load() hands on what the server says, and says so itself when it is away", async () => {
  const fails = { success: false, message: "pull failed", current_model: "phi3" };
  const { api, asked } = begin(() => Response.json(fails, { status: 502 }));
  assert.deepEqual(await api.load("gemma:2b"), { success: false, message: "pull failed" });
  assert.equal(asked[0].headers.get("content-type"), "application/json");
  assert.deepEqual(await asked[0].json(), { model: "gemma:2b" });
  const html = begin(() => new Response("<html>", { status: 502 }));
  const { success, message } = await html.api.load("x");
  assert.equal(success, false);
  assert.match(message, /could not be reached/);
});

Deno.test("api.signIn() tells how the token fared", async () => {
  for (
    const [status, result] of [[204, "ok"], [401, "wrong"], [429, "too_many"], [500, "unreachable"]]
  ) {
    const { api } = begin(() => new Response(null, { status: Number(status) }));
    assert.equal(await api.signIn("t"), result);
  }
});

Deno.test("api.importFile() tells how far it is, what was not taken, and how it ended", async () => {
  const counts = { added: 1, known: 0, failed: 1 };
  const lines = [
    { type: "progress", bytes: 2, added: 1, known: 0, failed: 0 },
    { type: "failed", line: 3, message: "This is no row." },
    { type: "done", bytes: 4, ...counts },
  ];
  const { api, asked } = begin(() =>
    new Response(lines.map((one) => JSON.stringify(one)).join("\n"))
  );
  const states: string[] = [];
  const ended = await api.importFile(new File(["[{}]"], "chats.json"), {
    signal: new AbortController().signal,
    onChange: ({ state, bytes }) => states.push(`${state} ${bytes}`),
  });
  assert.deepEqual(states, ["running 0", "running 2", "running 2", "running 4", "done 4"]);
  const { state, name, faults, ...rest } = ended;
  assert.deepEqual([state, name, faults], ["done", "chats.json", ["Line 3: This is no row."]]);
  assert.deepEqual(rest, { total: 4, bytes: 4, ...counts });
  assert.equal(asked[0].url, "http://parley/api/import");
  assert.equal(asked[0].headers.get("content-type"), "application/json");
});

Deno.test("api.importFile() says why a file was not taken, and that a line broke", async () => {
  const options = { signal: new AbortController().signal, onChange: () => {} };
  const file = new File([""], "parley.jsonl");
  const error = { code: "bad_frame", message: "This is no such file." };
  const refused = begin(() => Response.json({ error }, { status: 400 }));
  const { state, message } = await refused.api.importFile(file, options);
  assert.deepEqual([state, message], ["failed", "This is no such file."]);
  const broken = begin(() => new Response('{"type":"progress","bytes":2,"added":1}\n'));
  const cut = await broken.api.importFile(file, options);
  assert.deepEqual([cut.state, cut.added], ["failed", 1]);
  assert.match(cut.message ?? "", /^The line broke\./);
});
