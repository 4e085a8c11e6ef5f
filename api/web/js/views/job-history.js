/** What became of an opening: whether it is still there, where it was seen, and how it changed. */

import { ApiError, jobs } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { count, moment, when } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { busyWhile, loadInto } from "../page.js";

const LIVENESS = {
  open: ["check", "Still open", "accent"], gone: ["alert", "Gone", "warn"], closed: ["alert", "Closed", "warn"],
  redirected: ["alert", "Leads elsewhere", "warn"], unknown: ["minus", "Could not be told", ""],
};
const FIRST = 5;

/**
 * @param {{id: string, title: string}} job @param {() => boolean} isLive
 * @param {(warnings: string[]) => void} onWarnings told what speaks against applying
 * @returns {HTMLElement}
 */
export function historySection(job, isLive, onWarnings) {
  const body = h("div");
  const drawAll = (history) => {
    onWarnings(warningsOf(history));
    return draw(job, history, load);
  };
  const load = () => loadInto(body, () => jobs.history(job.id), drawAll, { isLive });
  load();
  return h("section", { class: "history", "aria-labelledby": "history-title" }, h("h2", { id: "history-title" }, "What became of it"), body);
}

/** @param {any} history @returns {string[]} */
function warningsOf({ closed_at: closed, liveness: last, copies: list }) {
  const evidence = last?.evidence ? `: ${last.evidence}` : "";
  if (closed) return [`Closed since ${when(closed)}${evidence}`];
  if (["gone", "closed", "redirected"].includes(last?.state)) return [`Its page ${LIVENESS[last.state][1].toLowerCase()}${evidence}`];
  return list?.length && list.every((copy) => copy.gone_at) ? ["No place where it was seen shows it any more"] : [];
}

function draw(job, history, reload) {
  const seen = [["First seen", when(history.first_seen)], ["Last seen", when(history.last_seen)], history.closed_at && ["Closed", when(history.closed_at)]].filter((f) => f && f[1]);
  return [h("dl", { class: "facts-line" }, seen.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v)))),
    liveness(job, history, reload),
    versions(history.versions ?? []),
    copies(history.copies ?? [])];
}

function liveness(job, { liveness: last, checked_at: at }, reload) {
  const verdict = h("div", { class: "liveness", role: "status" }, last ? verdictLine({ checked_at: at, ...last }) : h("p", { class: "muted" }, "Its page has not been looked at yet."));
  const check = () => busyWhile(button, async () => {
    try {
      const found = await jobs.check(job.id);
      fill(verdict, verdictLine(found));
      announce(LIVENESS[found.state]?.[1] ?? found.state);
      reload();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fill(verdict, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  });
  const button = h("button", { class: "button small", type: "button", on: { click: check } }, icon("refresh"), "Check now");
  return h("div", { class: "liveness-line" }, verdict, button);
}

function verdictLine({ state, evidence, checked_at: at }) {
  const [glyph, word, tone] = LIVENESS[state] ?? LIVENESS.unknown;
  return h("p", {}, h("span", { class: ["tag", tone] }, icon(glyph), word), " ", evidence ? h("q", {}, evidence) : null, at ? h("span", { class: "muted small" }, ` looked at ${moment(at)}`) : null);
}

/** The newest change first; the first version is no change. */
function versions(list) {
  const changed = list.filter((v) => v.changes?.length).sort((a, b) => b.number - a.number);
  if (!changed.length) return h("p", { class: "muted" }, "Its text has not changed since it was first seen.");
  const line = (version) => h("li", {}, h("span", { class: "muted version-date" }, when(version.seen_at)), h("ul", {}, version.changes.map(change)));
  return [h("h3", {}, count(changed.length, "change")), h("ol", { class: "versions" }, changed.slice(0, FIRST).map(line)),
    changed.length > FIRST ? h("details", { class: "kept" }, h("summary", {}, `${changed.length - FIRST} older`), h("ol", { class: "versions" }, changed.slice(FIRST).map(line))) : null];
}

function change({ words, before, after }) {
  const [was, now] = [before && !words.includes(before), after && !words.includes(after)];
  return h("li", {}, words, was || now ? h("details", { class: "refusal" }, h("summary", {}, "Before and after"),
    h("p", {}, h("del", {}, before || "nothing")), h("p", {}, h("ins", {}, after || "nothing"))) : null);
}

/** `3 Mar to 9 Mar`, or the one day. */
function days(first, last) {
  const [from, to] = [first, last].map((at) => new Date(at));
  return from.toDateString() === to.toDateString() ? `${when(last)}` : `${when(first)} to ${when(last)}`;
}

function copies(list) {
  if (!list.length) return null;
  const line = (copy) => {
    const address = copy.url || copy.apply_url;
    const place = isHttps(address) ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, new URL(address).host) : copy.source;
    const times = [copy.source, `seen ${days(copy.first_seen, copy.last_seen)}`, copy.gone_at ? `gone since ${when(copy.gone_at)}` : ""];
    return h("li", {}, place, h("span", { class: "muted" }, ` · ${times.filter(Boolean).join(" · ")}`), copy.rule ? h("span", { class: "muted small copy-rule" }, `counted as the same opening by: ${copy.rule}`) : null);
  };
  return [h("h3", {}, `Seen in ${count(list.length, "place")}`), h("ul", { class: "copies" }, list.map(line))];
}
