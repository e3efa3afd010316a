/** The models that can be chosen: what is on offer, what is installed, what is loaded. */
import type { CatalogueEntry } from "./catalogue.ts";
import { fullModelName } from "./model_name.ts";
import type { InstalledModel, LoadedModel } from "./ollama.ts";
import { sizeText } from "./size_text.ts";

/** One model, as `GET /api/models` tells of it. */
export interface ListedModel extends CatalogueEntry {
  installed: boolean;
  loaded: boolean;
}

/** What goes into the list. */
export interface Known {
  catalogue: readonly CatalogueEntry[];
  installed: readonly InstalledModel[];
  loaded: readonly LoadedModel[];
  /** The server's default, which is listed in any case. */
  current: string;
}

/**
 * Merges what is known into one list by name: the catalogue first, in its order, and then all else
 * that is installed. A catalogue's name stands for the installed one that it means.
 */
export function listModels(
  { catalogue, installed, loaded, current }: Known,
): Record<string, ListedModel> {
  const inMemory = new Set(loaded.map(({ name }) => fullModelName(name)));
  const onDisk = new Map(installed.map((model) => [fullModelName(model.name), model]));
  const list: Record<string, ListedModel> = {};
  const add = (entry: CatalogueEntry) => {
    const full = fullModelName(entry.name);
    list[entry.name] = { ...entry, installed: onDisk.has(full), loaded: inMemory.has(full) };
    onDisk.delete(full);
  };
  for (const entry of catalogue) {
    const found = onDisk.get(fullModelName(entry.name));
    add(found?.remote ? { ...entry, ...remoteWords } : entry);
  }
  for (const model of onDisk.values()) add(entryOf(model));
  if (!Object.hasOwn(list, nameIn(Object.keys(list), current))) {
    add({ name: current, size: "", description: "Not installed, and not in the catalogue" });
  }
  return list;
}

/** The one of `names` that means the same model, be it without its tag; or the name itself. */
export function nameIn(names: string[], name: string): string {
  return names.find((other) => fullModelName(other) === fullModelName(name)) ?? name;
}

function entryOf({ name, size, remote }: InstalledModel): CatalogueEntry {
  return remote
    ? { name, ...remoteWords }
    : { name, size: sizeText(size), description: "Installed in your Ollama" };
}

/** What is on offer is local, unless it says this. */
const remoteWords = {
  size: "remote",
  description: "Not on your machine: what you write is sent to a remote host",
};
