/**
 * A tab: the page's own line, outbox and replica, without anything to look at. It keeps the rules
 * of clients in docs/PROTOCOL.md; what it is shown it tells the witness.
 */
import type { Row } from "../../server/journal/rows.ts";
import type { ClientFrame, ServerFrame } from "../../server/socket/protocol.ts";
import type { Clock } from "../../static/clock.js";
import { createConnection } from "../../static/connection.js";
import type { Conversation } from "../../static/fold.js";
import { createOutbox } from "../../static/outbox.js";
import { PASSING_REFUSALS } from "../../static/protocol.js";
import { createReplica } from "../../static/replica.js";
import type { Storage } from "../../static/storage.js";
import type { Random } from "./random.ts";
import { trackSockets } from "./sockets.ts";
import type { Asked, Witness } from "./witness.ts";

export interface TabOptions {
  name: string;
  url: string;
  conversation: string;
  /** Shared by the tabs of one browser. */
  storage: Storage;
  random: Pick<Random, "next">;
  witness: Witness;
  /** The page's clock goes so many times faster, and so does its patience. @default {10} */
  haste?: number;
}

export type Tab = ReturnType<typeof createTab>;

export function createTab(
  { name, url, conversation, storage, random, witness, haste = 10 }: TabOptions,
) {
  const clock = hastyClock(haste);
  const sockets = trackSockets();
  let timesGone = 0;
  let page = arrive();

  function arrive() {
    const connection = createConnection(url, {
      onFrame: hear,
      onState: (state) => {
        isOpen = state === "open";
        if (!isOpen) outbox.pause();
      },
      WebSocket: sockets.WebSocket,
      clock,
      random: random.next,
    });
    const { send } = connection;
    const outbox = createOutbox({ storage, send, clock, random: random.next });
    const replica = createReplica(conversation);
    const watched = witness.watch(name);
    let isOpen = false;
    let pongs = 0;

    function hear(frame: ServerFrame | Row) {
      if ("time" in frame) {
        watched.row(frame);
        ask(replica.take(frame));
        return;
      }
      switch (frame.type) {
        case "hello":
          watched.hello();
          ask(replica.open());
          return outbox.resume();
        case "opened":
          watched.opened(frame);
          return ask(replica.opened(frame));
        case "accepted":
          witness.accept(frame, name);
          return outbox.accepted(frame);
        case "refused":
          witness.refuse(frame, name);
          if (frame.code === "gone" && frame.id === undefined) timesGone++;
          if (outbox.refused(frame) || !PASSING_REFUSALS.has(frame.code)) return;
          return void clock.after(5_000, () => replica.asks(frame.id) && ask(replica.open()));
        case "pong":
          pongs++;
      }
    }

    const ask = (frame: ClientFrame | undefined) => void (frame && send(frame));

    return {
      connection,
      outbox,
      replica,
      ask,
      get isOpen() {
        return isOpen;
      },
      get pongs() {
        return pongs;
      },
    };
  }

  function look(): Conversation {
    const shown = page.replica.flush();
    page.outbox.seen(conversation, shown.last);
    return shown;
  }

  return {
    name,
    conversation,
    start: () => page.connection.start(),
    get isOpen() {
      return page.isOpen;
    },
    get pongs() {
      return page.pongs;
    },
    /** How often it was told that the conversation is not there any more. */
    get timesGone() {
      return timesGone;
    },
    /** What it shows. */
    look,
    /** How many requests of its are neither on the screen nor refused, as far as it knows. */
    get unaccepted() {
      look();
      return page.outbox.items.value.filter(({ state }) => state !== "refused").length;
    },
    /** Whether it shows all there is, as far as it knows. */
    get isComplete() {
      return page.isOpen && page.replica.complete;
    },
    /** Asks for something that is to happen once. */
    request(frame: Asked) {
      witness.ask(frame, name);
      page.outbox.add(frame);
    },
    /** Sends something that may be lost. @returns whether the line took it */
    send: (frame: ClientFrame) => page.connection.send(frame),
    /** Leaves the conversation, and comes back to it at once. */
    reopen() {
      page.ask({ type: "close", conversation });
      page.ask(page.replica.open());
    },
    /** What was typed survives it, what is shown does not. */
    reload() {
      page.connection.stop();
      page.outbox.pause();
      page = arrive();
      page.connection.start();
    },
    async [Symbol.asyncDispose]() {
      page.connection.stop();
      page.outbox.pause();
      await sockets.closed();
    },
  };
}

function hastyClock(haste: number): Clock {
  const after: Clock["after"] = (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds / haste);
    return () => clearTimeout(timer);
  };
  return {
    now: () => performance.now() * haste,
    after,
    nextFrame: (callback) => after(16, callback),
  };
}
