/** What waits for the person: openings that were not sure enough, replies about an unclear job. */

import { jobs } from "../api.js";
import { h } from "../dom.js";
import { capital, count, jobName, percent } from "../format.js";
import { icon } from "../icons.js";
import { emptyState, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { inbox } from "./mail-api.js";
import { syncEvents } from "./mail-live.js";
import { openingParts } from "./mail-openings.js";
import { decisionParts, suspicion } from "./mail-reply.js";
import { kindBadge } from "./mail-words.js";

/** @param {HTMLElement} root @returns {() => void} */
export function reviewSection(root) {
  let live = true;
  const ask = async () => {
    const [queue, list] = await Promise.all([inbox.review(), jobs.list({ limit: 200 })]);
    return { queue, list: list.items };
  };
  const load = async () => {
    const at = [...root.querySelectorAll(".opening")].findIndex((item) => item.contains(document.activeElement));
    await loadInto(root, ask, draw, { isLive: () => live });
    const items = [...root.querySelectorAll(".opening")];
    if (live && at >= 0) (items[Math.min(at, items.length - 1)]?.querySelector("button, select") ?? root.closest("main"))?.focus();
  };
  const draw = ({ queue, list }) => {
    const { postings, replies, mails } = queue;
    const [applied, openings] = [true, false].map((wanted) => postings.filter((posting) => queue.applications.includes(posting.id) === wanted));
    const parts = (posting) => [openingParts(posting, load), from(posting.message_id, mails)];
    if (!postings.length && !replies.length) {
      return emptyState("Nothing waits for you", "Openings that are not sure to be one, and replies that could be about several jobs, wait here for your word.", h("a", { class: "button", href: "#/mail" }, icon("mail"), "To the inbox"));
    }
    return [replies.length ? section("replies", `${count(replies.length, "reply", "replies")}: does it count, and for which job?`, replies.map((reply) => replyItem(reply, mails, list, load))) : null,
      applied.length ? section("applications", `${count(applied.length, "application")} on no list: add it to yours?`, applied.map(parts)) : null,
      openings.length ? section("postings", `${count(openings.length, "opening")}: is it a job?`, openings.map(parts)) : null];
  };
  load();
  syncEvents.addEventListener("synced", load);
  return () => {
    live = false;
    syncEvents.removeEventListener("synced", load);
  };
}

function section(name, title, items) {
  return h("section", { class: "figures", "aria-labelledby": `waiting-${name}` }, h("h2", { id: `waiting-${name}` }, title), h("ul", { class: "openings" }, items.map((parts) => h("li", { class: "opening" }, parts))));
}

function from(id, mails) {
  return h("p", { class: "muted small" }, "From ", h("a", { href: hrefTo("mail", ["message", id]) }, mails[id] ?? "a mail"));
}

function replyItem(reply, mails, list, load) {
  return [h("p", { class: "mail-reply-line" }, kindBadge(reply.kind), h("span", {}, jobName({ title: reply.role, company: reply.company }) || "It names no job"), h("span", { class: "muted small" }, `${percent(reply.confidence)} sure`)),
    suspicion(reply), reply.quote ? h("blockquote", { class: "mail-quote" }, h("q", {}, reply.quote)) : null, reply.why ? h("p", { class: "muted" }, capital(reply.why)) : null,
    decisionParts(reply, mails[reply.message_id]?.split(": ").slice(1).join(": "), list, load), from(reply.message_id, mails)];
}
