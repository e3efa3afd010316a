/** Images, in and out. docs/PROTOCOL.md lists the routes. */
import { Buffer } from "node:buffer";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { HASH_PATTERN, LIMITS } from "../../static/protocol.js";
import type { Blobs } from "../journal/blobs.ts";
import { imageType } from "../journal/image_type.ts";
import { failure } from "./json.ts";
import { OWNER } from "./owner.ts";

/** Routes below `/api/blobs`. */
export function blobRoutes({ blobs, onKept }: { blobs: Blobs; onKept: () => void }) {
  return new Hono()
    .post("/", imagesAlone, limited, async (c) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      const type = imageType(bytes);
      if (!type) return failure(c, 415, NO_IMAGE);
      const digest = await crypto.subtle.digest("SHA-256", bytes);
      const hash = Buffer.from(digest).toString("hex");
      await blobs.keep(OWNER, hash, { type, bytes });
      onKept();
      return c.json({ hash }, 201);
    })
    .get("/:hash", async (c) => {
      const hash = c.req.param("hash");
      const blob = HASH_PATTERN.test(hash) ? await blobs.get(OWNER, hash) : undefined;
      if (!blob) return failure(c, 404, { code: "not_found", message: "There is no such image." });
      return c.body(blob.bytes, 200, {
        "content-type": blob.type,
        "cache-control": "private, max-age=31536000, immutable",
      });
    });
}

/** Of another site's page a browser asks first whether it may send this. */
const imagesAlone = createMiddleware(async (c, next) => {
  if (!/^image\//i.test(c.req.header("content-type") ?? "")) return failure(c, 415, NO_IMAGE);
  await next();
});

const limited = bodyLimit({
  maxSize: LIMITS.blobBytes,
  onError(c) {
    const message = `An image has at most ${LIMITS.blobBytes} bytes.`;
    return failure(c, 413, { code: "too_large", message });
  },
});

const NO_IMAGE = {
  code: "unsupported_media_type",
  message: "Send an image: PNG, JPEG, WebP or GIF.",
};
