/** Answering a mail: each answer becomes a draft, and nothing is sent. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { field } from "../fields.js";
import { icon } from "../icons.js";
import { go, hrefTo } from "../router.js";
import { drafts } from "./mail-api.js";
import { addressesIn } from "./mail-words.js";

const MOST_WORDS = 300;
const MOST_LINES = 10;
/** What for, its button, what the box asks, and whether the box must say something. */
const ANSWERS = [
  ["decline", "Decline", "A reason, if you want to give one (optional)", false],
  ["thank_you", "Thank", "What else it should say (optional)", false],
  ["availability", "Times I am free", "When are you free? One time a line", true],
  ["reply", "Own words", "What should it say? Each line becomes a paragraph", true],
];

/** @param {any} mail @returns {HTMLElement} */
export function answerBar(mail) {
  const button = (answer) => h("button", { class: "button", type: "button", on: { click: () => answerDialog(mail, answer) } }, answer[1]);
  return h("section", { class: "mail-answer", "aria-labelledby": "answer-title" }, h("h2", { id: "answer-title" }, icon("pen"), " Answer"),
    h("p", { class: "muted small" }, "A draft is written for you to look at. Nothing is sent without your yes."),
    h("div", { class: "opening-actions" }, ANSWERS.map(button)));
}

async function answerDialog(mail, [purpose, label, question, required]) {
  const draft = await openDialog(`Answer: ${label.toLowerCase()}`, (close) => {
    const words = field(question, h("textarea", { rows: 4, required, autofocus: true, maxlength: MOST_WORDS * MOST_LINES }));
    const to = field("To (the sender, when it is left empty)", h("input", { maxlength: MOST_WORDS, placeholder: mail.sender_address, autocomplete: "off" }));
    const write = () => drafts.write({ email: String(mail.number), purpose, details: linesOf(words.control.value), to: addressesIn(to.control.value) });
    return [sendForm([words.element, to.element], "Write the draft", write, close)];
  });
  if (draft) go(hrefTo("mail", "drafts", { draft: draft.id }));
}

/** @param {string} text @returns {string[]} the lines as the API takes them; what is more goes into the last */
function linesOf(text) {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  const [first, rest] = [lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1)];
  return rest.length ? [...first, rest.join(" ")] : first;
}
