/** Small charts that are tables first: every figure stands as text, the SVG beside it only shows how they compare. */

import { h, uid } from "./dom.js";
import { number } from "./format.js";

const SVG = "http://www.w3.org/2000/svg";
const COLUMN = 24;
const HEIGHT = 96;

/** @param {string} tag @param {Object<string, string|number>} attributes @param {...Node} children */
function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/** @typedef {{label: any, value: number, text?: string, note?: any, part?: number, muted?: boolean}} Bar `part`: how much of it is drawn darker */

/**
 * Bars lying one below the other.
 * @param {string} caption @param {Bar[]} rows @param {{head?: string, value?: string, most?: number}} [options]
 * @returns {HTMLElement}
 */
export function bars(caption, rows, { head = "Name", value = "Openings", most } = {}) {
  const top = most ?? Math.max(...rows.map((r) => r.value), 1e-9);
  const line = (row) => h("tr", {},
    h("th", { scope: "row" }, row.label, row.note ? h("span", { class: "bar-note muted" }, row.note) : null),
    h("td", { class: "bar-cell", "aria-hidden": "true" }, bar(row.value / top, row.muted)),
    h("td", { class: "bar-value" }, row.text ?? number(row.value)));
  return h("table", { class: "bars" },
    h("caption", { class: "sr-only" }, caption),
    h("thead", { class: "sr-only" }, h("tr", {}, h("th", { scope: "col" }, head), h("td", {}), h("th", { scope: "col" }, value))),
    h("tbody", {}, rows.map(line)));
}

/** @param {number} share 0 to 1 @param {boolean} [muted] */
function bar(share, muted = false) {
  const width = share ? Math.max(0.5, Math.min(100, share * 100)) : 0;
  return s("svg", { class: muted ? "bar muted" : "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none", focusable: "false" },
    s("rect", { class: "bar-ground", width: 100, height: 8 }), s("rect", { class: "bar-fill", width, height: 8 }));
}

/**
 * Upright columns over time, with the figures as a table below.
 * @param {string} caption @param {{label: string, value: number}[]} points in order @param {string} what is counted
 * @param {string} [span] what a column stands for
 * @returns {HTMLElement}
 */
export function columns(caption, points, what, span = "Week") {
  const top = Math.max(...points.map((p) => p.value), 1);
  const rects = points.map((p, i) => {
    const height = p.value ? Math.max(2, (p.value / top) * HEIGHT) : 0;
    const rect = s("rect", { class: "bar-fill", x: i * COLUMN + 3, y: HEIGHT - height, width: COLUMN - 6, height, rx: 2 });
    rect.append(s("title", {}, document.createTextNode(`${p.label}: ${number(p.value)}`)));
    return rect;
  });
  const width = points.length * COLUMN;
  const id = uid("columns");
  const [first, last] = [points[0], points.at(-1)];
  const svg = s("svg", { class: "columns", viewBox: `0 0 ${width} ${HEIGHT + 1}`, preserveAspectRatio: "none", role: "img", "aria-labelledby": id, focusable: "false" },
    s("title", { id }, document.createTextNode(`${caption}, at most ${number(top)}`)), ...rects,
    s("line", { class: "axis", x1: 0, x2: width, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }));
  return h("div", { class: "chart" }, svg,
    h("p", { class: "chart-ends muted small" }, h("span", {}, `${first.label}: ${number(first.value)}`), h("span", {}, `most ${number(top)}`), h("span", {}, `${last.label}: ${number(last.value)}`)),
    h("details", { class: "as-table" }, h("summary", {}, "As a table"),
      h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, span), h("th", { scope: "col", class: "align-end" }, what))),
        h("tbody", {}, points.map((p) => h("tr", {}, h("td", {}, p.label), h("td", { class: "align-end" }, number(p.value)))))))));
}

/**
 * A range with its middle, on a scale that all ranges of one chart share.
 * @param {{low: number, middle: number, high: number, top: number}} range @returns {SVGElement}
 */
export function rangeBar({ low, middle, high, top }) {
  const at = (v) => (v / top) * 100;
  return s("svg", { class: "bar range", viewBox: "0 0 100 8", preserveAspectRatio: "none", focusable: "false", "aria-hidden": "true" },
    s("rect", { class: "bar-ground", width: 100, height: 8 }),
    s("rect", { class: "bar-fill", x: at(low), width: Math.max(0.5, at(high) - at(low)), height: 8 }),
    s("rect", { class: "bar-middle", x: at(middle) - 0.5, width: 1, height: 8 }));
}
