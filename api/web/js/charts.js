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

/**
 * Shares with how far they may be off: a dot where the share is, a line over its interval, all from 0 to 100 %.
 * @param {{low: number, middle: number, high: number}} share each 0 to 1 @returns {SVGElement}
 */
export function intervalBar({ low, middle, high }) {
  return s("svg", { class: "bar interval", viewBox: "0 0 100 8", preserveAspectRatio: "none", focusable: "false", "aria-hidden": "true" },
    s("rect", { class: "bar-ground", width: 100, height: 8 }),
    s("rect", { class: "bar-span", x: low * 100, y: 3, width: Math.max(0.5, (high - low) * 100), height: 2 }),
    s("rect", { class: "bar-fill", x: Math.max(0, middle * 100 - 1), width: 2, height: 8 }));
}

/**
 * Several courses over the same points; each line has its own dash and its name, so that colour says nothing alone.
 * @param {string} caption @param {string[]} labels of the points, in order @param {{name: string, values: number[]}[]} courses at most four
 * @param {{head?: string, text?: (value: number) => string}} [options] `head` names the points
 * @returns {HTMLElement}
 */
export function lines(caption, labels, courses, { head = "Week", text = number } = {}) {
  const top = Math.max(...courses.flatMap((c) => c.values), 1e-9);
  const width = Math.max(1, labels.length - 1) * COLUMN;
  const id = uid("lines");
  const at = (value, i) => `${i * COLUMN},${(HEIGHT - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
  const drawn = courses.map((c, i) => s("polyline", { class: `line line-${i}`, points: c.values.map(at).join(" "), fill: "none" }));
  const svg = s("svg", { class: "columns", viewBox: `-2 0 ${width + 4} ${HEIGHT + 1}`, preserveAspectRatio: "none", role: "img", "aria-labelledby": id, focusable: "false" },
    s("title", { id }, document.createTextNode(`${caption}, at most ${text(top)}`)), s("line", { class: "axis", x1: 0, x2: width, y1: HEIGHT + 0.5, y2: HEIGHT + 0.5 }), ...drawn);
  const key = (c, i) => h("span", {}, s("svg", { class: "line-key", viewBox: "0 0 24 8", focusable: "false", "aria-hidden": "true" }, s("line", { class: `line line-${i}`, x1: 0, x2: 24, y1: 4, y2: 4 })), c.name);
  return h("div", { class: "chart" }, h("p", { class: "chart-key small" }, courses.map(key)), svg,
    h("p", { class: "chart-ends muted small" }, h("span", {}, labels[0]), h("span", {}, `most ${text(top)}`), h("span", {}, labels.at(-1))),
    h("details", { class: "as-table" }, h("summary", {}, "As a table"),
      h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": caption }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, head), courses.map((c) => h("th", { scope: "col", class: "align-end" }, c.name)))),
        h("tbody", {}, labels.map((label, i) => h("tr", {}, h("td", {}, label), courses.map((c) => h("td", { class: "align-end" }, text(c.values[i]))))))))));
}
