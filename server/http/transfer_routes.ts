/** Everything out as one file, and such files in again. docs/PROTOCOL.md says what stands in them. */
import { Hono } from "hono";
import type { Aside, Begun } from "../aside/aside.ts";
import type { Chat } from "../chat/create_chat.ts";
import type { ImportCounts } from "../chat/importing.ts";
import { type Clock, systemClock } from "../clock.ts";
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";
import { failure } from "./json.ts";
import { OWNER } from "./owner.ts";
import { openUpload, SilentError } from "./upload.ts";

/** The one route whose body may be as long as it likes: it is never held. */
export const IMPORT_PATH = "/api/import";

const LINES = "application/x-ndjson";
const TAKEN = /^application\/(json|x-ndjson|jsonl)\s*(;|$)/i;

/** Milliseconds between two lines of progress. */
const PACE = 200;
/** Failures that are told one by one; the rest are counted. */
const TOLD = 100;

/** Routes `/export` and `/import`. */
export function transferRoutes(
  { aside, importing, log, clock = systemClock }: {
    aside: Aside;
    importing: Chat["importing"];
    log: Log;
    clock?: Clock;
  },
) {
  return new Hono()
    .get("/export", (c) => {
      const day = new Date().toISOString().slice(0, 10);
      return c.body(exported(aside), 200, {
        "content-type": LINES,
        "content-disposition": `attachment; filename="parley-${day}.jsonl"`,
      });
    })
    .post("/import", async (c) => {
      if (!TAKEN.test(c.req.header("content-type") ?? "")) {
        const message = `Send the file with content-type: application/json or ${LINES}.`;
        return failure(c, 415, { code: "unsupported_media_type", message });
      }
      const upload = await openUpload(c.req.raw.body, { clock }).catch((error) => {
        if (error instanceof SilentError) return error;
        throw error;
      });
      if (upload instanceof SilentError) {
        const message = "Nothing of the file came for a minute.";
        return failure(c, 408, { code: "timeout", message });
      }
      if (!upload) {
        const message = "This is no export of Parley, of Open WebUI, or of ChatGPT " +
          "(of which it is the conversations.json in the ZIP).";
        return failure(c, 400, { code: "bad_request", message });
      }
      if (importing.running) {
        await upload.cancel();
        const message = "Another file is being imported. Try again when it is done.";
        return failure(c, 409, { code: "busy", message });
      }
      return c.body(imported(upload.file, { importing, log }), 200, { "content-type": LINES });
    });
}

/** The file, a portion for each that is taken. The first begins it, so that HEAD does not. */
function exported(aside: Aside): ReadableStream<Uint8Array<ArrayBuffer>> {
  let job: Begun<"export"> | undefined;
  return new ReadableStream({
    async pull(controller) {
      try {
        job ??= aside.begin("export", { owner: OWNER });
        const bytes = await job.next(undefined);
        if (bytes) return controller.enqueue(bytes);
        controller.close();
      } catch (error) {
        // Whoever reads sees a file that breaks off, and not one that seems whole.
        controller.error(error);
      }
      job?.[Symbol.dispose]();
    },
    cancel: () => job?.[Symbol.dispose](),
  }, { highWaterMark: 0 });
}

/**
 * What is going on, as lines. Nobody is waited for: a browser reads no answer before it has sent
 * its whole file, and would never get there if this were held up by it.
 */
function imported(
  file: AsyncIterable<Uint8Array>,
  { importing, log }: { importing: Chat["importing"]; log: Log },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let gone = false;
  let told = 0;
  let last = performance.now();
  return new ReadableStream({
    async start(controller) {
      const tell = (line: unknown) => {
        if (!gone) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      const onProgress = (counts: ImportCounts) => {
        if (performance.now() - last < PACE) return;
        last = performance.now();
        tell({ type: "progress", ...counts });
      };
      try {
        const counts = await importing.run(OWNER, file, {
          onProgress,
          onFailure(at, message) {
            if (told++ < TOLD) tell({ type: "failed", ...at, message });
          },
        });
        tell({ type: "done", ...counts });
      } catch (error) {
        log.warn("An import broke off: {error}", { error: describe(error) });
        tell({ type: "stopped", message: "It broke off here. What was added stays." });
      }
      if (!gone) controller.close();
    },
    cancel() {
      gone = true;
    },
  });
}
