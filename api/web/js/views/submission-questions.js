/** The questions of a form that only the person can answer, all at once. */

import { sendForm } from "../dialog.js";
import { h, uid } from "../dom.js";
import { choice, field } from "../fields.js";

/**
 * @param {any} found a submission @param {(answers: Object<string, any>, remember: boolean) => Promise<any>} send
 * @returns {HTMLElement}
 */
export function questions(found, send) {
  const asked = found.open.map((one) => [one, asking(one)]);
  const keep = h("input", { type: "checkbox", checked: true });
  const give = () => send(Object.fromEntries(asked.map(([one, control]) => [one.id, control.value()])), keep.checked);
  return sendForm([asked.map(([one, control]) => h("div", {}, control.element, one.why ? h("p", { class: "muted small" }, one.why) : null)), h("label", { class: "check-field" }, keep, "Remember these for other forms (consent never is)")], "Fill them in", give, () => {});
}

/** A control of the question's kind; `value` is an AnswerValue, null where an optional one stays empty. @param {any} one */
function asking(one) {
  const label = `${one.question}${one.required ? "" : " (optional)"}`;
  if (one.free) return typed(one, label);
  if (one.options.length && one.multiple) return several(one, label);
  if (one.kind === "checkbox") return yesNo(one, label);
  if (one.options.length) return single(one, label);
  const type = { date: "date", email: "email", tel: "tel", url: "url" }[one.kind];
  const made = field(label, one.kind === "textarea" ? h("textarea", { rows: 3, required: one.required }) : h("input", { type: type ?? "text", required: one.required, maxlength: 5000 }));
  const value = () => made.control.value.trim();
  return { element: made.element, value: () => (value() ? (one.kind === "date" ? { date: value() } : { text: value() }) : null) };
}

function single(one, label) {
  const made = choice(label, [["", one.required ? "Choose" : "No answer"], ...one.options.map((option) => [option, option])]);
  made.control.required = one.required;
  return { element: made.element, value: () => (made.control.value ? { options: [made.control.value] } : null) };
}

/** Words, with what the page offered to those given before. */
function typed(one, label) {
  const list = uid("offered");
  const made = field(label, h("input", { type: "text", list, required: one.required, maxlength: 5000 }));
  const element = h("div", {}, made.element, h("datalist", { id: list }, one.options.map((option) => h("option", { value: option }))));
  return { element, value: () => (made.control.value.trim() ? { text: made.control.value.trim() } : null) };
}

function yesNo(one, label) {
  const made = choice(label, [["", one.required ? "Choose" : "Leave it as it is"], ["true", "Tick it"], ["false", "Do not tick it"]]);
  made.control.required = one.required;
  return { element: made.element, value: () => (made.control.value ? { checked: made.control.value === "true" } : null) };
}

function several(one, label) {
  const id = uid("choices");
  const boxes = one.options.map((option) => [option, h("input", { type: "checkbox" })]);
  const element = h("fieldset", { class: "choices", id }, h("legend", {}, label), boxes.map(([option, box]) => h("label", { class: "check-field" }, box, option)));
  return { element, value: () => {
    const chosen = boxes.filter(([, box]) => box.checked).map(([option]) => option);
    return chosen.length ? { options: chosen } : null;
  } };
}
