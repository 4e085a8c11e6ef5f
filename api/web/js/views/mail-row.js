/** One line of the inbox. */

import { h } from "../dom.js";
import { jobName, shorten, when } from "../format.js";
import { icon } from "../icons.js";
import { hrefTo } from "../router.js";
import { foundWords, kindBadge, senderOf, subjectOf } from "./mail-words.js";

const SNIPPET = 140;

/**
 * @param {any} mail @param {boolean} chosen
 * @param {{onPick: (mail: any, on: boolean) => void, onStar: (mail: any) => void}} told
 * @returns {HTMLElement}
 */
export function mailRow(mail, chosen, { onPick, onStar }) {
  const subject = subjectOf(mail);
  const pick = h("input", { type: "checkbox", class: "mail-pick", checked: chosen, "aria-label": `Choose ${subject}`, data: { part: "pick" }, on: { change: () => onPick(mail, pick.checked) } });
  const star = h("button", { class: "icon-button small mail-star", type: "button", "aria-pressed": String(mail.is_starred), "aria-label": `Star ${subject}`, title: "Star", data: { part: "star" }, on: { click: () => onStar(mail) } }, icon("star"));
  const found = foundWords(mail);
  const state = [!mail.is_read && "Unread", mail.needs_answer && "Needs an answer"].filter(Boolean);
  return h("li", { class: ["row mail-row", !mail.is_read && "unread"], data: { id: mail.id } },
    pick, star,
    h("div", { class: "row-text" },
      h("p", { class: "mail-from" }, h("span", { class: "mail-sender" }, senderOf(mail)), kindBadge(mail.kind),
        state.map((word) => h("span", { class: ["tag", word === "Unread" ? "accent" : "warn"] }, word)),
        mail.has_attachments ? h("span", { class: "muted", title: "With files" }, icon("clip"), h("span", { class: "sr-only" }, "with files")) : null),
      h("a", { class: "row-title", href: hrefTo("mail", ["message", mail.id]), data: { part: "open" } }, subject),
      found.length ? h("p", { class: "mail-found" }, found.join(" · ")) : null,
      what(mail, found.length > 0),
      mail.problem ? h("p", { class: "trouble" }, mail.problem) : null),
    h("p", { class: "row-meta muted" }, h("span", { title: "Its number, to name it in chat" }, `#${mail.number}`), h("span", {}, when(mail.sent_at))));
}

/** The words that show what was found, the openings of an alert, or how the mail begins. */
function what({ reply, postings, snippet }, found) {
  if (found && reply?.quote) return h("p", { class: "muted mail-snippet" }, h("q", {}, shorten(reply.quote, SNIPPET)));
  const titles = postings.map(({ posting }) => jobName(posting)).join(", ");
  return h("p", { class: "muted mail-snippet" }, shorten(titles || snippet, SNIPPET));
}
