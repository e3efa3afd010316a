/** The clients, as the measures see them: one crowd, in however many processes. */
import type { Ask, Asked, Open, Resume } from "./client.ts";
import { startChild } from "./child.ts";
import { fromSource } from "./programs.ts";

export interface Crowd extends AsyncDisposable {
  /** Opens sockets, beside those that are open. */
  open(open: Open): Promise<void>;
  /** Asks over all of them at once. @throws when an answer is not whole */
  ask(ask: Ask): Promise<{ seconds: number; latencies: number[] }>;
  /**
   * Has each conversation opened over a socket of its own, all at once, also while the server is not
   * there yet. @returns when the last one had all of it, in milliseconds since 1970
   */
  resume(resume: Resume): Promise<number>;
  close(): Promise<void>;
}

/** @param processes that share the sockets among them */
export async function gatherCrowd(processes: number): Promise<Crowd> {
  const clients = await Promise.all(
    Array.from({ length: processes }, () => startChild(fromSource("client.ts"))),
  );

  /** Tells each client something, at the same time. */
  const tellAll = <Answer>(path: string, bodyFor: (index: number) => unknown = () => ({})) =>
    Promise.all(clients.map(({ origin }, index) => tell<Answer>(origin + path, bodyFor(index))));

  return {
    async open({ sockets, ...open }) {
      const share = (index: number) => Math.floor((sockets + index) / processes);
      await tellAll("/open", (index) => ({ ...open, sockets: share(index) } satisfies Open));
    },
    async ask(ask) {
      const answers = await tellAll<Asked>("/ask", () => ask);
      const begun = Math.min(...answers.map((answer) => answer.begun));
      const ended = Math.max(...answers.map((answer) => answer.ended));
      return {
        seconds: (ended - begun) / 1000,
        latencies: answers.flatMap(({ latencies }) => latencies),
      };
    },
    async resume({ origin, conversations }) {
      const share = (index: number) => conversations.filter((_, n) => n % processes === index);
      const ends = await tellAll<number>(
        "/resume",
        (index) => ({ origin, conversations: share(index) }) satisfies Resume,
      );
      return Math.max(...ends);
    },
    async close() {
      await tellAll("/close");
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) await client[Symbol.asyncDispose]();
    },
  };
}

/** Milliseconds that no command needs, so that a server that hangs ends the bench. */
const PATIENCE = 60_000;

async function tell<Answer>(url: string, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!response.ok) throw new Error(`The client failed: ${await response.text()}`);
  return await response.json();
}
