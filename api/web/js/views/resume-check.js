/** What a careful reader would remark on in a resume, each with its place and what to do. */

import { ApiError, resumes } from "../api.js";
import { fill, h } from "../dom.js";
import { humanise } from "../format.js";
import { icon } from "../icons.js";

/** @param {any} resume @param {(fact: any) => void} pick @returns {HTMLElement} */
export function checkTab(resume, pick) {
  const target = h("div", {}, h("p", { class: "muted" }, "Reading it as a recruiter would …"));
  resumes.check(resume.id).then(({ findings }) => fill(target, list(resume, findings, pick)), (error) => {
    if (!(error instanceof ApiError)) throw error;
    fill(target, h("p", { class: "form-error", role: "alert" }, error.message));
  });
  return target;
}

function list(resume, findings, pick) {
  if (!findings.length) return h("p", { class: "no-gaps" }, icon("check"), "Nothing stood out.");
  return h("ul", { class: "findings" }, findings.map((finding) => {
    const fact = resume.facts.find((f) => f.id === finding.fact_id);
    const place = fact ? h("button", { class: "quote-button", type: "button", on: { click: () => pick(fact) } }, finding.place) : h("span", {}, humanise(finding.place));
    return h("li", { class: finding.severity }, h("p", {}, h("strong", {}, finding.message)), h("p", { class: "muted" }, place), h("p", {}, finding.suggestion));
  }));
}
