/** One resume: what was read from it, beside the text it was read from. */

import { resumes } from "../api.js";
import { confirmDialog } from "../dialog.js";
import { fill, h } from "../dom.js";
import { count, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { go } from "../router.js";
import { SourceText } from "../source-text.js";
import { tabbed } from "../tabs.js";
import { toast, toastError } from "../toast.js";
import { checkTab } from "./resume-check.js";
import { factsTab } from "./resume-facts.js";
import { recordPart } from "./resume-record.js";
import { suggestionsTab } from "./resume-suggestions.js";
import { versionsTab } from "./resume-versions.js";

const BACK = { href: "#/resumes", label: "All resumes" };
/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route
 * @returns {() => void}
 */
export function resumeView(main, route) {
  let live = true;
  const page = h("div", { class: "page wide" });
  main.append(page);
  const draw = (resume) => {
    document.title = `${resume.name || resume.filename} · Jobwright`;
    if (resume.status !== "completed") return unread(resume, load);
    return [head(resume, (next) => fill(page, draw(next))), ...body(resume, route.query.get("fact"), load)];
  };
  const load = () => loadInto(page, () => resumes.get(route.key), draw, { back: BACK, isLive: () => live });
  load();
  return () => { live = false; };
}

/** A resume that is still being read, or could not be. */
function unread(resume, load) {
  const failed = resume.status === "failed";
  const retry = h("button", { class: "button", type: "button", on: { click: () => busyWhile(retry, () => resumes.retry(resume.id)).then(load, toastError) } }, icon("refresh"), "Read it again");
  if (!failed) setTimeout(load, 1500);
  return [pageHead(resume.filename, { back: BACK }), h("div", { class: "empty", role: failed ? "alert" : "status" },
    h("p", {}, failed ? resume.error?.message ?? "This file could not be read." : "It is being read …"), failed ? retry : null)];
}

function head(resume, redraw) {
  const name = resume.name || resume.filename;
  const act = (button, work) => busyWhile(button, work).catch(toastError);
  const primary = h("button", { class: "button", type: "button", on: { click: () => act(primary, async () => {
    await resumes.setPrimary(resume.id);
    redraw({ ...resume, is_primary: true });
    toast("Jobs are now scored against this resume");
  }) } }, icon("star"), "Make primary");
  const again = h("button", { class: "button", type: "button", on: { click: () => act(again, async () => {
    redraw(await resumes.reExtract(resume.id));
    toast("Read anew");
  }) } }, icon("refresh"), "Read again");
  const remove = h("button", { class: "icon-button", type: "button", "aria-label": `Delete ${name}`, title: "Delete", on: { click: () => act(remove, async () => {
    if (!(await confirmDialog("Delete this resume?", `“${resume.filename}” and what was read from it will be gone.`, "Delete"))) return;
    await resumes.remove(resume.id);
    toast("Resume deleted");
    go("#/resumes");
  }) } }, icon("trash"));
  const sub = [resume.name ? resume.filename : null, resume.headline, count(resume.pages, "page"), `#${resume.number}`, `added ${when(resume.created_at)}`].filter(Boolean).join(" · ");
  return pageHead(name, { back: BACK, sub, actions: [resume.is_primary ? h("span", { class: "tag accent" }, icon("star"), "Primary") : primary, again, remove] });
}

/** @param {any} resume @param {string|null} wanted id of the fact to show at once @param {() => void} changed */
function body(resume, wanted, changed) {
  const source = new SourceText(resume.text, "Text of the resume", (offset) => {
    const fact = factAt(resume, offset);
    if (fact) choose(fact);
  });
  let chosen = null;
  const choose = (fact) => {
    chosen = fact.id === chosen?.id ? null : fact;
    facts.press(chosen);
    if (chosen && hasPlace(chosen)) source.mark(chosen.span);
    else source.clear();
  };
  const facts = factsTab(resume, { pick: choose, changed });
  const fromCheck = (fact) => { if (hasPlace(fact)) source.mark(fact.span); };
  const tabs = [["Facts", () => facts.element], ["Check", () => checkTab(resume, fromCheck)], ["Versions", () => versionsTab(resume, changed)], ["For your profile", () => suggestionsTab(resume)]];
  const first = wanted && resume.facts.find((fact) => fact.id === wanted);
  if (first) requestAnimationFrame(() => choose(first));
  const warnings = resume.warnings?.length ? h("ul", { class: "warnings", "aria-label": "Warnings" }, resume.warnings.map((w) => h("li", {}, icon("alert"), w))) : null;
  return [warnings, recordPart(resume, changed), h("div", { class: "split" },
    h("section", { class: "split-main", "aria-labelledby": "facts-title" }, h("h2", { class: "sr-only", id: "facts-title" }, "What was read"), tabbed("Resume", tabs)),
    h("section", { class: "split-side", "aria-labelledby": "source-title" }, h("h2", { id: "source-title" }, "The text"), source.element))];
}

/** Whether a fact's words stand in this resume's own text. */
function hasPlace(fact) {
  return (fact.source === "read" || fact.source === "corrected") && !fact.source_resume_id;
}

/** The smallest fact that covers a place in the text. */
function factAt(resume, offset) {
  const size = (f) => f.span.end - f.span.start;
  return resume.facts.filter((f) => hasPlace(f) && f.span.start <= offset && offset <= f.span.end).sort((a, b) => size(a) - size(b))[0];
}
