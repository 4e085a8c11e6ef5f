/** Having a cover letter or a mail written: for which job, in which tone, how long, what to mention. */

import { documents, jobs } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field, filledIn } from "../fields.js";
import { jobName } from "../format.js";
import { go, hrefTo } from "../router.js";
import { toastError } from "../toast.js";

const TONES = [["formal", "Formal"], ["friendly", "Friendly"], ["concise", "Concise"], ["enthusiastic", "Enthusiastic"]];
const LENGTHS = [["medium", "Medium"], ["short", "Short"], ["long", "Long"]];
const MAILS = [["follow_up", "Following up"], ["thank_you", "Thanks after an interview"], ["status", "Asking how it stands"], ["decline", "Declining"], ["referral", "Asking for a referral"], ["availability", "When I am free"]];
const LANGUAGES = [["", "As in my resume"], ["en", "English"], ["de", "German"], ["fr", "French"], ["es", "Spanish"], ["nl", "Dutch"], ["pt", "Portuguese"]];

/** @param {{kind: "cover_letter"|"email_template", job?: any}} wanted */
export async function letterDialog({ kind, job }) {
  try {
    const list = job ? [job] : (await jobs.list({ limit: 200 })).items;
    const made = await openDialog(kind === "cover_letter" ? "Write a cover letter" : "Write an e-mail", (close) => (list.length || kind === "email_template" ? [form(kind, list, close)] : [nothing()]));
    if (made) go(hrefTo("documents", made.document_id));
  } catch (error) {
    toastError(error);
  }
}

function nothing() {
  return h("p", {}, "A letter is written for a job, and there is none on your list yet.");
}

function form(kind, list, close) {
  const letter = kind === "cover_letter";
  const which = choice("Job", [...(letter ? [] : [["", "No job"]]), ...list.map((j) => [j.id, jobName(j)])]);
  const mail = letter ? null : choice("What for", MAILS);
  const [tone, language] = [choice("Tone", TONES), choice("Language", LANGUAGES)];
  const length = letter ? choice("Length", LENGTHS) : null;
  const prompt = field("What should be in it? (optional)", h("textarea", { rows: 3, maxlength: 2000, placeholder: letter ? "mention Kafka, focus on leadership …" : "I am free on Tuesday from ten …" }));
  const parts = [which.element, mail?.element, h("div", { class: "look" }, tone.element, length?.element, language.element),
    prompt.element, h("p", { class: "muted" }, "It says nothing that your resume and the posting do not hold.")];
  const write = () => documents.write({ kind, ...filledIn({ job_id: which, tone, language, length, mail, prompt }) });
  return sendForm(parts, "Write it", write, close);
}
