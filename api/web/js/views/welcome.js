/** What a conversation shows before its first message. */

import { h } from "../dom.js";
import { icon } from "../icons.js";

export const EXAMPLES = [
  "Find remote Python jobs in Germany over 80k and tell me the best five",
  "What is new since yesterday?",
  "Which of my jobs fits me best, and why?",
  "Tailor my resume for the second job",
  "Check my resume for gaps",
  "What can you do for me?",
];

/**
 * @param {(prompt: string) => void} onPrompt
 * @param {() => void} onPick asks for files
 * @returns {HTMLElement}
 */
export function welcome(onPrompt, onPick) {
  return h("div", { class: "welcome" },
    h("p", { class: "welcome-title" }, "What are you looking for?"),
    h("p", { class: "muted" }, "Give me your resume and a few postings, as links or text. I compare them, and tailor your resume to one: every line of it traces back to your own words."),
    h("button", { class: "drop-zone", type: "button", on: { click: onPick } }, icon("upload"),
      h("span", {}, h("strong", {}, "Drop your resume here"), h("span", { class: "muted" }, "or choose a file: PDF, DOCX, text, Markdown, JSON Resume"))),
    h("ul", { class: "examples", "aria-label": "Examples" }, EXAMPLES.map((text) => h("li", {}, h("button", { class: "example", type: "button", on: { click: () => onPrompt(text) } }, text)))));
}
