/** An HTTP proxy before Ollama that keeps what was asked, and passes everything on as it is. */

export interface RecordingProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  address: string;
  /** Bodies of the requests to `/api/chat`, in their order. */
  chats: { messages: { role: string; content: string }[] }[];
}

export function startRecordingProxy(to: string): RecordingProxy {
  const chats: RecordingProxy["chats"] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname } = new URL(request.url);
    const text = request.method === "POST" ? await request.text() : undefined;
    if (pathname === "/api/chat") chats.push(JSON.parse(text ?? ""));
    return await fetch(to + pathname, { method: request.method, body: text });
  });
  return {
    address: `http://127.0.0.1:${server.addr.port}`,
    chats,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
