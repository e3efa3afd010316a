/** The page's icons: one family, drawn with one stroke on a grid of 24. */
import { html } from "htm/preact";

/** Each is the `d` of one path. */
const PATHS = {
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  stop: "M7.5 7.5h9v9h-9z",
  plus: "M12 5v14M5 12h14",
  down: "M12 5v14M5.5 12.5 12 19l6.5-6.5",
  retry: "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5",
  chevron: "m9 6 6 6-6 6",
  expand: "m7 10 5 5 5-5",
  thought:
    "M9.5 18.5h5M10.5 21.5h3M12 2.5a6.5 6.5 0 0 0-3.8 11.8c.8.6 1.3 1.3 1.3 2.2h5c0-.9.5-1.6 1.3-2.2A6.5 6.5 0 0 0 12 2.5z",
  alert:
    "M12 8v5M12 16.5v.01M10.3 3.9 2.6 17.2A2 2 0 0 0 4.3 20.2h15.4a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z",
  clock: "M12 7v5l3.5 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
  close: "M6 6l12 12M18 6 6 18",
  menu: "M4 7h16M4 12h16M4 17h16",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  search: "M10.5 17.5a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM15.5 15.5 20.5 20.5",
  trash: "M4.5 6.5h15M9.5 6.5v-2h5v2M6.5 6.5l1 13h9l1-13M10.5 10.5v5M13.5 10.5v5",
  save: "M12 4v11M7 10.5l5 5 5-5M5 19.5h14",
  settings:
    "M4 8h9M17.5 8H20M4 16h2.5M11 16h9M15 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.5 13.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  onward: "M5 5.5v13l9-6.5zM18.5 6v12",
  back: "m15 6-6 6 6 6",
  copy: "M9 9h10.5v10.5H9zM15 9V4.5H4.5V15H9",
  done: "m5 12.5 4.5 4.5L19 7.5",
  wrap: "M4 6h16M4 12h12.5a3 3 0 0 1 0 6H12M14.5 15.5 12 18l2.5 2.5M4 18h4",
  attach:
    "m20 11.5-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8",
  file:
    "M13.5 3H7a1.5 1.5 0 0 0-1.5 1.5v15A1.5 1.5 0 0 0 7 21h10a1.5 1.5 0 0 0 1.5-1.5V8zM13.5 3v5h5",
  command: "m5 6 6 6-6 6M13 18h6",
  keyboard:
    "M4 6.5h16a1.5 1.5 0 0 1 1.5 1.5v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 16V8A1.5 1.5 0 0 1 4 6.5zM6.5 10.5v.01M10 10.5v.01M14 10.5v.01M17.5 10.5v.01M8.5 14h7",
  chat:
    "M20.5 11.5a8 8 0 0 1-8.5 8 9.6 9.6 0 0 1-3.7-.7L3.5 20.5l1.6-4.2a7.5 7.5 0 0 1-1.6-4.8 8 8 0 0 1 8.5-8 8 8 0 0 1 8.5 8z",
};

/**
 * Says nothing to a screen reader: the words stand beside it, or in its button's label.
 * @param {{ name: keyof typeof PATHS }} props
 */
export function Icon({ name }) {
  return html`
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d=${PATHS[name]} />
    </svg>
  `;
}
