/** One resume: what was read from it, beside the text it was read from. */

import { resumes } from "../api.js";
import { confirmDialog } from "../dialog.js";
import { fill, h } from "../dom.js";
import { count, humanise, period, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { go } from "../router.js";
import { SourceText } from "../source-text.js";
import { toast, toastError } from "../toast.js";

const BACK = { href: "#/resumes", label: "All resumes" };
const GROUPS = [
  ["Contact", ["contact", "link"]], ["Summary", ["summary"]], ["Experience", ["position"]], ["Education", ["education"]],
  ["Projects", ["project"]], ["Skills", ["skill"]], ["Languages", ["language"]],
  ["Certificates, awards, publications", ["certificate", "award", "publication"]], ["Other", ["other"]],
];

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
    return [head(resume, (next) => fill(page, draw(next))), ...body(resume, route.query.get("fact"))];
  };
  loadInto(page, () => resumes.get(route.key), draw, { back: BACK, isLive: () => live });
  return () => { live = false; };
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

/** @param {any} resume @param {string|null} wanted id of the fact to show at once */
function body(resume, wanted) {
  const buttons = new Map();
  const choose = (fact, scroll) => {
    const again = !scroll && buttons.get(fact.id).getAttribute("aria-pressed") === "true";
    if (again) {
      buttons.get(fact.id).setAttribute("aria-pressed", "false");
      return source.clear();
    }
    for (const [id, button] of buttons) button.setAttribute("aria-pressed", String(id === fact.id));
    source.mark(fact.span);
    if (scroll) buttons.get(fact.id).scrollIntoView({ block: "nearest" });
  };
  const source = new SourceText(resume.text, "Text of the resume", (offset) => {
    const fact = factAt(resume.facts, offset);
    if (fact) choose(fact, true);
  });
  const first = wanted && resume.facts.find((fact) => fact.id === wanted);
  if (first) requestAnimationFrame(() => choose(first, true));
  const warnings = resume.warnings?.length ? h("ul", { class: "warnings", "aria-label": "Warnings" }, resume.warnings.map((w) => h("li", {}, icon("alert"), w))) : null;
  return [warnings, h("div", { class: "split" },
    h("section", { class: "split-main facts", "aria-labelledby": "facts-title" },
      h("h2", { id: "facts-title" }, "What was read"), h("p", { class: "muted" }, "Choose a fact to see where it stands in the text."),
      factGroups(resume.facts, buttons, choose)),
    h("section", { class: "split-side", "aria-labelledby": "source-title" }, h("h2", { id: "source-title" }, "The text"), source.element))];
}

/** The smallest fact that covers a place in the text. */
function factAt(facts, offset) {
  const size = (f) => f.span.end - f.span.start;
  return facts.filter((f) => f.span.start <= offset && offset <= f.span.end).sort((a, b) => size(a) - size(b))[0];
}

function factGroups(facts, buttons, choose) {
  const ids = new Set(facts.map((f) => f.id));
  const children = Map.groupBy(facts.filter((f) => ids.has(f.parent_id)), (f) => f.parent_id);
  const top = facts.filter((f) => !ids.has(f.parent_id));
  const item = (fact) => {
    const button = factButton(fact, choose);
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
function factButton(fact, choose) {
  const { detail } = fact;
  const [main, side] = WORDS[detail.kind]?.(detail, fact) ?? [fact.text, ""];
  return h("button", { class: ["fact", detail.kind], type: "button", "aria-pressed": "false", on: { click: () => choose(fact, false) } },
    h("span", { class: "fact-main" }, main || fact.text), side ? h("span", { class: "fact-side" }, side) : null);
}

/** @param {...(string|null|undefined)} parts */
function joined(...parts) {
  return parts.filter(Boolean).join(" · ");
}

const WORDS = {
  contact: (d) => [d.value, humanise(d.field)],
  link: (d) => [d.url, d.label ?? "Link"],
  position: (d) => [joined(d.title, d.employer), joined(period(d), d.location)],
  education: (d) => [joined(d.institution, d.degree, d.area), joined(period(d), d.location)],
  project: (d) => [d.name, period(d)],
  skill: (d) => [d.name, joined(d.level)],
  language: (d) => [d.name, d.level ?? ""],
  certificate: (d) => [joined(d.name, d.issuer), d.date ?? ""],
  award: (d) => [joined(d.name, d.issuer), d.date ?? ""],
  publication: (d) => [joined(d.name, d.issuer), d.date ?? ""],
};
