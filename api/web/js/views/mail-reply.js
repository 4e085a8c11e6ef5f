/** What a mail says of an application: the words that show it, what they changed, and the person's last word on it. */

import { fill, h } from "../dom.js";
import { choice } from "../fields.js";
import { capital, jobName, percent } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { hrefTo } from "../router.js";
import { toast, toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { inbox } from "./mail-api.js";
import { kindBadge } from "./mail-words.js";

/** Words of a mail that give orders to whoever reads it for the person. @param {any} mail @returns {HTMLElement|null} */
export function suspicion(mail) {
  if (!mail.suspicious.length) return null;
  return h("div", { class: "warnings", role: "note" }, h("p", {}, icon("alert"), h("strong", {}, " This mail tries to give orders. "), "They were read as words of a mail, and nobody follows them:"),
    h("ul", { class: "tight" }, mail.suspicious.map((words) => h("li", {}, h("q", {}, words)))));
}

/**
 * @param {any} mail @param {any[]} jobs of the person @param {{onQuote: (quote: string) => void, onChanged: () => void}} told
 * @returns {HTMLElement|null}
 */
export function replyBox(mail, jobs, told) {
  const { reply } = mail;
  if (!reply || (reply.kind === "other" && reply.state === "noted")) return null;
  const quote = reply.quote ? h("blockquote", { class: "mail-quote" }, h("button", { class: "quote-button", type: "button", title: "Show it in the mail", on: { click: () => told.onQuote(reply.quote) } }, h("q", {}, reply.quote))) : null;
  return h("section", { class: ["mail-reply", reply.state], "aria-labelledby": "reply-title" },
    h("h2", { id: "reply-title" }, "What it says of your application"),
    h("p", { class: "mail-reply-line" }, kindBadge(reply.kind), h("span", {}, outcome(reply, jobs)), h("span", { class: "muted small" }, `${percent(reply.confidence)} sure`)),
    quote, reply.why ? h("p", { class: "muted" }, capital(reply.why)) : null,
    decisionParts(reply, mail.subject, jobs, told.onChanged));
}

/** What was done, with a link to the job. */
function outcome(reply, jobs) {
  const job = jobs.find((one) => one.id === reply.job_id);
  const name = job ? `job ${job.number}, ${jobName(job)}` : reply.job_number ? `job ${reply.job_number}` : null;
  const link = name && reply.job_id ? h("a", { href: hrefTo("jobs", reply.job_id) }, name) : jobName({ title: reply.role, company: reply.company }) || "an unknown job";
  if (reply.state === "review") return ["It may be about ", link, ". You decide."];
  if (reply.state === "ignored") return ["It changes nothing, as you said."];
  if (reply.state === "undone") return ["What it had changed of ", link, " is taken back."];
  if (reply.status_after && reply.status_after !== reply.status_before) return [link, " went from ", h("strong", {}, reply.status_before), " to ", h("strong", {}, reply.status_after), "."];
  return ["About ", link, reply.state === "applied" ? ". Its appointment is kept." : ". Nothing was changed."];
}

/** Undo for what was changed, a choice of the job for what waits. @param {any} reply @param {string} subject @param {any[]} jobs @param {() => void} onChanged */
export function decisionParts(reply, subject, jobs, onChanged) {
  if (reply.state === "applied") {
    const undo = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(undo, () => takeBack(reply, onChanged)) } }, icon("undo"), "Undo");
    return h("div", { class: "opening-actions" }, undo);
  }
  const form = chooser(reply, subject, jobs, onChanged);
  return reply.state === "review" ? form : h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), "It is about a job of mine"), form);
}

async function takeBack(reply, onChanged) {
  try {
    toast(capital((await inbox.undo(reply.message_id)).what));
    onChanged();
  } catch (error) {
    toastError(error);
  }
}

/** Which job, yes and no. Those that are likely come first. */
function chooser(reply, subject, jobs, onChanged) {
  const likely = [...new Set([reply.job_number, ...reply.candidates].filter(Boolean))];
  const rank = (job) => (likely.includes(job.number) ? likely.indexOf(job.number) : likely.length);
  const ordered = jobs.toSorted((a, b) => rank(a) - rank(b));
  const which = choice(`Which job is “${subject || "this mail"}” about?`, [...(likely.length === 1 ? [] : [["", "Choose the job"]]), ...ordered.map((job) => [job.id, `${job.number}: ${jobName(job)}`])]);
  const problem = h("p", { class: "form-error", role: "alert", hidden: true });
  const decide = (accept, button) => busyWhile(button, async () => {
    try {
      const decided = await inbox.decideReply(reply.message_id, { accept, job_id: accept && which.control.value ? which.control.value : null });
      toastUndoable(capital(decided.what), onChanged);
      onChanged();
    } catch (error) {
      if (!("code" in error)) throw error;
      fill(problem, error.message);
      problem.hidden = false;
    }
  });
  const yes = h("button", { class: "button small primary", type: "button", on: { click: () => decide(true, yes) } }, icon("check"), "Yes, it counts");
  const no = h("button", { class: "button small", type: "button", on: { click: () => decide(false, no) } }, icon("cross"), "No, it changes nothing");
  return h("div", { class: "mail-choose" }, jobs.length ? which.element : h("p", { class: "muted" }, "There is no job on your list that it could be about."), problem,
    h("div", { class: "opening-actions" }, jobs.length ? yes : null, reply.state === "ignored" ? null : no));
}
