/** A server process that dies and is started again, on the same data and with the same Ollama. */
import { SUBPROTOCOL } from "../../static/protocol.js";
import type { Row } from "../../server/journal/rows.ts";
import { type FakeOllama, type FakeOptions, startFakeOllama } from "./fake_ollama.ts";
import { type ProcessOptions, type ServerProcess, spawnParley } from "./parley_process.ts";
import { type Client, connect, type Frame } from "./ws_client.ts";

export interface Lives extends AsyncDisposable {
  ollama: FakeOllama;
  /** Where the database is. */
  folder: string;
  /** Starts the server; at most one runs. */
  start(options?: ProcessOptions): Promise<ServerProcess>;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** A socket that speaks `parley.v1` with the server that runs. */
  speak(): Promise<Client>;
}

export async function startLives(options: FakeOptions = {}): Promise<Lives> {
  await using held = new AsyncDisposableStack();
  const ollama = held.use(await startFakeOllama(options));
  const folder = await Deno.makeTempDir({ prefix: "parley-lives-" });
  held.defer(() => Deno.remove(folder, { recursive: true }));
  let server: ServerProcess | undefined;
  const end = async () => await server?.[Symbol.asyncDispose]();
  held.defer(end);
  const all = held.move();
  return {
    ollama,
    folder,
    async start({ env, ...rest } = {}) {
      await end();
      return server = await spawnParley({
        ...rest,
        env: { DATA_DIR: folder, OLLAMA_HOST: ollama.address, OLLAMA_MODEL: "gemma:2b", ...env },
      });
    },
    async kill() {
      server?.kill("SIGKILL");
      await server?.status;
    },
    speak() {
      if (!server) throw new Error("No server runs.");
      return connect(server.origin.replace("http", "ws"), { protocol: SUBPROTOCOL });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** What `opened` says of a conversation, and all that follows until the answer has ended. */
export async function rowsOf(client: Client, conversation: string): Promise<Row[]> {
  client.send({ type: "open", conversation });
  const { events } = await client.nextOf("opened") as Frame & { events: Row[] };
  return events;
}
