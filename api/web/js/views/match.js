/** A match: the score in its parts, the reasons with the words of both sides, and the gaps. */

import { h } from "../dom.js";
import { partName } from "../format.js";
import { icon } from "../icons.js";
import { scoreBadge, scoreBar } from "../score.js";

const IMPORTANCE = { must: "Must", should: "Should", nice: "Nice to have" };

/**
 * @param {any} match
 * @param {(quote: string) => void} onQuote shows a quote in the posting
 * @returns {HTMLElement}
 */
export function matchSection(match, onQuote) {
  return h("section", { class: "match", "aria-labelledby": "match-title" },
    h("div", { class: "match-head" }, scoreBadge(match.score), h("h2", { id: "match-title" }, "How it fits")),
    h("ul", { class: "parts" }, match.parts.map((part) => partItem(part, onQuote))),
    gapSection(match.gaps ?? [], onQuote));
}

/**
 * The line of one part: name, bar, number, weight.
 * @param {{name: string, score: number|null, weight: number}} part @param {string} [tag] of the name
 * @returns {HTMLElement}
 */
export function partHead(part, tag = "h3") {
  const judged = part.score !== null && part.score !== undefined;
  return h("div", { class: "part-head" },
    h(tag, { class: "part-name" }, partName(part.name)),
    judged ? scoreBar(part.score, partName(part.name)) : h("span", { class: "muted" }, "Not judged"),
    judged ? h("span", { class: "part-number" }, Math.round(part.score)) : null,
    judged ? h("span", { class: "muted part-weight" }, `${Math.round(part.weight * 100)} % of the score`) : null);
}

/** @param {any} part */
function partItem(part, onQuote) {
  return h("li", { class: "part" }, partHead(part), h("ul", { class: "reasons" }, part.reasons.map((r) => reasonItem(r, onQuote))));
}

/** @param {any} reason */
function reasonItem(reason, onQuote) {
  const quotes = reason.posting_quote || reason.resume_quote;
  return h("li", { class: "reason" }, h("p", {}, reason.text),
    quotes ? h("div", { class: "quotes" }, quote("Posting", reason.posting_quote, onQuote), quote("Your resume", reason.resume_quote)) : null);
}

/** @param {string} side @param {string|null} text @param {(quote: string) => void} [onQuote] */
function quote(side, text, onQuote) {
  if (!text) return h("div", { class: "quote none" }, h("span", { class: "quote-side" }, side), h("span", { class: "muted" }, "nothing found"));
  const words = h("q", {}, text);
  const body = onQuote
    ? h("button", { class: "quote-button", type: "button", title: "Show it in the posting", on: { click: () => onQuote(text) } }, words)
    : words;
  return h("div", { class: "quote" }, h("span", { class: "quote-side" }, side), body);
}

/** The posting's own words lead; what the matcher says of them follows. */
function gapItem(gap, onQuote) {
  const words = h("q", {}, gap.posting_quote || gap.text);
  return h("li", {}, h("span", { class: ["importance", gap.importance] }, IMPORTANCE[gap.importance] ?? gap.importance), " ",
    onQuote ? h("button", { class: "quote-button", type: "button", title: "Show it in the posting", on: { click: () => onQuote(gap.posting_quote) } }, words) : words,
    gap.text !== gap.posting_quote ? h("p", { class: "small" }, gap.text) : null);
}

/**
 * @param {any[]} gaps @param {(quote: string) => void} [onQuote]
 * @returns {HTMLElement}
 */
export function gapSection(gaps, onQuote) {
  if (!gaps.length) return h("p", { class: "no-gaps" }, icon("check"), "Nothing the posting asks for is missing.");
  return h("section", { class: "gaps", "aria-labelledby": "gaps-title" },
    h("h2", { id: "gaps-title" }, "What is missing"),
    h("ul", {}, gaps.map((gap) => gapItem(gap, onQuote))));
}
