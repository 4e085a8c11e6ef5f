/** Files, and links, dropped on or pasted into a part of the page, or chosen. */

import { alertNow } from "./announce.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * The part that invites to drop files anywhere in the window, or to choose them.
 * @param {string} title @param {string} hint @param {string} accept @param {(files: File[]) => void} onFiles those that were chosen
 * @returns {HTMLElement[]}
 */
export function dropZone(title, hint, accept, onFiles) {
  const file = h("input", { type: "file", accept, multiple: true, class: "sr-only", tabindex: "-1", "aria-hidden": "true" });
  file.addEventListener("change", () => { onFiles([...file.files]); file.value = ""; });
  const zone = h("button", { class: "drop-zone", type: "button", on: { click: () => file.click() } }, icon("upload"),
    h("span", {}, h("strong", {}, title), h("span", { class: "muted" }, hint)));
  return [zone, file];
}

/** Say in the line of a file why it was not taken. @param {HTMLElement} line @param {string} name @param {Error} error */
export function drawRefused(line, name, error) {
  const dismiss = h("button", { class: "icon-button small", type: "button", "aria-label": `Dismiss the error of ${name}`, on: { click: () => line.remove() } }, icon("close"));
  fill(line, icon("alert"), h("span", {}, h("strong", {}, name), ` ${error.message}`), dismiss);
  line.classList.add("error");
  alertNow(`${name}: ${error.message}`);
}

/**
 * @param {HTMLElement} zone gets the class `dropping` while files hover over it
 * @param {(files: File[]) => void} onFiles
 * @param {(url: string) => void} [onLink] for links dropped outside a field
 * @returns {() => void} takes the listeners away
 */
export function acceptFiles(zone, onFiles, onLink) {
  let depth = 0;
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  const show = (on) => zone.classList.toggle("dropping", on);
  const listeners = {
    dragenter(event) { if (hasFiles(event)) { event.preventDefault(); depth += 1; show(true); } },
    dragover(event) { if (hasFiles(event)) { event.preventDefault(); event.dataTransfer.dropEffect = "copy"; } },
    dragleave(event) { if (hasFiles(event)) { depth = Math.max(0, depth - 1); show(depth > 0); } },
    drop(event) {
      depth = 0;
      show(false);
      const link = event.dataTransfer?.getData("text/uri-list").split("\n").find((l) => /^https?:/.test(l));
      if (hasFiles(event)) {
        event.preventDefault();
        onFiles([...event.dataTransfer.files]);
      } else if (link && onLink && !event.target.closest?.("input, textarea")) {
        event.preventDefault();
        onLink(link.trim());
      }
    },
    paste(event) {
      const hasText = event.clipboardData?.types.includes("text/plain");
      // office programs put a picture of the text beside the text; the text is meant then
      const files = [...(event.clipboardData?.files ?? [])].filter((f) => !hasText || !f.type.startsWith("image/"));
      if (!files.length) return;
      event.preventDefault();
      onFiles(files);
    },
  };
  const target = zone.dataset.drop === "window" ? window : zone;
  for (const [type, fn] of Object.entries(listeners)) target.addEventListener(type, fn);
  return () => { for (const [type, fn] of Object.entries(listeners)) target.removeEventListener(type, fn); };
}
