/** What a person does with one line of a tailored resume: keep it, take it out, word it, move it; and what that costs. */

import { tailoring } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";

/**
 * @typedef {{id: string, version: () => number, changed: (revision: any) => void}} Editing
 */

const FIXED = new Set(["contact", "links"]);

/** Buttons for one line. @param {any} claim @param {Editing} editing @returns {HTMLElement} */
export function lineActions(claim, editing) {
  const doing = (label, iconName, work, more = {}) => {
    const button = h("button", { class: "icon-button small", type: "button", "aria-label": `${label}: ${claim.text.slice(0, 60)}`, title: label, ...more, on: { click: () => busyWhile(button, work).catch(toastError) } }, icon(iconName));
    return button;
  };
  const made = async (promise) => editing.changed(await promise);
  const canMove = !FIXED.has(claim.section);
  return h("div", { class: "line-actions", role: "group", "aria-label": `Line ${claim.id}` },
    doing(claim.accepted ? "Accepted: stays as it reads" : "Accept", "check", () => made(tailoring.judge(editing.id, claim.id, "accept", editing.version())), { "aria-pressed": String(Boolean(claim.accepted)) }),
    doing(claim.origin === "reworded" ? "Back to my own words" : "Take out", claim.origin === "reworded" ? "undo" : "cross", () => removeLine(claim, editing)),
    doing("Edit", "pen", () => editLine(claim, editing)),
    canMove ? doing("Move up", "up", () => made(tailoring.move(editing.id, claim.id, "up", editing.version()))) : null,
    canMove ? doing("Move down", "down", () => made(tailoring.move(editing.id, claim.id, "down", editing.version()))) : null);
}

/** A reworded line goes back at once; another one is taken out only after its price was shown. */
async function removeLine(claim, editing) {
  if (claim.origin !== "reworded") {
    const cost = await tailoring.lineCost(editing.id, claim.id);
    if (!(await openDialog("Take this line out?", (close) => [costOf(cost), choice(close, "Take it out", true)]))) return;
  }
  editing.changed(await tailoring.judge(editing.id, claim.id, "reject", editing.version()));
}

/** @param {any} fact a left-out fact @param {Editing} editing @returns {HTMLElement} */
export function putBackButton(fact, editing) {
  const button = h("button", { class: "button small", type: "button", "aria-label": `Put in: ${fact.text.slice(0, 60)}`, on: { click: () => busyWhile(button, () => putBack(fact, editing)).catch(toastError) } }, icon("plus"), "Put in");
  return button;
}

async function putBack(fact, editing) {
  const cost = await tailoring.factCost(editing.id, fact.id);
  if (!(await openDialog("Put this line in?", (close) => [costOf(cost), choice(close, "Put it in", false)]))) return;
  editing.changed(await tailoring.putBack(editing.id, fact.id, editing.version()));
}

function choice(close, yes, danger) {
  return h("div", { class: "dialog-actions" },
    h("button", { class: "button", type: "button", on: { click: () => close(false) } }, "Cancel"),
    h("button", { class: ["button", danger ? "danger" : "primary"], type: "button", autofocus: true, on: { click: () => close(true) } }, yes));
}

/** What a change gains and loses, in words. @param {any} cost a LineCost */
function costOf(cost) {
  const rows = `About ${cost.rows.toFixed(1).replace(/\.0$/, "")} ${cost.rows === 1 ? "row" : "rows"} of a page.`;
  const part = (title, items) => items.length ? [h("p", { class: "cost-title" }, title), h("ul", { class: "tight" }, items.map((item) => h("li", {}, item)))] : null;
  const asked = (item) => `${item.text} (${item.importance})`;
  return h("div", { class: "cost" }, h("p", {}, h("q", {}, cost.text)), h("p", { class: "muted" }, rows),
    part("Nothing would answer any more:", cost.no_longer_answered.map(asked)),
    part("Newly answered:", cost.newly_answered.map(asked)),
    part("Other lines still answer:", cost.still_answered),
    part("These lines would have to go:", cost.has_to_go.map((line) => line.before ?? line.after)),
    part("There would be room for:", cost.could_come_in.map((room) => room.text)));
}

/** The person's own words for a line. */
async function editLine(claim, editing) {
  const revision = await openDialog("Put this line in your own words", (close) => [editForm(claim, editing, close)]);
  if (revision) editing.changed(revision);
}

function editForm(claim, editing, close) {
  const box = uid("words");
  const input = h("textarea", { id: box, rows: 4, maxlength: 1000, required: true, autofocus: true, value: claim.text });
  const parts = [h("div", { class: "field" }, h("label", { for: box }, "The line"), input),
    h("p", { class: "muted" }, "Where your resume does not hold these words, they become a fact of it with you as its source.")];
  return sendForm(parts, "Save", () => tailoring.reword(editing.id, claim.id, input.value.trim(), editing.version()), close, { cancel: close });
}
