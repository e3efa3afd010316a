/**
 * What Parley is measured against: the least code on Deno that relays Ollama to a WebSocket. No
 * checks, no storage, no turns, no ends to what goes wrong.
 *
 *   deno run --allow-net bench/bare.ts PORT OLLAMA
 *
 * `/ws` answers once, as the basic protocol does; `/ws?stream` sends every token.
 */
const [port, ollama] = Deno.args;

Deno.serve({ hostname: "127.0.0.1", port: Number(port), onListen() {} }, (request) => {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname !== "/ws") return Response.json({ status: "healthy" });
  const { socket, response } = Deno.upgradeWebSocket(request);
  const send = (type: string, message?: string) => socket.send(JSON.stringify({ type, message }));
  const answer = searchParams.has("stream") ? stream : collect;
  socket.onopen = () => send("system", "Connected to chat server");
  socket.onmessage = ({ data }) => answer(JSON.parse(data).message, send);
  return response;
});

type Send = (type: string, message?: string) => void;

async function stream(message: string, send: Send) {
  const messages = [{ role: "user", content: message }];
  await ask("chat", { messages }, ({ message, done }) => {
    if (message?.content) send("token", message.content);
    if (done) send("ai");
  });
}

async function collect(message: string, send: Send) {
  send("user", message);
  send("typing", "AI is typing...");
  let text = "";
  await ask("generate", { prompt: message }, ({ response }) => text += response);
  send("ai", text.trim());
}

interface Line {
  message?: { content: string };
  response?: string;
  done: boolean;
}

async function ask(path: string, request: object, onLine: (line: Line) => void) {
  const { body } = await fetch(`${ollama}/api/${path}`, {
    method: "POST",
    body: JSON.stringify({ model: "gemma:2b", stream: true, ...request }),
  });
  const reader = (body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let tail = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (tail + decoder.decode(value, { stream: true })).split("\n");
    tail = lines.pop() ?? "";
    for (const line of lines) onLine(JSON.parse(line));
  }
}
