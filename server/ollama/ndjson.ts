/** Newline-delimited JSON, as Ollama streams it. */
import { UpstreamError } from "./ollama.ts";

/** What a portion of a stream came to. */
export interface Lines {
  /** The values of the lines that ended in it. */
  values: unknown[];
  /** `bad_reply`: what came after these values is too long or is not JSON. Nothing is read on. */
  fault?: UpstreamError;
}

/** Takes the next bytes of a stream, or `undefined` at its end. */
export type NdjsonParser = (portion: Uint8Array | undefined) => Lines;

/**
 * Makes a parser of the lines of one stream, which may be split anywhere. Blank lines are skipped,
 * and the last line needs no newline. It runs for every token: a function, for a generator between
 * a stream and its reader takes turns of its own.
 *
 * @param options.maxLine the longest line that is kept, in UTF-16 units @default {1 MiB}
 */
export function createNdjsonParser(
  { maxLine = 1024 * 1024 }: { maxLine?: number } = {},
): NdjsonParser {
  const decoder = new TextDecoder();
  let tail = "";

  function take(portion: Uint8Array): Lines {
    const text = decoder.decode(portion, { stream: true });
    const values: unknown[] = [];
    let start = 0;
    // Only what is new is searched: the tail is known to hold no newline.
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      const line = tail + text.slice(start, end);
      tail = "";
      start = end + 1;
      const fault = line.length > maxLine ? tooLong(maxLine) : parseInto(values, line);
      if (fault) return { values, fault };
    }
    tail += start === 0 ? text : text.slice(start);
    return tail.length > maxLine ? { values, fault: tooLong(maxLine) } : { values };
  }

  function takeLast(): Lines {
    const values: unknown[] = [];
    const fault = parseInto(values, tail + decoder.decode());
    tail = "";
    return { values, fault };
  }

  return (portion) => portion ? take(portion) : takeLast();
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
