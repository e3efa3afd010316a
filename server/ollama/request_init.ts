/** A compressed answer would be held back until there is enough of it, and could unpack to anything. */
const IDENTITY = { "accept-encoding": "identity" };

/**
 * The body of a POST is a stream, for Deno's sake. `fetch` keeps connections for later requests, and
 * Ollama or a proxy may close one at any time. Seen in Deno 2.9.6 and 2.7.11, 300 tries each: one
 * that was closed, reset or lost by a restart is found out before it is used, and a new one is
 * taken; nothing is lost and nothing is sent twice. Only within the last millisecond does the
 * request fail, and then `fetch` sends it again if its body can be copied, although Ollama may have
 * read it: a server that reads the request and closes the connection gets it twice (2.7.11: on a
 * new connection too). A stream cannot be copied, so what may have been sent is sent once.
 */
export function requestInit(body: unknown, signal: AbortSignal): RequestInit {
  const init: RequestInit = { redirect: "error", signal, headers: IDENTITY };
  if (body === undefined) return init;
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return {
    ...init,
    method: "POST",
    headers: { ...IDENTITY, "content-type": "application/json" },
    body: new ReadableStream({
      start(controller) {
        controller.enqueue(bytes);
        controller.close();
      },
    }),
  };
}
