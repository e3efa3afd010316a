/** Logs: one line of JSON an event on standard error, ids and sizes only, never what people wrote. */
import { configureSync, getJsonLinesFormatter, getLogger, type Logger } from "@logtape/logtape";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error">;
export type LogLevel = "debug" | "info" | "warning" | "error";

const encoder = new TextEncoder();

/**
 * Sets the process's logs up and returns the one to hand around.
 * @param level the least severe level that is written
 */
export function startLog(level: LogLevel): Log {
  const format = getJsonLinesFormatter();
  configureSync({
    reset: true,
    sinks: { stderr: (record) => Deno.stderr.writeSync(encoder.encode(format(record))) },
    loggers: [
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["stderr"] },
      { category: ["parley"], lowestLevel: level, sinks: ["stderr"] },
    ],
  });
  return getLogger(["parley"]);
}
