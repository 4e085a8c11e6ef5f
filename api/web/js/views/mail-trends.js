/** How the mail goes: volume by week, who writes most and what could be done about it, how fast answers come. */

import { columns } from "../charts.js";
import { h } from "../dom.js";
import { figure, table } from "../figures.js";
import { number, when } from "../format.js";
import { isHttps } from "../markdown-inline.js";
import { kindName } from "./mail-words.js";

const WEEK_MS = 7 * 86_400_000;

/** @param {any} trends @returns {any[]} */
export function trendsParts(trends) {
  if (!trends.weeks.length) return [h("p", { class: "muted" }, "There is no mail of this time yet.")];
  const byKind = Map.groupBy(trends.weeks.flatMap((w) => Object.entries(w.kinds)), ([kind]) => kind);
  const kinds = [...byKind].map(([kind, pairs]) => [kind, pairs.reduce((sum, [, n]) => sum + n, 0)]).sort((a, b) => b[1] - a[1]);
  return [h("div", { class: "figure-grid" },
    figure("Mails by week", columns("Mails by week", everyWeek(trends.weeks), "Mails")),
    figure("By kind", table("Mails by kind", [["Kind", false], ["Mails", true]], kinds.map(([kind, n]) => [kindName(kind), number(n)]))),
    figure("Answers", times("You answer", trends.mine), times("You are answered", trends.theirs))),
  h("h3", { class: "mail-subhead" }, "Who writes most"), senders(trends.senders)];
}

/** Weeks without a mail have their column too. @param {any[]} weeks in order */
function everyWeek(weeks) {
  const totals = new Map(weeks.map((w) => [Date.parse(w.week), w.total]));
  const first = Date.parse(weeks[0].week);
  const many = Math.round((Date.parse(weeks.at(-1).week) - first) / WEEK_MS) + 1;
  return Array.from({ length: many }, (_, i) => first + i * WEEK_MS).map((at) => ({ label: when(new Date(at).toISOString()), value: totals.get(at) ?? 0 }));
}

function times(who, { answers, median_hours: median, slow_hours: slow }) {
  if (median === null) return h("p", {}, h("strong", {}, who), h("span", { class: "muted" }, `: too few answers to say (${number(answers)}).`));
  return h("p", {}, h("strong", {}, who), ` after ${span(median)} (median of ${number(answers)}); one in ten takes ${span(slow)} or longer.`);
}

function span(hours) {
  if (hours < 1) return `${Math.round(hours * 60)} minutes`;
  return hours < 48 ? `${Math.round(hours)} hours` : `${Math.round(hours / 24)} days`;
}

function senders(list) {
  return table("Who writes most", [["Sender", false], ["Mails", true], ["Unread", true], ["Jobs", true], ["Advice", false]],
    list.map((s) => [[s.name || s.address, s.name ? h("p", { class: "muted small" }, s.address) : null], number(s.mails), number(s.unread), number(s.jobs), [s.advice ?? "", unsubscribe(s)]]));
}

/** The sender's own way out: a page is a link, an address is told. */
function unsubscribe({ unsubscribe: way, name, address }) {
  if (isHttps(way)) {
    return h("p", {}, h("a", { href: way, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": `Unsubscribe from ${name || address}` }, "Unsubscribe"));
  }
  return way?.startsWith("mailto:") ? h("p", { class: "muted small" }, `By a mail to ${way.slice(7).split("?")[0]}`) : null;
}
