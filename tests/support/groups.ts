/** The groups of tests: where they stand, and what they need of the machine. */
import { findChromium } from "./chromium.ts";

export interface Group {
  paths: string[];
  /** Whether its files may run side by side: none of them minds what else the machine does. */
  isParallel?: boolean;
  /** Why the group cannot run on this machine; `undefined` where it can. */
  missing?: () => Promise<string | undefined>;
}

export const GROUPS: Readonly<Record<string, Group>> = {
  unit: {
    paths: ["tests/server", "tests/static", "tests/deploy", "tests/house", "tests/bench"],
    isParallel: true,
  },
  e2e: { paths: ["tests/e2e"], isParallel: true },
  torture: { paths: ["tests/torture"] },
  page: {
    paths: ["tests/page"],
    missing: async () =>
      await findChromium() ? undefined : "there is no Chromium; set CHROMIUM to one",
  },
  ollama: {
    paths: ["tests/ollama"],
    missing: () =>
      Promise.resolve(
        Deno.env.get("OLLAMA_BIN") ? undefined : "set OLLAMA_BIN to an ollama executable",
      ),
  },
  binary: { paths: ["tests/binary"] },
  /** Times of the page, which mean something on a machine that does nothing else: run by name. */
  speed: { paths: ["tests/speed"] },
};

/** Those that say the same on a busy machine. */
export const ALL = Object.keys(GROUPS).filter((name) => name !== "speed");

/** Those that take less than a minute together. */
export const QUICK = ["unit", "e2e"];
