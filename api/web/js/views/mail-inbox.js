/** The inbox: search, filters, mails with what was found in them, and changing them, by pointer or by keyboard. */

import { ApiError } from "../api.js";
import { announce } from "../announce.js";
import { append, fill, h } from "../dom.js";
import { count } from "../format.js";
import { icon } from "../icons.js";
import { emptyState } from "../page.js";
import { go, hrefTo, replaceAddress } from "../router.js";
import { toastError } from "../toast.js";
import { inbox } from "./mail-api.js";
import { changeMails } from "./mail-change.js";
import { InboxFilters } from "./mail-filters.js";
import { listenForKeys, keyHelp } from "./mail-keys.js";
import { syncEvents } from "./mail-live.js";
import { place } from "./mail-place.js";
import { mailRow } from "./mail-row.js";
import { tidyDialog } from "./mail-tidy.js";
import { CHANGES } from "./mail-words.js";

const PAUSE_MS = 250;
const AT_ONCE = 50;

/** @param {HTMLElement} root @param {import("../router.js").Route} route @returns {() => void} */
export function inboxSection(root, route) {
  const view = new Inbox(root, route.query);
  return () => view.leave();
}

class Inbox {
  constructor(root, query) {
    this.items = [];
    this.chosen = new Set();
    this.filters = new InboxFilters(query, (pause) => this.filtered(pause ? PAUSE_MS : 0));
    this.list = h("ul", { class: "rows mail-rows", "aria-label": "Mails" });
    this.note = h("p", { class: "muted list-note", role: "status" });
    this.rest = h("div", { class: "list-rest" });
    this.bar = h("div", { class: "mail-bar" });
    const help = h("button", { class: "button small keys-button", type: "button", on: { click: keyHelp } }, icon("keys"), "Keys");
    const tidy = h("button", { class: "button small", type: "button", on: { click: () => this.tidy() } }, icon("archive"), "Tidy up …");
    append(root, [this.filters.element, h("div", { class: "mail-tools" }, this.bar, tidy, help), this.note, this.list, this.rest]);
    this.stopKeys = listenForKeys({ list: this.list, search: this.filters.search, act: (id, act) => this.act(id, act) });
    this.onSynced = () => { if (!this.chosen.size) this.reload(); };
    syncEvents.addEventListener("synced", this.onSynced);
    this.drawBar();
    place.address = hrefTo("mail", null, this.filters.address());
    this.load().then(() => this.comeBack());
  }

  /** To the mail that was open before. */
  comeBack() {
    if (place.opened && this.rowOf(place.opened)) this.focusOn(place.opened);
    place.opened = null;
  }

  leave() {
    clearTimeout(this.timer);
    this.aborter?.abort();
    this.stopKeys();
    syncEvents.removeEventListener("synced", this.onSynced);
  }

  filtered(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      place.address = hrefTo("mail", null, this.filters.address());
      replaceAddress(place.address);
      this.chosen.clear();
      this.load({ told: true });
    }, pause);
  }

  /** The same list as now, as long as it was. */
  reload() {
    return this.load({ limit: Math.min(200, Math.max(AT_ONCE, this.items.length)) });
  }

  /** @param {{told?: boolean, cursor?: string|null, limit?: number}} [wanted] */
  async load({ told = false, cursor = null, limit = AT_ONCE } = {}) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    try {
      const page = await inbox.list({ ...this.filters.query(), limit, cursor }, this.aborter.signal);
      const before = this.items.length;
      this.items = cursor ? [...this.items, ...page.items] : page.items;
      this.next = page.next_cursor;
      this.total = page.total;
      this.draw();
      if (cursor) this.rowOf(this.items[before]?.id)?.querySelector(".row-title").focus();
      if (told) announce(count(page.total, "mail"));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) fill(this.rest, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }

  /** Drawn anew around the row that has the focus. */
  draw() {
    const focused = document.activeElement?.closest?.(".mail-row")?.dataset.id;
    const part = document.activeElement?.dataset?.part;
    const told = { onPick: (mail, on) => this.pick(mail.id, on), onStar: (mail) => this.change([mail], mail.is_starred ? "unstar" : "star") };
    fill(this.list, this.items.map((mail) => mailRow(mail, this.chosen.has(mail.id), told)));
    if (focused) this.focusOn(focused, part);
    this.drawBar();
    this.note.textContent = this.items.length ? count(this.total, "mail") : "";
    if (!this.items.length) fill(this.rest, this.filters.isPlain() ? invitation() : emptyState("No mail fits", "Change the search or the filters."));
    else if (this.next) fill(this.rest, h("button", { class: "button", type: "button", on: { click: () => this.load({ cursor: this.next }) } }, "More mails"));
    else this.rest.replaceChildren();
  }

  rowOf(id) {
    return id ? [...this.list.children].find((row) => row.dataset.id === id) : null;
  }

  focusOn(id, part = "open") {
    const row = this.rowOf(id);
    (row?.querySelector(`[data-part="${part}"]`) ?? row?.querySelector(".row-title"))?.focus();
  }

  pick(id, on) {
    if (on) this.chosen.add(id);
    else this.chosen.delete(id);
    this.drawBar();
  }

  /** What can be done to those that are chosen. */
  drawBar() {
    const all = h("input", { type: "checkbox", id: "mail-all", checked: this.items.length > 0 && this.items.every((m) => this.chosen.has(m.id)), on: { change: () => this.pickAll(all.checked) } });
    all.indeterminate = this.chosen.size > 0 && !all.checked;
    const label = this.chosen.size ? `${this.chosen.size} chosen` : "Choose all shown";
    const button = (change, text) => h("button", { class: "button small", type: "button", on: { click: () => this.change(this.items.filter((m) => this.chosen.has(m.id)), change) } }, text);
    const binned = this.filters.place() === "bin";
    const offered = [["read", "Read"], ["unread", "Unread"], ["star", "Star"], this.filters.place() === "archive" ? ["unarchive", "Out of the archive"] : ["archive", "Archive"], binned ? ["restore", "Restore"] : ["delete", "Delete"]];
    const had = this.bar.contains(document.activeElement) && document.activeElement.id === "mail-all";
    fill(this.bar, h("label", { class: "mail-all" }, all, h("span", { "aria-live": "polite" }, label)), this.chosen.size ? offered.map(([change, text]) => button(change, text)) : null);
    if (had) all.focus();
  }

  pickAll(on) {
    this.chosen = new Set(on ? this.items.map((m) => m.id) : []);
    this.draw();
  }

  /** What a key asks for. @param {string} id of the mail whose row has the focus @param {string} act */
  act(id, act) {
    const mail = this.items.find((m) => m.id === id);
    if (!mail) return;
    const where = this.filters.place();
    if (act === "open") go(hrefTo("mail", ["message", id]));
    else if (act === "pick") { this.pick(id, !this.chosen.has(id)); this.draw(); }
    else if (act === "star") this.change([mail], mail.is_starred ? "unstar" : "star");
    else if (act === "unread") this.change([mail], mail.is_read ? "unread" : "read");
    else if (act === "archive") this.change([mail], where === "archive" ? "unarchive" : "archive");
    else if (act === "delete") this.change([mail], where === "bin" ? "restore" : "delete");
  }

  async change(mails, change) {
    try {
      const at = this.items.findIndex((m) => m.id === document.activeElement?.closest?.(".mail-row")?.dataset.id);
      const changed = await changeMails(mails, change, () => this.reload());
      if (!changed.length) return;
      const gone = new Set(changed.filter((mail) => !this.filters.keeps(mail)).map((m) => m.id));
      const next = this.items.slice(Math.max(at, 0)).find((m) => !gone.has(m.id)) ?? this.items.findLast((m) => !gone.has(m.id));
      const lost = at >= 0 && gone.has(this.items[at].id);
      this.items = this.items.filter((m) => !gone.has(m.id));
      this.total -= gone.size;
      for (const id of gone) this.chosen.delete(id);
      if (CHANGES[change][0] !== "is_read") this.chosen.clear();
      this.draw();
      if (lost && next) this.focusOn(next.id);
      if (!this.items.length && this.total > 0) this.reload();
    } catch (error) {
      toastError(error);
    }
  }

  async tidy() {
    if (await tidyDialog(this.filters.asTidy(), () => this.reload())) this.reload();
  }
}

function invitation() {
  return emptyState("No mail yet", "Connect a mailbox, or hand in mails as files. Job alerts become jobs on your list, and replies move your applications on.",
    h("a", { class: "button primary", href: hrefTo("mail", "mailboxes") }, icon("mail"), "To the mailboxes"));
}
