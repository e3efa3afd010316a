import assert from "node:assert/strict";
import { CATALOGUE } from "../../../server/ollama/catalogue.ts";
import { listModels } from "../../../server/ollama/model_list.ts";

const NOTHING = { catalogue: CATALOGUE, installed: [], loaded: [], current: "gemma:2b" };

Deno.test("listModels() lists the catalogue when nothing is installed", () => {
  const list = listModels(NOTHING);
  assert.deepEqual(Object.keys(list), ["gemma:2b", "phi3", "llama3.2:1b", "qwen2.5:1.5b"]);
  for (const [name, model] of Object.entries(list)) {
    assert.equal(model.name, name);
    assert.match(model.size, /^\d+(\.\d)? [GM]B$/);
    assert.ok(model.description.length > 10);
    assert.deepEqual([model.installed, model.loaded], [false, false]);
  }
});

Deno.test("listModels() takes a name without a tag for latest", () => {
  const installed = [{ name: "phi3:latest", size: 2.2e9, remote: false }];
  const list = listModels({ ...NOTHING, installed, loaded: [{ name: "phi3:latest" }] });
  assert.deepEqual([list.phi3.installed, list.phi3.loaded], [true, true]);
  assert.equal(Object.keys(list).length, 4);
});

Deno.test("listModels() adds what is installed beside the catalogue", () => {
  const installed = [
    { name: "mistral:7b", size: 4_113_301_824, remote: false },
    { name: "gemma3:270m", size: 291_554_930, remote: false },
  ];
  const list = listModels({ ...NOTHING, installed });
  assert.equal(list["mistral:7b"].size, "4.1 GB");
  assert.equal(list["gemma3:270m"].size, "292 MB");
  assert.deepEqual([list["mistral:7b"].installed, list["mistral:7b"].loaded], [true, false]);
});

Deno.test("security 20: listModels() labels what does not run here", () => {
  const installed = [
    { name: "gpt-oss:120b-cloud", size: 0, remote: true },
    { name: "phi3:latest", size: 0, remote: true },
  ];
  const list = listModels({ ...NOTHING, installed });
  for (const name of ["gpt-oss:120b-cloud", "phi3"]) {
    assert.equal(list[name].size, "remote");
    assert.match(list[name].description, /sent to a remote host/);
  }
});

Deno.test("listModels() lists the default even when nobody knows it", () => {
  const list = listModels({ ...NOTHING, current: "mistral:7b" });
  assert.deepEqual([list["mistral:7b"].installed, list["mistral:7b"].loaded], [false, false]);
});

Deno.test("listModels() is not misled by names that objects have", () => {
  const list = listModels({ ...NOTHING, current: "constructor" });
  assert.equal(list.constructor.name, "constructor");
});
