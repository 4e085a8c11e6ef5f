/** What would be sent: field by field, each value with what it rests on, and the page as it stands filled. */

import { h } from "../dom.js";
import { capital, count } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";
import { openDialog } from "../dialog.js";
import { submissions } from "./submission-api.js";

const RESTS_ON = { resume: "your resume", profile: "your profile", answer: "your answer", document: "your document", page: "the page’s own choice" };

/** @param {any} one a PlannedField */
function valueOf(one) {
  if (one.file) return one.file.name;
  if (one.checked !== null && one.checked !== undefined) return one.checked ? "ticked" : "not ticked";
  return one.options?.length ? one.options.join(", ") : one.value;
}

/** @param {any} found a submission @param {boolean} [folded] */
export function plan(found, folded = false) {
  if (!found.plan?.fields?.length) return null;
  const fields = found.plan.fields;
  const filled = fields.filter((one) => valueOf(one));
  const empty = fields.filter((one) => !valueOf(one));
  const table = h("div", { class: "table-wrap plan-table", tabindex: "0", role: "region", "aria-label": "What would be sent" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Field", "Value", "Rests on"].map((text) => h("th", { scope: "col" }, text)))), h("tbody", {}, filled.map(row))));
  const rest = empty.length ? h("details", { class: "kept" }, h("summary", {}, `${count(empty.length, "field")} stay${empty.length === 1 ? "s" : ""} empty`), h("ul", { class: "tight small" }, empty.map((one) => h("li", {}, labelOf(one), one.why ? h("span", { class: "muted" }, ` ${one.why}`) : null)))) : null;
  const whole = [found.receiver && h("p", { class: "small" }, "Received by ", h("strong", {}, found.receiver)), table, rest, unseen(found.plan.form), pictures(found)];
  return folded ? h("details", { class: "find-more prep-fold" }, h("summary", {}, icon("chevron"), `${count(filled.length, "value")} of the form`), whole) : whole;
}

function labelOf({ field, key }) {
  return [field.group, field.label].filter(Boolean).join(": ") || field.name || key;
}

function row(one) {
  const source = one.source && capital(one.source.name || RESTS_ON[one.source.kind] || one.source.kind);
  return h("tr", {}, h("th", { scope: "row" }, labelOf(one), one.field.required ? h("span", { class: "muted small" }, "required") : null), h("td", { class: "plan-value" }, valueOf(one)),
    h("td", {}, source, one.source?.words && one.source.words !== valueOf(one) ? h("p", { class: "muted small" }, h("q", {}, one.source.words.slice(0, 200))) : null));
}

/** What the page sends beside what anybody fills in. @param {any} form */
function unseen(form) {
  const values = form.page_values ?? [];
  if (!values.length) return null;
  return h("details", { class: "kept" }, h("summary", {}, `${count(values.length, "value")} the page adds unseen`), h("ul", { class: "tight small" }, values.map((one) => h("li", {}, `${one.name}: `, h("span", { class: "muted" }, one.value === null ? "another at every visit" : one.value.slice(0, 120) || "empty")))));
}

/** A small picture of each step of the filled form; each opens large. @param {any} found */
function pictures(found) {
  const total = found.screenshot_urls?.length ?? 0;
  if (!total) return null;
  const steps = Array.from({ length: total }, (_, i) => [i + 1, total === 1 ? "The filled form" : `Step ${i + 1} of ${total}`]);
  return h("ol", { class: "form-pictures", "aria-label": "Pictures of the filled form" }, steps.map(([step, label]) => h("li", {}, thumbnail(found, step, label))));
}

/** @param {any} found @param {number} step @param {string} label */
function thumbnail(found, step, label) {
  const image = h("img", { alt: `${label}, as it stands filled` });
  const button = h("button", { class: "form-thumb", type: "button", on: { click: () => openPicture(found, step, label, image.alt) } }, image, h("span", { class: "small" }, label));
  submissions.picture(found.id, step).then((blob) => show(image, blob)).catch(() => image.replaceWith(icon("eye")));
  return button;
}

/** @param {HTMLImageElement} image @param {Blob} blob */
function show(image, blob) {
  const url = URL.createObjectURL(blob);
  image.addEventListener("load", () => URL.revokeObjectURL(url), { once: true });
  image.src = url;
}

/** @param {any} found @param {number|null} step null: what the page answered @param {string} label @param {string} alt */
async function openPicture(found, step, label, alt) {
  try {
    const image = h("img", { alt });
    show(image, await submissions.picture(found.id, step));
    await openDialog(label, () => [h("div", { class: "form-picture sheet", tabindex: "0", role: "region", "aria-label": label }, image)]);
  } catch (error) {
    toastError(error);
  }
}

/** What the page answered to the click, as a button that shows it. @param {any} found */
export function answerPicture(found) {
  const label = "See what the page answered";
  const button = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(button, () => openPicture(found, null, label, "The page after the click")) } }, icon("eye"), label);
  return h("div", { class: "opening-actions" }, button);
}
