/** The proof of a tailored resume: which of the person's own facts every line rests on. */

import { ApiError } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { capital, count, humanise, period, when } from "../format.js";
import { icon } from "../icons.js";
import { hrefTo } from "../router.js";
import { tabbed } from "../tabs.js";
import { gapSection } from "./match.js";
import { lineActions, putBackButton } from "./tailoring-lines.js";
import { versionsTab } from "./tailoring-versions.js";

const ORIGINS = {
  source: ["Your words", "The words of your resume, unchanged"],
  reworded: ["Reworded", "Worded anew; checked against the facts below"],
  fallback: ["Your words kept", "A rewording was refused, so your own words stand"],
};

/**
 * @param {any} document a TailoredDocument
 * @param {{loadChanges: () => Promise<{changes: any[]}>, editing: import("./tailoring-lines.js").Editing|null, resumeId: string}} options
 *   without `editing` nothing can be changed
 * @returns {HTMLElement}
 */
export function proofPanel(document, { loadChanges, editing, resumeId }) {
  const tabs = [
    ["Lines", () => linesTab(document, editing, resumeId)],
    ["Requirements", () => coverageTab(document)],
    [`Left out (${(document.left_out ?? []).length})`, () => leftOutTab(document, editing)],
    ["Changes", () => changesTab(loadChanges)],
  ];
  if (editing) tabs.push(["Versions", () => versionsTab(editing)]);
  return h("section", { class: "proof", "aria-labelledby": "proof-title" }, h("h2", { class: "sr-only", id: "proof-title" }, "Proof"), tabbed("Proof", tabs));
}

/** @param {any} document */
function linesTab(document, editing, resumeId) {
  const facts = new Map(document.facts.map((f) => [f.id, f]));
  const sections = Map.groupBy(document.claims, (c) => c.section);
  const list = h("div", { class: "lines" });
  for (const [section, claims] of sections) {
    const heading = uid("lines");
    list.append(h("section", { "aria-labelledby": heading }, h("h3", { id: heading }, capital(section)),
      h("ul", { class: "line-list" }, claims.map((claim) => lineItem(claim, facts, editing, resumeId)))));
  }
  linkFacts(list);
  return h("div", {}, legend(document.claims), list);
}

function legend(claims) {
  const numbers = Object.entries(ORIGINS).map(([origin, [label, meaning]]) => [origin, label, meaning, claims.filter((c) => c.origin === origin).length]);
  return h("p", { class: "legend" }, h("strong", {}, count(claims.length, "line")), numbers.filter(([, , , n]) => n).map(([origin, label, meaning, n]) => h("span", { class: ["origin", origin], title: meaning }, `${label}: ${n}`)));
}

/** @param {any} claim @param {Map<string, any>} facts */
function lineItem(claim, facts, editing, resumeId) {
  const [label, meaning] = ORIGINS[claim.origin] ?? ORIGINS.source;
  const cited = claim.fact_ids.map((id) => facts.get(id)).filter(Boolean);
  return h("li", { class: "line", tabindex: "0", data: { facts: claim.fact_ids.join(" "), line: claim.id } },
    h("div", { class: "line-text" }, h("p", {}, claim.text), h("span", { class: ["origin", claim.origin], title: meaning }, label), editing ? lineActions(claim, editing) : null),
    h("ul", { class: "line-facts", "aria-label": "Rests on" }, cited.map((fact) => factItem(fact, facts, claim, resumeId))),
    claim.covers?.length ? h("p", { class: "line-covers" }, icon("check"), `Answers: ${claim.covers.join("; ")}`) : null,
    claim.refused ? refusal(claim) : null);
}

/** @param {any} fact */
function factItem(fact, facts, claim, resumeId) {
  const same = fact.text.trim() === claim.text.trim();
  const place = whereabouts(fact, facts);
  return h("li", { data: { fact: fact.id } }, same ? h("span", { class: "muted" }, sameWords(fact)) : h("q", {}, fact.text), place ? h("span", { class: "muted" }, ` · ${place}`) : null, " ", source(fact, resumeId));
}

function sameWords(fact) {
  return fact.source === "answered" || fact.source === "added" ? "Your own words" : "The same words in your resume";
}

/** Where a fact comes from: the place in the resume, or when the person said it, and to which question. */
function source(fact, resumeId) {
  if (fact.source === "answered" && fact.provenance) return h("span", { class: "muted said" }, `You said so ${when(fact.provenance.answered_at)}, in answer to “${fact.provenance.question}”`);
  if (fact.source === "added") return h("span", { class: "muted said" }, "You added this");
  const link = h("a", { class: "source-link", href: hrefTo("resumes", fact.source_resume_id ?? resumeId, { fact: fact.id }), title: "Where does this come from?", "aria-label": `Where does this come from? ${fact.text.slice(0, 60)}` }, "Source");
  return [fact.source === "corrected" ? h("span", { class: "muted said" }, "You corrected this. ") : null, link];
}

/** Where a fact stands: the position it belongs to, or what kind it is. */
function whereabouts(fact, facts) {
  const parent = facts.get(fact.parent_id);
  const { detail } = parent ?? fact;
  if (detail.kind === "position") return [detail.title, detail.employer, period(detail)].filter(Boolean).join(", ");
  if (detail.kind === "education") return [detail.institution, period(detail)].filter(Boolean).join(", ");
  if (detail.kind === "project") return detail.name;
  return humanise(detail.kind);
}

function refusal(claim) {
  return h("details", { class: "refusal" }, h("summary", {}, "What was refused, and why"),
    h("p", {}, h("del", {}, claim.refused)), h("ul", { class: "tight" }, claim.problems.map((p) => h("li", {}, h("strong", {}, p.excerpt), ` – ${p.message}`))));
}

/** Pointing at a line lights its facts up wherever they are cited, and pointing at a fact its lines. */
function linkFacts(list) {
  const light = (ids) => {
    for (const line of list.querySelectorAll(".line")) {
      const own = line.dataset.facts.split(" ");
      line.classList.toggle("lit", ids.length > 0 && own.some((id) => ids.includes(id)));
    }
    for (const fact of list.querySelectorAll("[data-fact]")) fact.classList.toggle("lit", ids.includes(fact.dataset.fact));
  };
  const at = (event) => {
    const fact = event.target.closest("[data-fact]");
    const line = event.target.closest(".line");
    light(fact ? [fact.dataset.fact] : line ? line.dataset.facts.split(" ").filter(Boolean) : []);
  };
  list.addEventListener("mouseover", at);
  list.addEventListener("focusin", at);
  list.addEventListener("mouseleave", () => light([]));
  list.addEventListener("focusout", () => light([]));
}

/** @param {any} document */
function coverageTab(document) {
  const claims = new Map(document.claims.map((c) => [c.id, c]));
  const items = (document.coverage ?? []).map((c) => h("li", { class: c.claim_ids.length ? "met" : "unmet" },
    icon(c.claim_ids.length ? "check" : "minus"),
    h("div", {}, h("p", {}, h("span", { class: ["importance", c.importance] }, capital(c.importance)), " ", c.requirement),
      c.claim_ids.length
        ? h("ul", { class: "tight muted" }, c.claim_ids.map((id) => h("li", {}, claims.get(id)?.text ?? id)))
        : h("p", { class: "muted" }, "No line answers this."))));
  return h("div", {}, items.length ? h("ul", { class: "coverage" }, items) : h("p", { class: "muted" }, "The posting lists no requirements."), document.gaps?.length ? gapSection(document.gaps) : null);
}

/** @param {any} document */
function leftOutTab(document, editing) {
  const left = document.left_out ?? [];
  const facts = new Map([...document.facts, ...left].map((f) => [f.id, f]));
  if (!left.length) return h("p", { class: "muted" }, "Nothing: everything your resume says is in.");
  return h("div", {}, h("p", { class: "muted" }, "In your resume, but not in this one: other things fit this job better."),
    h("ul", { class: "left-out" }, left.map((f) => h("li", {}, h("div", {}, f.text, h("span", { class: "muted" }, ` · ${whereabouts(f, facts)}`)), editing ? putBackButton(f, editing) : null))));
}

/** @param {() => Promise<{changes: any[]}>} load */
function changesTab(load) {
  const target = h("div", {}, h("p", { class: "muted" }, "Loading …"));
  load().then(({ changes }) => fill(target, changeList(changes)), (error) => {
    if (!(error instanceof ApiError)) throw error;
    fill(target, h("p", { class: "form-error", role: "alert" }, error.message));
  });
  return target;
}

/** What changed comes first; lines that stayed as they were stand folded below. @param {any[]} changes */
function changeList(changes) {
  const kept = changes.filter((c) => c.kind === "kept");
  const changed = changes.filter((c) => c.kind !== "kept");
  const list = (some) => h("ul", { class: "changes" }, some.map(changeItem));
  return [
    changed.length ? list(changed) : h("p", { class: "muted" }, "Nothing was changed."),
    kept.length ? h("details", { class: "kept" }, h("summary", {}, count(kept.length, "line"), " kept as ", kept.length === 1 ? "it is" : "they are"), list(kept)) : null,
  ];
}

/** @param {any} change */
function changeItem(change) {
  const refused = change.kind === "refused";
  const [now, then] = refused || !change.after ? [change.before, change.after] : [change.after, change.before];
  return h("li", {}, h("p", {}, h("span", { class: ["tag", change.kind === "reworded" && "accent"] }, humanise(change.kind)), " ", now),
    then && then !== now ? h("p", { class: "muted" }, refused ? "Refused: " : "Before: ", h("del", {}, then)) : null,
    h("p", { class: "muted" }, capital(change.reason)));
}
