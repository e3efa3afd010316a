/** One socket that speaks `parley.v1`: each verb of the client, and what it is answered. */
import { CLOSE, LIMITS } from "../../static/protocol.js";
import type { Answers } from "../chat/answers.ts";
import type { Conversations } from "../chat/conversations.ts";
import type { ListedFor } from "../chat/listing.ts";
import type { Keeping, Of } from "../chat/keeping.ts";
import { Refusal, refusalAfter } from "../chat/refusal.ts";
import type { Accepted, Requests } from "../chat/requests.ts";
import { JournalError } from "../journal/journal.ts";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import type { ModelEvent } from "../ollama/models.ts";
import type { Announcements } from "./announcements.ts";
import type { Line, Talk } from "./line.ts";
import {
  type About,
  type ClientFrame,
  type ModelSettingsFrame,
  parseClientFrame,
  type ServerFrame,
} from "./protocol.ts";
import { createRate } from "./rate.ts";

export interface SessionOptions {
  conversations: Conversations;
  requests: Requests;
  keeping: Keeping;
  answers: Answers;
  announcements: Announcements<ModelEvent>;
  /** Changes to conversations, each with its owner. */
  changes: Announcements<ListedFor>;
  /** What was chosen for models, whenever that changes. */
  modelChanges: Announcements<ModelSettingsFrame>;
  log: Log;
  /** What every socket is told first. */
  hello: () => Extract<ServerFrame, { type: "hello" }>;
}

type Verbs = { [T in ClientFrame["type"]]: (frame: ClientFrame<T>) => Promise<void> | void };

/** Begins to speak `parley.v1` on an open line. */
export function startSession(
  line: Line,
  {
    owner,
    conversations,
    requests,
    keeping,
    answers,
    announcements,
    changes,
    modelChanges,
    log,
    hello,
  }:
    & SessionOptions
    & {
      owner: string;
    },
): Talk {
  const leaves = new Map<string, () => void>();
  /** What is being opened, and whether it was closed again meanwhile. */
  const opening = new Set<{ conversation: string; isOver: boolean }>();
  const rate = createRate({ perSecond: LIMITS.framesPerSecond, burst: LIMITS.frameBurst });
  const patience = createRate({
    perSecond: LIMITS.badFramesPerMinute / 60,
    burst: LIMITS.badFramesPerMinute,
  });
  let closed = false;

  const send = (frame: ServerFrame) => line.send(JSON.stringify(frame));
  send(hello());
  const silences = [
    announcements.listen(send),
    modelChanges.listen(send),
    changes.listen((change) => {
      if (change.owner === owner) line.send(change.text);
    }),
  ];

  const verbs: Verbs = {
    async open({ conversation, since, epoch }) {
      if (leaves.size + opening.size >= LIMITS.openConversations && !leaves.has(conversation)) {
        throw new Refusal("busy", "Too many conversations are open here. Close some first.");
      }
      const mine = { conversation, isOver: false };
      opening.add(mine);
      try {
        await conversations.allow(owner, conversation);
        leaves.get(conversation)?.();
        leaves.delete(conversation);
        const leave = await conversations.open({ conversation, since, epoch }, {
          onOpened: ({ more, ...opened }) =>
            send({ type: "opened", conversation, ...opened, ...(more ? { more } : {}) }),
          listener: (_frame, text) => mine.isOver || line.send(text),
        });
        if (closed || mine.isOver) return leave();
        leaves.get(conversation)?.();
        leaves.set(conversation, leave);
      } finally {
        opening.delete(mine);
      }
    },
    close({ conversation }) {
      for (const one of opening) one.isOver ||= one.conversation === conversation;
      leaves.get(conversation)?.();
      leaves.delete(conversation);
    },
    prompt: ({ type: _, ...request }) => accept(request, requests.prompt),
    retry: ({ type: _, ...request }) => accept(request, requests.retry),
    continue: ({ type: _, ...request }) => accept(request, requests.goOn),
    async stop({ conversation, id }) {
      await conversations.allow(owner, conversation);
      answers.stop({ conversation, id });
    },
    switch: ({ conversation, id }) => keeping.show({ owner, conversation }, id),
    settings: ({ type: _, conversation, id, ...chosen }) =>
      change({ conversation, id }, (of) => keeping.settings(of, chosen)),
    rename: ({ message, ...frame }) => change(frame, (of) => keeping.rename(of, message)),
    delete: (frame) => change(frame, keeping.remove),
    restore: (frame) => change(frame, keeping.restore),
    ping: ({ at }) => send({ type: "pong", at }),
  };

  /** Says that a request was stored; rejects with why it was not. */
  async function accept<R extends { conversation: string; id: string }>(
    request: R,
    verb: (request: R & { owner: string }) => Promise<Accepted>,
  ) {
    const { conversation, id } = request;
    send({ type: "accepted", conversation, id, ...await verb({ owner, ...request }) });
  }

  /** Says that a change was stored to who gave it a name; rejects with why it was not. */
  async function change(
    { conversation, id }: { conversation: string; id?: string },
    verb: (of: Of) => Promise<void>,
  ) {
    await verb({ owner, conversation });
    if (id !== undefined) send({ type: "done", conversation, id });
  }

  async function act(frame: ClientFrame, about: About) {
    const verb = verbs[frame.type] as (frame: ClientFrame) => Promise<void> | void;
    try {
      await verb(frame);
    } catch (error) {
      refuse(error, { verb: frame.type, about });
    }
  }

  function refuse(error: unknown, { verb, about }: { verb: string; about: About }) {
    const isRefusal = error instanceof Refusal;
    if (!isRefusal) {
      log.error("A {verb} failed: {error}", { verb, error: describe(error), ...about });
    }
    const refusal = isRefusal
      ? error
      : error instanceof JournalError
      ? refusalAfter(error)
      : undefined;
    if (!refusal) return line.close(CLOSE.internal, "internal error");
    const { code, message } = refusal;
    send({ type: "refused", code, message, ...about });
  }

  return {
    onText(text) {
      const { frame, about } = parseClientFrame(text);
      if (!rate.take()) {
        send({ type: "refused", code: "rate", message: "Too many frames at once.", ...about });
      } else if (frame) void act(frame, about);
      else if (patience.take()) {
        const message = "This is not a frame of parley.v1.";
        send({ type: "refused", code: "bad_frame", message, ...about });
      } else line.close(CLOSE.policy, "too many frames that do not parse");
    },
    onClose() {
      closed = true;
      for (const silence of silences) silence();
      for (const leave of leaves.values()) leave();
      leaves.clear();
    },
  };
}
