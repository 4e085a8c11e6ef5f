/** Figures and tables under their headings. */

import { h, uid } from "./dom.js";

/** @param {string} title @param {...any} children */
export function figure(title, ...children) {
  return h("section", { class: "figure" }, h("h3", {}, title), children);
}

/** @param {string} title @param {...any} children */
export function section(title, ...children) {
  const id = uid("section");
  return h("section", { class: "figures", "aria-labelledby": id }, h("h2", { id }, title), children);
}

/** @param {string} caption @param {[string, boolean][]} heads with whether it is a number @param {any[][]} rows */
export function table(caption, heads, rows) {
  const cls = (i) => (heads[i][1] ? "align-end" : null);
  return h("div", { class: "table-wrap mail-table", tabindex: "0", role: "region", "aria-label": caption }, h("table", {},
    h("thead", {}, h("tr", {}, heads.map(([text], i) => h("th", { scope: "col", class: cls(i) ?? "" }, text)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, i) => h("td", { class: cls(i) ?? "" }, cell)))))));
}
