/** Fields with their labels. */

import { h, uid } from "./dom.js";
import { icon } from "./icons.js";

/** @param {string} label @param {HTMLElement} control */
export function field(label, control) {
  control.id = uid("field");
  return { control, element: h("div", { class: "field" }, h("label", { for: control.id }, label), control) };
}

/** @param {string} label @param {string[][]} options @param {string} [value] */
export function choice(label, options, value) {
  const made = field(label, h("select", {}, options.map(([key, text]) => h("option", { value: key }, text))));
  if (value) made.control.value = value;
  return made;
}

/**
 * A chip that is on or off.
 * @param {string} label @param {() => void} onChange
 * @returns {{control: HTMLInputElement, element: HTMLElement}}
 */
export function check(label, onChange) {
  const control = h("input", { type: "checkbox", class: "sr-only", on: { change: onChange } });
  return { control, element: h("label", { class: "chip check" }, control, icon("check"), label) };
}

/** What was filled in, by name. @param {Object<string, {control: any}|null>} fields @returns {Object<string, string>} */
export function filledIn(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, one?.control.value.trim()]).filter(([, value]) => value));
}
