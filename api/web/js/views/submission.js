/** Applying by the employer's form: what it asks, what would be sent and why, the yes, and what the page answered. */

import { jobs, tasks } from "../api.js";
import { announce } from "../announce.js";
import { confirmDialog } from "../dialog.js";
import { fill, h } from "../dom.js";
import { field } from "../fields.js";
import { moment } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { busyWhile, loadInto } from "../page.js";
import { toastError } from "../toast.js";
import { submissions } from "./submission-api.js";
import { answerPicture, plan } from "./submission-plan.js";
import { questions } from "./submission-questions.js";

const EVERY_MS = 1200;
const GOING_ON = ["planning", "approved", "submitting"];
const STATES = {
  planning: "The form is being looked at", asking: "The form asks what only you can answer", waiting: "Ready: nothing is sent without your yes", approved: "On its way", submitting: "On its way",
  submitted: "Sent", handed_over: "Over to you", failed: "It did not work", cancelled: "Given up", unknown: "It may have been sent: look before you send it again",
};

/**
 * @param {any} job @param {() => boolean} isLive
 * @returns {{element: HTMLElement, leave: () => void}}
 */
export function submissionSection(job, isLive) {
  const view = new SubmissionPanel(job, isLive);
  return { element: view.element, leave: () => clearTimeout(view.timer) };
}

class SubmissionPanel {
  constructor(job, isLive) {
    Object.assign(this, { job, isLive, timer: 0, state: null });
    this.body = h("div");
    this.element = h("section", { class: "application", "aria-labelledby": "form-title" }, h("h2", { id: "form-title" }, "Apply by its form"), this.body);
    this.load = this.load.bind(this);
    this.load();
  }

  load() {
    clearTimeout(this.timer);
    return loadInto(this.body, () => this.latest(), (found) => this.draw(found), { isLive: this.isLive });
  }

  async latest() {
    const [first] = await submissions.list(this.job.id);
    return first ? submissions.get(first.id) : null;
  }

  draw(found) {
    if (found && GOING_ON.includes(found.state)) this.timer = setTimeout(this.load, EVERY_MS);
    const changed = this.state !== null && found && this.state !== found.state;
    this.state = found?.state ?? "";
    if (changed) this.tell(found);
    if (!found) return this.beginning("Its form is opened in a browser of ours and filled with what can be proved. You see every value before anything is sent.");
    const status = h("p", { class: "submission-state", role: "status" }, GOING_ON.includes(found.state) ? h("span", { class: "spinner" }) : icon({ submitted: "check", waiting: "eye", asking: "chat" }[found.state] ?? "alert"), h("strong", {}, STATES[found.state]),
      h("span", { class: "muted small" }, ` ${moment(found.submitted_at ?? found.updated_at)}`));
    const warnings = found.warnings.map((warning) => h("p", { class: "form-error" }, warning));
    return [status, warnings, found.why ? h("p", {}, found.why) : null, isHttps(found.url) ? h("p", { class: "muted small" }, h("a", { href: found.url, target: "_blank", rel: "noopener noreferrer nofollow" }, new URL(found.url).host)) : null, this.parts(found)];
  }

  parts(found) {
    if (found.state === "asking") return [questions(found, (answers, remember) => this.after(() => submissions.answer(found.id, answers, remember))), this.giveUp(found)];
    if (found.state === "waiting") return [plan(found), this.decision(found)];
    if (found.state === "submitted" || found.state === "unknown") return [this.answered(found), plan(found, true), found.state === "unknown" ? this.again() : null];
    if (["handed_over", "failed", "cancelled"].includes(found.state)) return [found.plan ? plan(found, true) : null, this.beginning("", "Try again")];
    return found.state === "planning" ? this.giveUp(found) : null;
  }

  answered(found) {
    return [found.answer?.text ? h("blockquote", { class: "mail-quote" }, found.answer.text.slice(0, 600)) : null, found.answer_screenshot_url ? answerPicture(found) : null];
  }

  beginning(text, label = "Open and fill its form") {
    const address = this.job.application_url ? null : field("Address of its form", h("input", { type: "url", maxlength: 2048, placeholder: "https://", value: this.job.url ?? "" }));
    const begin = async () => {
      const url = address?.control.value.trim();
      const begun = await this.beginUnlessSent(url ? { url } : {});
      if (url) Object.assign(this.job, await jobs.update(this.job.id, { application_url: url }));
      return begun;
    };
    return [text ? h("p", { class: "muted" }, text) : null, address?.element, h("div", { class: "opening-actions" }, this.button(label, "out", begin, !text))];
  }

  /** A form that went out for another entry of the list goes out again only when the person says so. @param {any} options */
  async beginUnlessSent(options) {
    try {
      return await submissions.begin(this.job.id, options);
    } catch (error) {
      if (error.code !== "ALREADY_SUBMITTED" || !(await confirmDialog("It was sent before", error.message, "Fill it a second time"))) throw error;
      return submissions.begin(this.job.id, { ...options, again: true });
    }
  }

  again() {
    return h("div", { class: "opening-actions" }, this.button("It did not arrive: fill it again", "refresh", () => submissions.begin(this.job.id, { again: true }), true));
  }

  button(label, glyph, work, quiet = false) {
    const button = h("button", { class: ["button", !quiet && "primary"], type: "button", on: { click: () => busyWhile(button, async () => {
      const begun = await work();
      if (begun?.task_id) await this.begun(begun.task_id);
      this.load();
    }).catch(toastError) } }, icon(glyph), label);
    return button;
  }

  /** Until the run has put its submission down there is none to show. @param {string} task */
  async begun(task) {
    fill(this.body, h("p", { role: "status" }, h("span", { class: "spinner" }), " Opening the form …"));
    for (let i = 0; i < 20 && this.isLive(); i += 1) {
      const { status, error } = await tasks.get(task);
      if (error) throw Object.assign(new Error(error.message ?? String(error)), { code: "TASK", status: 0 });
      if (status !== "queued") return;
      await new Promise((resolve) => { setTimeout(resolve, 250); });
    }
  }

  giveUp(found) {
    return h("div", { class: "opening-actions" }, this.button("Give it up", "close", () => submissions.cancel(found.id), true));
  }

  decision(found) {
    return h("div", { class: "opening-actions" }, this.button("Yes, send exactly this", "send", () => submissions.approve(found.id, found.digest, true)), this.button("Not now", "close", () => submissions.cancel(found.id), true));
  }

  async after(work) {
    await work();
    await this.load();
  }

  tell(found) {
    announce(STATES[found.state]);
    if (found.state !== "submitted") return;
    dispatchEvent(new Event("jobwright:applications"));
  }
}
