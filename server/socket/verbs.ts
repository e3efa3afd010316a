/** What each verb of `parley.v1` does. One table for all sockets: what a socket costs is its data. */
import { LIMITS } from "../../static/protocol.js";
import type { Answers } from "../chat/answers.ts";
import type { Conversations } from "../chat/conversations.ts";
import type { Keeping, Of } from "../chat/keeping.ts";
import { Refusal } from "../chat/refusal.ts";
import type { Accepted, Requests } from "../chat/requests.ts";
import type { Line } from "./line.ts";
import { isNextPage, type NextPage } from "./next_page.ts";
import type { ClientFrame, ServerFrame } from "./protocol.ts";
import { createTurns } from "./turns.ts";

/** One who speaks `parley.v1`. */
export interface Speaker {
  readonly owner: string;
  readonly line: Line;
  /** Ends the watching of a conversation, or its being opened, by its id. */
  readonly leaves: Map<string, () => void>;
  /** After the page that was sent last, until it is asked for. */
  next?: NextPage;
}

export interface VerbsOptions {
  conversations: Conversations;
  requests: Requests;
  keeping: Keeping;
  answers: Answers;
}

type Verbs = {
  [T in ClientFrame["type"]]: (speaker: Speaker, frame: ClientFrame<T>) => Promise<void> | void;
};

/** Sends a frame to one who speaks. */
export function send({ line }: Speaker, frame: ServerFrame) {
  line.send(JSON.stringify(frame));
}

export function createVerbs({ conversations, requests, keeping, answers }: VerbsOptions) {
  const turn = createTurns();

  /** Says that a request was stored; rejects with why it was not. */
  async function accept<R extends { conversation: string; id: string }>(
    speaker: Speaker,
    request: R,
    verb: (request: R & { owner: string }) => Promise<Accepted>,
  ) {
    const { conversation, id } = request;
    const accepted = await verb({ owner: speaker.owner, ...request });
    send(speaker, { type: "accepted", conversation, id, ...accepted });
  }

  /** Says that a change was stored to who gave it a name; rejects with why it was not. */
  async function change(
    speaker: Speaker,
    { conversation, id }: { conversation: string; id?: string },
    verb: (of: Of) => Promise<void>,
  ) {
    await verb({ owner: speaker.owner, conversation });
    if (id !== undefined) send(speaker, { type: "done", conversation, id });
  }

  const verbs: Verbs = {
    async open(speaker, frame) {
      const { conversation, id, since, epoch } = frame;
      const { owner, line, leaves } = speaker;
      const isNext = isNextPage(speaker.next, frame);
      if (isNext) speaker.next = undefined;
      const former = leaves.get(conversation);
      if (!former && leaves.size >= LIMITS.openConversations) {
        throw new Refusal("busy", "Too many conversations are open here. Close some first.");
      }
      former?.();
      let isOver = false;
      let end: (() => void) | undefined;
      const leave = () => {
        isOver = true;
        end?.();
      };
      leaves.set(conversation, leave); // What is closed while it is being opened stays closed.
      try {
        using _turn = isNext ? await turn() : undefined;
        if (isOver) return;
        end = await conversations.open({ owner, conversation, since, epoch }, {
          onOpened({ more, ...opened }) {
            if (more) speaker.next = { conversation, epoch: opened.epoch, since: opened.upto };
            const about = { conversation, ...(id ? { id } : {}) };
            send(speaker, { type: "opened", ...about, ...opened, ...(more ? { more } : {}) });
          },
          listener: (_frame, text) => isOver || line.send(text),
        });
        if (isOver) end();
      } catch (error) {
        if (leaves.get(conversation) === leave) leaves.delete(conversation);
        throw error;
      }
    },
    close({ leaves }, { conversation }) {
      leaves.get(conversation)?.();
      leaves.delete(conversation);
    },
    prompt: (speaker, { type: _, ...request }) => accept(speaker, request, requests.prompt),
    retry: (speaker, { type: _, ...request }) => accept(speaker, request, requests.retry),
    continue: (speaker, { type: _, ...request }) => accept(speaker, request, requests.goOn),
    stop: ({ owner }, { conversation, id }) => answers.stop({ owner, conversation, id }),
    switch: ({ owner }, { conversation, id }) => keeping.show({ owner, conversation }, id),
    settings: (speaker, { type: _, conversation, id, ...chosen }) =>
      change(speaker, { conversation, id }, (of) => keeping.settings(of, chosen)),
    rename: (speaker, { message, ...frame }) =>
      change(speaker, frame, (of) => keeping.rename(of, message)),
    delete: (speaker, frame) => change(speaker, frame, keeping.remove),
    restore: (speaker, frame) => change(speaker, frame, keeping.restore),
    ping: (speaker, { at }) => send(speaker, { type: "pong", at }),
  };

  /** Does what a frame asks for; rejects with why it could not be done. */
  return async (speaker: Speaker, frame: ClientFrame) => {
    const verb = verbs[frame.type] as (
      speaker: Speaker,
      frame: ClientFrame,
    ) => Promise<void> | void;
    await verb(speaker, frame);
  };
}
