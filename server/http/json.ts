/** The JSON that routes read, and the shape in which they say no. */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import * as v from "valibot";

export interface Failure {
  /** For programs. */
  code: string;
  /** For people. */
  message: string;
}

/** `{"error":{"code","message"}}` with a status. */
export function failure(c: Context, status: ContentfulStatusCode, error: Failure): Response {
  return c.json({ error }, status);
}

/** The request's JSON body as the schema says, or the answer (415, 400) that says what is wrong. */
export async function readJson<S extends v.GenericSchema>(
  c: Context,
  schema: S,
): Promise<v.InferOutput<S> | Response> {
  if (!/^application\/json\s*(;|$)/i.test(c.req.header("content-type") ?? "")) {
    return failure(c, 415, {
      code: "unsupported_media_type",
      message: "Send JSON, with content-type: application/json.",
    });
  }
  const parsed = v.safeParse(schema, await c.req.json().catch(() => undefined));
  if (parsed.success) return parsed.output;
  const where = v.getDotPath(parsed.issues[0]);
  return failure(c, 400, {
    code: "bad_request",
    message: where ? `${where}: ${parsed.issues[0].message}` : "The body is not the JSON expected.",
  });
}
