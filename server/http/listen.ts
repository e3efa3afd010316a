/** A listening server that goes on listening, whatever happens to one listener. */
import { describe } from "../describe.ts";
import type { Log } from "../log.ts";

/** How long to wait, in milliseconds, before listening again. */
const PAUSE = 1_000;
/** How long, in milliseconds, answers in progress may take once the server is to stop. */
const GRACE = 1_000;

export interface Listening {
  port: number;
  /**
   * Takes nothing new; resolves when what was taken is answered, or has had its time. An answer that
   * goes on after that ends with the process: `Deno.serve` cannot be made to cut it off.
   */
  close(): Promise<void>;
}

/**
 * Serves. `Deno.serve` ends when the process runs out of file descriptors, while sockets that are
 * open live on: it is then begun again on the same port.
 * @throws {Deno.errors.AddrInUse} when the port is taken at first
 */
export function listen(
  handler: Deno.ServeHandler<Deno.NetAddr>,
  { hostname, port: wanted, log }: { hostname: string; port: number; log: Log },
): Listening {
  let server = begin(wanted);
  const { port } = server.addr;
  let closing = false;
  let pause: ReturnType<typeof setTimeout> | undefined;
  watch();

  function begin(port: number) {
    return Deno.serve({ hostname, port, onListen() {}, onError: fail }, handler);
  }

  function fail(error: unknown): Response {
    log.error("A request failed: {error}", { error: describe(error) });
    return new Response(null, { status: 500 });
  }

  function watch() {
    server.finished.then(
      () => again("it ended"),
      (error) => again(describe(error)),
    );
  }

  function again(reason: string) {
    if (closing) return;
    log.error("Listening ended ({reason}); trying again.", { reason });
    pause = setTimeout(() => {
      try {
        server = begin(port);
        watch();
      } catch (error) {
        again(describe(error));
      }
    }, PAUSE);
  }

  return {
    port,
    async close() {
      closing = true;
      clearTimeout(pause);
      const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
      const timer = setTimeout(giveUp, GRACE);
      await Promise.race([server.shutdown(), late]);
      clearTimeout(timer);
    },
  };
}
