/** The Chromium of this machine, and pages in it that notice whatever goes wrong in them. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** What keeps a Chromium quiet: no sandbox inside a container, and no business of its own. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Long enough for a busy machine, short enough to be told before one gives up. */
const PATIENCE = 60_000;

const COMMANDS = ["chromium", "chromium-browser", "google-chrome"];

/** Where a Chromium is: `CHROMIUM`, else one on the path, else the one from npm. */
export async function findChromium(): Promise<string | undefined> {
  const named = Deno.env.get("CHROMIUM");
  if (named) return named;
  const folders = (Deno.env.get("PATH") ?? "").split(":").filter((folder) => folder !== "");
  for (const path of COMMANDS.flatMap((name) => folders.map((folder) => `${folder}/${name}`))) {
    if (await exists(path)) return path;
  }
  return await packedChromium();
}

/** @throws when this machine has no Chromium */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findChromium();
  if (!executablePath) throw new Error("There is no Chromium here; set CHROMIUM to one.");
  return chromium.launch({ executablePath, args: FLAGS });
}

export interface WatchOptions extends BrowserContextOptions {
  /** Console errors that belong to the test, such as those of a line that is cut. */
  expected?: RegExp[];
}

export interface WatchedPage extends AsyncDisposable {
  page: Page;
  /** What went wrong so far: errors, CSP reports, requests to other origins. */
  faults: string[];
}

/** Opens a page in a context of its own. */
async function openPage(
  browser: Browser,
  url: string,
  { expected = [], ...options }: WatchOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults: string[] = [];
  const note = (fault: string) => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  page.on("console", (message) => {
    if (message.type() === "error") note(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => note(`page error: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    if (!belongs(request.url(), url)) note(`request to another origin: ${request.url()}`);
  });
  page.on("websocket", (socket) => {
    if (!belongs(socket.url(), url)) note(`socket to another origin: ${socket.url()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`CSP: ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}

/**
 * Opens pages in one browser, which all tests of the file that calls this share. A test fails when
 * anything went wrong in one of its pages that was not expected.
 */
export function sharedBrowser(): (url: string, options?: WatchOptions) => Promise<WatchedPage> {
  let browser: Browser | undefined;
  const opened: WatchedPage[] = [];
  Deno.test.beforeAll(async () => {
    browser = await launchChromium();
  });
  Deno.test.afterEach(() => {
    const faults = opened.splice(0).flatMap(({ faults }) => faults);
    if (faults.length > 0) throw new Error(`The page had faults:\n${faults.join("\n")}`);
  });
  Deno.test.afterAll(async () => {
    await browser?.close();
  });
  return async (url, options) => {
    if (!browser) throw new Error("The browser is there only while tests run.");
    const tab = await openPage(browser, url, options);
    opened.push(tab);
    return tab;
  };
}

function belongs(address: string, page: string): boolean {
  const { protocol, host } = new URL(address);
  return host === new URL(page).host || protocol === "data:" || protocol === "blob:";
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}

/** The one from npm is unpacked when it is first asked for; it is there for x64 Linux only. */
async function packedChromium(): Promise<string | undefined> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") return undefined;
  const { default: packed } = await import("@sparticuz/chromium");
  return await packed.executablePath();
}
