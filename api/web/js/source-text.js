/** A source text with one stretch of it marked. Spans count code points, as the API does; JavaScript counts UTF-16. */

import { fill, h } from "./dom.js";

/** @typedef {{start: number, end: number}} Span */

export class SourceText {
  /** @param {string} text @param {string} label @param {(offset: number) => void} [onPick] code point clicked */
  constructor(text, label, onPick) {
    this.text = text;
    this.points = /[\ud800-\udbff]/.test(text) ? offsets(text) : null;
    this.element = h("pre", { class: "source-text", tabindex: "0", role: "region", "aria-label": label }, text);
    if (onPick) this.element.addEventListener("click", () => this.picked(onPick));
  }

  /** @param {number} point @returns {number} index in UTF-16 */
  index(point) {
    if (!this.points) return Math.min(point, this.text.length);
    return this.points[Math.min(point, this.points.length - 1)];
  }

  /** Mark a span and bring it into view. @param {Span} span */
  mark({ start, end }) {
    this.markUnits(this.index(start), this.index(end));
  }

  /** Mark words wherever they stand, white space aside. @param {string} quote @returns {boolean} whether they were found */
  markQuote(quote) {
    const words = quote.trim().split(/\s+/).map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const match = new RegExp(words.join("\\s+"), "i").exec(this.text);
    if (match) this.markUnits(match.index, match.index + match[0].length);
    return Boolean(match);
  }

  markUnits(from, to) {
    const mark = h("mark", {}, this.text.slice(from, to));
    this.element.parentElement?.classList.add("peek");
    fill(this.element, this.text.slice(0, from), mark, this.text.slice(to));
    const box = this.element;
    const top = mark.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    box.scrollTo({ top: Math.max(0, top - box.clientHeight / 3), behavior: calm ? "instant" : "smooth" });
  }

  clear() {
    this.element.parentElement?.classList.remove("peek");
    fill(this.element, this.text);
  }

  picked(onPick) {
    const selection = getSelection();
    if (!selection.isCollapsed || !this.element.contains(selection.anchorNode)) return;
    const range = document.createRange();
    range.setStart(this.element, 0);
    range.setEnd(selection.anchorNode, selection.anchorOffset);
    onPick(Array.from(range.toString()).length);
  }
}

/** @param {string} text @returns {number[]} for every code point, its index in UTF-16, and the end */
function offsets(text) {
  const found = [];
  let at = 0;
  for (const char of text) {
    found.push(at);
    at += char.length;
  }
  found.push(at);
  return found;
}
