/**
 * @import { Actions } from "./actions.js"
 * @import { Item } from "./palette_items.js"
 * @import { State } from "./state.js"
 */
import { branch } from "./branches.js";
import { exportPath } from "./export_path.js";
import { isUnfinished } from "./unfinished.js";

/**
 * What can be done right now.
 * @param {{ state: State, actions: Actions }} options
 * @returns {Item[]}
 */
export function commands({ state, actions }) {
  const conversation = state.conversation.value;
  const { id } = conversation;
  const shown = branch(conversation);
  const last = shown.at(-1);
  const isOnline = state.line.value === "open";
  const isKept = conversation.last > 0;
  const isAnswering = shown.some(isUnfinished);
  /** @type {(Omit<Item, "group"> & { if?: boolean })[]} */
  const all = [
    { id: "new", title: "New chat", words: "begin conversation", run: actions.newChat },
    {
      id: "stop",
      if: isAnswering && isOnline,
      title: "Stop the answer",
      words: "end cancel",
      run: () => void actions.stopFirst(),
    },
    {
      id: "edit",
      if: shown.some(({ role }) => role === "user"),
      title: "Edit your last message",
      words: "change question",
      run: () => void actions.editLast(),
    },
    {
      id: "again",
      if: last?.role === "ai" && !isAnswering,
      title: "Regenerate the last answer",
      words: "retry again",
      run: () => void (last?.parent && actions.retry(last.parent)),
    },
    {
      id: "settings",
      title: "Settings of this conversation",
      words: "system prompt temperature thinking options",
      run: () => actions.openSheet("settings"),
    },
    {
      id: "rename",
      if: isKept && isOnline,
      title: "Rename this conversation",
      words: "title name",
      asks: "title",
      run: (title = "") => actions.rename(id, title),
    },
    {
      id: "markdown",
      if: isKept && isOnline,
      title: "Export this conversation as Markdown",
      words: "download save md",
      run: () => actions.download(exportPath(id, "md")),
    },
    {
      id: "json",
      if: isKept && isOnline,
      title: "Export this conversation as JSON",
      words: "download save",
      run: () => actions.download(exportPath(id, "json")),
    },
    {
      id: "archive",
      title: "Export and import everything",
      words: "backup download save chatgpt open webui",
      run: () => actions.openSheet("archive"),
    },
    {
      id: "delete",
      if: isKept && isOnline,
      title: "Delete this conversation",
      words: "remove",
      run: () => actions.remove(id),
    },
    {
      id: "keys",
      title: "Keyboard shortcuts",
      words: "help keys",
      run: () => actions.openSheet("shortcuts"),
    },
  ];
  return all.filter((item) => item.if ?? true).map((item) => ({ ...item, group: "Actions" }));
}
