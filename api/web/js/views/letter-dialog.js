/** Having a cover letter or a mail written: for which job, in which tone, how long, what to mention. */

import { documents, jobs } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { h, uid } from "../dom.js";
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

/** A labelled choice. @param {string} label @param {[string, string][]} options */
export function choice(label, options) {
  const box = uid("choice");
  const select = h("select", { id: box }, options.map(([value, text]) => h("option", { value }, text)));
  return { element: h("div", { class: "field" }, h("label", { for: box }, label), select), value: () => select.value || undefined };
}

function form(kind, list, close) {
  const letter = kind === "cover_letter";
  const which = choice("Job", [...(letter ? [] : [["", "No job"]]), ...list.map((j) => [j.id, [j.title, j.company].filter(Boolean).join(" at ")])]);
  const mail = letter ? null : choice("What for", MAILS);
  const [tone, language] = [choice("Tone", TONES), choice("Language", LANGUAGES)];
  const length = letter ? choice("Length", LENGTHS) : null;
  const box = uid("prompt");
  const prompt = h("textarea", { id: box, rows: 3, maxlength: 2000, placeholder: letter ? "mention Kafka, focus on leadership …" : "I am free on Tuesday from ten …" });
  const parts = [which.element, mail?.element, h("div", { class: "look" }, tone.element, length?.element, language.element),
    h("div", { class: "field" }, h("label", { for: box }, "What should be in it? (optional)"), prompt),
    h("p", { class: "muted" }, "It says nothing that your resume and the posting do not hold.")];
  const write = () => documents.write({ kind, job_id: which.value(), tone: tone.value(), language: language.value(), length: length?.value(), mail: mail?.value(), prompt: prompt.value.trim() || undefined });
  return sendForm(parts, "Write it", write, close);
}
