/** What a search came to: the ranked openings, what filters left out, and how the sources answered. */

import { h } from "../dom.js";
import { capital, count, number } from "../format.js";
import { icon } from "../icons.js";
import { emptyState } from "../page.js";
import { aboutFilter, inWords, withoutFilter } from "../wanted.js";
import { rankedCard } from "./ranked.js";

/**
 * @param {any} result a SearchResult that has ended
 * @param {{onSearch: (wanted: any) => void, onWatch: (wanted: any) => void,
 *   onDrop: (name: string, words: string, button: HTMLButtonElement) => void}} told
 * @returns {any[]}
 */
export function foundSection(result, told) {
  const { jobs, wanted } = result;
  const watch = h("button", { class: "button small", type: "button", on: { click: () => told.onWatch(wanted) } }, icon("eye"), "Watch this search");
  const head = h("div", { class: "found-line" },
    h("div", {}, h("h2", { id: "found-title" }, jobs.length ? `The best ${jobs.length} for ${inWords(wanted)}` : `Nothing for ${inWords(wanted)}`),
      h("p", { class: "muted small" }, counted(result))), watch);
  return [head, failures(result.sources), leftOut(result, told),
    jobs.length ? h("ol", { class: "found", "aria-labelledby": "found-title" }, jobs.map(rankedCard)) : nothing(result, told)];
}

function counted(result) {
  const answered = result.sources.filter((s) => s.found > 0 || !s.error).length;
  const all = `${answered} of ${count(result.sources.length, "source")} answered with ${count(result.found, "posting")}: ${count(result.openings, "opening")}, ${number(result.new)} of them never seen before.`;
  return result.jobs.length ? `${all} The best are on your list.` : all;
}

/** What a filter kept out, with a way to see it. */
function leftOut(result, { onSearch }) {
  const { wanted } = result;
  const kept = result.left_out.filter((f) => f.otherwise || f.unstated || f.other_currency);
  if (!kept.length) return null;
  const silent = kept.some((f) => f.unstated) && !wanted.include_unstated;
  return h("section", { class: "left-out-box", "aria-label": "Left out by your filters" },
    h("ul", {}, kept.map((f) => h("li", {}, h("strong", {}, capital(aboutFilter(f.filter))), `${standing(wanted, f.filter) && f.filter !== "blocked_companies" ? " you wish for in every search" : ""}: ${filterCounts(f)}`))),
    silent ? h("button", { class: "button small", type: "button", on: { click: () => onSearch({ ...wanted, include_unstated: true }) } }, "Show those that state nothing too") : null);
}

/** Whether a filter is none of the search's own, but a wish that holds for every search. */
function standing(wanted, filter) {
  return ["pay", "sponsorship", "blocked_companies"].includes(filter) && !withoutFilter(wanted, filter);
}

function filterCounts({ otherwise, unstated, other_currency: other = 0 }) {
  const told = (many, what) => many && `${number(many)} state${many === 1 ? "s" : ""} ${what}`;
  return [told(otherwise, "otherwise"), told(unstated, "nothing"), told(other, "pay in another currency")].filter(Boolean).join(", ");
}

/** Sources that did not answer, or with an answer of before. @param {any[]} sources @returns {HTMLElement|null} */
export function failures(sources) {
  const failed = sources.filter((s) => s.error);
  if (!failed.length) return null;
  const word = failed.every((s) => s.found > 0) ? "answer freshly" : "answer";
  return h("details", { class: "failed-sources", open: failed.length === sources.length },
    h("summary", {}, icon("alert"), `${count(failed.length, "source")} of ${sources.length} did not ${word}`),
    h("ul", {}, failed.map((s) => h("li", {}, h("strong", {}, s.source), ` ${s.error}`))),
    h("p", { class: "small" }, h("a", { href: "#/sources" }, "How all sources fare")));
}

/** Why nothing was found, and what to change: the filters that hold most back come first. */
function nothing(result, { onSearch, onDrop }) {
  const { wanted } = result;
  if (result.sources.length && result.sources.every((s) => s.error)) {
    return emptyState("No source answered", "What happened stands above. Try again in a moment, or choose other sources.",
      h("button", { class: "button", type: "button", on: { click: () => onSearch(wanted) } }, icon("refresh"), "Search again"));
  }
  const doors = result.left_out.map((f) => ({ ...f, total: f.otherwise + f.unstated + (f.other_currency ?? 0), loose: withoutFilter(wanted, f.filter) }))
    .filter((f) => f.total && (f.loose || standing(wanted, f.filter))).sort((a, b) => b.total - a.total).slice(0, 3);
  const why = doors.length ? "The filters left nothing over. Drop one of them:"
    : wanted.words ? "No opening says these words or means something near. Try fewer or other words, or another spelling."
      : "The sources had no opening that fits.";
  return emptyState("Nothing fits", why, h("div", { class: "chips centred" }, doors.map((f) => door(f, onSearch, onDrop))));
}

/** A filter of this search is left out of the next; a wish for every search is let go. */
function door({ filter, total, loose }, onSearch, onDrop) {
  const wish = filter === "blocked_companies" ? "Unblock all employers" : `Drop your wish about ${aboutFilter(filter)}`;
  const words = `${loose ? `Without ${aboutFilter(filter)}` : wish} (${number(total)})`;
  const press = () => (loose ? onSearch(loose) : onDrop(filter, aboutFilter(filter), button));
  const button = h("button", { class: "button small", type: "button", on: { click: press } }, words);
  return button;
}
