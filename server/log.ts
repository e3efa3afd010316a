/** Logs: one line of JSON an event on standard error, ids and sizes only, never what people wrote. */
import { configureSync, getJsonLinesFormatter, getLogger } from "@logtape/logtape";

/** Writes a line; `{name}` in the message stands for the property of that name. */
export type LogLine = (message: string, properties?: Record<string, unknown>) => void;

/** What is handed around, so that a test may listen. */
export type Log = Record<"debug" | "info" | "warn" | "error", LogLine>;

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
  const logger = getLogger(["parley"]);
  return {
    debug: (message, properties) => logger.debug(message, properties),
    info: (message, properties) => logger.info(message, properties),
    warn: (message, properties) => logger.warn(message, properties),
    error: (message, properties) => logger.error(message, properties),
  };
}
