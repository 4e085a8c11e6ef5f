/** A mail as it was sent, in a frame that can do nothing: no script, no form, nothing from elsewhere, no way out. */

import { ApiError } from "../api.js";
import { fill, h } from "../dom.js";
import { inbox } from "./mail-api.js";

export class OriginalFrame {
  /** @param {string} id of the mail */
  constructor(id) {
    this.id = id;
    /** What it is shown instead of. @type {HTMLElement|null} */
    this.instead = null;
    this.element = h("div", { class: "mail-original", hidden: true });
  }

  leave() {
    this.gone = true;
    this.forget();
  }

  forget() {
    if (this.url) URL.revokeObjectURL(this.url);
    this.url = null;
  }

  close() {
    this.element.hidden = true;
    this.instead.hidden = false;
    this.button?.setAttribute("aria-expanded", "false");
  }

  /** @param {HTMLElement} button that opens and closes it */
  async toggle(button) {
    this.button = button;
    if (!this.element.hidden) return this.close();
    this.element.hidden = false;
    this.instead.hidden = true;
    button.setAttribute("aria-expanded", "true");
    if (this.url) return;
    fill(this.element, h("p", { class: "muted", role: "status" }, "Loading …"));
    try {
      const blob = await inbox.original(this.id);
      if (this.gone) return;
      this.forget();
      this.url = URL.createObjectURL(new Blob([blob], { type: "text/html" }));
      const frame = h("iframe", { class: "mail-frame", sandbox: "", referrerpolicy: "no-referrer", title: "The mail as it was sent" });
      frame.src = this.url;
      fill(this.element, frame, h("p", { class: "muted small" }, "Pictures and whatever else it would load from elsewhere stay out, and its links lead nowhere from here."));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!this.gone) fill(this.element, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }
}
