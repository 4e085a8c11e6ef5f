/** One document: its text with what each sentence rests on, what was refused, its versions, and taking it away. */

import { documents } from "../api.js";
import { confirmDialog, openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field, filledIn } from "../fields.js";
import { capital, count, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { go, hrefTo } from "../router.js";
import { toast, toastError } from "../toast.js";
import { FORMATS, formatMenu, save } from "./formats.js";
import { gapSection } from "./match.js";
import { checksLine } from "./tailoring-steer.js";

const BACK = { href: "#/documents", label: "All documents" };
const RESTS = {
  claim: "Your resume", application: "The posting", posting: "The posting", contact: "Your contact details",
  connective: "Claims nothing", feeling: "A feeling, no claim", own: "Your own words",
};

/** @param {HTMLElement} main @param {import("../router.js").Route} route @returns {() => void} */
export function documentView(main, route) {
  let live = true;
  const page = h("div", { class: "page wide" });
  main.append(page);
  loadInto(page, () => documents.get(route.key), draw, { back: BACK, isLive: () => live });
  return () => { live = false; };
}

function draw(made) {
  document.title = `${made.title} · Jobwright`;
  const stem = made.title.replace(/[\\/:*?"<>|]+/g, " ");
  const menu = formatMenu(made.formats, async (format) => save(await documents.file(made.id, format), `${stem}.${format}`), made.kind === "resume" ? FORMATS : { ...FORMATS, json: "JSON" });
  const remove = h("button", { class: "icon-button", type: "button", "aria-label": `Delete ${made.title}`, title: "Delete", on: { click: () => busyWhile(remove, async () => {
    if (!(await confirmDialog("Delete this document?", "“Undo” in the chat brings it back.", "Delete"))) return;
    await documents.remove(made.id);
    toast("Document deleted");
    go("#/documents");
  }).catch(toastError) } }, icon("trash"));
  const written = made.kind !== "resume";
  const sub = [made.version && `version ${made.version}`, made.tone, made.pages && count(made.pages, "page"), `#${made.number}`, when(made.created_at)].filter(Boolean).join(" · ");
  return [pageHead(made.title, { back: BACK, sub, actions: [written ? rewriteButton(made) : null, written ? editButton(made) : null, remove, menu] }),
    wishes(made), written ? sentences(made) : tailoredLink(made), refused(made), made.gaps.length ? gapSection(made.gaps) : null, checksLine(made.checks), versions(made)];
}

function tailoredLink(made) {
  return made.tailored_resume_id ? h("p", {}, h("a", { href: hrefTo("tailored", made.tailored_resume_id) }, "To the tailored resume, with the proof of every line")) : null;
}

/** Paragraph by paragraph, each sentence with what it rests on. */
function sentences(made) {
  const paragraphs = [...Map.groupBy(made.sentences, (s) => s.paragraph).values()];
  return h("section", { class: "letter", "aria-label": "Text" }, made.subject ? h("p", {}, h("strong", {}, "Subject: "), made.subject) : null,
    paragraphs.map((paragraph) => h("ul", { class: "letter-paragraph" }, paragraph.map((sentence) => h("li", { class: ["letter-sentence", sentence.kind] },
      h("span", {}, sentence.text), " ", h("span", { class: ["origin", sentence.kind === "own" && "fallback"] }, RESTS[sentence.kind]),
      sentence.quotes.length ? h("p", { class: "muted" }, sentence.quotes.map((quote, i) => [i ? ", " : "", h("q", {}, quote)])) : null,
      sentence.problems.map((problem) => h("p", { class: "form-error" }, `${problem.excerpt}: ${problem.message}`)))))));
}

function refused(made) {
  if (!made.refused.length) return null;
  return h("details", { class: "refusal", open: true }, h("summary", {}, `Not written (${made.refused.length})`),
    h("ul", { class: "tight" }, made.refused.map((item) => h("li", {}, h("del", {}, item.text), ` – ${item.reason}`))));
}

function wishes(made) {
  const told = [...made.wishes.map((wish) => `${wish.wish}: ${wish.answer}`), ...made.notes];
  return told.length ? h("ul", { class: "warnings" }, told.map((text) => h("li", {}, icon("alert"), text))) : null;
}

function versions(made) {
  if (!made.versions.length) return null;
  return h("section", {}, h("h2", {}, "Other versions"), h("ul", { class: "plain-list" }, made.versions.map((v) => h("li", {}, h("a", { href: hrefTo("documents", v.id) }, `Version ${v.version}`), h("span", { class: "muted" }, ` · ${when(v.created_at)}`)))));
}

function editButton(made) {
  const body = [...Map.groupBy(made.sentences, (s) => s.paragraph).values()].map((p) => p.map((s) => s.text).join(" ")).join("\n\n");
  return h("button", { class: "button", type: "button", on: { click: async () => {
    const edited = await openDialog("In your own words", (close) => {
      const text = field("Text; an empty line parts paragraphs", h("textarea", { rows: 14, required: true, autofocus: true, value: body }));
      return [sendForm([text.element,
        h("p", { class: "muted" }, "Sentences of yours are marked so, with what your resume does not hold of them.")], "Save as a new version", () => documents.edit(made.id, text.control.value.trim(), made.subject), close)];
    });
    if (edited) go(hrefTo("documents", edited.document_id));
  } } }, icon("pen"), "Edit");
}

function rewriteButton(made) {
  return h("button", { class: "button", type: "button", on: { click: async () => {
    const again = await openDialog("Write it anew", (close) => {
      const same = ["", "As it is"];
      const tone = choice("Tone", [same, ...["formal", "friendly", "concise", "enthusiastic"].map((t) => [t, capital(t)])]);
      const length = choice("Length", [same, ...["short", "medium", "long"].map((t) => [t, capital(t)])]);
      const prompt = field("What should be different? (optional)", h("textarea", { rows: 3, maxlength: 2000 }));
      return [sendForm([h("div", { class: "look" }, tone.element, length.element), prompt.element], "Write it",
        () => documents.rewrite(made.id, filledIn({ tone, length, prompt })), close)];
    });
    if (again) go(hrefTo("documents", again.document_id));
  } } }, icon("refresh"), "Write anew");
}
