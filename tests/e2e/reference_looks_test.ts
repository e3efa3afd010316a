/** The looks that the reference flow gives the six kinds of message, as the style sheets say them. */
import assert from "node:assert/strict";
import { startParley } from "../support/parley.ts";

interface Rule {
  selectors: string[];
  declarations: Map<string, string>;
}

/** What follows the system's theme, as `deno fmt` writes it. */
const DARK = /^@media screen and \(prefers-color-scheme: dark\) \{$[\s\S]*?^\}$/gm;

/** All rules of the page's style sheets that hold in a theme, in order, those within `@media` too. */
async function rulesOf(origin: string, theme: "light" | "dark"): Promise<Rule[]> {
  const page = await (await fetch(origin)).text();
  const paths = [...page.matchAll(/rel="stylesheet" href="([^"]+)"/g)].map(([, path]) => path);
  const sheets = await Promise.all(paths.map(async (path) => (await fetch(origin + path)).text()));
  const all = sheets.join("\n").replace(/\/\*[\s\S]*?\*\//g, "");
  assert.match(all, DARK, "a theme follows the system");
  const text = theme === "dark" ? all : all.replace(DARK, "");
  return [...text.matchAll(/([^{};]+)\{([^{}]*)\}/g)].map(([, selectors, body]) => ({
    selectors: selectors.split(",").map((selector) => selector.trim()),
    declarations: new Map(
      [...body.matchAll(/([\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]),
    ),
  }));
}

/** What the rules for exactly these selectors declare together; a later one wins. */
function declared(rules: Rule[], ...wanted: string[]): Map<string, string> {
  const found = rules.filter(({ selectors }) => wanted.some((one) => selectors.includes(one)));
  return new Map(found.flatMap(({ declarations }) => [...declarations]));
}

/** Hue in degrees, from -60, chroma and lightness from 0 to 1 of a colour such as `#ffffff`. */
function colourOf(text = ""): { hue: number; chroma: number; lightness: number } {
  const [, ...parts] = /#(..)(..)(..)/.exec(text) ?? assert.fail(`${text} has no colour`);
  const [red, green, blue] = parts.map((part) => parseInt(part, 16) / 255);
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const chroma = most - least;
  const sector = most === red
    ? (green - blue) / chroma
    : most === green
    ? 2 + (blue - red) / chroma
    : 4 + (red - green) / chroma;
  return { hue: chroma === 0 ? 0 : sector * 60, chroma, lightness: (most + least) / 2 };
}

const HUES = { yellow: [40, 65], red: [-20, 20], blue: [195, 230], purple: [235, 295] } as const;

function assertHue(name: keyof typeof HUES, text: string | undefined) {
  const { hue, chroma } = colourOf(text);
  const [from, to] = HUES[name];
  assert.ok(chroma > 0.04 && hue >= from && hue <= to, `${text} is ${name}`);
}

for (const theme of ["light", "dark"] as const) {
  Deno.test(`each kind of message has the reference's place and colour, ${theme}`, async () => {
    await using parley = await startParley();
    const rules = await rulesOf(parley.origin, theme);
    const tokens = declared(rules, ":root");
    const look = (kind: string, name: string) =>
      declared(rules, `.message.${kind}`).get(name)
        ?.replace(/var\((--[\w-]+)\)/g, (_, token) => tokens.get(token) ?? "");

    assert.equal(look("user", "align-self"), "flex-end");
    const gradient = look("user", "background") ?? "";
    assert.match(gradient, /^linear-gradient/);
    for (const colour of gradient.match(/#\w+/g) ?? [""]) assertHue("purple", colour);
    assert.equal(look("ai", "align-self"), "flex-start");
    assert.match(look("ai", "border") ?? "", /^1px solid #/);
    if (theme === "light") assert.equal(look("ai", "background"), "#ffffff");
    else assert.ok(colourOf(look("ai", "background")).lightness < 0.2, "dark");
    assert.equal(look("typing", "align-self"), "flex-start");
    assert.equal(look("typing", "font-style"), "italic");
    assert.ok(colourOf(look("typing", "color")).chroma < 0.15, "grey");
    for (const kind of ["system", "error", "loading"]) {
      assert.equal(look(kind, "align-self"), "center", kind);
    }
    assertHue("yellow", look("system", "background"));
    assertHue("red", look("error", "background"));
    assertHue("blue", look("loading", "background"));
  });
}
