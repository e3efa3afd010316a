/** A server that is measured: the bare loop, or Parley with a journal on the disk. */
import { type Child, startChild } from "./child.ts";
import { type CommandLine, type Side, SOURCES } from "./programs.ts";

/** More answers at once than any measure asks for. */
const SLOTS = 1000;

export interface ServerOptions {
  /** The origin of the Ollama that it relays. */
  ollama: string;
  /** @default {SOURCES} */
  commands?: Readonly<Record<Side, CommandLine>>;
  /** Where Parley's database is, and stays. @default {a new one, which is removed} */
  folder?: string;
  /** @default {any free one} */
  port?: number;
}

/** Starts a server; disposing of it kills it and removes what it stored. */
export async function startServer(
  side: Side,
  { ollama, commands = SOURCES, folder: kept, port }: ServerOptions,
): Promise<Child> {
  if (side === "bare") {
    return await startChild(commands.bare, { port, args: (port) => [String(port), ollama] });
  }
  const folder = kept ?? await Deno.makeTempDir({ prefix: "parley-bench-" });
  const remove = async () => {
    if (!kept) await Deno.remove(folder, { recursive: true });
  };
  const env = (port: number) => ({
    PORT: String(port),
    OLLAMA_HOST: ollama,
    OLLAMA_MODEL: "gemma:2b",
    MAX_CONCURRENT: String(SLOTS),
    DATA_DIR: folder,
    LOG_LEVEL: "error",
  });
  try {
    const child = await startChild(commands.parley, {
      port,
      args: () => [],
      env,
      cwd: folder,
    });
    const end = async () => {
      await child[Symbol.asyncDispose]();
      await remove();
    };
    return { ...child, [Symbol.asyncDispose]: end };
  } catch (error) {
    await remove();
    throw error;
  }
}
