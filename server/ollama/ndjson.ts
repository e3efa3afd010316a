/** Newline-delimited JSON, as Ollama streams it. */
import { UpstreamError } from "./ollama.ts";

/**
 * Parses bytes into the JSON values of their lines. Each array holds the values of all lines that
 * one chunk ended; chunks that end no line give none. Blank lines are skipped, and the last line
 * needs no newline.
 *
 * @param options.maxLine the longest line that is kept, in UTF-16 units @default {1 MiB}
 * @throws {UpstreamError} `bad_reply` when a line is too long or is not JSON; what came before it
 * has been given by then
 */
export async function* ndjson(
  chunks: AsyncIterable<Uint8Array>,
  { maxLine = 1024 * 1024 }: { maxLine?: number } = {},
): AsyncGenerator<unknown[], void, void> {
  const decoder = new TextDecoder();
  let tail = "";
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    const values: unknown[] = [];
    let fault: UpstreamError | undefined;
    let start = 0;
    // Only what is new is searched: the tail is known to hold no newline.
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      const line = tail + text.slice(start, end);
      tail = "";
      start = end + 1;
      fault = line.length > maxLine ? tooLong(maxLine) : parseInto(values, line);
      if (fault) break;
    }
    if (!fault) {
      tail += start === 0 ? text : text.slice(start);
      if (tail.length > maxLine) fault = tooLong(maxLine);
    }
    if (values.length > 0) yield values;
    if (fault) throw fault;
  }
  const values: unknown[] = [];
  const fault = parseInto(values, tail + decoder.decode());
  if (fault) throw fault;
  if (values.length > 0) yield values;
}

/** Adds the value of a line, unless it is blank; returns why it could not. */
function parseInto(values: unknown[], line: string): UpstreamError | undefined {
  if (line === "") return undefined;
  try {
    values.push(JSON.parse(line));
  } catch (cause) {
    if (line.trim() === "") return undefined;
    return new UpstreamError("bad_reply", "Ollama sent a line that is not JSON.", { cause });
  }
}

function tooLong(maxLine: number): UpstreamError {
  const size = maxLine >= 1024 ? `${Math.round(maxLine / 1024)} KiB` : `${maxLine} characters`;
  return new UpstreamError("bad_reply", `Ollama sent a line longer than ${size}.`);
}
