/**
 * A small Markdown reader for answers: headings, paragraphs, lists, quotes, tables, code, rules.
 * It makes elements and text nodes only; whatever looks like HTML stays text.
 */

import { h } from "./dom.js";
import { inline } from "./markdown-inline.js";
import { scoreCell } from "./score.js";

const FENCE = /^ {0,3}(```+|~~~+)\s*([\w+-]*)\s*$/;
const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*$/;
const RULE = /^ {0,3}([-*_])(\s*\1){2,}\s*$/;
const ITEM = /^(\s*)([-*+•]|\d{1,4}[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}> ?/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** @typedef {{type: string, lines: string[], info?: string, level?: number}} Block */

/**
 * @param {string} source
 * @returns {Block[]} the blocks in order; equal source lines give an equal block
 */
export function parseBlocks(source) {
  const lines = source.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n");
  const blocks = [];
  let at = 0;
  while (at < lines.length) {
    if (!lines[at].trim()) { at += 1; continue; }
    const [block, next] = readBlock(lines, at);
    blocks.push(block);
    at = next;
  }
  return blocks;
}

/** @param {string[]} lines @param {number} at @returns {[Block, number]} */
function readBlock(lines, at) {
  const line = lines[at];
  const fence = FENCE.exec(line);
  if (fence) return readFence(lines, at, fence);
  const heading = HEADING.exec(line);
  if (heading) return [{ type: "heading", level: heading[1].length, lines: [heading[2]] }, at + 1];
  if (RULE.test(line)) return [{ type: "rule", lines: [line] }, at + 1];
  if (isTable(lines, at)) return takeWhile("table", lines, at, (l) => l.includes("|"));
  if (QUOTE.test(line)) return takeWhile("quote", lines, at, (l) => QUOTE.test(l));
  if (ITEM.test(line)) return readList(lines, at);
  return takeWhile("paragraph", lines, at, (l, i) => l.trim() !== "" && (i === at || !startsOther(lines, i)));
}

/** @returns {[Block, number]} */
function takeWhile(type, lines, at, test) {
  let end = at;
  while (end < lines.length && test(lines[end], end)) end += 1;
  return [{ type, lines: lines.slice(at, end) }, end];
}

function readFence(lines, at, [, mark, info]) {
  let end = at + 1;
  while (end < lines.length && !lines[end].trim().startsWith(mark)) end += 1;
  return [{ type: "code", info, lines: lines.slice(at + 1, end) }, end + 1];
}

/** A list ends at a blank line that no item and no indented line follows. */
function readList(lines, at) {
  let end = at;
  while (end < lines.length) {
    const line = lines[end];
    if (line.trim()) {
      if (end > at && !ITEM.test(line) && !/^\s{2,}/.test(line) && (!lines[end - 1].trim() || startsOther(lines, end))) break;
    } else {
      const next = lines[end + 1] ?? "";
      if (!ITEM.test(next) && !/^\s{2,}\S/.test(next)) break;
    }
    end += 1;
  }
  return [{ type: "list", lines: lines.slice(at, end) }, end];
}

function startsOther(lines, at) {
  const line = lines[at];
  return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line) || ITEM.test(line) || isTable(lines, at);
}

function isTable(lines, at) {
  const under = lines[at + 1] ?? "";
  return lines[at].includes("|") && under.includes("-") && under.includes("|") && TABLE_RULE.test(under);
}

const RENDERERS = {
  heading: (b) => h(`h${Math.min(6, b.level + 2)}`, {}, inline(b.lines[0])),
  rule: () => h("hr"),
  code: (b) => h("pre", { tabindex: "0" }, h("code", {}, b.lines.join("\n"))),
  quote: (b) => h("blockquote", {}, parseBlocks(b.lines.map((l) => l.replace(QUOTE, "")).join("\n")).map(renderBlock)),
  paragraph: (b) => h("p", {}, inline(b.lines.map((l) => l.trimStart()).join("\n"))),
  list: (b) => renderList(b.lines),
  table: (b) => renderTable(b.lines),
};

/** @param {Block} block @returns {HTMLElement} */
export function renderBlock(block) {
  return RENDERERS[block.type](block);
}

/** @param {string[]} lines @returns {HTMLElement} */
function renderList(lines) {
  const [, indent, marker] = ITEM.exec(lines[0]);
  const ordered = /\d/.test(marker);
  const items = [];
  for (const line of lines) {
    const item = ITEM.exec(line);
    if (item && item[1].length <= indent.length + 1) items.push([item[3]]);
    else items.at(-1).push(line);
  }
  const start = ordered ? parseInt(marker, 10) : 1;
  return h(ordered ? "ol" : "ul", start !== 1 ? { start } : {}, items.map(renderItem));
}

/** @param {string[]} lines the item's own line, then what stands below it */
function renderItem([first, ...rest]) {
  const below = rest.filter((l) => l.trim()).map((l) => l.length - l.trimStart().length);
  const cut = below.length ? Math.min(...below) : 0;
  const blocks = parseBlocks([first, ...rest.map((l) => l.slice(cut))].join("\n"));
  const children = blocks.map((b) => (b.type === "paragraph" ? inline(b.lines.map((l) => l.trim()).join("\n")) : renderBlock(b)));
  return h("li", {}, children);
}

/** @param {string} line @returns {string[]} cells; `\|` is a bar in a cell */
function cells(line) {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((c) => c.trim().replace(/\\\|/g, "|"));
}

const OF_HUNDRED = /^\s*\**\d{1,3}(\.\d+)?\**\s*\/\s*100\**\s*$/;
const SCORE_HEAD = /^\W*(score|match|fit|match score|fit score)\W*$/i;

/** @param {string[]} lines @returns {HTMLElement} */
function renderTable(lines) {
  const head = cells(lines[0]);
  const align = cells(lines[1]).map((c) => (c.endsWith(":") ? (c.startsWith(":") ? "center" : "end") : "start"));
  const cell = (text, column) => {
    const leads = SCORE_HEAD.test(head[column] ?? "");
    const score = leads || OF_HUNDRED.test(text) ? scoreCell(text) : null;
    return h("td", { class: [`align-${align[column] ?? "start"}`, score && "score-cell", score && !leads && "part-cell"] }, score ?? inline(text));
  };
  const rows = lines.slice(2).map((l) => h("tr", {}, head.map((_, i) => cell(cells(l)[i] ?? "", i))));
  const heads = head.map((text, i) => h("th", { scope: "col", class: `align-${align[i] ?? "start"}` }, inline(text)));
  const table = h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows));
  return h("div", { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" }, table);
}

/**
 * Draw Markdown into an element; blocks that did not change since the last call stay as they are, so a growing
 * answer costs only its last block.
 * @param {HTMLElement} target @param {string} source
 */
export function renderInto(target, source) {
  const blocks = parseBlocks(source);
  const before = target.blocks ?? [];
  blocks.forEach((block, i) => {
    if (same(before[i], block) && target.children[i]) return;
    const node = renderBlock(block);
    if (target.children[i]) target.children[i].replaceWith(node);
    else target.append(node);
  });
  while (target.children.length > blocks.length) target.lastElementChild.remove();
  target.blocks = blocks;
}

function same(a, b) {
  return a && a.type === b.type && a.level === b.level && a.lines.length === b.lines.length
    && a.lines.every((line, i) => line === b.lines[i]);
}

/** @param {string} source @returns {HTMLElement} */
export function markdown(source) {
  const target = h("div", { class: "prose" });
  renderInto(target, source);
  return target;
}
