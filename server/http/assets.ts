/** The page and its modules, from a table: a path leads to a text, and nowhere else. */
import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { modulesOf } from "./module_graph.ts";

/** A text as it is served. */
export interface Asset {
  body: string;
  type: string;
  /** Weak, since it stands for the text, compressed or not. */
  etag: string;
  /** The text compressed, which is done once, when it is first asked for. */
  gzipped(): Uint8Array<ArrayBuffer>;
}

export interface Assets {
  /** Names this very page: a hash over all that it is made of. */
  build: string;
  /** The hash of the one inline script, for the content security policy. */
  scriptHash: string;
  index: Asset;
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
  webmanifest: "application/manifest+json",
};

/**
 * @param files path → text, such as `/static/main.js`; `/static/index.html` is the page
 */
export function createAssets(files: Readonly<Record<string, string>>): Assets {
  const { "/static/index.html": page, ...others } = files;
  const build = hash(JSON.stringify(files), "hex").slice(0, 12);
  const table = new Map(Object.entries(others).map(([path, body]) => [path, assetOf(path, body)]));
  const index = assetOf(
    "/static/index.html",
    composePage(page, { build, modules: modulesOf(page, others) }),
  );
  const script = /<script type="importmap">(.*?)<\/script>/s.exec(index.body)?.[1] ?? "";
  return {
    build,
    scriptHash: `sha256-${hash(script, "base64")}`,
    index,
    find(path) {
      const [, root, at, rest] = /^\/(static|lib)\/(?:([0-9a-f]{12})\/)?(.*)$/.exec(path) ?? [];
      if (at !== undefined && at !== build) return undefined;
      const asset = table.get(`/${root}/${rest}`);
      return asset && { asset, immutable: at !== undefined };
    },
  };
}

/**
 * Puts the build into the page's paths, and names every module that it begins with ahead, so that
 * none is waited for. What is loaded later would be fetched at once if it were named.
 */
function composePage(
  page: string,
  { build, modules }: { build: string; modules: string[] },
): string {
  const preloads = modules.map((path) => `<link rel="modulepreload" href="${path}">`);
  return page
    .replace(
      "<!-- preload -->",
      [`<meta name="parley-build" content="${build}">`, ...preloads].join("\n    "),
    )
    .replaceAll(/(["'])\/(static|lib)\//g, `$1/$2/${build}/`);
}

function assetOf(path: string, body: string): Asset {
  const type = TYPES[extension(path)];
  if (!type) throw new Error(`Cannot serve ${path} as its type is unknown`);
  let gzipped: Uint8Array<ArrayBuffer> | undefined;
  return {
    body,
    type,
    etag: `W/"${hash(body, "base64url").slice(0, 22)}"`,
    gzipped: () => gzipped ??= new Uint8Array(gzipSync(body, { level: 9 })),
  };
}

function extension(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function hash(text: string, encoding: "hex" | "base64" | "base64url"): string {
  return createHash("sha256").update(text).digest(encoding);
}
