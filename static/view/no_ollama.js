/** @import { Actions } from "../actions.js" */
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { startCommand } from "../start_command.js";
import { CopyButton } from "./copy_button.js";
import { Icon } from "./icon.js";

/** Milliseconds between two looks. */
const LOOK_AGAIN = 3000;

/**
 * Where Ollama was looked for, the command that starts it, and another try. While this is in sight
 * it is looked for again and again: who has started it in a terminal finds the page ready.
 * @param {{ address: string, actions: Actions }} props
 */
export function NoOllama({ address, actions }) {
  const [search, setSearch] = useState(/** @type {"" | "under way" | "in vain"} */ (""));
  const { command, where } = startCommand(address);

  useEffect(() => {
    let timer = setTimeout(look, LOOK_AGAIN);
    async function look() {
      if (!document.hidden) await actions.refreshModels();
      if (timer) timer = setTimeout(look, LOOK_AGAIN);
    }
    return () => {
      clearTimeout(timer);
      timer = 0;
    };
  }, [actions]);

  async function retry() {
    setSearch("under way");
    await actions.refreshModels();
    setSearch("in vain");
  }

  return html`
    <section class="empty missing" aria-labelledby="empty-title">
      <h2 id="empty-title">Ollama is not running</h2>
      <p>Nobody answers at <code>${address}</code>. Start it ${where}:</p>
      <div class="command">
        <code>${command}</code>
        <${CopyButton} text=${command} label="Copy command" />
      </div>
      <div class="ways">
        <button
          type="button"
          class="primary"
          aria-disabled=${search === "under way"}
          onClick=${() => search !== "under way" && void retry()}
        >
          <${Icon} name="retry" /> Retry
        </button>
      </div>
      <p class="outcome" role="status">${OUTCOMES[search]}</p>
      <p class="aside">
        Not installed yet? Get it at${" "}
        <a href="https://ollama.com/download" target="_blank" rel="noopener noreferrer"
        >ollama.com/download</a>. Somewhere else? Set <code>OLLAMA_HOST</code> where Parley is
        started.
      </p>
    </section>
  `;
}

const OUTCOMES = { "": "", "under way": "Looking for it…", "in vain": "Still nobody there." };
