/** What the clients asked and saw, and what of it must never be. */
import { isWrite, type Row } from "../../server/journal/rows.ts";
import type { ClientFrame, ServerFrame } from "../../server/socket/protocol.ts";
import { PASSING_REFUSALS } from "../../static/protocol.js";
import { type Finding, findingsInLiveRows } from "../support/invariants.ts";

/** What is kept until it is accepted. */
export type Asked = ClientFrame<"prompt" | "retry" | "continue">;
export type Opened = Extract<ServerFrame, { type: "opened" }>;
export type Accepted = Extract<ServerFrame, { type: "accepted" }>;
export type Refused = Extract<ServerFrame, { type: "refused" }>;

/** A row as someone saw it. */
export interface Seen {
  row: Row;
  by: string;
  /** Live rows are the journal's own; those in `opened` may be several writes in one. */
  isLive: boolean;
}

export type Witness = ReturnType<typeof createWitness>;

/** Events that are kept for the report. */
const KEPT = 60;

export function createWitness() {
  const findings: Finding[] = [];
  const events: string[] = [];
  const asked = new Map<string, Asked>();
  const accepted = new Map<string, Accepted>();
  /** Conversations that someone deleted once, and what was refused because of that. */
  const deleted = new Set<string>();
  const gone = new Set<string>();
  const seen: Seen[] = [];
  const live = new Map<string, string>();
  const began = performance.now();

  function note(event: string) {
    const seconds = ((performance.now() - began) / 1000).toFixed(3);
    events.push(`${seconds} ${event}`);
    if (events.length > KEPT) events.shift();
  }

  function find(rule: string, message: string) {
    note(`VIOLATION ${rule}: ${message}`);
    findings.push({ rule, message });
  }

  function ask(frame: Asked, by: string) {
    asked.set(frame.id, frame);
    note(`${by} asks ${frame.type} ${frame.id}`);
  }

  /** Equal requests are promised equal answers, whoever sends them and however often. */
  function accept(frame: Accepted, by: string) {
    const { id, answer, seq } = frame;
    const before = accepted.get(id);
    accepted.set(id, before ?? frame);
    note(`${by} has ${id} accepted as ${answer} at ${seq}`);
    if (!asked.has(id)) find("accepted", `${id} was accepted, and nobody had asked.`);
    if (before && (before.answer !== answer || before.seq !== seq)) {
      const [first, second] = [before, frame].map(({ answer, seq }) => `${answer} at ${seq}`);
      find("accepted", `${id} was promised ${first}, and then ${second}.`);
    }
  }

  function refuse({ code, message, id, conversation = "" }: Refused, by: string) {
    note(`${by} is refused ${code} ${id ?? ""}`);
    if (code === "gone" && deleted.has(conversation)) return void gone.add(id ?? "");
    if (!PASSING_REFUSALS.has(code) || code === "storage") {
      find("refused", `${by} was refused ${code}: ${message}`);
    }
  }

  /** A row is never another one later, nor for someone else. */
  function compare(row: Row, by: string) {
    const place = `row ${row.seq} of ${row.conversation}`;
    const text = JSON.stringify(row);
    const before = live.get(place);
    live.set(place, before ?? text);
    if (before !== undefined && before !== text) {
      find("seen", `${by} heard ${place} as ${text}, and it was ${before} before.`);
    }
  }

  /** One tab's view of its conversation: what it is shown, socket by socket. */
  function watch(tab: string) {
    /** The newest row that this socket has shown; `undefined` until `opened` has said all. */
    let last: number | undefined;

    return {
      /** A new socket knows nothing. */
      hello() {
        last = undefined;
        note(`${tab} is connected`);
      },

      opened({ events: rows, upto, more, reset }: Opened) {
        note(`${tab} opens up to ${upto}${reset ? ", from the start" : ""}${more ? ", more" : ""}`);
        for (const [index, row] of rows.entries()) {
          seen.push({ row, by: tab, isLive: false });
          if (row.seq > upto || (index > 0 && row.seq <= rows[index - 1].seq)) {
            find("opened", `${tab} was shown row ${row.seq} out of order, up to ${upto}.`);
          }
        }
        last = more ? undefined : upto;
      },

      row(row: Row) {
        seen.push({ row, by: tab, isLive: true });
        compare(row, tab);
        if (!isWrite(row)) note(`${tab} hears ${row.seq} ${row.type}`);
        if (last === undefined) find("live", `${tab} heard row ${row.seq} before it had opened.`);
        else {
          for (const { rule, message } of findingsInLiveRows([row], { since: last })) {
            find(rule, `${tab}: ${message}`);
          }
        }
        last = row.seq;
      },
    };
  }

  return {
    findings,
    events,
    asked,
    accepted,
    deleted,
    gone,
    seen,
    note,
    find,
    ask,
    accept,
    refuse,
    watch,
  };
}
