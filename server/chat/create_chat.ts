/** The talk's parts, put together. */
import type { Aside } from "../aside/aside.ts";
import type { Journal } from "../journal/journal.ts";
import type { AnswerEnd } from "../journal/rows.ts";
import type { Log } from "../log.ts";
import type { ModelSettings } from "../ollama/model_settings.ts";
import type { Ollama } from "../ollama/ollama.ts";
import { createAnswers } from "./answers.ts";
import { createConversations } from "./conversations.ts";
import { createErasing } from "./erasing.ts";
import { createImporting } from "./importing.ts";
import { createInOrder } from "./in_order.ts";
import { createKeeping } from "./keeping.ts";
import { createListing, type ListedFor } from "./listing.ts";
import type { PromptSettings } from "./prompt.ts";
import { createQueue } from "./queue.ts";
import { createRequests } from "./requests.ts";
import { createUnusedImages } from "./unused_images.ts";
import { createTitles } from "./titles.ts";
import { createWindows } from "./window.ts";

export interface ChatOptions {
  journal: Journal;
  /** Where files are read and written. */
  aside: Aside;
  ollama: Ollama;
  settings: PromptSettings;
  /** What holds for a model. */
  settingsOf: (model: string) => Promise<ModelSettings>;
  /** Answers that may run at once with one model. */
  slots: number;
  /** The longest message, in UTF-16 units. */
  maxChars: number;
  /** The model of a conversation that has none yet. */
  currentModel: () => Promise<string>;
  /** Hears how conversations stand whenever that changes; resolves when it has been passed on. */
  onListed: (listed: ListedFor) => void | Promise<void>;
  /** Hears of each answer once it has ended. */
  onEnd: (end: AnswerEnd) => void;
  /** Gives titles once it has answered; without it a title is the first message. */
  titledBy?: Ollama;
  log: Log;
}

export type Chat = ReturnType<typeof createChat>;

export function createChat(
  {
    journal,
    aside,
    ollama,
    settings,
    settingsOf,
    slots,
    maxChars,
    currentModel,
    onListed,
    onEnd,
    titledBy,
    log,
  }: ChatOptions,
) {
  const listing = createListing({
    journal,
    pending: (conversation) => answers.pending(conversation),
    tell: onListed,
    log,
  });
  const conversations = createConversations({ journal, onChange: listing.noteChange, onEnd });
  const queue = createQueue({ slots, onAsk: () => titles?.giveUp() });
  const answers = createAnswers({
    journal,
    conversations,
    queue,
    ollama,
    blobs: journal.blobs,
    windows: createWindows({
      ollama,
      numCtx: async (model) => (await settingsOf(model)).num_ctx,
    }),
    settings,
    settingsOf,
    log,
    onEnd(wanted) {
      listing.noteChange(wanted.conversation);
      titles?.consider(wanted);
    },
  });
  const inOrder = createInOrder();
  const titles = titledBy && createTitles({
    conversations,
    inOrder,
    queue,
    ollama: titledBy,
    blobs: journal.blobs,
    settings,
    settingsOf,
    log,
  });
  const unusedImages = createUnusedImages({ blobs: journal.blobs, log });
  // An image that was kept anew long ago is not taken along, and nobody will send it any more.
  const erasing = createErasing({ journal, inOrder, log, onErased: unusedImages.sweep });
  return {
    conversations,
    answers,
    queue,
    listing,
    unusedImages,
    requests: createRequests({
      conversations,
      answers,
      inOrder,
      blobs: journal.blobs,
      currentModel,
      maxChars,
    }),
    keeping: createKeeping({ conversations, answers, inOrder, onDelete: erasing.note }),
    importing: createImporting({
      aside,
      journal,
      conversations,
      inOrder,
      onImage: unusedImages.note,
      onBroken: erasing.look,
    }),
    /** Takes up what an earlier life of the server left undone. */
    async recover() {
      await answers.recover();
      void erasing.recover(); // What is long takes minutes, and is out of sight already.
      void unusedImages.sweep();
    },
    /** Ends what runs, for a restart. */
    async close() {
      await Promise.all([answers.close(), titles?.close()]);
      listing.close();
      erasing.close();
      unusedImages.close();
    },
  };
}
