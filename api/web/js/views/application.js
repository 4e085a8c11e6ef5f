/** What became of a job that one applies to: its stage, what to do next, and everything around it. */

import { jobs } from "../api.js";
import { append, fill, h } from "../dom.js";
import { jobName, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto } from "../page.js";
import { ENDED, moveDialog, moveTo, stageName } from "../stages.js";
import { toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { adviceList } from "./application-advice.js";
import { files } from "./application-files.js";
import { interviewDialog, interviews } from "./application-interviews.js";
import { offerDialog, offers } from "./application-offers.js";
import { contactDialog, people } from "./application-people.js";
import { reminderDialog, reminders } from "./application-reminders.js";
import { timeline } from "./application-timeline.js";
import { applications } from "./applications-api.js";

/**
 * @param {any} job @param {() => boolean} isLive
 * @returns {{element: HTMLElement, leave: () => void}}
 */
export function applicationSection(job, isLive) {
  const body = h("div", { class: "application-body" });
  let known = job.application_id;
  const begun = (made) => { known = made; load(); };
  const load = () => (known ? loadInto(body, () => both(known), ([one, past]) => draw(one, past, load), { isLive }) : fill(body, untracked(job, begun)));
  const onMoved = async () => {
    try {
      known = (await jobs.get(job.id)).application_id;
      if (isLive()) load();
    } catch (error) {
      toastError(error);
    }
  };
  addEventListener("jobwright:applications", onMoved);
  load();
  const element = h("section", { class: "application", "aria-labelledby": "application-title" }, h("h2", { id: "application-title" }, "Your application"), body);
  return { element, leave: () => removeEventListener("jobwright:applications", onMoved) };
}

/** @param {string} key */
function both(key) {
  return Promise.all([applications.get(key), applications.timeline(key)]);
}

function untracked(job, begun) {
  const track = (status, label, primary) => {
    const button = h("button", { class: ["button", primary && "primary"], type: "button", on: { click: () => busyWhile(button, async () => {
      const made = await applications.add({ job_id: job.id, status });
      toastUndoable(`“${jobName(job)}” is tracked`, () => dispatchEvent(new Event("jobwright:applications")));
      begun(made.id);
    }).catch(toastError) } }, label);
    return button;
  };
  return [h("p", { class: "muted" }, "Not tracked yet."), h("div", { class: "opening-actions" }, track("preparing", "Track it", true), track("applied", "I have applied"))];
}

function draw(one, past, load) {
  return [stageLine(one, load), adviceList(one, load), addLine(one, load), interviews(one, load), offers(one, load), reminders(one, load), people(one, load), files(one, load), timeline(past)];
}

function stageLine(one, load) {
  const move = h("button", { class: ["tag stage", one.status], type: "button", "aria-label": `${stageName(one.status)}: move it`, on: { click: () => moveDialog(one, load) } }, stageName(one.status));
  const facts = [
    one.applied_at && ["Applied", when(one.applied_at)], ["Since", when(one.moved_at)], one.source && ["Found through", one.source], one.channel && ["Sent by", one.channel],
    one.resume && ["Resume", sentName(one.resume)], one.letter && ["Letter", sentName(one.letter)], one.deadline && ["Deadline", when(one.deadline)],
  ].filter(Boolean);
  const next = one.next_statuses.filter((stage) => !ENDED.includes(stage) || stage === "accepted")[0];
  const on = next && h("button", { class: "button small", type: "button", on: { click: () => moveTo(one, next, load) } }, `Move on to ${stageName(next).toLowerCase()}`);
  return h("div", { class: "stage-line" }, move, on, h("dl", { class: "facts-line" }, facts.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v)))));
}

function sentName({ name, version }) {
  return version ? `${name}, version ${version}` : name;
}

function addLine(one, load) {
  const button = (label, open) => h("button", { class: "button small", type: "button", on: { click: async () => { if (await open(one)) load(); } } }, icon("plus"), label);
  const line = h("div", { class: "opening-actions add-line", role: "group", "aria-label": "Add to the application" });
  append(line, [button("Interview", interviewDialog), button("Offer", offerDialog), button("Reminder", reminderDialog), button("Person", contactDialog)]);
  return line;
}
