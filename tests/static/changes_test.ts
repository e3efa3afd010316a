import assert from "node:assert/strict";
import type { ClientFrame } from "../../server/socket/protocol.ts";
import { createChanges } from "../../static/changes.js";
import { makeId } from "../../static/id.js";

const C = makeId();

function begin({ isOpen = true } = {}) {
  const sent: ClientFrame[] = [];
  const changes = createChanges({ send: (frame) => isOpen && sent.push(frame) > 0 });
  const heard: string[] = [];
  const change = (message: string) =>
    changes.send({ type: "rename", conversation: C, message }, {
      onDone: () => heard.push(`${message} done`),
      onRefused: ({ code = "away" }) => heard.push(`${message} ${code}`),
      onLost: () => heard.push(`${message} lost`),
    });
  const ids = () => sent.map((frame) => "id" in frame ? String(frame.id) : "");
  return { changes, heard, change, ids };
}

Deno.test("changes tell what was stored from what was refused, by the name that each was given", () => {
  const { changes, heard, change, ids } = begin();
  change("a");
  change("b");
  const [a, b] = ids();
  const refused = { type: "refused", code: "storage", message: "no", conversation: C } as const;
  assert.equal(changes.refused({ ...refused, id: b }), true);
  changes.done({ type: "done", conversation: C, id: a });
  assert.deepEqual(heard, ["b storage", "a done"]);
  assert.equal(changes.refused({ ...refused, id: b }), false, "each fares once");
  assert.equal(changes.refused(refused), false);
});

Deno.test("changes do not wait for a line that is lost, and are refused at once without one", () => {
  const { changes, heard, change, ids } = begin();
  change("a");
  changes.lose();
  changes.done({ type: "done", conversation: C, id: ids()[0] });
  assert.deepEqual(heard, ["a lost"]);
  const away = begin({ isOpen: false });
  assert.equal(away.change("b"), false);
  away.changes.lose();
  assert.deepEqual(away.heard, ["b away"]);
});
