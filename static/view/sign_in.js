/**
 * @import { RefObject } from "preact"
 * @import { Actions } from "../actions.js"
 * @import { SignedIn } from "../api.js"
 * @import { State } from "../state.js"
 */
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";

/** @type {Record<Exclude<SignedIn, "ok">, string>} */
const FAULTS = {
  wrong: "That is not the token of this server.",
  too_many: "Too many wrong tokens. Wait a minute and try again.",
  unreachable: "The server could not be reached. Try again.",
};

/**
 * The way in, where the server wants a token.
 * @param {{ state: State, actions: Actions }} props
 */
export function SignIn({ state, actions }) {
  /** @type {RefObject<HTMLInputElement | null>} */
  const field = useRef(null);
  const result = state.signedIn.value;
  const fault = result && result !== "ok" ? FAULTS[result] : "";
  const [isBusy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);

  /** @param {Event} event */
  async function enter(event) {
    event.preventDefault();
    const token = field.current?.value.trim() ?? "";
    if (token === "" || isBusy) return;
    setBusy(true);
    await actions.signIn(token);
    setBusy(false);
    field.current?.select();
  }

  return html`
    <main class="sign-in">
      <form aria-labelledby="sign-in-title" onSubmit=${enter}>
        <h2 id="sign-in-title">Sign in</h2>
        <p id="sign-in-help">
          This server asks for its token: the value of <code>AUTH_TOKEN</code> where it was started.
        </p>
        <label for="token">Token</label>
        <input
          ref=${field}
          id="token"
          type="password"
          autocomplete="current-password"
          aria-invalid=${result === "wrong"}
          aria-describedby="sign-in-help sign-in-fault"
          required
        />
        <p id="sign-in-fault" class="fault" role="alert">
          ${fault}
        </p>
        <button type="submit" class="primary" disabled=${isBusy}>Sign in</button>
      </form>
    </main>
  `;
}
