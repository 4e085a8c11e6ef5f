/** A part of an application: its heading and its rows, or nothing when there is none. */

import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";

/** @param {string} title @param {any[]} rows @param {any} [extra] @returns {HTMLElement|null} */
export function part(title, rows, extra = null) {
  if (!rows.length && !extra) return null;
  const id = uid("part");
  return h("section", { class: "application-part", "aria-labelledby": id }, h("h3", { id }, title), h("ul", { class: "part-rows" }, rows), extra);
}

/** @param {string} what @param {() => Promise<any>} work @param {() => void} load */
export function removeButton(what, work, load) {
  const button = h("button", { class: "icon-button small", type: "button", "aria-label": `Remove: ${what}`, title: "Remove", on: { click: () => busyWhile(button, async () => {
    await work();
    toastUndoable(`“${what}” removed`, load);
    load();
  }).catch(toastError) } }, icon("trash"));
  return button;
}

/** @param {string} name of the button with what it is of @param {any} label @param {() => Promise<any>} work */
export function smallButton(name, label, work) {
  const button = h("button", { class: "button small", type: "button", "aria-label": name, on: { click: () => busyWhile(button, work).catch(toastError) } }, label);
  return button;
}
