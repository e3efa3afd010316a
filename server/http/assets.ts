/** The page and its modules, from a table: a path leads to a text, and nowhere else. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { modulesOf } from "./module_graph.ts";

/** A text, or a picture's bytes. */
type Body = string | Uint8Array<ArrayBuffer>;

/** A text or a picture as it is served. */
export interface Content<B extends Body = Body> {
  body: B;
  /** Weak, since it stands for the body, compressed or not. */
  etag: string;
  /** The body compressed, which is done once, when it is first asked for. */
  gzipped(): Uint8Array<ArrayBuffer>;
}

/** Something that can be served; what that takes is done when it is first asked for. */
export interface Asset<B extends Body = Body> {
  type: string;
  content(): Promise<Content<B>>;
}

/** What is read when it is first asked for; the version stands for it until then. */
export interface LaterFile {
  version: string;
  load: () => Promise<Body>;
}

export interface Assets {
  /** Names this very page: a hash over all that it is made of. */
  build: string;
  /** The hash of the one inline script, for the content security policy. */
  scriptHash: string;
  index: Asset<string>;
  /**
   * What stands at a path below `/static/` or `/lib/`. `immutable`: the path carries the build,
   * so what it leads to never changes.
   */
  find(path: string): { asset: Asset; immutable: boolean } | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  png: "image/png",
  webmanifest: "application/manifest+json",
};

const IMPORT_MAP = /<script type="importmap">(.*?)<\/script>/s;

/**
 * @param files path → text, such as `/static/main.js`; `/static/index.html` is the page
 * @param later path → what is read when it is first asked for
 */
export function createAssets(
  files: Readonly<Record<string, string>>,
  later: Readonly<Record<string, LaterFile>> = {},
): Assets {
  const { "/static/index.html": page, ...others } = files;
  const build = hash(JSON.stringify([files, later]), "hex").slice(0, 12);
  const here = Object.entries(others).map(([path, body]) => [path, () => body] as const);
  const elsewhere = Object.entries(later).map(([path, { load }]) => [path, load] as const);
  const table = new Map(
    [...here, ...elsewhere].map(([path, read]) => [path, assetOf(path, read)]),
  );
  const shown = withBuild(page, build);
  return {
    build,
    scriptHash: `sha256-${hash(IMPORT_MAP.exec(shown)?.[1] ?? "", "base64")}`,
    index: assetOf("/static/index.html", () => withModules(shown, { build, page, others })),
    find(path) {
      const [, root, at, rest] = /^\/(static|lib)\/(?:([0-9a-f]{12})\/)?(.*)$/.exec(path) ?? [];
      if (at !== undefined && at !== build) return undefined;
      const asset = table.get(`/${root}/${rest}`);
      return asset && { asset, immutable: at !== undefined };
    },
  };
}

/** Puts the build into the page's paths. */
function withBuild(page: string, build: string): string {
  return page.replaceAll(/(["'])\/(static|lib)\//g, `$1/$2/${build}/`);
}

/**
 * Names every module that the page begins with, so that none is waited for. What is loaded later
 * would be fetched at once if it were named.
 */
function withModules(
  shown: string,
  { build, page, others }: {
    build: string;
    page: string;
    others: Readonly<Record<string, string>>;
  },
): string {
  const links = modulesOf(page, others).map((path) =>
    withBuild(`<link rel="modulepreload" href="${path}">`, build)
  );
  return shown
    .replace("<!-- build -->", `<meta name="parley-build" content="${build}">`)
    .replace("<!-- modules -->", links.join("\n      "));
}

function assetOf<B extends Body>(path: string, read: () => B | Promise<B>): Asset<B> {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)];
  if (!type) throw new Error(`Cannot serve ${path} as its type is unknown`);
  let content: Promise<Content<B>> | undefined;
  return { type, content: () => content ??= Promise.resolve(read()).then(contentOf<B>) };
}

function contentOf<B extends Body>(body: B): Content<B> {
  let gzipped: Uint8Array<ArrayBuffer> | undefined;
  return {
    body,
    etag: `W/"${hash(body, "base64url").slice(0, 22)}"`,
    gzipped: () => gzipped ??= new Uint8Array(gzipSync(body, { level: 9 })),
  };
}

function hash(content: Body, encoding: "hex" | "base64" | "base64url"): string {
  return createHash("sha256").update(content).digest(encoding);
}
