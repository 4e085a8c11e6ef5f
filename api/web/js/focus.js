/** Keeping one's place while a part of the page is drawn anew. */

/**
 * The control that was used, or its like, has the focus again afterwards. Controls are named `what: of which`.
 * @param {HTMLElement} root @param {() => void} work draws `root` anew, at once: what is used may change while data is on its way
 */
export function keepFocus(root, work) {
  const used = root.querySelector("button[aria-busy=true]") ?? (root.contains(document.activeElement) ? document.activeElement : null);
  const name = used?.getAttribute("aria-label") ?? used?.textContent;
  work();
  if (!used || used.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
  const controls = [...root.querySelectorAll("button, select, a[href]")];
  const named = (test) => controls.find((c) => test(c.getAttribute("aria-label") ?? c.textContent));
  const which = name.split(": ").slice(1).join(": ");
  const like = named((one) => one === name) ?? (which ? named((one) => one.endsWith(`: ${which}`)) : null);
  (like ?? root.closest("main"))?.focus({ preventScroll: !like });
}
