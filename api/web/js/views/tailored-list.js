/** The list of tailored resumes. */

import { tailoring } from "../api.js";
import { h } from "../dom.js";
import { capital, when } from "../format.js";
import { icon } from "../icons.js";
import { emptyState, loadInto, pageHead } from "../page.js";
import { hrefTo } from "../router.js";
import { progressBar } from "../score.js";

/**
 * @param {HTMLElement} main
 * @returns {() => void}
 */
export function tailoredListView(main) {
  let live = true;
  const list = h("div");
  main.append(h("div", { class: "page" }, pageHead("Tailored resumes"), list));
  loadInto(list, tailoring.list, draw, { isLive: () => live });
  return () => { live = false; };
}

/** @param {any[]} sessions */
function draw(sessions) {
  if (!sessions.length) {
    return emptyState("Nothing tailored yet", "Open a job and choose “Tailor my resume”, or ask for it in the chat.", h("a", { class: "button primary", href: "#/jobs" }, icon("jobs"), "To the jobs"));
  }
  return h("ul", { class: "rows" }, sessions.map(row));
}

/** @param {any} session */
function row(session) {
  const title = session.job_title ?? "A job that was deleted";
  const going = session.status === "running" || session.status === "pending";
  return h("li", { class: "row" }, icon("tailored"),
    h("div", { class: "row-text" }, h("a", { class: "row-title", href: hrefTo("tailored", session.id) }, title),
      h("p", { class: "muted" }, session.company ?? "")),
    going ? progressBar(session.progress / 100, `Progress of ${title}`) : session.status === "completed" ? null : h("span", { class: "tag" }, capital(session.status)),
    h("p", { class: "row-meta muted" }, h("span", {}, `#${session.number}`), h("span", {}, when(session.created_at))));
}
