/** Setting a fact right, or adding one that the file does not say. */

import { resumes } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { fill, h, uid } from "../dom.js";
import { FIELDS, wordsOf } from "./fact-words.js";

const KINDS = [["bullet", "Line under a position"], ["position", "Position"], ["education", "Education"], ["skill", "Skill"], ["language", "Language"], ["certificate", "Certificate"], ["project", "Project"], ["summary", "Sentence of the summary"]];
const HEADS = new Set(["position", "education", "project"]);

/** @param {any} resume @param {any} fact @returns {Promise<any>} the corrected fact, undefined when nothing was changed */
export function correctDialog(resume, fact) {
  return openDialog("Set this right", (close) => {
    const form = fields(fact.detail, fact.text);
    const parent = fact.detail.kind === "bullet" ? parentField(resume, fact.parent_id) : null;
    const send = () => {
      const { fields: given, text } = form.values();
      const changed = Object.fromEntries(Object.entries(given).filter(([name, value]) => (value ?? null) !== (fact.detail[name] ?? null)));
      return resumes.correct(resume.id, fact.id, { fields: changed, ...(text !== undefined && text !== fact.text ? { text } : {}), ...(parent && parent.value() !== fact.parent_id ? { parent_id: parent.value() } : {}) });
    };
    const read = fact.original ? h("p", { class: "muted" }, "Read from the file: ", h("q", {}, fact.original.text)) : null;
    return [sendForm([read, form.element, parent?.element], "Save", send, close, { cancel: close })];
  });
}

/** @param {any} resume @returns {Promise<any>} the new fact */
export function addDialog(resume) {
  return openDialog("Add what the file does not say", (close) => {
    const kind = uid("kind");
    const select = h("select", { id: kind }, KINDS.map(([value, label]) => h("option", { value }, label)));
    const holder = h("div", { class: "stack" });
    let form;
    let parent;
    const draw = () => {
      form = fields({ kind: select.value }, "");
      parent = select.value === "bullet" ? parentField(resume, null) : null;
      fill(holder, form.element, parent?.element);
    };
    select.addEventListener("change", draw);
    draw();
    const send = () => {
      const { fields: given, text } = form.values();
      return resumes.addFact(resume.id, { detail: { kind: select.value, ...given }, ...(text ? { text } : {}), ...(parent?.value() ? { parent_id: parent.value() } : {}) });
    };
    return [sendForm([h("div", { class: "field" }, h("label", { for: kind }, "What is it?"), select), holder], "Add", send, close, { cancel: close })];
  });
}

/** One input per field of the kind; a kind without fields is a text. */
function fields(detail, text) {
  const named = FIELDS[detail.kind];
  if (!named) {
    const box = uid("words");
    const input = h("textarea", { id: box, rows: 4, required: true, value: text });
    return { element: h("div", { class: "field" }, h("label", { for: box }, "Words"), input), values: () => ({ fields: {}, text: input.value.trim() }) };
  }
  const inputs = named.map(([name, label]) => {
    const box = uid(name);
    const input = name === "current" ? h("input", { id: box, type: "checkbox", checked: Boolean(detail[name]) }) : h("input", { id: box, value: detail[name] ?? "", autocomplete: "off" });
    const field = name === "current" ? h("div", { class: "check-field" }, input, h("label", { for: box }, label)) : h("div", { class: "field" }, h("label", { for: box }, label), input);
    return { name, input, field };
  });
  const value = (input) => (input.type === "checkbox" ? input.checked : input.value.trim() || null);
  return { element: h("div", { class: "stack" }, inputs.map(({ field }) => field)), values: () => ({ fields: Object.fromEntries(inputs.map(({ name, input }) => [name, value(input)])), text: undefined }) };
}

function parentField(resume, current) {
  const box = uid("under");
  const heads = resume.facts.filter((fact) => HEADS.has(fact.detail.kind));
  const select = h("select", { id: box }, heads.map((fact) => h("option", { value: fact.id, selected: fact.id === current }, wordsOf(fact)[0])));
  return { element: heads.length ? h("div", { class: "field" }, h("label", { for: box }, "It belongs to"), select) : null, value: () => select.value || null };
}
