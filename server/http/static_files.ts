/** Every file of the page and every module it loads: these are served, and nothing else. */
import libPreact from "preact" with { type: "text" };
import libPreactHooks from "preact/hooks" with { type: "text" };
import libHtm from "htm" with { type: "text" };
import libHtmPreact from "htm/preact" with { type: "text" };
import libSignals from "@preact/signals" with { type: "text" };
import libSignalsCore from "@preact/signals-core" with { type: "text" };
import backoffJs from "../../static/backoff.js" with { type: "text" };
import clockJs from "../../static/clock.js" with { type: "text" };
import connectionJs from "../../static/connection.js" with { type: "text" };
import foldJs from "../../static/fold.js" with { type: "text" };
import idJs from "../../static/id.js" with { type: "text" };
import keptRequestsJs from "../../static/kept_requests.js" with { type: "text" };
import outboxJs from "../../static/outbox.js" with { type: "text" };
import protocolJs from "../../static/protocol.js" with { type: "text" };
import replicaJs from "../../static/replica.js" with { type: "text" };
import storageJs from "../../static/storage.js" with { type: "text" };
import storeJs from "../../static/store.js" with { type: "text" };

/** Path → text. A path that is not here is not there. */
export const STATIC_FILES: Readonly<Record<string, string>> = {
  "/lib/preact.mjs": libPreact,
  "/lib/preact_hooks.mjs": libPreactHooks,
  "/lib/htm.mjs": libHtm,
  "/lib/htm_preact.mjs": libHtmPreact,
  "/lib/signals.mjs": libSignals,
  "/lib/signals_core.mjs": libSignalsCore,
  "/static/backoff.js": backoffJs,
  "/static/clock.js": clockJs,
  "/static/connection.js": connectionJs,
  "/static/fold.js": foldJs,
  "/static/id.js": idJs,
  "/static/kept_requests.js": keptRequestsJs,
  "/static/outbox.js": outboxJs,
  "/static/protocol.js": protocolJs,
  "/static/replica.js": replicaJs,
  "/static/storage.js": storageJs,
  "/static/store.js": storeJs,
};
