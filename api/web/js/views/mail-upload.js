/** Handing in mails as files, by a button or by dropping them. */

import { ApiError } from "../api.js";
import { alertNow, announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { acceptFiles } from "../drop.js";
import { count } from "../format.js";
import { icon } from "../icons.js";
import { mailboxes } from "./mail-api.js";

const ACCEPTED = ".eml,.mbox,message/rfc822,application/mbox";

/**
 * @param {HTMLElement} root where files may be dropped @param {(taskId: string) => void} onTask
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function uploads(root, onTask) {
  const lines = h("ul", { class: "uploads", "aria-label": "Files handed in" });
  const file = h("input", { type: "file", accept: ACCEPTED, multiple: true, class: "sr-only", tabindex: "-1", "aria-hidden": "true" });
  const takeAll = async (files) => { for (const one of files) await take(one, lines, onTask); };
  file.addEventListener("change", () => { takeAll([...file.files]); file.value = ""; });
  const zone = h("button", { class: "drop-zone", type: "button", on: { click: () => file.click() } }, icon("upload"),
    h("span", {}, h("strong", {}, "Drop mails here"), h("span", { class: "muted" }, "or choose files: .eml, or an mbox with many")));
  root.dataset.drop = "window";
  return { element: h("section", { class: "figures", "aria-label": "Hand in mails" }, zone, file, lines), stop: acceptFiles(root, takeAll) };
}

async function take(file, lines, onTask) {
  const line = h("li", { class: "upload" }, h("span", { class: "spinner", "aria-hidden": "true" }), h("span", {}, file.name));
  lines.append(line);
  try {
    const { new: fresh, task_id: task } = await mailboxes.upload(file);
    fill(line, icon("check"), h("span", {}, `${file.name}: ${fresh ? count(fresh, "new mail") : "nothing that was not here already"}`));
    announce(line.textContent);
    if (task) onTask(task);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const dismiss = h("button", { class: "icon-button small", type: "button", "aria-label": `Dismiss the error of ${file.name}`, on: { click: () => line.remove() } }, icon("close"));
    fill(line, icon("alert"), h("span", {}, h("strong", {}, file.name), ` ${error.message}`), dismiss);
    line.classList.add("error");
    alertNow(`${file.name}: ${error.message}`);
  }
}
