/** How the syncs go, how each parser fares, what changed, how the mail goes, and the appointments it has brought. */

import { bars, columns } from "../charts.js";
import { append, h } from "../dom.js";
import { choice } from "../fields.js";
import { figure, section, table } from "../figures.js";
import { count, moment, number, when } from "../format.js";
import { icon } from "../icons.js";
import { emptyState, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { figures, mailboxes } from "./mail-api.js";
import { appointmentsSection } from "./mail-appointments.js";
import { trendsParts } from "./mail-trends.js";
import { subjectOf } from "./mail-words.js";

const SPANS = [["7", "The last 7 days"], ["30", "The last 30 days"], ["90", "The last 90 days"], ["365", "The last year"]];
const DAY_MS = 86_400_000;
const MOST_COLUMNS = 60;
const STATES = { completed: ["check", "Done", "accent"], failed: ["alert", "Failed", "warn"], cancelled: ["minus", "Stopped", ""], running: ["clock", "Running", ""], queued: ["clock", "Waiting", ""] };
const BEGUN = { hand: "by hand", schedule: "by the hour", push: "by a push" };

/** @param {HTMLElement} root @returns {() => void} */
export function syncsSection(root) {
  let live = true;
  const isLive = () => live;
  const [syncs, trends] = [h("div"), h("div")];
  const span = choice("Show", SPANS, "30");
  span.element.classList.add("inline");
  const load = () => {
    const days = Number(span.control.value);
    loadInto(syncs, async () => [await figures.syncs(days), await mailboxes.list(), days], ([board, boxes, shown]) => draw(board, boxes.sources, shown), { isLive });
    loadInto(trends, () => figures.trends(Math.max(7, days)), trendsParts, { isLive });
  };
  span.control.addEventListener("change", load);
  append(root, [appointmentsSection(isLive), span.element, syncs, section("How the mail goes", trends)]);
  load();
  return () => { live = false; };
}

function draw(board, boxes, days) {
  if (!board.syncs.length) {
    return emptyState("No sync yet", "Connect a mailbox; it is looked into right away and then by the hour.", h("a", { class: "button", href: hrefTo("mail", "mailboxes") }, icon("mail"), "To the mailboxes"));
  }
  const names = Object.fromEntries(boxes.map((box) => [box.id, box.name]));
  return [section("Syncs", h("p", { class: "figures-note" }, `${count(board.syncs.length, "sync", "syncs")}: ${number(board.completed)} done, ${number(board.failed)} failed.`),
    h("div", { class: "figure-grid" }, figure("New mails by day", byDay(board.syncs, days, "fetched", "New mails")), figure("New jobs by day", byDay(board.syncs, days, "jobs", "New jobs")), figure("Mailboxes", bySource(board.syncs, boxes))),
    timeline(board.syncs, names)),
  section("Parsers", parsers(board.parsers)), templates(board.templates)];
}

/** Every day of the span has its column, also those without a sync; a long span is put together by weeks. */
function byDay(syncs, days, name, what) {
  const step = Math.ceil(days / MOST_COLUMNS);
  const today = new Date().setHours(0, 0, 0, 0);
  const points = Array.from({ length: Math.ceil(days / step) }, (_, i) => ({ at: today - i * step * DAY_MS, value: 0 })).reverse();
  for (const sync of syncs) {
    const day = new Date(sync.started_at).setHours(0, 0, 0, 0);
    const point = points.find((p) => day <= p.at);
    if (point) point.value += sync.counts[name];
  }
  if (points.every((p) => !p.value)) return h("p", { class: "muted" }, "None in this time.");
  const labelled = points.map((p) => ({ label: new Date(p.at).toLocaleDateString(undefined, { day: "numeric", month: "short" }), value: p.value }));
  return columns(`${what} by ${step > 1 ? `${step} days` : "day"}`, labelled, what, step > 1 ? `${step} days until` : "Day");
}

function bySource(syncs, boxes) {
  const rows = boxes.map((box) => {
    const own = syncs.filter((sync) => sync.source_id === box.id);
    const [done, failed] = ["completed", "failed"].map((status) => own.filter((sync) => sync.status === status).length);
    const note = failed ? `${count(failed, "failure")}, ${box.problem ?? "answered again since"}` : null;
    return { label: box.name, value: done / Math.max(1, done + failed), text: `${number(done)} of ${number(done + failed)}`, note };
  });
  return bars("Syncs of each mailbox that came to their end", rows, { head: "Mailbox", value: "Done", most: 1 });
}

function timeline(syncs, names) {
  const heads = [["When", false], ["Mailbox", false], ["State", false], ["Mails", true], ["Alerts", true], ["New jobs", true], ["Known", true], ["Replies", true], ["To look at", true]];
  const rows = syncs.map((sync) => {
    const [glyph, word, tone] = STATES[sync.status] ?? STATES.queued;
    const c = sync.counts;
    const state = [h("span", { class: ["tag", tone] }, icon(glyph), word), sync.problem ? h("p", { class: "trouble" }, sync.problem) : null, sync.mode === "bounded" ? h("p", { class: "muted small" }, "from the last days only") : null];
    return [[moment(sync.started_at), h("span", { class: "muted small" }, ` ${BEGUN[sync.begun_by] ?? sync.begun_by}`)], names[sync.source_id] ?? "disconnected", state, ...[c.fetched, c.alerts, c.jobs, c.known, c.replies, c.review].map(number)];
  });
  return h("details", { class: "find-more", open: syncs.length < 6 }, h("summary", {}, icon("chevron"), "Each sync"), table("Each sync", heads, rows));
}

function parsers(rows) {
  if (!rows.length) return h("p", { class: "muted" }, "No alert has been read yet.");
  const heads = [["Parser", false], ["Mails", true], ["Openings", true], ["Without any", true], ["Unsure", true], ["Turned down by you", true], ["Newest", true]];
  return table("How each parser fares", heads, rows.map((p) => [p.parser, number(p.mails), number(p.postings), number(p.empty), number(p.unsure), number(p.rejected), when(p.newest)]));
}

function templates(list) {
  if (!list.length) return null;
  return section("Alerts that seem to have changed", h("p", { class: "muted small" }, "Nothing was found in these, though their sender’s always had openings. Read them again with another parser, or add what they show."),
    h("ul", { class: "rows" }, list.map((mail) => h("li", { class: "row" }, icon("alert"),
      h("div", { class: "row-text" }, h("a", { class: "row-title", href: hrefTo("mail", ["message", mail.email_id]) }, subjectOf(mail)), h("p", { class: "muted" }, mail.sender)),
      h("p", { class: "row-meta muted" }, when(mail.sent_at))))));
}
