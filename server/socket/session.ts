/** One socket that speaks `parley.v1`: each verb of the client, and what it is answered. */
import { CLOSE, LIMITS } from "../../static/protocol.js";
import type { Answers } from "../chat/answers.ts";
import type { Conversations } from "../chat/conversations.ts";
import { Refusal, type Requests } from "../chat/requests.ts";
import { JournalError } from "../journal/journal.ts";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import type { Announcements } from "./announcements.ts";
import type { Line, Talk } from "./line.ts";
import { type ClientFrame, parseClientFrame, type ServerFrame } from "./protocol.ts";
import { createRate } from "./rate.ts";

export interface SessionOptions {
  conversations: Conversations;
  requests: Requests;
  answers: Answers;
  announcements: Announcements;
  log: Log;
  /** What every socket is told first. */
  hello: () => Extract<ServerFrame, { type: "hello" }>;
}

type Verbs = { [T in ClientFrame["type"]]: (frame: ClientFrame<T>) => Promise<void> | void };

/** Begins to speak `parley.v1` on an open line. */
export function startSession(
  line: Line,
  { owner, conversations, requests, answers, announcements, log, hello }: SessionOptions & {
    owner: string;
  },
): Talk {
  const leaves = new Map<string, () => void>();
  const rate = createRate({ perSecond: LIMITS.framesPerSecond, burst: LIMITS.frameBurst });
  const patience = createRate({
    perSecond: LIMITS.badFramesPerMinute / 60,
    burst: LIMITS.badFramesPerMinute,
  });
  let closed = false;

  const send = (frame: ServerFrame) => line.send(JSON.stringify(frame));
  send(hello());
  const silence = announcements.listen(send);

  const verbs: Verbs = {
    async open({ conversation, since, epoch }) {
      await requests.allow(owner, conversation);
      leaves.get(conversation)?.();
      leaves.delete(conversation);
      const leave = await conversations.open({ conversation, since, epoch }, {
        onOpened: ({ more, ...opened }) =>
          send({ type: "opened", conversation, ...opened, ...(more ? { more } : {}) }),
        listener: (_frame, text) => line.send(text),
      });
      if (closed) return leave();
      leaves.get(conversation)?.();
      leaves.set(conversation, leave);
    },
    close({ conversation }) {
      leaves.get(conversation)?.();
      leaves.delete(conversation);
    },
    async prompt({ type: _, ...request }) {
      const accepted = await requests.prompt({ owner, ...request });
      send({ type: "accepted", conversation: request.conversation, id: request.id, ...accepted });
    },
    async retry({ type: _, ...request }) {
      const accepted = await requests.retry({ owner, ...request });
      send({ type: "accepted", conversation: request.conversation, id: request.id, ...accepted });
    },
    async stop({ conversation, id }) {
      await requests.allow(owner, conversation);
      answers.stop({ conversation, id });
    },
    settings: ({ type: _, ...settings }) => requests.settings({ owner, ...settings }),
    ping: ({ at }) => send({ type: "pong", at }),
  };

  async function act(frame: ClientFrame) {
    const verb = verbs[frame.type] as (frame: ClientFrame) => Promise<void> | void;
    try {
      await verb(frame);
    } catch (error) {
      refuse(error, frame);
    }
  }

  function refuse(error: unknown, frame: ClientFrame) {
    const about = {
      ...("conversation" in frame ? { conversation: frame.conversation } : {}),
      ...("id" in frame ? { id: frame.id } : {}),
    };
    if (error instanceof Refusal) {
      send({ type: "refused", code: error.code, message: error.message, ...about });
      return;
    }
    log.error("A {verb} failed: {error}", { verb: frame.type, error: describe(error), ...about });
    if (!(error instanceof JournalError)) return line.close(CLOSE.internal, "internal error");
    send({ type: "refused", code: "storage", message: CANNOT_SAVE, ...about });
  }

  return {
    onText(text) {
      const frame = parseClientFrame(text);
      if (!rate.take()) {
        const about = frame && "id" in frame
          ? { conversation: frame.conversation, id: frame.id }
          : {};
        send({ type: "refused", code: "rate", message: "Too many frames at once.", ...about });
      } else if (frame) void act(frame);
      else if (patience.take()) {
        send({ type: "refused", code: "bad_frame", message: "This is not a frame of parley.v1." });
      } else line.close(CLOSE.policy, "too many frames that do not parse");
    },
    onClose() {
      closed = true;
      silence();
      for (const leave of leaves.values()) leave();
      leaves.clear();
    },
  };
}

const CANNOT_SAVE = "This cannot be saved right now, so it was not taken.";
