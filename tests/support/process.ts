/** A program that runs beside a test: what it says, line by line, and how it ends. */

export interface Running extends AsyncDisposable {
  pid: number;
  /** The first line of its output that matches; lines before it are passed over. */
  line(pattern: RegExp): Promise<string>;
  /** All it wrote on standard error so far. */
  errors(): string;
  kill(signal: Deno.Signal): void;
  status: Promise<Deno.CommandStatus>;
}

export interface RunOptions {
  args?: string[];
  cwd?: string | URL;
  /** The whole environment; nothing is inherited. */
  env?: Record<string, string>;
}

/** Starts a program; disposing of it kills it and waits for its end. */
export function run(path: string, { args = [], cwd, env = {} }: RunOptions = {}): Running {
  const child = new Deno.Command(path, {
    args,
    cwd,
    env,
    clearEnv: true,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const output = watch(child.stdout);
  const errors = watch(child.stderr);
  return {
    pid: child.pid,
    line: (pattern) =>
      output.match(pattern, () => new Error(`It ended without ${pattern}: ${errors.text()}`)),
    errors: errors.text,
    kill: (signal) => child.kill(signal),
    status: child.status,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch (error) {
        if (!(error instanceof TypeError)) throw error; // It has ended already.
      }
      await Promise.all([child.status, output.ended, errors.ended]);
    },
  };
}

/** Gathers a stream's text and lets others wait for a line of it. */
function watch(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  let text = "";
  let over = false;
  let read = 0;
  let wake = Promise.withResolvers<void>();
  const ended = (async () => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += part;
      wake.resolve();
      wake = Promise.withResolvers();
    }
    over = true;
    wake.resolve();
  })();
  return {
    ended,
    text: () => text,
    async match(pattern: RegExp, missing: () => Error): Promise<string> {
      while (true) {
        const end = text.indexOf("\n", read);
        if (end >= 0) {
          const line = text.slice(read, end);
          read = end + 1;
          if (pattern.test(line)) return line;
        } else if (over) throw missing();
        else await wake.promise;
      }
    },
  };
}
