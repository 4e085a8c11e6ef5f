/** One tailored resume: the PDF beside the proof of every line; before that, the progress of the tailoring. */

import { ApiError, tailoring } from "../api.js";
import { announce } from "../announce.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { progressBar } from "../score.js";
import { toastError } from "../toast.js";
import { proofPanel } from "./proof.js";

const BACK = { href: "#/tailored", label: "All tailored resumes" };
const FIRST_POLL_MS = 500;
const LAST_POLL_MS = 3000;
const GOING = new Set(["pending", "running", "waiting"]);

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route
 * @returns {() => void}
 */
export function tailoredView(main, route) {
  const view = new TailoredView(main, route.key);
  return () => view.leave();
}

class TailoredView {
  constructor(main, id) {
    this.id = id;
    this.live = true;
    this.pause = FIRST_POLL_MS;
    this.page = h("div", { class: "page full" });
    main.append(this.page);
    loadInto(this.page, () => tailoring.get(id), (session) => this.draw(session), { back: BACK, isLive: () => this.live });
  }

  leave() {
    this.live = false;
    clearTimeout(this.timer);
    if (this.blobUrl) URL.revokeObjectURL(this.blobUrl);
  }

  draw(session) {
    const title = session.document ? [session.document.job_title, session.document.company].filter(Boolean).join(" at ") : "Tailoring your resume";
    document.title = `${title} · Jobwright`;
    if (GOING.has(session.status)) return this.drawProgress(session, title);
    if (!session.document) return [pageHead(title, { back: BACK }), h("div", { class: "empty", role: "alert" }, h("p", {}, session.error || (session.status === "stopped" ? "The tailoring was stopped." : "The tailoring failed.")), h("a", { class: "button", href: `#/jobs/${session.job_id}` }, "Back to the job"))];
    return this.drawDocument(session, title);
  }

  /** Ask again, less and less often. */
  pollSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), this.pause);
    this.pause = Math.min(LAST_POLL_MS, this.pause * 1.3);
  }

  async poll() {
    try {
      const session = await tailoring.get(this.id);
      if (!this.live) return;
      if (GOING.has(session.status) && session.status === this.shown) this.updateProgress(session);
      else {
        fill(this.page, this.draw(session));
        announce(session.status === "completed" ? "The tailored resume is ready" : `Tailoring ${session.status}`);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 0) return toastError(error);
    }
    if (this.live && this.shown) this.pollSoon();
  }

  drawProgress(session, title) {
    this.shown = session.status;
    this.bar = h("div", { class: "tailor-progress" });
    this.updateProgress(session);
    this.pollSoon();
    const stop = h("button", { class: "button", type: "button", on: { click: () => busyWhile(stop, () => tailoring.stop(this.id)).then(() => this.poll(), toastError) } }, icon("stop"), "Stop");
    return [pageHead(title, { back: BACK, actions: [stop] }), this.bar, session.status === "waiting" ? this.answerForm(session) : null];
  }

  updateProgress(session) {
    fill(this.bar, h("p", {}, session.step || "Getting ready"), progressBar(session.progress / 100, "Progress"), h("p", { class: "muted" }, `${session.progress} %`));
  }

  answerForm(session) {
    const id = uid("answer");
    const input = h("input", { id, required: true, autocomplete: "off" });
    const onSubmit = (event) => {
      event.preventDefault();
      tailoring.answer(this.id, input.value.trim()).then(() => { this.shown = null; this.pause = FIRST_POLL_MS; return this.poll(); }).catch(toastError);
    };
    return h("form", { class: "pending answer-form", on: { submit: onSubmit } }, h("label", { for: id }, session.step || "Your answer is needed"), input, h("button", { class: "button primary", type: "submit" }, "Answer"));
  }

  drawDocument(session, title) {
    this.shown = null;
    clearTimeout(this.timer);
    const pdf = h("section", { class: "pdf-pane", "aria-label": "PDF" }, h("p", { class: "muted" }, "Loading the PDF …"));
    const stem = [session.document.name, session.document.company ?? session.document.job_title].filter(Boolean).join(" - ").replace(/[\\/:*?"<>|]+/g, " ");
    this.loadPdf(pdf, `${stem}.pdf`);
    const json = h("button", { class: "button", type: "button", on: { click: () => busyWhile(json, () => this.saveProof(`${stem}.proof.json`)).catch(toastError) } }, icon("download"), "Proof");
    this.pdfLink = h("a", { class: "button primary", download: `${stem}.pdf`, hidden: true }, icon("download"), "PDF");
    const sub = h("a", { href: `#/jobs/${session.job_id}` }, "To the job");
    return [pageHead(title, { back: BACK, sub, actions: [json, this.pdfLink] }),
      h("div", { class: "beside" }, pdf, proofPanel(session.document, () => tailoring.changes(this.id)))];
  }

  /** The PDF needs the token, so it comes as a blob; small screens get a link, since phones show no PDF in a frame. */
  async loadPdf(pane, filename) {
    try {
      const blob = await tailoring.pdf(this.id);
      if (!this.live) return;
      this.blobUrl = URL.createObjectURL(blob);
      this.pdfLink.href = this.blobUrl;
      this.pdfLink.hidden = false;
      fill(pane,
        h("iframe", { class: "pdf-frame", src: `${this.blobUrl}#view=FitH&navpanes=0`, title: `PDF of ${filename}` }),
        h("a", { class: "button wide pdf-open", href: this.blobUrl, target: "_blank", rel: "noopener" }, icon("resume"), "Open the PDF"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (this.live) fill(pane, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }

  async saveProof(filename) {
    const proof = await tailoring.proof(this.id);
    const url = URL.createObjectURL(new Blob([JSON.stringify(proof, null, 2)], { type: "application/json" }));
    const link = h("a", { href: url, download: filename });
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }
}
