/** What a tailoring asks the person: the question with the posting's words, a box for the answer, no and skip. */

import { ApiError, tailoring } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";

/**
 * @param {string} sessionId @param {any} question @param {() => void} onAnswered
 * @returns {HTMLElement}
 */
export function questionCard(sessionId, question, onAnswered) {
  const box = uid("answer");
  const input = h("textarea", { id: box, rows: 3, maxlength: 4000, "aria-describedby": `${box}-hint` });
  const problem = h("p", { class: "form-error", role: "alert", hidden: true });
  const give = (button, text) => busyWhile(button, async () => {
    try {
      await tailoring.answer(sessionId, text, question.id);
      onAnswered();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fill(problem, error.message);
      problem.hidden = false;
    }
  });
  const answer = h("button", { class: "button primary", type: "submit" }, "Answer");
  const no = h("button", { class: "button", type: "button", on: { click: () => give(no, "no") } }, "No");
  const skip = h("button", { class: "button", type: "button", on: { click: () => give(skip, "skip") } }, "Skip");
  const onSubmit = (event) => {
    event.preventDefault();
    if (input.value.trim()) give(answer, input.value.trim());
    else input.focus();
  };
  return h("form", { class: "question", "aria-labelledby": `${box}-title`, on: { submit: onSubmit } },
    h("p", { class: "question-kind" }, icon("chat"), "Only you can answer this"),
    h("label", { id: `${box}-title`, for: box }, question.text),
    input,
    h("p", { class: "muted", id: `${box}-hint` }, "What you answer is kept as a fact of your resume, with you as its source. Nothing is added to it."),
    problem,
    h("div", { class: "question-actions" }, answer, no, skip));
}
