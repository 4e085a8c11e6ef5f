/** Mails in words: their kind, what was found in them, what was done about it. */

import { h } from "../dom.js";
import { capital, count, number } from "../format.js";
import { icon } from "../icons.js";

export const KINDS = {
  alert: "Job alert", application_received: "Received", assessment: "Assessment", interview: "Interview", reschedule: "New time",
  offer: "Offer", rejection: "Rejection", question: "Question", outreach: "Recruiter", receipt: "Receipt", invitation: "Invitation",
  parcel: "Parcel", newsletter: "Newsletter", promotion: "Promotion", security: "Security", personal: "Personal", sent: "Sent", other: "Other",
};
const TELLING = new Set(["alert", "interview", "reschedule", "offer", "assessment", "application_received"]);
const ASKING = new Set(["rejection", "question"]);

/** @param {string} kind @returns {string} */
export function kindName(kind) {
  return KINDS[kind] ?? capital(kind.replace(/_/g, " "));
}

/** @param {string} kind @returns {HTMLElement} */
export function kindBadge(kind) {
  return h("span", { class: ["tag mail-kind", TELLING.has(kind) && "accent", ASKING.has(kind) && "warn"] }, kindName(kind));
}

/** @param {{sender_name?: string|null, sender_address: string}} mail */
export function senderOf(mail) {
  return mail.sender_name || mail.sender_address;
}

const POSTING_STATES = {
  found: ["minus", "Found", ""], added: ["check", "On your list", "accent"], known: ["check", "Was on your list", "accent"],
  blocked: ["cross", "Blocked employer", ""], review: ["alert", "Waits for you", "warn"], rejected: ["cross", "No job", ""],
};

/** @param {string} state of an opening */
export function postingTag(state) {
  const [glyph, word, tone] = POSTING_STATES[state] ?? ["minus", capital(state), ""];
  return h("span", { class: ["tag", tone] }, icon(glyph), word);
}

/** What was found in a mail, in a few words. @param {any} mail @returns {string[]} */
export function foundWords(mail) {
  const words = [];
  if (mail.postings.length) {
    const waiting = mail.postings.filter((p) => p.state === "review").length;
    words.push(count(mail.postings.length, "opening") + (waiting ? `, ${number(waiting)} to look at` : ""));
  }
  if (mail.outcome === "changed") words.push("nothing could be read in it");
  if (mail.reply && mail.reply.kind !== "other") words.push(replyWords(mail.reply));
  return words;
}

/** `rejection → job 4: dismissed` @param {any} reply */
function replyWords(reply) {
  const kind = kindName(reply.kind).toLowerCase();
  const job = reply.job_number ? `job ${reply.job_number}` : reply.company ?? "which job?";
  const after = {
    applied: reply.status_after && reply.status_after !== reply.status_before ? `: ${reply.status_after}` : "", review: ": waits for you", undone: ": taken back", ignored: ": changes nothing",
  }[reply.state] ?? "";
  return `${kind} → ${job}${after}`;
}

/** @param {{subject: string}} mail @returns {string} */
export function subjectOf(mail) {
  return mail.subject || "(no subject)";
}

/** @param {string} text of a field, by commas or spaces @returns {string[]} */
export function addressesIn(text) {
  return text.split(/[,;\s]+/).filter(Boolean);
}

export const CHANGES = {
  read: ["is_read", true, "unread", "marked as read"], unread: ["is_read", false, "read", "marked as unread"],
  star: ["is_starred", true, "unstar", "starred"], unstar: ["is_starred", false, "star", "unstarred"],
  archive: ["is_archived", true, "unarchive", "archived"], unarchive: ["is_archived", false, "archive", "taken out of the archive"],
  delete: ["deleted", true, "restore", "put into the bin"], restore: ["deleted", false, "delete", "taken out of the bin"],
};

/** @param {any} mail @param {string} change @returns {boolean} whether it would change anything */
export function differs(mail, change) {
  const [name, value] = CHANGES[change];
  return mail[name] !== value;
}
