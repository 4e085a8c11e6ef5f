/** Taking a document away in one of several formats. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";

export const FORMATS = { pdf: "PDF", docx: "Word (DOCX)", md: "Markdown", json: "JSON Resume", txt: "Plain text" };

/** @param {string[]} formats @param {(format: string) => Promise<void>} take @param {Object<string, string>} [names] @returns {HTMLElement} */
export function formatMenu(formats, take, names = FORMATS) {
  const item = (format) => {
    const button = h("button", { class: "menu-item", type: "button", on: { click: () => busyWhile(button, async () => {
      await take(format);
      menu.open = false;
    }).catch(toastError) } }, names[format] ?? format.toUpperCase());
    return h("li", {}, button);
  };
  const menu = h("details", { class: "menu" }, h("summary", { class: "button primary" }, icon("download"), "Download"), h("ul", { class: "menu-list" }, formats.map(item)));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  return menu;
}

/** Hand a file over to the browser. @param {Blob} blob @param {string} filename */
export function save(blob, filename) {
  const url = URL.createObjectURL(blob);
  h("a", { href: url, download: filename }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
