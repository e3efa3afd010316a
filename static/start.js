/** Has what the HTML shows painted before the other modules come, which would hold that up. */
function start() {
  const modules = document.querySelector("template#modules");
  if (modules instanceof HTMLTemplateElement) document.head.append(modules.content);
  void import("./main.js");
}

if (document.visibilityState === "hidden") start();
else {
  requestAnimationFrame(() => setTimeout(start));
  // A page that nobody sees is never painted.
  document.addEventListener("visibilitychange", start, { once: true });
}
