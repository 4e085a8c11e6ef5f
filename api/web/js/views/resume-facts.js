/** Every fact of a resume beside the words it came from; each can be set right, taken out, or added. */

import { resumes } from "../api.js";
import { h, fill } from "../dom.js";
import { when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { hrefTo } from "../router.js";
import { toast, toastError } from "../toast.js";
import { addDialog, correctDialog } from "./fact-form.js";
import { wordsOf } from "./fact-words.js";

const GROUPS = [
  ["Contact", ["contact", "link"]], ["Summary", ["summary"]], ["Experience", ["position"]], ["Education", ["education"]],
  ["Projects", ["project"]], ["Skills", ["skill"]], ["Languages", ["language"]],
  ["Certificates, awards, publications", ["certificate", "award", "publication"]], ["Other", ["other"]],
];

/**
 * @param {any} resume @param {{pick: (fact: any) => void, changed: () => void}} on
 * @returns {{element: HTMLElement, press: (fact: any|null) => void}}
 */
export function factsTab(resume, on) {
  const buttons = new Map();
  const detail = h("div", { class: "fact-detail", hidden: true });
  const press = (fact) => {
    for (const [key, button] of buttons) button.setAttribute("aria-pressed", String(key === fact?.id));
    detail.hidden = !fact;
    if (!fact) return;
    fill(detail, factDetail(resume, fact, on));
    buttons.get(fact.id)?.after(detail);
    buttons.get(fact.id)?.scrollIntoView({ block: "nearest" });
  };
  const add = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(add, async () => { if (await addDialog(resume)) on.changed(); }).catch(toastError) } }, icon("plus"), "Add a fact");
  const element = h("div", { class: "facts" }, h("div", { class: "facts-head" }, h("p", { class: "muted" }, "Choose a fact to see where it stands, and to set it right."), add), factGroups(resume.facts, buttons, on.pick), correctionsPart(resume, on));
  return { element, press };
}

function factGroups(facts, buttons, pick) {
  const ids = new Set(facts.map((f) => f.id));
  const children = Map.groupBy(facts.filter((f) => ids.has(f.parent_id)), (f) => f.parent_id);
  const top = facts.filter((f) => !ids.has(f.parent_id));
  const item = (fact) => {
    const button = factButton(fact, pick);
    buttons.set(fact.id, button);
    const below = children.get(fact.id) ?? [];
    return h("li", {}, button, below.length ? h("ul", { class: "fact-list below" }, below.map(item)) : null);
  };
  return GROUPS.map(([title, kinds], i) => {
    const own = top.filter((f) => kinds.includes(f.detail.kind) || (title === "Other" && f.detail.kind === "bullet"));
    if (!own.length) return null;
    return h("section", { class: "fact-group", "aria-labelledby": `group-${i}` }, h("h3", { id: `group-${i}` }, title),
      h("ul", { class: ["fact-list", own[0].detail.kind === "skill" && "flow"] }, own.map(item)));
  });
}

/** @param {any} fact */
function factButton(fact, pick) {
  const [main, side] = wordsOf(fact);
  return h("button", { class: ["fact", fact.detail.kind], type: "button", "aria-pressed": "false", on: { click: () => pick(fact) } },
    h("span", { class: "fact-main" }, main), fact.source === "read" ? null : h("span", { class: "tag accent" }, "you"), side ? h("span", { class: "fact-side" }, side) : null);
}

/** What is known of where a fact comes from, and what can be done with it. */
function factDetail(resume, fact, on) {
  const act = (label, iconName, work) => {
    const button = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(button, work).catch(toastError) } }, icon(iconName), label);
    return button;
  };
  return [h("p", { class: "muted" }, origin(resume, fact)),
    h("div", { class: "fact-actions" },
      act("Set right", "pen", async () => { if (await correctDialog(resume, fact)) on.changed(); }),
      act("Take out", "trash", async () => {
        await resumes.removeFact(resume.id, fact.id);
        toast("Taken out; it can be brought back below");
        on.changed();
      }))];
}

function origin(resume, fact) {
  const cited = (resume.record?.citations ?? {})[fact.id] ?? [];
  const elsewhere = fact.source_resume_id ? h("a", { href: hrefTo("resumes", fact.source_resume_id, { fact: fact.source_fact_id ?? "" }) }, "See it in the resume it comes from") : null;
  if (fact.source === "answered" && fact.provenance) return `You said so ${when(fact.provenance.answered_at)}, in answer to “${fact.provenance.question}”.`;
  if (fact.source === "added") return "You added this; no file says it.";
  if (fact.source === "corrected" && fact.original) return ["You set this right. The file says: ", h("q", {}, fact.original.text), " ", elsewhere];
  return cited.length > 1 ? [`${cited.length} resumes say this. `, elsewhere] : elsewhere ?? "Read from the file; its words are marked in the text.";
}

const DONE = { replace: "Set right", remove: "Taken out", add: "Added" };

/** What a person has corrected, each to be taken back. */
function correctionsPart(resume, on) {
  const made = resume.corrections ?? [];
  if (!made.length) return null;
  const item = (correction) => {
    const back = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(back, async () => {
      await resumes.takeBack(resume.id, correction.id);
      on.changed();
    }).catch(toastError) } }, icon("undo"), "Take back");
    const words = [correction.was?.text, correction.text ?? Object.entries(correction.fields ?? {}).map(([k, v]) => `${k}: ${v ?? "–"}`).join(", ")].filter(Boolean);
    return h("li", {}, h("div", {}, h("span", { class: "tag" }, DONE[correction.operation]), " ", words.join(" → "), correction.note ? h("p", { class: "muted" }, correction.note) : null), back);
  };
  return h("details", { class: "kept", open: made.some((c) => c.state === "kept") }, h("summary", {}, `What you corrected (${made.length})`), h("ul", { class: "left-out" }, made.map(item)));
}
