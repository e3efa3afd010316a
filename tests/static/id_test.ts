import assert from "node:assert/strict";
import { makeId } from "../../static/id.js";
import { ID_PATTERN } from "../../static/protocol.js";

Deno.test("makeId() makes UUIDs of version 4", () => {
  assert.match(makeId(), ID_PATTERN);
  assert.equal(makeId((bytes) => bytes.fill(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.notEqual(makeId(), makeId());
});
