/** What axe-core has against a page. */
import axe from "axe-core";
import type { Page } from "playwright-core";

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** It is handed in past the page's own policy. */
export async function violations(page: Page): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Runtime.evaluate", { expression: axe.source });
  const { result } = await devtools.send("Runtime.evaluate", {
    expression: "axe.run(document).then(({ violations }) => JSON.stringify(violations))",
    awaitPromise: true,
    returnByValue: true,
  });
  await devtools.detach();
  const found: Violation[] = JSON.parse(result.value);
  return found.map(({ id, nodes }) =>
    `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join()}`
  );
}
