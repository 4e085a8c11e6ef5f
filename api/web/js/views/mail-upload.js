/** Handing in mails as files, by a button or by dropping them. */

import { ApiError } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { acceptFiles, drawRefused, dropZone } from "../drop.js";
import { count } from "../format.js";
import { icon } from "../icons.js";
import { mailboxes } from "./mail-api.js";

const ACCEPTED = ".eml,.mbox,.html,.htm,.txt,message/rfc822,application/mbox";

/**
 * @param {HTMLElement} root where files may be dropped @param {(taskId: string) => void} onTask
 * @returns {{element: HTMLElement, stop: () => void}}
 */
export function uploads(root, onTask) {
  const lines = h("ul", { class: "uploads", "aria-label": "Files handed in" });
  const takeAll = async (files) => { for (const one of files) await take(one, lines, onTask); };
  const zone = dropZone("Drop mails here", "or choose files: .eml, or an mbox with many", ACCEPTED, takeAll);
  root.dataset.drop = "window";
  return { element: h("section", { class: "figures", "aria-label": "Hand in mails" }, zone, lines), stop: acceptFiles(root, takeAll) };
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
    drawRefused(line, file.name, error);
  }
}
