/** The talk's parts on a journal in memory, without a server around them. */
import { type Aside, asideHere } from "../../server/aside/aside.ts";
import { createChat } from "../../server/chat/create_chat.ts";
import type { Journal } from "../../server/journal/journal.ts";
import { createMemoryJournal } from "../../server/journal/memory.ts";
import { demoFetch } from "../../server/ollama/demo.ts";
import type { Ollama } from "../../server/ollama/ollama.ts";
import { createRelay } from "../../server/ollama/relay.ts";
import { recordingLog } from "./parley.ts";

export function someChat(
  {
    journal = createMemoryJournal(),
    aside = asideHere(() => Promise.reject(new Error("Nothing is done aside here."))),
    ollama = createRelay({ address: "http://demo.invalid", fetch: demoFetch() }),
  }: { journal?: Journal; aside?: Aside; ollama?: Ollama } = {},
) {
  const log = recordingLog();
  const chat = createChat({
    journal,
    aside,
    ollama,
    settings: { api: "chat", system: "", temperature: 0, topP: 1, topK: 1 },
    settingsOf: () => Promise.resolve({}),
    slots: 1,
    maxChars: 100,
    currentModel: () => Promise.resolve("demo"),
    onListed: () => {},
    onEnd: () => {},
    log,
  });
  return { journal, chat, log };
}
