/** Fields with their labels. */

import { h, uid } from "../dom.js";

/** @param {string} label @param {HTMLElement} control */
export function field(label, control) {
  control.id = uid("mail");
  return { control, element: h("div", { class: "field" }, h("label", { for: control.id }, label), control) };
}

/** @param {string} label @param {string[][]} options @param {string} [value] */
export function choice(label, options, value) {
  const made = field(label, h("select", {}, options.map(([key, text]) => h("option", { value: key }, text))));
  if (value) made.control.value = value;
  return made;
}
