/** What would be sent: field by field, each value with what it rests on, and the page as it stands filled. */

import { h } from "../dom.js";
import { capital, count } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";
import { openDialog } from "../dialog.js";
import { submissions } from "./submission-api.js";

const RESTS_ON = { resume: "your resume", profile: "your profile", answer: "your answer", document: "your document", page: "the page itself" };

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
  const whole = [table, rest, found.screenshot_url ? picture(found, false) : null];
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

/** @param {any} found @param {boolean} answer */
export function picture(found, answer) {
  const label = answer ? "See what the page answered" : "See the filled form";
  const button = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(button, async () => {
    const url = URL.createObjectURL(await submissions.picture(found.id, answer));
    await openDialog(label, () => [h("div", { class: "form-picture sheet", tabindex: "0", role: "region", "aria-label": label }, h("img", { src: url, alt: answer ? "The page after the click" : "The form as it stands filled" }))]);
    URL.revokeObjectURL(url);
  }).catch(toastError) } }, icon("eye"), label);
  return h("div", { class: "opening-actions" }, button);
}
