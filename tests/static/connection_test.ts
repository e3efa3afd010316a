import assert from "node:assert/strict";
import { createConnection, type LineState } from "../../static/connection.js";
import { CLOSE, SUBPROTOCOL } from "../../static/protocol.js";
import type { Row } from "../../server/journal/rows.ts";
import type { ServerFrame } from "../../server/socket/protocol.ts";
import { createFakeSockets, HELLO } from "../support/fake_socket.ts";
import { createPageClock } from "../support/page_clock.ts";

const PING = { type: "pong", at: 0 } as const;

function begin({ build = "b1", random = (): number => 0.5 } = {}) {
  const clock = createPageClock();
  const fake = createFakeSockets();
  const states: LineState[] = [];
  const frames: (ServerFrame | Row)[] = [];
  const connection = createConnection("ws://parley/ws", {
    build,
    clock,
    random,
    WebSocket: fake.WebSocket,
    onFrame: (frame) => frames.push(frame),
    onState: (state) => states.push(state),
  });
  connection.start();
  /** How long it takes from now until it dials, in milliseconds. */
  const untilDialled = () => {
    const [before, began] = [fake.sockets.length, clock.now()];
    while (fake.sockets.length === before) clock.tick(1);
    return clock.now() - began;
  };
  return { clock, fake, states, untilDialled, frames, connection };
}

Deno.test("connection is open when the server has said hello, not before", () => {
  const { fake, states, frames, connection } = begin();
  assert.equal(fake.newest.protocol, SUBPROTOCOL);
  assert.equal(connection.send({ type: "ping", at: 1 }), false);
  assert.deepEqual(states, ["connecting"]);
  fake.newest.say(HELLO);
  assert.deepEqual(states, ["connecting", "open"]);
  assert.deepEqual(frames, [HELLO]);
  assert.equal(connection.send({ type: "ping", at: 1 }), true);
  assert.deepEqual(fake.newest.sent(), [{ type: "ping", at: 1 }]);
});

Deno.test("connection dials again within a second when the line is lost", () => {
  const { fake, states, untilDialled } = begin({ random: () => 0.999 });
  fake.newest.say(HELLO);
  fake.newest.end();
  assert.deepEqual(states, ["connecting", "open", "waiting"]);
  assert.ok(untilDialled() <= 1000);
  assert.deepEqual(states, ["connecting", "open", "waiting", "connecting"]);
  assert.equal(fake.sockets.length, 2);
});

Deno.test("connection waits longer after each failure, with a bound, and jitters", () => {
  for (const jitter of [1, 0.25]) {
    const { fake, untilDialled } = begin({ random: () => jitter });
    const waits = Array.from({ length: 7 }, () => {
      fake.newest.end();
      return untilDialled();
    });
    const bounds = [1000, 2000, 4000, 8000, 16_000, 20_000, 20_000];
    assert.deepEqual(waits, bounds.map((bound) => bound * jitter));
  }
});

Deno.test("connection counts failures anew only after a line that lasted", () => {
  const { clock, fake, untilDialled } = begin({ random: () => 1 });
  fake.newest.end();
  assert.equal(untilDialled(), 1000);
  fake.newest.say(HELLO);
  clock.tick(4999);
  fake.newest.end();
  assert.equal(untilDialled(), 2000);
  fake.newest.say(HELLO);
  clock.tick(5000);
  fake.newest.end();
  assert.equal(untilDialled(), 1000);
});

Deno.test("connection gives up a socket that does not say hello in time", () => {
  const { clock, fake, states } = begin();
  clock.tick(10_000);
  assert.equal(fake.sockets[0].isClosed, true);
  assert.equal(states.at(-1), "waiting");
});

Deno.test("connection pings a silent line and stays when it is answered", () => {
  const { clock, fake, states } = begin();
  fake.newest.say(HELLO);
  clock.tick(19_999);
  assert.deepEqual(fake.newest.sent(), []);
  clock.tick(1);
  assert.deepEqual(fake.newest.sent(), [{ type: "ping", at: 20_000 }]);
  fake.newest.say({ type: "pong", at: 20_000 });
  clock.tick(10_000);
  assert.equal(states.at(-1), "open");
  clock.tick(10_000);
  assert.deepEqual(fake.newest.sent().map(({ type }) => type), ["ping"]);
});

Deno.test("fault 19: connection takes a line for dead when a ping is not answered", () => {
  const { clock, fake, states } = begin();
  fake.newest.say(HELLO);
  clock.tick(29_999);
  assert.equal(states.at(-1), "open");
  clock.tick(1);
  assert.equal(states.at(-1), "waiting");
  assert.equal(fake.sockets[0].isClosed, true);
});

Deno.test("connection does not ping while frames arrive", () => {
  const { clock, fake } = begin();
  fake.newest.say(HELLO);
  for (let second = 0; second < 60; second++) {
    clock.tick(1000);
    fake.newest.say(PING);
  }
  assert.deepEqual(fake.newest.sent(), []);
});

Deno.test("connection hears nothing of a socket it has given up", () => {
  const { clock, fake, states, frames } = begin();
  fake.newest.say(HELLO);
  clock.tick(30_000);
  clock.tick(1000);
  const [old, young] = fake.sockets;
  old.say(PING);
  old.end(CLOSE.notSignedIn);
  assert.equal(states.at(-1), "connecting");
  young.say(HELLO);
  assert.deepEqual(frames, [HELLO, HELLO]);
});

Deno.test("connection stops dialling when nobody is signed in, and starts again when told", () => {
  const { clock, fake, states, connection } = begin();
  fake.newest.end(CLOSE.notSignedIn);
  clock.tick(60_000);
  assert.deepEqual(states, ["connecting", "signed_out"]);
  connection.wake();
  assert.equal(fake.sockets.length, 1);
  connection.start();
  fake.newest.say(HELLO);
  assert.equal(states.at(-1), "open");
});

Deno.test("connection is outdated when the server has another page", () => {
  for (
    const outdate of [
      (fake: ReturnType<typeof createFakeSockets>) => fake.newest.say({ ...HELLO, build: "b2" }),
      (fake: ReturnType<typeof createFakeSockets>) => fake.newest.end(CLOSE.outOfDate),
    ]
  ) {
    const { clock, fake, states, frames, connection } = begin();
    outdate(fake);
    clock.tick(60_000);
    connection.start();
    assert.deepEqual(states, ["connecting", "outdated"]);
    assert.deepEqual(frames, []);
    assert.equal(fake.sockets.length, 1);
  }
});

Deno.test("connection.wake() dials at once while it waits, and probes an open line", () => {
  const { clock, fake, states, connection } = begin();
  fake.newest.end();
  connection.wake();
  assert.equal(states.at(-1), "connecting");
  fake.newest.say(HELLO);
  connection.wake();
  assert.deepEqual(fake.newest.sent().map(({ type }) => type), ["ping"]);
  clock.tick(1);
  fake.newest.say(PING);
  clock.tick(10_000);
  assert.equal(states.at(-1), "open");
});

Deno.test("connection ignores what is not JSON", () => {
  const { fake, states } = begin();
  fake.newest.sayText("<html>");
  fake.newest.say(HELLO);
  assert.equal(states.at(-1), "open");
});

Deno.test("connection.stop() leaves no timer behind", () => {
  const { clock, fake, states, connection } = begin();
  fake.newest.say(HELLO);
  connection.stop();
  assert.equal(states.at(-1), "idle");
  assert.equal(clock.waiting, 0);
  assert.equal(fake.newest.isClosed, true);
});
