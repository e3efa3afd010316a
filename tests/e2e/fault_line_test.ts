/** The line is cut, stalls, or nobody reads: nothing is missing and nothing comes twice. */
import assert from "node:assert/strict";
import { SUBPROTOCOL } from "../../static/protocol.js";
import { createStorage } from "../../static/storage.js";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import type { Row } from "../../server/journal/rows.ts";
import { type FakeOptions, startFakeOllama } from "../support/fake_ollama.ts";
import { findingsInFolds } from "../support/invariants.ts";
import { createMemoryArea } from "../support/memory_area.ts";
import { startParley } from "../support/parley.ts";
import { storeTalk } from "../support/stored_talk.ts";
import { startTcpProxy } from "../support/tcp_proxy.ts";
import { connect } from "../support/ws_client.ts";
import { createTab, type Tab } from "../torture/client.ts";
import { createRandom } from "../torture/random.ts";
import { answers, isPending } from "../torture/verbs.ts";
import { createWitness } from "../torture/witness.ts";

const uuid = () => crypto.randomUUID();

/** A server, a line that can be made bad, and a page without anything to look at. */
async function tabOver(options: FakeOptions, { haste }: { haste?: number } = {}) {
  await using held = new AsyncDisposableStack();
  const ollama = held.use(await startFakeOllama(options));
  const parley = held.use(await startParley({ ollama: ollama.address }));
  const proxy = held.use(await startTcpProxy({ to: parley.port }));
  const witness = createWitness();
  const tab = held.use(createTab({
    name: "tab",
    url: `ws://127.0.0.1:${proxy.port}/ws`,
    conversation: uuid(),
    storage: createStorage({ area: createMemoryArea().area }),
    random: { next: () => 0 }, // It dials again at once.
    witness,
    haste,
  }));
  held.defer(() => proxy.cut());
  tab.start();
  await until(() => tab.isComplete);
  const all = held.move();
  return {
    ...{ ollama, parley, proxy, witness, tab },
    ask: () =>
      tab.request({
        type: "prompt",
        conversation: tab.conversation,
        id: uuid(),
        message: "Go on and on",
      }),
    /** What was found, and what the page shows that the journal does not say. */
    async findings() {
      const { rows } = await parley.journal.since(tab.conversation, 0);
      return [...witness.findings, ...findingsInFolds(rows, new Map([["tab", tab.look()]]))];
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Looks again and again: a page without anything to look at tells nobody when it changes. */
async function until(isSo: () => boolean) {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 1));
}

const isAnswered = (tab: Tab) =>
  tab.isComplete && answers(tab.look()).length > 0 && !answers(tab.look()).some(isPending);

Deno.test("fault 18: a line that is cut 200 times in an answer leaves no gap and no repeat", async () => {
  const random = createRandom("fault 18");
  const gates = Array.from({ length: 200 }, () => Promise.withResolvers<void>());
  const words = gates.map((_, n) => [`word ${n} `, "and ", "so on. "]).flat();
  const steps = gates.flatMap(({ promise }, n) => [
    { hold: promise },
    ...words.slice(3 * n, 3 * n + 3),
  ]);
  await using t = await tabOver({ answers: [steps] });
  t.ask();
  for (const [cuts, gate] of gates.entries()) {
    await until(() => t.tab.isComplete);
    t.proxy.cutAfter(random.int(1, 400));
    gate.resolve();
    // Where the next words were too few for the line to break, it breaks now.
    await until(() => t.proxy.accepted > cuts + 1 || hasWords(t.tab, 3 * cuts + 3));
    if (t.proxy.accepted <= cuts + 1) t.proxy.cut();
    await until(() => t.proxy.accepted > cuts + 1);
  }
  await until(() => isAnswered(t.tab));
  assert.equal(answers(t.tab.look())[0].text, words.join(""));
  assert.deepEqual(await t.findings(), []);

  function hasWords(tab: Tab, count: number) {
    const text = answers(tab.look())[0]?.text ?? "";
    return text.length >= words.slice(0, count).join("").length;
  }
});

Deno.test("fault 19: a line on which nothing moves any more is noticed, and the answer goes on", async () => {
  const gate = Promise.withResolvers<void>();
  await using t = await tabOver({ answers: [["so ", { hold: gate.promise }, "on"]] }, {
    haste: 50,
  });
  t.ask();
  await until(() => answers(t.tab.look())[0]?.text === "so ");
  t.proxy.stall();
  gate.resolve();
  await until(() => isAnswered(t.tab));
  assert.ok(t.proxy.accepted > 1, "it dialled again");
  assert.equal(answers(t.tab.look())[0].text, "so on");
  assert.deepEqual(await t.findings(), []);
});

Deno.test("fault 20: who stops reading is cut, others go on, and all is there when it comes back", async () => {
  // A portion comes once the reader has the one before: who reads at all is never behind by more.
  const portion = "x".repeat(512 * 1024);
  const gates = Array.from({ length: 75 }, () => Promise.withResolvers<void>());
  const steps = gates.flatMap(({ promise }) => [{ hold: promise }, portion]);
  await using ollama = await startFakeOllama({ answers: [steps] });
  await using parley = await startParley({ ollama: ollama.address });
  await using reader = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const conversation = uuid();
  reader.send({ type: "open", conversation });
  await reader.nextOf("opened");
  await using proxy = await startTcpProxy({ to: parley.port });
  await using idle = await connect(`ws://127.0.0.1:${proxy.port}`, { protocol: SUBPROTOCOL });
  idle.send({ type: "open", conversation });
  await idle.nextOf("opened");
  proxy.stall();
  reader.send({ type: "prompt", conversation, id: uuid(), message: "Go" });
  let read = 0;
  for (const [index, gate] of gates.entries()) {
    gate.resolve();
    while (read < (index + 1) * portion.length) {
      const token = await reader.nextOf<{ offset: number; message: string }>("token");
      read = token.offset + token.message.length;
    }
  }
  const { message } = await reader.nextOf("ai", "error");
  assert.ok(message === portion.repeat(gates.length), "the answer is whole");
  // It was hung up on: what it is sent now ends with the server's goodbye.
  proxy.resume();
  assert.equal((await idle.closed).code, 4008);

  await using again = await connect(parley.wsOrigin, { protocol: SUBPROTOCOL });
  const rows: Row[] = [];
  for (let since = 0, more = true; more;) {
    again.send({ type: "open", conversation, since });
    const page = await again.nextOf("opened");
    rows.push(...page.events as Row[]);
    since = Number(page.upto);
    more = page.more === true;
  }
  assert.equal(rows.at(-1)?.type, "ai");
});

Deno.test("fault 21: two tabs that send at once show the same order, with one answer each", async () => {
  await using ollama = await startFakeOllama();
  await using parley = await startParley({ ollama: ollama.address });
  const tabs = await Promise.all(
    [1, 2].map(() => connect(parley.wsOrigin, { protocol: SUBPROTOCOL })),
  );
  await using _held = {
    [Symbol.asyncDispose]: async () =>
      void await Promise.all(tabs.map((tab) => tab[Symbol.asyncDispose]())),
  };
  const conversation = uuid();
  const asked = tabs.map(() => uuid());
  for (const tab of tabs) {
    tab.send({ type: "open", conversation });
    await tab.nextOf("opened");
  }
  tabs.forEach((tab, n) =>
    tab.send({ type: "prompt", conversation, id: asked[n], message: `${n}` })
  );
  const heard = await Promise.all(tabs.map(async (tab) => {
    const rows = [];
    for (let ends = 0; ends < 2;) {
      const frame = await tab.next();
      if ("time" in frame) rows.push(frame);
      if (frame.type === "ai") ends++;
    }
    return rows;
  }));
  assert.deepEqual(heard[0], heard[1]);
  const typing = heard[0].filter(({ type }) => type === "typing");
  assert.deepEqual(typing.map(({ request }) => request).sort(), asked.sort());
  assert.equal(ollama.requests.filter(({ path }) => path === "/api/chat").length, 2);
});

Deno.test("fault 33: 1,000 sockets that come back at once all get what they missed", async () => {
  await using journal = createMemoryJournal();
  const conversations = await Promise.all(
    Array.from(
      { length: 50 },
      (_, n) =>
        storeTalk(journal, Array.from({ length: 10 }, (_, turn) => [`${n} ${turn}?`, `${turn}.`])),
    ),
  );
  const first = await startParley({ journal });
  const speak = () =>
    Promise.all(Array.from({ length: 1_000 }, async (_, n) => {
      const client = await connect(first.wsOrigin, { protocol: SUBPROTOCOL });
      client.send({ type: "open", conversation: conversations[n % 50] });
      const opened = await client.nextOf("opened");
      return { client, opened };
    }));
  const before = await speak();
  await first[Symbol.asyncDispose]();
  const codes = await Promise.all(before.map(({ client }) => client.closed));
  assert.ok(codes.every(({ code }) => code === 1001));
  await using _second = await startParley({ journal, env: { PORT: String(first.port) } });
  const after = await speak();
  assert.ok(after.every(({ opened }) => opened.upto === 30));
  await Promise.all(after.map(({ client }) => client[Symbol.asyncDispose]()));
});
