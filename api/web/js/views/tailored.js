/** One tailoring session, live: its progress and its question, then the PDF beside the proof, line by line to change. */

import { tailoring } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { progressBar } from "../score.js";
import { LiveSocket } from "../socket.js";
import { toast, toastError } from "../toast.js";
import { proofPanel } from "./proof.js";
import { PdfPane } from "./pdf-pane.js";
import { questionCard } from "./tailoring-question.js";
import { save } from "./formats.js";
import { checksLine, downloadMenu, lookBox, steerBox } from "./tailoring-steer.js";

const BACK = { href: "#/tailored", label: "All tailored resumes" };
const GOING = new Set(["pending", "running"]);

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
    this.pdf = new PdfPane(id);
    this.page = h("div", { class: "page full" });
    this.editing = { id, version: () => this.session.version, changed: (revision) => this.changed(revision) };
    main.append(this.page);
    loadInto(this.page, () => tailoring.get(id), (session) => this.draw(session), { back: BACK, isLive: () => this.live }).then(() => this.listen());
  }

  leave() {
    this.live = false;
    this.socket?.close();
    this.pdf.leave();
  }

  /** The socket only says that something happened; what is, the session itself says. */
  listen() {
    if (!this.live || !this.session) return;
    this.socket = new LiveSocket({ path: () => `/ws/tailoring/${this.id}`, onEvent: (event) => this.heard(event), onState: () => {} });
  }

  heard({ type, data }) {
    if (type === "progress_update" && GOING.has(this.session.status) && GOING.has(data.status)) {
      this.session = { ...this.session, status: data.status, progress: Math.round(data.progress * 100), step: data.step };
      return this.updateProgress();
    }
    if (type === "error") return toast(data.message, { kind: "error", ms: 10_000 });
    if (type === "complete" && (data.status === "failed" || data.status === "stopped")) this.socket.close();
    const known = type === "resume_update" && data.version <= this.session.version && !GOING.has(this.session.status);
    if (!known) this.refresh();
  }

  async refresh() {
    const before = this.session;
    const session = await tailoring.get(this.id).catch(toastError);
    if (!this.live || !session) return;
    const same = before.status === session.status && before.version === session.version && before.question?.id === session.question?.id;
    if (same) return;
    fill(this.page, this.draw(session));
    if (session.question && session.question.id !== before.question?.id) announce(`A question: ${session.question.text}`);
    else announce(session.status === "completed" ? "The tailored resume is ready" : `Tailoring ${session.status}`);
  }

  changed(revision) {
    const notes = [...(revision.notes ?? []), ...(revision.no_longer_answered ?? []).map((r) => `Nothing answers “${r.text}” any more.`)];
    toast([revision.done, ...notes].filter(Boolean).join(" "), { ms: 9000 });
    this.refresh();
  }

  draw(session) {
    this.session = session;
    const title = session.document ? [session.document.job_title, session.document.company].filter(Boolean).join(" at ") : "Tailoring your resume";
    document.title = `${title} · Jobwright`;
    if (session.document) return this.drawDocument(session, title);
    if (GOING.has(session.status) || session.status === "waiting") return this.drawProgress(session, title);
    return [pageHead(title, { back: BACK }), h("div", { class: "empty", role: "alert" }, h("p", {}, session.error || (session.status === "stopped" ? "The tailoring was stopped." : "The tailoring failed.")), h("a", { class: "button", href: `#/jobs/${session.job_id}` }, "Back to the job"))];
  }

  stopButton() {
    const stop = h("button", { class: "button", type: "button", on: { click: () => busyWhile(stop, () => tailoring.stop(this.id)).then(() => this.refresh(), toastError) } }, icon("stop"), "Stop");
    return stop;
  }

  drawProgress(session, title) {
    this.bar = h("div", { class: "tailor-progress" });
    this.updateProgress();
    return [pageHead(title, { back: BACK, actions: [this.stopButton()] }), this.bar, this.question(session)];
  }

  updateProgress() {
    if (this.bar) fill(this.bar, h("p", {}, this.session.step || "Getting ready"), progressBar(this.session.progress / 100, "Progress"), h("p", { class: "muted" }, `${this.session.progress} %`));
  }

  question(session) {
    return session.question ? questionCard(this.id, session.question, () => this.refresh()) : null;
  }

  drawDocument(session, title) {
    const { document: made } = session;
    const going = GOING.has(session.status) || session.status === "waiting";
    this.bar = GOING.has(session.status) ? h("div", { class: "tailor-progress slim" }) : null;
    this.updateProgress();
    const stem = [made.name, made.company ?? made.job_title].filter(Boolean).join(" - ").replace(/[\\/:*?"<>|]+/g, " ");
    const proof = h("button", { class: "button", type: "button", on: { click: () => busyWhile(proof, () => this.saveProof(`${stem}.proof.json`)).catch(toastError) } }, icon("download"), "Proof");
    const sub = h("a", { href: `#/jobs/${session.job_id}` }, "To the job");
    const checks = h("div", {});
    this.pdf.show(session.version, `${stem}.pdf`);
    this.showChecks(checks, session.version);
    const tools = going ? [this.bar] : [steerBox(this.editing), lookBox(made, this.editing)];
    return [pageHead(title, { back: BACK, sub, actions: [going ? this.stopButton() : null, proof, downloadMenu(this.id, stem, () => this.session.version)] }),
      this.question(session),
      session.status === "stopped" || session.status === "failed" ? h("p", { class: "warnings", role: "status" }, session.error || "It was stopped; what was finished by then stands.") : null,
      h("div", { class: "beside" }, h("div", { class: "pdf-side" }, this.pdf.element, checks),
        h("div", { class: "proof-side" }, tools, proofPanel(made, { loadChanges: () => tailoring.changes(this.id), editing: going ? null : this.editing, resumeId: session.resume_id })))];
  }

  async showChecks(target, version) {
    const detail = await tailoring.version(this.id, version).catch(toastError);
    if (this.live && detail) fill(target, checksLine(detail.checks));
  }

  async saveProof(filename) {
    const proof = await tailoring.proof(this.id);
    save(new Blob([JSON.stringify(proof, null, 2)], { type: "application/json" }), filename);
  }
}
