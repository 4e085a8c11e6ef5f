/** Cards for what tools gave back: links to the things themselves, so that the chat is never a dead end. */

import { fill, h } from "../dom.js";
import { jobFacts, shorten } from "../format.js";
import { icon } from "../icons.js";
import { hrefTo } from "../router.js";
import { scoreBadge, scoreCell } from "../score.js";

const MOST_CARDS = 6;
const RANKINGS = new Set(["search_jobs", "show_new"]);

/**
 * @param {import("../turns.js").Item[]} items steps of one turn
 * @param {boolean} hasTable whether the answer itself shows a table
 * @returns {HTMLElement|null}
 */
export function resultCards(items, hasTable) {
  const cards = new Map();
  for (const item of items) {
    if (item.status !== "ok" || !item.result || typeof item.result !== "object" || item.name.startsWith("delete_")) continue;
    for (const [key, card] of cardsOf(item, hasTable)) cards.set(key, card);
  }
  return cards.size ? h("div", { class: "results" }, [...cards.values()].slice(-MOST_CARDS)) : null;
}

/** Views that show more of what a tool told: `[view, icon, title, what is there, key and query of the result]`. */
const DOORS = {
  search_jobs: ["find", "find", "The whole search", "Reasons, what the filters left out, and the sources", (r) => [r.id]],
  watch_jobs: ["sources", "eye", "What is watched", "Next looks, and ending a watch"],
  list_watches: ["sources", "eye", "What is watched", "Next looks, and ending a watch"],
  show_sources: ["sources", "sources", "All sources", "How each fares, and fetching now"],
  show_market: ["market", "market", "The market in figures", "Skills, pay, places and employers", (r) => [null, { q: r.words, where: r.location }]],
  skills_gap: ["market", "market", "The market and your resume", "What is asked for, in the postings’ own words"],
};

/** @returns {[string, HTMLElement][]} */
function cardsOf(item, hasTable) {
  return [...things(item, hasTable), ...door(item)];
}

/** @returns {[string, HTMLElement][]} */
function door({ name, result }) {
  if (!DOORS[name]) return [];
  const [view, glyph, title, what, where] = DOORS[name];
  const href = hrefTo(view, ...(where?.(result) ?? []));
  return [[href, h("a", { class: "result-card", href }, icon(glyph), h("span", { class: "result-text" }, h("strong", {}, title), h("span", { class: "muted" }, what)), icon("chevron"))]];
}

/** @returns {[string, HTMLElement][]} */
function things(item, hasTable) {
  const rows = rowsOf(item.result);
  if (item.name === "compare_jobs" && rows.every((r) => scoreOf(r) !== null) && rows.length) {
    return hasTable ? rows.slice(0, 3).flatMap(cardOf) : [["comparison", comparison(rows)]];
  }
  if (RANKINGS.has(item.name)) return rows.slice(0, hasTable ? 3 : MOST_CARDS - 1).flatMap(cardOf);
  if (rows.length > 1) return [];
  return [rows[0] ?? item.result].flatMap(cardOf);
}

/**
 * Make the numbers of jobs in an answer's tables lead to those jobs.
 * @param {HTMLElement} prose @param {import("../turns.js").Item[]} items whose results name jobs by number
 */
export function linkNumbers(prose, items) {
  const known = new Map(items.flatMap((item) => (item.result && typeof item.result === "object" ? rowsOf(item.result) : []))
    .map((row) => row.job ?? row).filter((job) => job.number && (job.job_id ?? job.id)).map((job) => [String(job.number), job]));
  if (!known.size) return;
  for (const table of prose.querySelectorAll("table")) {
    if (table.querySelector("th")?.textContent.trim() !== "#") continue;
    for (const cell of table.querySelectorAll("tbody td:first-child")) {
      const job = known.get(cell.textContent.trim());
      if (job) fill(cell, h("a", { href: hrefTo("jobs", job.job_id ?? job.id), "aria-label": `Job ${job.number}, ${job.title}` }, job.number));
    }
  }
}

/** @param {any} result @returns {any[]} */
function rowsOf(result) {
  if (Array.isArray(result)) return result;
  const list = ["items", "rows", "jobs", "ranking"].map((k) => result[k]).find(Array.isArray);
  return list ?? [];
}

/** @param {any} thing @returns {[string, HTMLElement][]} */
function cardOf(thing) {
  const found = thing.session ?? thing.tailored ?? thing.job ?? thing.resume ?? thing;
  const inner = found.job_id ? { ...found, id: found.job_id } : found;
  if (!inner?.id) return [];
  if ("page_url" in inner || "pdf_url" in inner) return [[inner.id, tailoredCard(inner)]];
  if (inner.filename) return [[inner.id, resumeCard(inner)]];
  if (inner.title && "company" in inner) return [[inner.id, jobCard(inner, scoreOf(thing))]];
  return [];
}

/** @param {any} row @returns {number|null} */
function scoreOf(row) {
  const score = row.score ?? row.match?.score ?? row.job?.score ?? row.job?.match?.score;
  return typeof score === "number" ? score : null;
}

function jobCard(job, score) {
  return h("a", { class: "result-card", href: hrefTo("jobs", job.id) }, scoreBadge(score),
    h("span", { class: "result-text" }, h("strong", {}, job.title), h("span", { class: "muted" }, jobFacts(job))), icon("chevron"));
}

function resumeCard(resume) {
  return h("a", { class: "result-card", href: hrefTo("resumes", resume.id) }, icon("resume"),
    h("span", { class: "result-text" }, h("strong", {}, resume.name || resume.filename), h("span", { class: "muted" }, resume.headline || resume.filename)), icon("chevron"));
}

function tailoredCard(session) {
  const title = [session.job_title, session.company].filter(Boolean).join(" at ") || "Tailored resume";
  const lines = session.lines;
  return h("a", { class: "result-card tailored", href: hrefTo("tailored", session.id) }, icon("tailored"),
    h("span", { class: "result-text" }, h("strong", {}, title), h("span", { class: "muted" }, lines ? `PDF and the proof of its ${lines} lines` : "PDF and proof")), icon("chevron"));
}

/** @param {any[]} rows best first */
function comparison(rows) {
  const body = rows.map((row) => {
    const job = row.job ?? row;
    const reasons = (row.reasons ?? (row.match ?? job.match)?.parts?.flatMap((p) => p.reasons) ?? []).slice(0, 3);
    const gaps = (row.gaps ?? (row.match ?? job.match)?.gaps ?? []).slice(0, 3);
    const cell = h("td", { class: "score-cell" });
    fill(cell, scoreCell(String(Math.round(scoreOf(row)))));
    return h("tr", {},
      h("td", {}, h("a", { href: hrefTo("jobs", job.id) }, job.title), h("br"), h("span", { class: "muted" }, job.company ?? "")),
      cell, h("td", {}, textList(reasons)), h("td", {}, textList(gaps)));
  });
  const heads = ["Job", "Score", "Why", "Missing"].map((t) => h("th", { scope: "col" }, t));
  return h("div", { class: "table-wrap prose", tabindex: "0", role: "region", "aria-label": "Comparison" },
    h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, body)));
}

function textList(entries) {
  const texts = entries.map((e) => shorten(typeof e === "string" ? e : e.text ?? "", 140)).filter(Boolean);
  return texts.length ? h("ul", { class: "tight" }, texts.map((t) => h("li", {}, t))) : "–";
}
