/** Which mails the inbox shows: in the fields, in the address, and as the API takes it. */

import { h, uid } from "../dom.js";
import { check } from "../fields.js";
import { icon } from "../icons.js";
import { toastError } from "../toast.js";
import { mailboxes } from "./mail-api.js";
import { KINDS } from "./mail-words.js";

const PLACES = [["", "Inbox"], ["archive", "Archive"], ["bin", "Bin"], ["all", "Everything"]];
export const AGES = [["", "Any age"], ["1", "Today"], ["7", "Last 7 days"], ["30", "Last 30 days"], ["90", "Last 90 days"], ["-30", "Older than 30 days"], ["-90", "Older than 90 days"], ["-365", "Older than a year"]];
const MARKS = [["unread", "Unread"], ["starred", "Starred"], ["needs_answer", "Needs an answer"]];

/** One of AGES as the API takes it. @param {string} age */
export function daysOf(age) {
  const days = Number(age);
  return { within_days: days > 0 ? days : null, older_than_days: days < 0 ? -days : null };
}

export class InboxFilters {
  /** @param {URLSearchParams} query of the address @param {(pause: boolean) => void} onChange */
  constructor(query, onChange) {
    this.values = Object.fromEntries(["q", "kind", "in", "mailbox", "age", ...MARKS.map(([name]) => name)].map((name) => [name, query.get(name) ?? ""]));
    this.changed = (name, value, pause = false) => { this.values[name] = value; onChange(pause); };
    const box = uid("mail-search");
    this.search = h("input", { id: box, type: "search", placeholder: "Search mails", value: this.values.q, maxlength: 300, on: { input: (e) => this.changed("q", e.target.value.trim(), true) } });
    this.mailbox = this.select("Mailbox", "mailbox", [["", "All mailboxes"]]);
    this.element = h("form", { class: "mail-filters", role: "search", "aria-label": "Mails", on: { submit: (e) => e.preventDefault() } },
      h("div", { class: "toolbar" }, h("div", { class: "search" }, icon("search"), h("label", { class: "sr-only", for: box }, "Search mails"), this.search),
        this.select("Show", "in", PLACES), this.select("Kind", "kind", [["", "Any kind"], ...Object.entries(KINDS)]), this.select("Age", "age", AGES), this.mailbox),
      h("div", { class: "chips" }, MARKS.map(([name, label]) => this.mark(name, label))));
    this.offerMailboxes();
  }

  select(label, name, options) {
    const control = h("select", { "aria-label": label, on: { change: (e) => this.changed(name, e.target.value) } }, options.map(([value, text]) => h("option", { value }, text)));
    control.value = this.values[name];
    return control;
  }

  mark(name, label) {
    const chip = check(label, () => this.changed(name, chip.control.checked ? "1" : ""));
    chip.control.checked = Boolean(this.values[name]);
    return chip.element;
  }

  async offerMailboxes() {
    try {
      const { sources } = await mailboxes.list();
      this.mailbox.append(...sources.map((s) => h("option", { value: s.number }, s.name)));
      this.mailbox.hidden = sources.length < 2;
      this.mailbox.value = this.values.mailbox;
    } catch (error) {
      toastError(error);
    }
  }

  /** @returns {""|"archive"|"bin"|"all"} */
  place() {
    return this.values.in;
  }

  /** Whether nothing but the inbox is asked for. */
  isPlain() {
    return Object.values(this.values).every((value) => !value);
  }

  address() {
    return this.values;
  }

  /** As the list route takes it. */
  query() {
    const { q, kind, mailbox, in: place } = this.values;
    const marks = Object.fromEntries(MARKS.map(([name]) => [name, this.values[name] ? true : null]));
    return { q, kind, mailbox, ...marks, ...daysOf(this.values.age), archived: { "": false, archive: true }[place], deleted: place === "bin" ? true : null };
  }

  /** The part of it that a change to all that fit can be told; the others it does not know. */
  asTidy() {
    const { q, kind, mailbox, unread } = this.values;
    return { query: q, kind, mailbox, unread: Boolean(unread), age: this.values.age };
  }

  /** Whether a mail that was changed still belongs into the list. @param {any} mail */
  keeps(mail) {
    const place = this.place();
    if (mail.deleted !== (place === "bin")) return false;
    if (place === "" && mail.is_archived) return false;
    if (place === "archive" && !mail.is_archived) return false;
    return !(this.values.starred && !mail.is_starred) && !(this.values.unread && mail.is_read);
  }
}
