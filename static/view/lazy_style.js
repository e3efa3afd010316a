/**
 * A style sheet that is loaded together with what it is for, instead of with the page.
 * @param {string} name of a file below `style/`
 * @returns {Promise<void>} once it holds, or could not be had: what it is for is shown plainly then
 */
export function addStyle(name) {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`../style/${name}`, import.meta.url).href;
  const { promise, resolve } = Promise.withResolvers();
  link.onload = () => resolve(undefined);
  link.onerror = () => resolve(undefined);
  document.head.append(link);
  return promise;
}
