/** The sockets that speak `parley.v1`: how each begins and ends, and what all of them hear. */
import { CLOSE, LIMITS } from "../../static/protocol.js";
import type { ListedFor } from "../chat/listing.ts";
import { Refusal, refusalAfter } from "../chat/refusal.ts";
import { JournalError } from "../journal/journal.ts";
import { describe } from "../describe.ts";
import { letOthers } from "../let_others.ts";
import type { Log } from "../log.ts";
import type { ModelEvent } from "../ollama/models.ts";
import type { Announcements } from "./announcements.ts";
import type { StartTalk } from "./line.ts";
import { isNextPage } from "./next_page.ts";
import {
  type About,
  type ClientFrame,
  type ModelSettingsFrame,
  parseClientFrame,
  type ServerFrame,
} from "./protocol.ts";
import { createRate, type Rate } from "./rate.ts";
import { createVerbs, send, type Speaker, type VerbsOptions } from "./verbs.ts";

export interface SessionOptions extends VerbsOptions {
  announcements: Announcements<ModelEvent>;
  /** Changes to conversations, each with its owner. */
  changes: Announcements<ListedFor>;
  /** What was chosen for models, whenever that changes. */
  modelChanges: Announcements<ModelSettingsFrame>;
  log: Log;
  /** What every socket is told first. */
  hello: () => Extract<ServerFrame, { type: "hello" }>;
}

/** How many frames that are none may come. */
const PATIENCE = {
  perSecond: LIMITS.badFramesPerMinute / 60,
  burst: LIMITS.badFramesPerMinute,
};

/** Sockets that hear of a change to the list, between which the streams get their turn. */
const TOLD_AT_ONCE = 25;

const BAD_FRAME = "This is not a frame of parley.v1.";

/** @returns what begins to speak `parley.v1` on an open line */
export function createSessions(
  { announcements, changes, modelChanges, log, hello, ...rooms }: SessionOptions,
): StartTalk {
  const speakers = new Set<Speaker>();
  const act = createVerbs(rooms);
  const tellAll = (frame: ServerFrame) => {
    const text = JSON.stringify(frame);
    for (const { line } of speakers) line.send(text);
  };
  announcements.listen(tellAll);
  modelChanges.listen(tellAll);
  changes.listen(async (change) => {
    let told = 0;
    for (const { owner, line } of speakers) {
      if (owner !== change.owner) continue;
      if (told > 0 && told % TOLD_AT_ONCE === 0) await letOthers();
      line.send(change.text);
      told++;
    }
  });

  function refuse(
    speaker: Speaker,
    error: unknown,
    { verb, about }: { verb: string; about: About },
  ) {
    const isRefusal = error instanceof Refusal;
    if (!isRefusal) {
      log.error("A {verb} failed: {error}", { verb, error: describe(error), ...about });
    }
    const refusal = isRefusal
      ? error
      : error instanceof JournalError
      ? refusalAfter(error)
      : undefined;
    if (!refusal) return speaker.line.close(CLOSE.internal, "internal error");
    const { code, message } = refusal;
    send(speaker, { type: "refused", code, message, ...about });
  }

  async function hear(speaker: Speaker, frame: ClientFrame, about: About) {
    try {
      await act(speaker, frame);
    } catch (error) {
      refuse(speaker, error, { verb: frame.type, about });
    }
  }

  return (line, { owner }) => {
    const speaker: Speaker = { owner, line, leaves: new Map() };
    const rate = createRate({ perSecond: LIMITS.framesPerSecond, burst: LIMITS.frameBurst });
    let patience: Rate | undefined; // Most never need it.
    send(speaker, hello());
    speakers.add(speaker);
    return {
      onText(text) {
        const { frame, about } = parseClientFrame(text);
        const isFree = frame !== undefined && isNextPage(speaker.next, frame);
        if (!isFree && !rate.take()) {
          const message = "Too many frames at once.";
          send(speaker, { type: "refused", code: "rate", message, ...about });
        } else if (frame) void hear(speaker, frame, about);
        else if ((patience ??= createRate(PATIENCE)).take()) {
          send(speaker, { type: "refused", code: "bad_frame", message: BAD_FRAME, ...about });
        } else line.close(CLOSE.policy, "too many frames that do not parse");
      },
      onClose() {
        speakers.delete(speaker);
        for (const leave of speaker.leaves.values()) leave();
        speaker.leaves.clear();
      },
    };
  };
}
