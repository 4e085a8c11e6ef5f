/** Filters under a name: chosen, kept, and thrown away. */

import { openDialog, sendForm } from "../dialog.js";
import { fill, h } from "../dom.js";
import { field } from "../fields.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";
import { views } from "./applications-api.js";

/** @param {import("./applications-filters.js").ApplicationFilters} filters @returns {{element: HTMLElement, leave: () => void}} */
export function savedViews(filters) {
  let live = true;
  const list = h("div", { class: "chips" });
  const load = async () => {
    try {
      const kept = await views.list();
      if (live) fill(list, kept.map((view) => chip(view, filters, load)), keep(filters, load));
    } catch (error) {
      if (live) toastError(error);
    }
  };
  load();
  return { element: h("div", { class: "saved-views", role: "group", "aria-label": "Saved views" }, list), leave: () => { live = false; } };
}

function chip(view, filters, load) {
  const remove = h("button", { class: "icon-button small", type: "button", "aria-label": `Throw away the view ${view.name}`, on: { click: () => busyWhile(remove, async () => {
    await views.remove(view.id);
    load();
  }).catch(toastError) } }, icon("close"));
  return h("span", { class: "chip" }, h("button", { class: "button quiet small chip-name", type: "button", on: { click: () => filters.take(view.filters) } }, view.name), remove);
}

function keep(filters, load) {
  return h("button", { class: "button small quiet", type: "button", on: { click: async () => {
    const name = field("Name", h("input", { required: true, maxlength: 100, autofocus: true }));
    const kept = await openDialog("Keep these filters", (close) => [sendForm([name.element], "Keep", () => views.save(name.control.value.trim(), filters.query()), close)]);
    if (!kept) return;
    toast(`“${kept.name}” is kept`, { ms: 3000 });
    load();
  } } }, icon("plus"), "Keep this view");
}
