/** Scores from 0 to 100 as badges and bars. The number is always there as text; colour only adds to it. */

import { h, srOnly } from "./dom.js";

/** @param {number} score @returns {"high"|"middle"|"low"} */
function tone(score) {
  if (score >= 70) return "high";
  return score >= 45 ? "middle" : "low";
}

/** @param {number|null|undefined} score @returns {HTMLElement} */
export function scoreBadge(score) {
  if (score === null || score === undefined) {
    return h("span", { class: "badge-score none", title: "Not scored: no primary resume yet" }, srOnly("Not scored"), h("span", { "aria-hidden": "true" }, "–"));
  }
  const whole = Math.round(score);
  return h("span", { class: ["badge-score", tone(score)], vars: { "--score": whole } }, srOnly("Score "), h("span", {}, whole));
}

/** @param {number} score @param {string} label for screen readers @returns {HTMLElement} */
export function scoreBar(score, label) {
  const whole = Math.round(score);
  return h("span", { class: ["score-bar", tone(score)], role: "img", "aria-label": `${label}: ${whole} of 100`, vars: { "--score": whole } });
}

/**
 * A table cell that holds a score.
 * @param {string} text such as `72`, `72 %` or `72/100`, bold or not
 * @returns {HTMLElement|null} null when the text is no score
 */
export function scoreCell(text) {
  const match = /^\**(\d{1,3}(?:\.\d+)?)\**\s*(?:%|\/\s*100)?\**$/.exec(text.trim());
  if (!match || Number(match[1]) > 100) return null;
  const score = Number(match[1]);
  const bar = h("span", { class: ["score-bar", tone(score)], "aria-hidden": "true", vars: { "--score": score } });
  return h("span", { class: "score-inline" }, h("strong", {}, Math.round(score)), bar);
}

/** @param {number} share 0 to 1 @param {string} label @returns {HTMLElement} */
export function progressBar(share, label) {
  const percent = Math.round(Math.max(0, Math.min(1, share)) * 100);
  return h("div", {
    class: "progress", role: "progressbar", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": 100,
    "aria-valuenow": percent, vars: { "--score": percent },
  });
}
