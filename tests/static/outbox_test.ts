import assert from "node:assert/strict";
import fc from "fast-check";
import { makeId } from "../../static/id.js";
import { createOutbox, type Request } from "../../static/outbox.js";
import { createStorage } from "../../static/storage.js";
import { createMemoryArea } from "../support/memory_area.ts";
import { createPageClock } from "../support/page_clock.ts";

const [C, D] = [makeId(), makeId()];

const ask = (message: string, conversation = C): Request => ({
  type: "prompt",
  conversation,
  id: makeId(),
  message,
});

const accepted = ({ id, conversation }: Request, seq = 1) =>
  ({ type: "accepted", conversation, id, answer: makeId(), seq }) as const;

const refused = ({ id }: Request, code: "rate" | "too_long" | "storage") =>
  ({ type: "refused", id, code, message: `because of ${code}` }) as const;

function begin(memory = createMemoryArea(), { now = 1000 } = {}) {
  const clock = createPageClock();
  const sent: string[] = [];
  const outbox = createOutbox({
    storage: createStorage({ area: memory.area }),
    clock,
    random: () => 1,
    now: () => now,
    send: (frame) => sent.push(frame.type === "prompt" ? frame.message : frame.of) > 0,
  });
  const states = () => outbox.items.value.map(({ state }) => state);
  return { memory, clock, sent, outbox, states, take: () => sent.splice(0) };
}

Deno.test("outbox keeps what is asked until the line is open, then sends it", () => {
  const { outbox, states, take } = begin();
  outbox.add(ask("one"));
  assert.deepEqual([take(), states()], [[], ["waiting"]]);
  outbox.resume();
  assert.deepEqual([take(), states()], [["one"], ["sent"]]);
});

Deno.test("outbox sends one at a time in a conversation, in order, and others beside it", () => {
  const { outbox, take } = begin();
  outbox.resume();
  const [one, two, other] = [ask("one"), ask("two"), ask("other", D)];
  [one, two, other].forEach(outbox.add);
  assert.deepEqual(take(), ["one", "other"]);
  outbox.accepted(accepted(one));
  assert.deepEqual(take(), ["two"]);
});

Deno.test("outbox sends again after each hello what was not acknowledged", () => {
  const { outbox, states, take } = begin();
  outbox.resume();
  const [one, two] = [ask("one"), ask("two")];
  [one, two].forEach(outbox.add);
  outbox.pause();
  assert.deepEqual(states(), ["waiting", "waiting"]);
  outbox.resume();
  outbox.accepted(accepted(one));
  outbox.accepted(accepted(two));
  assert.deepEqual(take(), ["one", "one", "two"]);
});

Deno.test("outbox goes out from the next page when this one was closed", () => {
  const { memory, outbox } = begin();
  outbox.resume();
  const [one, two] = [ask("one"), ask("two")];
  [one, two].forEach(outbox.add);
  outbox.accepted(accepted(one));
  const next = begin(memory);
  assert.deepEqual(next.states(), ["waiting"]);
  next.outbox.resume();
  assert.deepEqual(next.take(), ["two"]);
});

Deno.test("outbox.seen() ends what was accepted once its row is on the screen", () => {
  const { outbox, states } = begin();
  outbox.resume();
  const one = ask("one");
  outbox.add(one);
  outbox.seen(C, 100);
  outbox.accepted(accepted(one, 5));
  outbox.seen(C, 4);
  outbox.seen(D, 5);
  assert.deepEqual(states(), ["accepted"]);
  outbox.seen(C, 5);
  assert.deepEqual(states(), []);
});

Deno.test("outbox tries again with growing patience after a passing refusal", () => {
  const { clock, outbox, states, take } = begin();
  outbox.resume();
  const [one, two] = [ask("one"), ask("two")];
  [one, two].forEach(outbox.add);
  for (const wait of [1000, 2000, 4000]) {
    assert.deepEqual(take(), ["one"]);
    outbox.refused(refused(one, "storage"));
    assert.equal(outbox.items.value[0].refusal?.message, "because of storage");
    clock.tick(wait - 1);
    assert.deepEqual([take(), states()], [[], ["waiting", "waiting"]]);
    clock.tick(1);
  }
  outbox.accepted(accepted(one));
  assert.deepEqual(take(), ["one", "two"]);
  outbox.refused(refused(two, "rate"));
  clock.tick(1000);
  assert.deepEqual(take(), ["two"], "patience begins anew");
});

Deno.test("outbox.pause() ends every rest", () => {
  const { clock, outbox, take } = begin();
  outbox.resume();
  const one = ask("one");
  outbox.add(one);
  outbox.refused(refused(one, "rate"));
  outbox.pause();
  assert.equal(clock.waiting, 0);
  outbox.resume();
  assert.deepEqual(take(), ["one", "one"]);
});

Deno.test("outbox keeps the text of what is finally refused, and goes on with the next", () => {
  const { memory, outbox, states, take } = begin();
  outbox.resume();
  const [one, two] = [ask("one"), ask("two")];
  [one, two].forEach(outbox.add);
  assert.equal(outbox.refused(refused(one, "too_long")), true);
  assert.deepEqual([take(), states()], [["one", "two"], ["refused", "sent"]]);
  const next = begin(memory);
  next.outbox.resume();
  assert.deepEqual([next.take(), next.states()], [["two"], ["refused", "sent"]]);
  assert.deepEqual(next.outbox.take(one.id), one);
  assert.deepEqual(begin(memory).states(), ["waiting"]);
});

Deno.test("outbox.refused() without an id is about the only request under way", () => {
  const { outbox, states } = begin();
  const nameless = { type: "refused", code: "bad_frame", message: "no frame" } as const;
  assert.equal(outbox.refused(nameless), false);
  outbox.resume();
  outbox.add(ask("one"));
  outbox.add(ask("other", D));
  assert.equal(outbox.refused(nameless), false);
  outbox.accepted(accepted(outbox.items.value[1].frame));
  assert.equal(outbox.refused(nameless), true);
  assert.deepEqual(states(), ["refused", "accepted"]);
});

Deno.test("outbox.take() leaves alone what is on its way", () => {
  const { outbox, states } = begin();
  outbox.resume();
  const one = ask("one");
  outbox.add(one);
  assert.equal(outbox.take(one.id), undefined);
  assert.deepEqual(states(), ["sent"]);
});

Deno.test("outbox sends after hello what another tab has left, in the order in which it was asked", () => {
  const memory = createMemoryArea();
  const [tab, other] = [begin(memory, { now: 2000 }), begin(memory, { now: 1000 })];
  tab.outbox.add(ask("late"));
  other.outbox.add(ask("early"));
  tab.outbox.resume();
  assert.deepEqual([tab.take(), tab.states()], [["early"], ["sent", "waiting"]]);
  tab.outbox.accepted(accepted(tab.outbox.items.value[0].frame));
  assert.deepEqual(tab.take(), ["late"]);
});

Deno.test("outbox does not send what was discarded, or accepted, in another tab", () => {
  const memory = createMemoryArea();
  const first = begin(memory);
  const [one, two, three, four] = ["one", "two", "three", "four"].map((text) => ask(text));
  [one, two, three, four].forEach(first.outbox.add);
  const other = begin(memory);
  first.outbox.take(one.id);
  other.outbox.resume();
  assert.deepEqual([other.take(), other.states()], [["two"], ["sent", "waiting", "waiting"]]);
  first.outbox.take(three.id);
  other.outbox.accepted(accepted(two));
  assert.deepEqual([other.take(), other.states()], [["four"], ["accepted", "sent"]]);
  other.outbox.pause();
  first.outbox.resume();
  first.outbox.accepted(accepted(four));
  other.outbox.resume();
  assert.deepEqual([other.take(), other.states()], [[], ["accepted"]]);
});

Deno.test("outbox forgets what was refused, once another tab took it back", () => {
  const memory = createMemoryArea();
  const [tab, other] = [begin(memory), begin(memory)];
  const one = ask("one");
  tab.outbox.add(one);
  tab.outbox.resume();
  tab.outbox.refused(refused(one, "too_long"));
  other.outbox.resume();
  assert.deepEqual([other.take(), other.states()], [[], ["refused"]]);
  assert.deepEqual(tab.outbox.take(one.id), one);
  other.outbox.pause();
  other.outbox.resume();
  assert.deepEqual(other.states(), []);
});

for (const fault of ["block", "fill"] as const) {
  Deno.test(`outbox sends again what it alone knows, where the storage is made to ${fault}`, () => {
    const memory = createMemoryArea();
    const { outbox, take } = begin(memory);
    outbox.add(ask("kept"));
    memory[fault]();
    outbox.add(ask("not kept"));
    outbox.resume();
    outbox.pause();
    outbox.resume();
    outbox.accepted(accepted(outbox.items.value[0].frame));
    assert.deepEqual(take(), ["kept", "kept", "not kept"]);
  });
}

Deno.test("outbox works where nothing can be kept", () => {
  const memory = createMemoryArea();
  memory.block();
  const { outbox, take } = begin(memory);
  outbox.add(ask("one"));
  outbox.resume();
  assert.deepEqual(take(), ["one"]);
});

Deno.test("outbox drops what it cannot read", () => {
  const memory = createMemoryArea();
  const { outbox } = begin(memory);
  outbox.add(ask("one"));
  for (const [name, text] of [["a", "{"], ["b", "null"], ["c", '{"frame":{"id":"c"}}']]) {
    memory.area().setItem(`parley.outbox.${name}`, text);
  }
  assert.deepEqual(begin(memory).outbox.items.value.map(({ frame }) => frame.type), ["prompt"]);
  assert.equal(memory.area().length, 1);
});

Deno.test("outbox delivers everything, in order, through any cuts and refusals", () => {
  const step = fc.constantFrom("add", "accept", "refuse", "cut", "reload", "wait");
  fc.assert(fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
    const memory = createMemoryArea();
    let page = begin(memory);
    let under: Request | undefined;
    const asked: string[] = [];
    const taken: string[] = [];
    const sent = () => page.outbox.items.value.find(({ state }) => state === "sent")?.frame;
    const accept = () => {
      under = sent();
      if (!under) return;
      // A known id is accepted again, and is no second message.
      if (!taken.includes(under.id)) taken.push(under.id);
      page.outbox.accepted(accepted(under));
    };
    page.outbox.resume();
    for (const does of steps) {
      if (does === "add") {
        const request = ask(`${asked.length}`);
        asked.push(request.id);
        page.outbox.add(request);
      }
      if (does === "accept") accept();
      if (does === "refuse" && sent()) page.outbox.refused(refused(sent()!, "storage"));
      if (does === "wait") page.clock.tick(2000);
      if (does === "cut") {
        const lost = sent();
        if (lost && !taken.includes(lost.id)) taken.push(lost.id);
        page.outbox.pause();
        page.outbox.resume();
      }
      if (does === "reload") {
        page = begin(memory);
        page.outbox.resume();
      }
    }
    for (let left = steps.length * 2; left > 0; left--) {
      page.clock.tick(20_000);
      accept();
    }
    assert.deepEqual(taken, asked);
  }));
});

Deno.test("outbox delivers everything from two tabs, through any cuts and refusals, and nothing twice", () => {
  const step = fc.record({
    tab: fc.nat({ max: 1 }),
    does: fc.constantFrom("add", "accept", "refuse", "cut", "reload", "discard", "wait"),
  });
  fc.assert(fc.property(fc.array(step, { maxLength: 60, size: "max" }), (steps) => {
    const memory = createMemoryArea();
    const tabs = [begin(memory), begin(memory)];
    const asked = new Set<string>();
    const sent = new Set<string>();
    const discarded = new Set<string>();
    const under = ({ outbox }: typeof tabs[number]) =>
      outbox.items.value.find(({ state }) => state === "sent")?.frame;
    /** What is sent has arrived; the answer may be lost. */
    const arrive = (tab: typeof tabs[number]) => {
      const frame = under(tab);
      if (!frame) return undefined;
      assert.equal(discarded.has(frame.id), false, "it was discarded before");
      sent.add(frame.id);
      return frame;
    };
    const accept = (tab: typeof tabs[number]) => {
      const frame = arrive(tab);
      if (!frame) return;
      tab.outbox.accepted(accepted(frame));
      tab.outbox.seen(C, 1);
    };
    tabs.forEach(({ outbox }) => outbox.resume());
    for (const { tab: at, does } of steps) {
      const tab = tabs[at];
      if (does === "add") {
        const request = ask(`${asked.size}`);
        asked.add(request.id);
        tab.outbox.add(request);
      }
      if (does === "accept") accept(tab);
      const frame = under(tab);
      if (does === "refuse" && frame) tab.outbox.refused(refused(frame, "storage"));
      if (does === "wait") tab.clock.tick(2000);
      if (does === "discard") {
        const idle = tab.outbox.items.value.find(({ state }) => state === "waiting");
        const isElsewhere = tabs.some((other) => under(other)?.id === idle?.frame.id);
        if (idle && !isElsewhere && tab.outbox.take(idle.frame.id)) discarded.add(idle.frame.id);
      }
      if (does === "cut") {
        arrive(tab);
        tab.outbox.pause();
        tab.outbox.resume();
      }
      if (does === "reload") {
        tabs[at] = begin(memory);
        tabs[at].outbox.resume();
      }
    }
    for (const tab of tabs) {
      tab.outbox.pause();
      tab.outbox.resume();
      for (let left = 2 * steps.length; left > 0; left--) {
        tab.clock.tick(20_000);
        accept(tab);
      }
      assert.deepEqual(tab.states(), []);
    }
    const wanted = [...asked].filter((id) => sent.has(id) || !discarded.has(id));
    assert.deepEqual([...sent].sort(), wanted.sort());
    assert.equal(memory.area().length, 0);
  }));
});
