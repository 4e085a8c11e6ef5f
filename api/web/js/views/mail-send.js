/** Sending a draft: the exact mail is shown, and a yes counts for that wording alone. */

import { ApiError } from "../api.js";
import { alertNow } from "../announce.js";
import { openDialog } from "../dialog.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toast } from "../toast.js";
import { allowAtGoogle, drafts } from "./mail-api.js";

/** @param {any} draft as it was last seen @returns {Promise<boolean>} whether it went out */
export async function sendDialog(draft) {
  return Boolean(await openDialog("Send this mail?", (close) => {
    const body = h("div", { class: "stack" });
    new Sending(body, draft, close).show();
    return [body];
  }));
}

class Sending {
  constructor(body, draft, close) {
    Object.assign(this, { body, draft, close });
  }

  /** @param {any} [notice] what has to be known before the yes */
  show(notice) {
    const { draft } = this;
    const head = [["From", draft.sender], ["To", draft.to.join(", ")], draft.cc.length && ["Cc", draft.cc.join(", ")], ["Subject", draft.subject]].filter(Boolean);
    const yes = h("button", { class: "button primary", type: "button", on: { click: () => this.send(yes) } }, icon("send"), "Yes, send it");
    fill(this.body, notice, h("dl", { class: "arguments" }, head.map(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])),
      h("pre", { class: "source-text mail-exact", tabindex: "0", role: "region", "aria-label": "Text of the mail" }, draft.body), h("div", { class: "dialog-actions" }, yes));
    if (this.body.isConnected) yes.focus();
  }

  send(button) {
    return busyWhile(button, async () => {
      try {
        await drafts.send(this.draft.id, this.draft.digest);
        toast("The mail is sent");
        this.close(true);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        await this.refused(error);
      }
    });
  }

  async refused(error) {
    const { source_id: source, wants } = error.details;
    if (error.code === "DRAFT_CHANGED") this.draft = await drafts.get(this.draft.id);
    const allow = h("button", { class: "button small", type: "button", on: { click: () => this.allow(allow, wants ?? "send", source) } }, icon("out"), "Allow it at Google");
    this.show(h("div", { class: "form-error" }, h("p", {}, error.message), error.code === "SEND_NOT_ALLOWED" && source ? allow : null));
    alertNow(error.message);
  }

  allow(button, wants, source) {
    return busyWhile(button, async () => {
      try {
        await allowAtGoogle([wants], source);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        this.show(h("p", { class: "form-error", role: "alert" }, error.message));
      }
    });
  }
}
