/** The career record: what it was merged from, whether it is up to date, and what its resumes disagree on. */

import { resumes } from "../api.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { hrefTo } from "../router.js";
import { toastError } from "../toast.js";

/** @param {any} resume @param {() => void} changed @returns {HTMLElement|null} */
export function recordPart(resume, changed) {
  if (!resume.record) return null;
  const { sources, questions, out_of_date: late } = resume.record;
  const refresh = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(refresh, async () => { await resumes.refresh(resume.id); changed(); }).catch(toastError) } }, icon("refresh"), "Bring it up to date");
  const open = questions.filter((question) => !question.settled);
  return h("section", { class: "record", "aria-label": "Career record" },
    h("p", {}, "Merged from ", sources.map((s, i) => [i ? ", " : "", s.state === "erased" ? `${s.filename} (erased; its facts stay)` : h("a", { href: hrefTo("resumes", s.resume_id) }, s.filename)]), ". All tailoring draws from it while it is primary."),
    late.length ? h("div", { class: "warnings" }, h("ul", {}, late.map((text) => h("li", {}, icon("alert"), text))), refresh) : null,
    open.length ? [h("h3", {}, "Where your resumes disagree"), h("ul", { class: "left-out" }, open.map((question) => questionItem(resume, question, changed)))] : null);
}

function questionItem(resume, question, changed) {
  const choose = (said) => {
    const button = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(button, async () => { await resumes.settle(resume.id, question.id, said.value); changed(); }).catch(toastError) } }, `${said.value} (resume ${said.citation.number})`);
    return button;
  };
  return h("li", { class: "disagreement" }, h("p", {}, question.question), h("div", { class: "fact-actions" }, [question.kept, ...question.others].map(choose)));
}
