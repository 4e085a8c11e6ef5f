/** The files of an application: what was attached, and which documents went out. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";
import { part, removeButton, smallButton } from "./application-list.js";
import { around } from "./applications-api.js";
import { save } from "./formats.js";

/** @param {any} one an application @param {() => void} load */
export function files(one, load) {
  return part("Files", one.attachments.map((file) => row(one, file, load)), attachButton(one, load));
}

function row(one, file, load) {
  return h("li", { class: "part-row" }, icon("clip"), h("div", { class: "row-text" }, h("p", {}, file.name, h("span", { class: "muted small" }, ` ${size(file.size)}`))),
    smallButton(`Download ${file.name}`, "Download", async () => save(await around.attached(one.id, file.id), file.name)), removeButton(file.name, () => around.detach(one.id, file.id), load));
}

/** @param {number} bytes */
function size(bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function attachButton(one, load) {
  const input = h("input", { type: "file", class: "sr-only", tabindex: "-1", "aria-hidden": "true", on: { change: () => busyWhile(button, async () => {
    for (const file of input.files) await around.attach(one.id, file);
    input.value = "";
    load();
  }).catch(toastError) } });
  const button = h("button", { class: "button small", type: "button", on: { click: () => input.click() } }, icon("clip"), "Attach a file");
  return h("div", { class: "opening-actions" }, button, input);
}
