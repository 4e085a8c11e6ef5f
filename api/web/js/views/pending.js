/** What the agent waits for: a yes or no, or an answer. */

import { alertNow } from "../announce.js";
import { h, uid } from "../dom.js";
import { humanise } from "../format.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { argumentList } from "./steps.js";

/**
 * @param {import("../turns.js").Pending} pending
 * @param {(decision: Object) => void} onDecide
 * @returns {HTMLElement} give it the focus when it is in the page: Tab then leads to Yes, a stray Enter does nothing
 */
export function pendingCard(pending, onDecide) {
  const card = pending.kind === "approval" ? approvalCard(pending, onDecide) : questionCard(pending, onDecide);
  alertNow(`${pending.kind === "approval" ? "Your approval is needed" : "A question for you"}: ${pending.question}`);
  return card;
}

function frame(title, question, children) {
  const heading = uid("pending");
  return h("section", { class: "pending", tabindex: "-1", "aria-labelledby": heading },
    h("h2", { id: heading }, icon("alert"), title), question ? markdown(question) : null, children);
}

function approvalCard(pending, onDecide) {
  const destructive = /^(delete|remove)_/.test(pending.name ?? "");
  const yes = destructive ? "Yes, delete" : "Yes";
  return frame("Your approval is needed", pending.question || `${humanise(pending.name)}?`, [
    argumentList(pending.arguments),
    h("div", { class: "pending-actions" },
      h("button", { class: ["button", destructive ? "danger" : "primary"], type: "button", on: { click: () => onDecide({ approved: true }) } }, yes),
      h("button", { class: "button", type: "button", on: { click: () => onDecide({ approved: false }) } }, "No")),
  ]);
}

function questionCard(pending, onDecide) {
  const id = uid("answer");
  const input = h("input", { id, name: "answer", autocomplete: "off", required: true });
  const onSubmit = (event) => {
    event.preventDefault();
    if (input.value.trim()) onDecide({ answer: input.value.trim() });
  };
  const options = (pending.options ?? []).map((option) => {
    const text = typeof option === "string" ? option : option.label ?? option.value;
    return h("button", { class: "button", type: "button", on: { click: () => onDecide({ answer: text }) } }, text);
  });
  return frame("A question for you", pending.question, [
    options.length ? h("div", { class: "pending-actions" }, options) : null,
    h("form", { class: "answer-form", on: { submit: onSubmit } },
      h("label", { class: "sr-only", for: id }, "Your answer"), input,
      h("button", { class: "button primary", type: "submit" }, "Answer")),
  ]);
}
