/** What a person does and sees on the page, in the page's own words. */
import type { Locator, Page } from "playwright-core";

/** A phone, as far as the page can tell. */
export const PHONE = {
  viewport: { width: 390, height: 780 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
} as const;

/** Resolves once the line is open and the field can be used. */
export async function connected(page: Page): Promise<void> {
  await page.locator(".status.green").waitFor();
}

export const field = (page: Page): Locator => page.getByLabel("Message", { exact: true });
export const sendButton = (page: Page): Locator =>
  page.getByRole("button", { name: "Send", exact: true });
export const models = (page: Page): Locator => page.getByLabel("Model", { exact: true });

/** Chooses a model that is not installed, and says yes to its download. */
export async function download(page: Page, model: string): Promise<void> {
  await models(page).selectOption(model);
  await page.getByRole("alertdialog").getByRole("button", { name: "Download" }).click();
}

/** Writes a message and presses Enter. */
export async function ask(page: Page, message: string): Promise<void> {
  await field(page).fill(message);
  await field(page).press("Enter");
}

/** Resolves once the newest answer has all its words, drawn as Markdown where it has any of its own. */
export async function answered(page: Page, words: string): Promise<void> {
  await page.locator(".message.ai:not([aria-busy=true])")
    .filter({ hasText: words, hasNot: page.locator(".text:not(.markdown, .thinking *)") }).last()
    .waitFor();
}

/** How far the list is from its end, in pixels. */
export function distanceFromEnd(page: Page): Promise<number> {
  return page.getByRole("log").evaluate((list) =>
    list.scrollHeight - list.clientHeight - list.scrollTop
  );
}
