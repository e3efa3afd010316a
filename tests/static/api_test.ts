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
