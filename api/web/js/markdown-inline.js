/** Inline Markdown: code, bold, italics, struck out, links. Links go to https, or to a view of this page. */

import { h } from "./dom.js";

const CODE = /^(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)/;
const LINK = /^!?\[((?:[^[\]\\]|\\.|\[[^[\]]*\])*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+["'][^"']*["'])?\s*\)/;
const BARE = /^<?(https:\/\/[^\s<>"'`]+)>?/;
const ESCAPE = /^\\([\\`*_{}[\]()#+\-.!|~<>])/;
const STYLES = [
  [/^\*\*(?=\S)([\s\S]*?\S)\*\*(?!\*)/, "strong"],
  [/^__(?=\S)([\s\S]*?\S)__(?![\w_])/, "strong"],
  [/^~~(?=\S)([\s\S]*?\S)~~/, "del"],
  [/^\*(?=[^\s*])((?:[^*]|\*\*)*?[^\s*])\*(?!\*)/, "em"],
  [/^_(?=[^\s_])([^_]*?[^\s_])_(?!\w)/, "em"],
];
const DEEPEST = 6;

/**
 * @param {string} text @param {number} [depth]
 * @returns {Node[]}
 */
export function inline(text, depth = 0) {
  const nodes = [];
  let plain = "";
  let at = 0;
  const flush = () => { if (plain) nodes.push(document.createTextNode(plain)); plain = ""; };
  while (at < text.length) {
    const found = depth < DEEPEST ? special(text, at, depth) : null;
    if (!found) {
      plain += text[at];
      at += 1;
    } else {
      if (typeof found.node === "string") plain += found.node;
      else { flush(); nodes.push(...[found.node].flat()); }
      at += found.length;
    }
  }
  flush();
  return nodes;
}

/** @returns {{node: Node|Node[]|string, length: number}|null} */
function special(text, at, depth) {
  const char = text[at];
  if (char === "\n") return { node: h("br"), length: 1 };
  if (!"\\`[!*_~<h".includes(char)) return null;
  if (char === "h" && !text.startsWith("https://", at)) return null;
  const rest = text.slice(at, at + 4000);
  const escaped = ESCAPE.exec(rest);
  if (escaped) return { node: escaped[1], length: 2 };
  const code = CODE.exec(rest);
  if (code) return { node: h("code", {}, code[2].trim() || code[2]), length: code[0].length };
  return linkAt(rest, depth) ?? bareAt(text, at, rest) ?? styleAt(text, at, rest, depth);
}

function linkAt(rest, depth) {
  const match = LINK.exec(rest);
  if (!match) return null;
  const label = inline(match[1], depth + 1);
  return { node: link(match[2], label) ?? label, length: match[0].length };
}

function bareAt(text, at, rest) {
  if (at > 0 && /\w/.test(text[at - 1])) return null;
  const match = BARE.exec(rest);
  if (!match) return null;
  const url = match[0].startsWith("<") ? match[1] : match[1].replace(/[.,;:!?)\]*_]+$/, "");
  const node = link(url, [document.createTextNode(url)]);
  return node && { node, length: match[0].startsWith("<") ? match[0].length : url.length };
}

function styleAt(text, at, rest, depth) {
  const inWord = at > 0 && /\w/.test(text[at - 1]);
  for (const [pattern, tag] of STYLES) {
    if (rest[0] === "_" && inWord) continue;
    const match = pattern.exec(rest);
    if (match) return { node: h(tag, {}, inline(match[1], depth + 1)), length: match[0].length };
  }
  return null;
}

/**
 * @param {string} url @param {Node[]} label
 * @returns {HTMLElement|null} null for any address that is neither https nor a view of this page
 */
export function link(url, label) {
  const inside = ownView(url);
  if (inside) return h("a", { href: inside }, label);
  if (!isHttps(url)) return null;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, label);
}

/** A PDF's own address needs the token, which a plain link does not carry: its view shows it. @param {string} url */
function ownView(url) {
  const view = /^\/?(#\/[\w\-/]*)$/.exec(url);
  const pdf = /^\/api\/v1\/tailoring-sessions\/([\w-]+)\/pdf$/.exec(url);
  return view?.[1] ?? (pdf && `#/tailored/${pdf[1]}`);
}

/** @param {string|null|undefined} url */
export function isHttps(url) {
  return Boolean(url) && URL.canParse(url) && new URL(url).protocol === "https:";
}
