/**
 * The page's first module. What the HTML itself shows is painted before the others come: reading
 * them would hold that up, on a slow phone for half a second. A page that nobody sees starts at once.
 */
function start() {
  const modules = document.querySelector("template#modules");
  // Named in the page's head they are fetched all together, and no more one by one.
  if (modules instanceof HTMLTemplateElement) document.head.append(modules.content);
  void import("./main.js");
}

if (document.visibilityState === "hidden") start();
else {
  requestAnimationFrame(() => setTimeout(start));
  // Whoever looks away before the first paint waits for none.
  document.addEventListener("visibilitychange", start, { once: true });
}
