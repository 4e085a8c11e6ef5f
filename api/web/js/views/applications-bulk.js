/** Moving several applications at once: first what would happen to each, then the yes, undone as one. */

import { openDialog, sendForm } from "../dialog.js";
import { fill, h } from "../dom.js";
import { choice, field } from "../fields.js";
import { count } from "../format.js";
import { icon } from "../icons.js";
import { STAGES, stageName } from "../stages.js";
import { toastUndoable } from "../undo.js";
import { applications } from "./applications-api.js";

/** @param {any[]} cards @param {() => void} onChange @returns {Promise<void>} */
export async function bulkDialog(cards, onChange) {
  const ids = cards.map((card) => card.id);
  const done = await openDialog(`Move ${count(ids.length, "application")}`, (close) => {
    const body = h("div");
    const stage = choice("Where to", Object.entries(STAGES), "rejected");
    const why = field("Why (optional)", h("input", { maxlength: 300 }));
    const silent = h("input", { type: "checkbox" });
    const silence = h("label", { class: "check-field" }, silent, "Nobody ever answered");
    const rejects = () => stage.control.value === "rejected";
    stage.control.addEventListener("change", () => { silence.hidden = !rejects(); });
    const wanted = () => [ids, stage.control.value, { ...(why.control.value.trim() ? { why: why.control.value.trim() } : {}), ...(rejects() && silent.checked ? { unanswered: true } : {}) }];
    const ask = () => fill(body, sendForm([stage.element, why.element, silence], "Show what would happen", () => applications.moveAll(wanted()[0], wanted()[1], { ...wanted()[2], dry_run: true }), show));
    const show = (plan) => {
      fill(body, outcome(plan), plan.changed ? sendForm([], `Yes, move ${count(plan.changed, "application")}`, () => applications.moveAll(...wanted()), close, { cancel: ask })
        : h("div", { class: "dialog-actions" }, h("button", { class: "button", type: "button", on: { click: ask } }, "Back")));
      body.querySelector("button[type=submit], .button")?.focus();
    };
    ask();
    return [body];
  });
  if (!done) return;
  const left = done.refused ? `; ${count(done.refused, "other")} stayed as ${done.refused === 1 ? "it is" : "they are"}` : "";
  toastUndoable(`${count(done.changed, "application")} moved to ${stageName(done.status).toLowerCase()}${left}`, onChange);
  onChange();
}

/** @param {any} plan a BulkOutcome */
function outcome(plan) {
  const line = (item) => h("li", {}, icon(item.ok ? "check" : "cross"), h("span", {}, item.name ?? `#${item.number ?? "?"}`,
    h("span", { class: "muted small" }, item.ok ? ` ${stageName(item.from_status)} → ${stageName(item.to_status)}` : ` ${item.why}`)));
  return h("div", { class: "bulk-plan" },
    h("p", {}, `${count(plan.changed, "application")} would move to ${stageName(plan.status).toLowerCase()}${plan.refused ? `, ${plan.refused} would not` : ""}.`),
    h("ul", { class: "add-results", tabindex: "0", role: "region", "aria-label": "What would happen" }, plan.items.map(line)));
}
