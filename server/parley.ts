/** The server, put together: configuration in, a running Parley out. */
import { LIMITS } from "../static/protocol.js";
import { type Aside, asideHere } from "./aside/aside.ts";
import { createChat } from "./chat/create_chat.ts";
import type { ListedFor } from "./chat/listing.ts";
import type { PromptSettings } from "./chat/prompt.ts";
import { type Config, urlHost } from "./config.ts";
import { createApp } from "./http/app.ts";
import { createAssets } from "./http/assets.ts";
import { createCredentials } from "./http/credentials.ts";
import { listen } from "./http/listen.ts";
import { LATER_FILES, STATIC_FILES } from "./http/page_files.ts";
import { createUpgrade } from "./http/upgrade.ts";
import type { Journal } from "./journal/journal.ts";
import { describe } from "./describe.ts";
import type { Log } from "./log.ts";
import { createCounts, createMetrics } from "./metrics.ts";
import { DEMO_MODEL } from "./ollama/catalogue.ts";
import { createModelSettings } from "./ollama/model_settings.ts";
import { createModels, type ModelEvent } from "./ollama/models.ts";
import type { Ollama } from "./ollama/ollama.ts";
import { createAnnouncements } from "./socket/announcements.ts";
import { startBasic } from "./socket/basic.ts";
import type { ModelSettingsFrame } from "./socket/protocol.ts";
import { createSessions } from "./socket/session.ts";
import { VERSION } from "./version.ts";

export interface ParleyOptions {
  config: Config;
  journal: Journal;
  /** Does what streams would wait for. @default {in this thread} */
  aside?: Aside;
  ollama: Ollama;
  log: Log;
}

/** A server that runs. Disposing of it ends answers, says goodbye to every socket and stops. */
export interface Parley extends AsyncDisposable {
  /** The port it listens on. */
  port: number;
}

/** @throws {Deno.errors.AddrInUse} when the port is taken */
export async function startParley(
  { config, journal, aside = here(journal), ollama, log }: ParleyOptions,
): Promise<Parley> {
  const counts = createCounts();
  const settings = promptSettings(config);
  const announcements = createAnnouncements<ModelEvent>();
  const modelChanges = createAnnouncements<ModelSettingsFrame>();
  const modelSettings = createModelSettings({
    recall: (key) => journal.recall(key),
    remember: (key, value) => journal.remember(key, value),
    numCtx: config.NUM_CTX,
    onChange: (model, chosen) => modelChanges.tell({ type: "model", model, ...chosen }),
  });
  const models = createModels({
    ollama,
    configured: config.DEMO ? DEMO_MODEL : config.OLLAMA_MODEL,
    pullPolicy: config.PULL_POLICY,
    settingsOf: modelSettings.of,
    recall: (key) => journal.recall(key),
    remember: (key, value) => journal.remember(key, value),
    onEvent: announcements.tell,
    onFault: (error) =>
      log.error("A model could not be loaded: {error}", { error: describe(error) }),
  });
  const changes = createAnnouncements<ListedFor>();
  const currentModel = () => models.current();
  const maxChars = config.MAX_MESSAGE_CHARS;
  const chat = createChat({
    journal,
    aside,
    ollama,
    settings,
    settingsOf: modelSettings.of,
    slots: config.MAX_CONCURRENT,
    maxChars,
    currentModel,
    onListed: changes.tell,
    onEnd: counts.add,
    titledBy: config.TITLES === "model" ? ollama : undefined,
    log,
  });

  const assets = createAssets(STATIC_FILES, LATER_FILES);
  const hello = () => ({
    type: "hello" as const,
    version: VERSION,
    build: assets.build,
    limits: {
      messageChars: maxChars,
      frameBytes: LIMITS.frameBytes,
      waitingPrompts: LIMITS.waitingPrompts,
    },
    loading: models.loading(),
  });
  const trustProxy = config.TRUST_PROXY;
  const door = {
    // One for all: a guess counts whatever route it comes by.
    credentials: createCredentials({ token: config.AUTH_TOKEN, trustProxy }),
    trustProxy,
    allowedHosts: [urlHost(config.HOST), ...config.ALLOWED_HOSTS],
    log,
  };
  const sockets = createUpgrade({
    ...door,
    build: assets.build,
    maxSocketsPerAddress: config.MAX_SOCKETS_PER_ADDRESS,
    talks: {
      conversations: createSessions({ ...chat, announcements, changes, modelChanges, log, hello }),
      basic: (line, { owner }) =>
        startBasic(line, {
          owner,
          queue: chat.queue,
          ollama,
          settings,
          settingsOf: modelSettings.of,
          announcements,
          currentModel,
          maxChars,
          onEnd: counts.add,
          log,
        }),
    },
  });
  const app = createApp({
    ...door,
    assets,
    chat,
    aside,
    blobs: journal.blobs,
    models,
    ollama,
    version: VERSION,
    ollamaTimeout: config.OLLAMA_TIMEOUT,
    settings,
    modelSettings,
    numCtx: config.NUM_CTX,
    currentModel,
    maxChars,
    metrics: createMetrics({ counts, queue: chat.queue, sockets: () => sockets.count }),
  });
  async function end() {
    await chat.close();
    models.close();
    sockets.closeAll();
  }

  await chat.recover();
  const server = await Promise.try(() =>
    listen(
      (request, info) =>
        // What is no address, for its `Host` or its request line, is for the app to turn away.
        URL.parse(request.url)?.pathname === "/ws"
          ? sockets.upgrade(request, info.remoteAddr)
          : app.fetch(request, info),
      { hostname: config.HOST, port: config.PORT, log },
    )
  ).catch(async (error) => {
    await end(); // What was taken up would outlive the journal.
    throw error;
  });
  return {
    port: server.port,
    async [Symbol.asyncDispose]() {
      await end();
      await server.close();
    },
  };
}

function here(journal: Journal): Aside {
  return asideHere(async () => {
    const { createJobs } = await import("./aside/jobs.ts");
    return createJobs({ source: () => journal });
  });
}

function promptSettings(config: Config): PromptSettings {
  return {
    api: config.OLLAMA_API,
    system: config.SYSTEM_PROMPT,
    temperature: config.TEMPERATURE,
    topP: config.TOP_P,
    topK: config.TOP_K,
    numPredict: config.NUM_PREDICT,
  };
}
