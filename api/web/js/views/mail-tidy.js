/** Changing all mails that fit: the plan first, then a yes, then a way back. */

import { openDialog } from "../dialog.js";
import { ApiError } from "../api.js";
import { alertNow, announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { check, choice, field } from "../fields.js";
import { count } from "../format.js";
import { busyWhile } from "../page.js";
import { toast } from "../toast.js";
import { forgetUndo } from "../undo.js";
import { inbox } from "./mail-api.js";
import { changeBack, hereOnly } from "./mail-change.js";
import { AGES, daysOf } from "./mail-filters.js";
import { CHANGES, differs, KINDS } from "./mail-words.js";

const OFFERED = [["archive", "Archive"], ["delete", "Put into the bin"], ["read", "Mark as read"], ["unread", "Mark as unread"], ["star", "Star"], ["unstar", "Unstar"], ["unarchive", "Out of the archive"], ["restore", "Out of the bin"]];

/**
 * @param {any} start the filters as they are set @param {() => void} onUndone
 * @returns {Promise<boolean>} whether anything was changed
 */
export async function tidyDialog(start, onUndone) {
  return Boolean(await openDialog("Tidy up", (close) => new Tidying(start, onUndone, close).parts()));
}

class Tidying {
  constructor(start, onUndone, close) {
    Object.assign(this, { onUndone, close });
    this.change = choice("What to do", OFFERED);
    this.sender = field("Sender holds", h("input", { maxlength: 300 }));
    this.query = field("Words", h("input", { type: "search", maxlength: 300, value: start.query }));
    this.kind = choice("Kind", [["", "Any kind"], ...Object.entries(KINDS)], start.kind);
    this.age = choice("Age", AGES, start.age);
    this.unread = check("Unread only", () => {});
    this.unread.control.checked = start.unread;
    this.mailbox = start.mailbox;
    this.plan = h("div", { class: "mail-plan", tabindex: "-1" });
    this.form = h("form", { class: "stack", on: { submit: (e) => { e.preventDefault(); this.showPlan(); }, input: () => fill(this.plan) } },
      this.change.element, h("div", { class: "look" }, this.sender.element, this.query.element), h("div", { class: "look" }, this.kind.element, this.age.element),
      h("div", { class: "chips" }, this.unread.element));
    this.ask = h("button", { class: "button primary", type: "submit" }, "Show the plan");
    this.form.append(h("div", { class: "dialog-actions" }, this.ask), this.plan);
  }

  parts() {
    return [h("p", { class: "muted" }, "You see what would be done before anything is. Archived mails count too."), this.form];
  }

  wanted() {
    const given = {
      query: this.query.control.value.trim(), sender: this.sender.control.value.trim(), ...daysOf(this.age.control.value),
      unread: this.unread.control.checked || null, mailbox: this.mailbox, kinds: this.kind.control.value ? [this.kind.control.value] : null,
    };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null && value !== ""));
  }

  showPlan() {
    return this.carefully(this.ask, async () => {
      const wanted = { ...this.wanted(), change: this.change.control.value };
      const { plan } = await inbox.tidy(wanted);
      const yes = h("button", { class: "button danger", type: "button", on: { click: () => this.doIt(wanted, yes) } }, "Yes, do it");
      const no = h("button", { class: "button", type: "button", on: { click: () => this.close() } }, "Leave it");
      fill(this.plan, h("pre", { class: "plan-text", tabindex: "0", "aria-label": "The plan" }, plan.replace(/\s*Shall I\?\s*$/, "")), h("div", { class: "dialog-actions" }, no, yes));
      this.plan.scrollIntoView({ block: "nearest" });
      announce(plan);
      this.plan.querySelector("pre").focus();
    });
  }

  /** Which mails it changes is noted before, for the way back. */
  doIt({ change, ...wanted }, button) {
    return this.carefully(button, async () => {
      const { kinds, query, ...rest } = wanted;
      const fitting = await inbox.all({ ...rest, q: query, kind: kinds?.[0], deleted: change === "restore" || null });
      const ids = fitting.filter((mail) => differs(mail, change)).map((mail) => mail.id);
      forgetUndo();
      const { done } = await inbox.tidy({ ...wanted, change, yes: true });
      toast(`${count(done.changed, "mail")} ${CHANGES[change][3]}${hereOnly(done.here_only)}`, { action: { label: "Undo", run: () => changeBack(ids, change, this.onUndone) }, ms: 12_000 });
      this.close(true);
    });
  }

  carefully(button, work) {
    return busyWhile(button, async () => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        fill(this.plan, h("p", { class: "form-error" }, error.message));
        alertNow(error.message);
      }
    });
  }
}
