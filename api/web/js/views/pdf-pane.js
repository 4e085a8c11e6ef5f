/** The PDF of a tailored resume; it needs the token, so it comes as a blob. Phones show no PDF in a frame: a link. */

import { ApiError, tailoring } from "../api.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";

export class PdfPane {
  /** @param {string} sessionId */
  constructor(sessionId) {
    this.sessionId = sessionId;
    this.version = 0;
    this.element = h("section", { class: "pdf-pane", "aria-label": "PDF" }, h("p", { class: "muted" }, "Loading the PDF …"));
  }

  leave() {
    this.gone = true;
    if (this.url) URL.revokeObjectURL(this.url);
  }

  /** Show a version; one that is shown already stays. @param {number} version @param {string} filename */
  async show(version, filename) {
    if (version === this.version) return;
    this.version = version;
    try {
      const blob = await tailoring.versionPdf(this.sessionId, version);
      if (this.gone || this.version !== version) return;
      if (this.url) URL.revokeObjectURL(this.url);
      this.url = URL.createObjectURL(blob);
      fill(this.element,
        h("iframe", { class: "pdf-frame", src: `${this.url}#view=FitH&navpanes=0`, title: `PDF of ${filename}` }),
        h("a", { class: "button wide pdf-open", href: this.url, target: "_blank", rel: "noopener" }, icon("resume"), "Open the PDF"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!this.gone) fill(this.element, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }
}
