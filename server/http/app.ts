/** The HTTP surface: who may come in, what is where, and what every answer carries. */
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { etag } from "hono/etag";
import { createMiddleware } from "hono/factory";
import type { Log } from "../log.ts";
import { type ApiOptions, healthRoutes, modelRoutes } from "./api.ts";
import type { Aside } from "../aside/aside.ts";
import type { Chat } from "../chat/create_chat.ts";
import type { Blobs } from "../journal/blobs.ts";
import { answerError } from "./answer_error.ts";
import type { Asset, Assets } from "./assets.ts";
import { blobRoutes } from "./blob_routes.ts";
import { conversationRoutes } from "./conversation_routes.ts";
import type { Credentials } from "./credentials.ts";
import { checkHost, checkOrigin } from "./guard.ts";
import { failure } from "./json.ts";
import { settingsRoutes, type SettingsRoutesOptions } from "./settings_routes.ts";
import { modelSettingsRoutes, type ModelSettingsRoutesOptions } from "./model_settings_routes.ts";
import { securityHeaders } from "./security_headers.ts";
import { createSignIn, type Env } from "./sign_in.ts";
import { IMPORT_PATH, transferRoutes } from "./transfer_routes.ts";

export interface AppOptions extends ApiOptions, SettingsRoutesOptions, ModelSettingsRoutesOptions {
  assets: Assets;
  credentials: Credentials;
  trustProxy: boolean;
  allowedHosts: readonly string[];
  chat: Chat;
  aside: Aside;
  blobs: Blobs;
  /** What `/metrics` says, in Prometheus's text format. */
  metrics: () => Promise<{ text: string; type: string }>;
  log: Log;
}

const BODY_BYTES = 64 * 1024;
/** Routes that look at the size of what they are sent themselves. */
const OWN_LIMITS = ["/api/blobs", IMPORT_PATH];
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** Everything but `/ws`, whose answer to an upgrade must reach Deno untouched. */
export function createApp(
  {
    assets,
    credentials,
    trustProxy,
    allowedHosts,
    chat,
    aside,
    blobs,
    metrics,
    log,
    ...api
  }: AppOptions,
) {
  const signIn = createSignIn({ credentials, trustProxy });
  const app = new Hono<Env>();

  app.use(securityHeaders(assets.scriptHash));
  app.use(createMiddleware(async (c, next) => {
    const { headers, method } = c.req.raw;
    const turned = checkHost(headers, allowedHosts) ??
      (method === "GET" || method === "HEAD" ? undefined : checkOrigin(headers));
    if (turned) return failure(c, turned.status, { code: "forbidden", message: turned.message });
    await next();
  }));
  const limited = bodyLimit({
    maxSize: BODY_BYTES,
    onError: (c) =>
      failure(c, 413, { code: "too_large", message: `At most ${BODY_BYTES} bytes are taken.` }),
  });
  app.use((c, next) => OWN_LIMITS.includes(c.req.path) ? next() : limited(c, next));

  app.get("/", etag(), (c) => serve(c, assets.index, "no-cache"));
  app.get("/:root{static|lib}/*", etag(), (c) => {
    const found = assets.find(c.req.path);
    if (!found) return c.notFound();
    return serve(
      c,
      found.asset,
      found.immutable ? "public, max-age=31536000, immutable" : "no-cache",
    );
  });

  app.use(createMiddleware(async (c, next) => {
    await next();
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
  }));
  for (const path of ["/health", "/ready"]) app.use(path, signIn.seen);
  app.route("/", healthRoutes(api));
  app.route("/api/session", signIn.routes);
  app.use("/api/*", signIn.required);
  app.use("/metrics", signIn.required);
  app.route("/api/models/settings", modelSettingsRoutes(api));
  app.route("/api/models", modelRoutes({ ...api, keeping: chat.keeping }));
  app.route("/api/settings", settingsRoutes(api));
  app.route("/api/blobs", blobRoutes({ blobs, onKept: chat.unusedImages.note }));
  app.route("/api/conversations", conversationRoutes(chat));
  app.route("/api", transferRoutes({ aside, importing: chat.importing, log }));
  app.get("/metrics", async (c) => {
    const { text, type } = await metrics();
    return c.body(text, 200, { "content-type": type });
  });

  app.notFound((c) => {
    const allow = METHODS.filter((method) => takes(app, method, c.req.path));
    // A route that has nothing there takes the method: another one would find no more.
    if (allow.length === 0 || allow.includes(c.req.method === "HEAD" ? "GET" : c.req.method)) {
      return failure(c, 404, { code: "not_found", message: "There is nothing here." });
    }
    c.header("allow", allow.join(", "));
    return failure(c, 405, {
      code: "method_not_allowed",
      message: `Use ${allow.join(" or ")} here.`,
    });
  });
  app.onError((error, c) => answerError(error, c, { log }));
  return app;
}

async function serve(c: Context, asset: Asset, caching: string): Promise<Response> {
  const { body, etag, gzipped } = await asset.content();
  const headers = {
    "content-type": asset.type,
    "cache-control": caching,
    "vary": "accept-encoding",
    "etag": etag,
  };
  if (!/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) return c.body(body, 200, headers);
  return c.body(gzipped(), 200, { ...headers, "content-encoding": "gzip" });
}

/** Whether a route of its own, not only a middleware, stands at a path for a method. */
function takes(app: Hono<Env>, method: string, path: string): boolean {
  return app.router.match(method, path)[0].some(([[, route]]) => route.method === method);
}
