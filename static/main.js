/**
 * The page's composition root: makes each part, joins them, and begins.
 *
 * @import { Signal } from "@preact/signals"
 * @import { Line } from "./speech.js"
 */
import { render } from "preact";
import { html } from "htm/preact";
import { signal } from "@preact/signals";
import { createActions } from "./actions.js";
import { createApi } from "./api.js";
import { clock } from "./clock.js";
import { createConnection } from "./connection.js";
import { createListed } from "./listed.js";
import { createLazyLibrary, loadEarly } from "./lazy_library.js";
import { createOutbox } from "./outbox.js";
import { createPlace } from "./place.js";
import { createStorage } from "./storage.js";
import { createStore } from "./store.js";
import { App } from "./view/app.js";

const build = document.querySelector('meta[name="parley-build"]')?.getAttribute("content") ?? "";
const address = new URL(`/ws?build=${build}`, location.href.replace(/^http/, "ws"));

const connection = createConnection(address.href, {
  build,
  onFrame: (frame) => store.take(frame),
  onState: (line) => {
    store.setLine(line);
    if (line === "open") prepare();
  },
});
const storage = createStorage({
  onBlocked: () => queueMicrotask(() => store.notify("system", NOT_KEPT)),
});
const { send } = connection;
const outbox = createOutbox({ storage, send, onGone: (id) => actions.bringBack(id) });
const store = createStore({
  outbox,
  send,
  onHello: () => {
    void actions.refreshModels();
    actions.refreshList();
  },
  onModels: () => void actions.refreshModels(),
  onListed: (line) => actions.noteConversation(line),
  onGone: (id) => actions.leaveDeleted(id),
});
/** How long the page has to itself before the rest of it is fetched, in milliseconds. */
const PAUSE = 4_000;
let isPrepared = false;

/** What is not shown at first comes when there is time: it may be needed where there is no line. */
function prepare() {
  if (isPrepared) return;
  isPrepared = true;
  clock.after(PAUSE, async () => {
    await loadEarly();
    await import("./take_file.js").catch((error) => console.info("Not ready for files", error));
  });
}

const place = createPlace({ storage });
const api = createApi();
const listed = createListed({ state: store.state, api });
const actions = createActions({ store, connection, outbox, place, api, listed });
/** @type {Signal<readonly Line[]>} */
const lines = signal([]);

/** What is said is found out once the page was painted. */
const speech = createLazyLibrary(async () => {
  const { createSpeech } = await import("./speech.js");
  return createSpeech({ state: store.state, lines, clock });
}, { isEarly: true });

const NOT_KEPT = "This browser does not let the page keep anything: " +
  "what you write, and what is waiting to be sent, is lost when you close it.";

const token = place.takeToken();
actions.arrive();

const root = document.getElementById("app");
if (!root) throw new Error("The page has no place for the app.");
root.replaceChildren();
render(
  html`<${App} state=${store.state} actions=${actions} lines=${lines} clock=${clock} />`,
  root,
);

addEventListener("hashchange", actions.arrive);
addEventListener("online", actions.wake);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") actions.wake();
});

if (token !== undefined) await actions.signIn(token);
connection.start();
clock.nextFrame(() => void speech.value);
