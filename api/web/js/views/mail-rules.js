/** Rules for mail: what a rule would have done comes first, and it acts only once it is switched on. */

import { sendForm } from "../dialog.js";
import { append, fill, h } from "../dom.js";
import { check, choice, field } from "../fields.js";
import { count, number } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto } from "../page.js";
import { toast, toastError } from "../toast.js";
import { forgetUndo, toastUndoable } from "../undo.js";
import { rules } from "./mail-api.js";
import { KINDS, kindName } from "./mail-words.js";

const ACTIONS = { archive: "Archive it", read: "Mark it as read", star: "Star it", delete: "Put it into the bin" };
const FILES = [["", "With files or without"], ["yes", "With files"], ["no", "Without files"]];

/** @param {HTMLElement} root @returns {() => void} */
export function rulesSection(root) {
  let live = true;
  const list = h("div");
  const load = () => loadInto(list, rules.list, (all) => drawList(all, load), { isLive: () => live });
  append(root, [newRule(load), h("section", { class: "figures", "aria-labelledby": "rules-title" }, h("h2", { id: "rules-title" }, "Your rules"), list)]);
  load();
  return () => { live = false; };
}

/** The form, and below it what the rule just made would have done. */
function newRule(load) {
  const holder = h("div");
  const told = h("div", { class: "rule-told", tabindex: "-1" });
  const build = () => {
    const text = (label) => field(label, h("input", { maxlength: 300, autocomplete: "off" }));
    const [sender, subject, words] = [text("Sender holds"), text("Subject holds"), text("Has the words")];
    const files = choice("Files", FILES);
    const kinds = Object.entries(KINDS).filter(([kind]) => kind !== "sent").map(([kind, label]) => [kind, check(label, () => {})]);
    const acts = Object.entries(ACTIONS).map(([act, label]) => [act, check(label, () => {})]);
    const chosen = (pairs) => pairs.filter(([, c]) => c.control.checked).map(([name]) => name);
    const send = () => {
      const conditions = { sender: sender.control.value.trim(), subject: subject.control.value.trim(), words: words.control.value.trim(), kinds: chosen(kinds), attachments: { yes: true, no: false }[files.control.value] };
      const given = Object.fromEntries(Object.entries(conditions).filter(([, value]) => value !== undefined && value !== "" && value.length !== 0));
      forgetUndo();
      return rules.save({ conditions: given, actions: chosen(acts) });
    };
    const made = (rule) => {
      build();
      fill(told, tried(rule), rule.is_active ? null : switchButton(rule, () => { fill(told); load(); }, "Switch it on"));
      told.focus();
      load();
    };
    fill(holder, sendForm([h("div", { class: "find-fields" }, sender.element, subject.element, words.element, files.element),
      h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), "Kinds of mail"), h("div", { class: "chips" }, kinds.map(([, c]) => c.element))),
      h("fieldset", { class: "choices" }, h("legend", {}, "Then"), h("div", { class: "chips" }, acts.map(([, c]) => c.element)))], "Make the rule and try it", send, made));
  };
  build();
  return h("section", { class: "find-form", "aria-labelledby": "new-rule-title" }, h("h2", { id: "new-rule-title" }, "A new rule"),
    h("p", { class: "muted small" }, "When everything holds that you fill in. It is tried on past mail first, and does nothing until you switch it on."), holder, told);
}

function drawList(all, load) {
  if (!all.length) return h("p", { class: "muted" }, "There is none yet. Make one above, for instance for newsletters that nobody reads.");
  return h("ul", { class: "rows" }, all.map((rule) => row(rule, load)));
}

function row(rule, load) {
  const told = h("div", { "aria-live": "polite" });
  const attempt = h("button", { class: "button small", type: "button", "aria-label": `Try it: ${rule.name}`, on: { click: () => busyWhile(attempt, async () => fill(told, tried(await rules.attempt(rule.id)))).catch(toastError) } }, "Try it");
  const remove = h("button", { class: "icon-button", type: "button", "aria-label": `Delete: ${rule.name}`, title: "Delete", on: { click: () => busyWhile(remove, () => discard(rule, load)).catch(toastError) } }, icon("trash"));
  return h("li", { class: "row rule-row" }, h("div", { class: "row-text" },
    h("p", { class: "source-name" }, h("strong", {}, rule.name), h("span", { class: ["tag", rule.is_active && "accent"] }, rule.is_active ? "On" : "Off")),
    h("p", { class: "muted" }, `${inWords(rule)}${rule.applied ? ` · ${count(rule.applied, "mail")} so far` : ""}`), told),
  attempt, switchButton(rule, load), remove);
}

function switchButton(rule, after, words) {
  const button = h("button", { class: ["button small", !rule.is_active && "primary"], type: "button", "aria-label": `Switch ${rule.is_active ? "off" : "on"}: ${rule.name}`, on: { click: () => busyWhile(button, async () => {
    forgetUndo();
    await rules.turn(rule.id, !rule.is_active);
    toast(`“${rule.name}” is ${rule.is_active ? "off" : "on: it acts on mail that comes from now on"}`);
    after();
  }).catch(toastError) } }, words ?? (rule.is_active ? "Switch off" : "Switch on"));
  return button;
}

async function discard(rule, load) {
  await rules.remove(rule.id);
  toastUndoable(`“${rule.name}” deleted`, load);
  load();
}

/** What a rule would have done. @param {any} rule with `tried` */
function tried(rule) {
  const many = rule.tried ?? 0;
  return [h("p", {}, many ? `Of your newest thousand mails it would have changed ${number(many)}.` : "None of your newest thousand mails fits."),
    rule.examples.length ? h("ul", { class: "tight muted small" }, rule.examples.map((line) => h("li", {}, line))) : null];
}

function inWords({ conditions, actions }) {
  const when = [
    conditions.sender && `sender holds “${conditions.sender}”`, conditions.subject && `subject holds “${conditions.subject}”`, conditions.words && `with the words “${conditions.words}”`,
    conditions.kinds?.length && conditions.kinds.map(kindName).join(" or "), conditions.attachments === true && "with files", conditions.attachments === false && "without files",
  ].filter(Boolean);
  return `${when.join(", ")} → ${actions.map((act) => (ACTIONS[act] ?? act).toLowerCase().replace(" it", "")).join(", ")}`;
}
