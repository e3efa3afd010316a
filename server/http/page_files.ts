/** All that is served to the page: its own files, the libraries it loads, and what it loads later. */
import config from "../../deno.json" with { type: "json" };
import libPreact from "preact" with { type: "text" };
import libPreactHooks from "preact/hooks" with { type: "text" };
import libHtm from "htm" with { type: "text" };
import libHtmPreact from "htm/preact" with { type: "text" };
import libSignals from "@preact/signals" with { type: "text" };
import libSignalsCore from "@preact/signals-core" with { type: "text" };
import libMarked from "marked" with { type: "text" };
import { STATIC_TEXTS } from "./static_files.ts";

/** Path → text. A path that is not here is not there. */
export const STATIC_FILES: Readonly<Record<string, string>> = {
  "/lib/preact.mjs": libPreact,
  "/lib/preact_hooks.mjs": libPreactHooks,
  "/lib/htm.mjs": libHtm,
  "/lib/htm_preact.mjs": libHtmPreact,
  "/lib/signals.mjs": libSignals,
  "/lib/signals_core.mjs": libSignalsCore,
  "/lib/marked.mjs": libMarked,
  ...STATIC_TEXTS,
};

/** Raised when any of the icons is drawn anew. */
const ICONS = "1";

/**
 * Path → text or bytes, of what most pages never load: it is read when it is first asked for, and
 * its version stands for it until then.
 */
export const LATER_FILES: Readonly<
  Record<string, { version: string; load: () => Promise<string | Uint8Array<ArrayBuffer>> }>
> = {
  "/lib/highlight.mjs": {
    version: config.imports["@highlightjs/cdn-assets"],
    load: async () =>
      (await import("@highlightjs/cdn-assets/es/highlight.min.js", { with: { type: "text" } }))
        .default,
  },
  "/lib/katex.mjs": {
    version: config.imports.katex,
    load: async () => (await import("katex", { with: { type: "text" } })).default,
  },
  "/static/icons/icon_192.png": {
    version: ICONS,
    load: async () =>
      (await import("../../static/icons/icon_192.png", { with: { type: "bytes" } })).default,
  },
  "/static/icons/icon_512.png": {
    version: ICONS,
    load: async () =>
      (await import("../../static/icons/icon_512.png", { with: { type: "bytes" } })).default,
  },
  "/static/icons/icon_maskable_512.png": {
    version: ICONS,
    load: async () =>
      (await import("../../static/icons/icon_maskable_512.png", { with: { type: "bytes" } }))
        .default,
  },
};
