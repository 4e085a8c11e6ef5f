/** How the mail goes: volume by week, who writes most and what could be done about it, how fast answers come. */

import { columns } from "../charts.js";
import { h } from "../dom.js";
import { number, when } from "../format.js";
import { isHttps } from "../markdown-inline.js";
import { figure, table } from "./mail-figures.js";
import { kindName } from "./mail-words.js";

/** @param {any} trends @returns {any[]} */
export function trendsParts(trends) {
  if (!trends.weeks.length) return [h("p", { class: "muted" }, "There is no mail of this time yet.")];
  const kinds = [...Map.groupBy(trends.weeks.flatMap((w) => Object.entries(w.kinds)), ([kind]) => kind)].map(([kind, pairs]) => [kind, pairs.reduce((sum, [, n]) => sum + n, 0)]).sort((a, b) => b[1] - a[1]);
  return [h("div", { class: "figure-grid" },
    figure("Mails by week", columns("Mails by week", trends.weeks.map((w) => ({ label: when(w.week), value: w.total })), "Mails")),
    figure("By kind", table("Mails by kind", [["Kind", false], ["Mails", true]], kinds.map(([kind, n]) => [kindName(kind), number(n)]))),
    figure("Answers", times("You answer", trends.mine), times("You are answered", trends.theirs))),
  h("h3", { class: "mail-subhead" }, "Who writes most"), senders(trends.senders)];
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
  const advice = (s) => [s.advice ?? "", isHttps(s.unsubscribe) ? h("p", {}, h("a", { href: s.unsubscribe, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": `Unsubscribe from ${s.name || s.address}` }, "Unsubscribe")) : s.unsubscribe?.startsWith("mailto:") ? h("p", { class: "muted small" }, `By a mail to ${s.unsubscribe.slice(7).split("?")[0]}`) : null];
  return table("Who writes most", [["Sender", false], ["Mails", true], ["Unread", true], ["Jobs", true], ["Advice", false]],
    list.map((s) => [[s.name || s.address, s.name ? h("p", { class: "muted small" }, s.address) : null], number(s.mails), number(s.unread), number(s.jobs), advice(s)]));
}
