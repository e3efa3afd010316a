/** What holds where nobody chose anything else. docs/PROTOCOL.md lists the route. */
import { Hono } from "hono";
import { LIMITS } from "../../static/protocol.js";
import type { PromptSettings } from "../chat/prompt.ts";
import type { Settings } from "../journal/rows.ts";

export interface SettingsRoutesOptions {
  settings: PromptSettings;
  currentModel: () => Promise<string>;
  /** The longest message, in UTF-16 units. */
  maxChars: number;
}

/** Routes below `/api/settings`. */
export function settingsRoutes({ settings, currentModel, maxChars }: SettingsRoutesOptions) {
  return new Hono().get("/", async (c) => {
    const { system, temperature, topP: top_p, topK: top_k, numPredict: num_predict } = settings;
    const model = await currentModel();
    const defaults: Settings = { model, system, temperature, top_p, top_k, num_predict };
    const { images, blobBytes: image_bytes } = LIMITS;
    return c.json({ defaults, limits: { message_chars: maxChars, images, image_bytes } });
  });
}
