/** What the agent did, one collapsible line per tool call. */

import { append, fill, h, srOnly } from "../dom.js";
import { humanise, shorten } from "../format.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { progressBar } from "../score.js";

/** While it runs, and when it is done. */
const WORDS = {
  add_job: ["Reading the posting", "Read the posting"],
  list_jobs: ["Looking through your jobs", "Looked through your jobs"],
  show_job: ["Opening the job", "Opened the job"],
  compare_jobs: ["Comparing jobs with your resume", "Compared jobs with your resume"],
  explain_match: ["Weighing the match", "Weighed the match"],
  set_job_status: ["Changing the status", "Changed the status"],
  add_job_note: ["Adding a note", "Added a note"],
  delete_job: ["Deleting the job", "Deleted the job"],
  add_resume: ["Reading the resume", "Read the resume"],
  list_resumes: ["Looking through your resumes", "Looked through your resumes"],
  show_resume: ["Opening the resume", "Opened the resume"],
  check_resume: ["Checking the resume", "Checked the resume"],
  compare_resumes: ["Comparing resumes", "Compared resumes"],
  set_primary_resume: ["Setting the primary resume", "Set the primary resume"],
  delete_resume: ["Deleting the resume", "Deleted the resume"],
  tailor_resume: ["Tailoring the resume", "Tailored the resume"],
  list_tailored: ["Looking through tailored resumes", "Looked through tailored resumes"],
  show_changes: ["Gathering the changes", "Gathered the changes"],
  show_proof: ["Gathering the proof", "Gathered the proof"],
  search_jobs: ["Searching the boards", "Searched the boards"],
  watch_jobs: ["Setting up the watch", "Set up the watch"],
  list_watches: ["Looking through what is watched", "Looked through what is watched"],
  resume_watch: ["Taking the watch up again", "Took the watch up again"],
  stop_watching: ["Ending the watch", "Ended the watch"],
  show_new: ["Looking for what is new", "Looked for what is new"],
  show_sources: ["Looking at the sources", "Looked at the sources"],
  ingest_jobs: ["Fetching from the boards", "Fetched from the boards"],
  rate_job: ["Learning from your verdict", "Learned from your verdict"],
  explain_order: ["Comparing two places in the ranking", "Compared two places in the ranking"],
  show_ranking: ["Looking at your ranking", "Looked at your ranking"],
  reset_ranking: ["Forgetting what was learned", "Forgot what was learned"],
  check_job: ["Looking whether it is still open", "Looked whether it is still open"],
  set_wishes: ["Keeping what you wish for", "Kept what you wish for"],
  show_market: ["Counting the market", "Counted the market"],
  skills_gap: ["Holding your resume against the market", "Held your resume against the market"],
  job_stats: ["Counting how the search goes", "Counted how the search goes"],
  undo_last_change: ["Undoing the last change", "Undid the last change"],
  list_changes: ["Listing what was changed", "Listed what was changed"],
  help: ["Looking up the help", "Looked up the help"],
};

const OUTCOMES = {
  running: ["", "running"],
  waiting: ["minus", "waits for you"],
  ok: ["check", "done"],
  error: ["alert", "failed"],
  refused: ["cross", "refused"],
  stopped: ["minus", "stopped"],
};

/** @param {string} name @param {string} status @returns {string} */
function stepLabel(name, status) {
  const known = WORDS[name];
  if (!known) return humanise(name);
  return status === "ok" ? known[1] : known[0];
}

/** The one argument that tells most. @param {Object} args */
function brief(args) {
  const values = Object.values(args ?? {}).flat().filter((v) => typeof v === "string" && v.trim().length > 2); // numbers of jobs tell nothing
  return values.length ? shorten(values[0].replace(/\s+/g, " "), 60) : "";
}

/** @param {import("../turns.js").Item} item @returns {HTMLElement} */
export function stepLine(item) {
  if (item.kind === "note") return h("li", { class: "step-note" }, markdown(item.text));
  const [glyph, word] = OUTCOMES[item.status] ?? OUTCOMES.ok;
  const mark = glyph ? icon(glyph) : h("span", { class: "spinner", "aria-hidden": "true" });
  const summary = h("summary", {}, mark, h("span", { class: "step-name" }, stepLabel(item.name, item.status)),
    brief(item.arguments) && h("span", { class: "step-brief" }, brief(item.arguments)),
    h("span", { class: "step-word" }, srOnly("– "), word), icon("chevron"));
  const content = h("div", { class: "step-body" });
  const details = h("details", { class: ["step", item.status], data: { call: item.callId }, on: { toggle: () => { if (details.open && !content.firstChild) fill(content, body(item)); } } }, summary, content);
  return h("li", {}, details);
}

/** Made when it is opened first: a long conversation holds hundreds. @param {import("../turns.js").Item} item */
function body(item) {
  return [argumentList(item.arguments), item.text ? markdown(item.text) : h("p", { class: "muted" }, item.status === "running" ? "Still at it …" : "Nothing to show.")];
}

/** @param {Object|undefined} args @returns {HTMLElement|null} */
export function argumentList(args) {
  const given = Object.entries(args ?? {}).filter(([, v]) => v !== null && v !== undefined && !(Array.isArray(v) && !v.length));
  if (!given.length) return null;
  const text = (v) => (typeof v === "string" ? v : JSON.stringify(v));
  return h("dl", { class: "arguments" }, given.map(([k, v]) => [h("dt", {}, humanise(k)), h("dd", {}, shorten(text(v), 600))]));
}

/** @param {import("../turns.js").Item[]} items @returns {HTMLElement|null} */
export function stepList(items) {
  return items.length ? h("ol", { class: "steps", "aria-label": "Steps" }, items.map(stepLine)) : null;
}

/**
 * Bring a drawn list up to date without closing what the user opened.
 * @param {HTMLElement} list @param {import("../turns.js").Item[]} items
 */
export function updateSteps(list, items) {
  items.forEach((item, i) => {
    const key = `${item.kind}|${item.callId ?? ""}|${item.status ?? ""}|${item.text.length}`;
    const old = list.children[i];
    if (old?.dataset.key === key) return;
    const line = stepLine(item);
    line.dataset.key = key;
    if (!old) return append(list, [line]);
    if (old.querySelector("details")?.open) line.querySelector("details").open = true;
    old.replaceWith(line);
  });
  while (list.children.length > items.length) list.lastElementChild.remove();
}

/** @param {{share: number, step: string}|null} progress @returns {HTMLElement|null} */
export function progressLine(progress) {
  if (!progress) return null;
  return h("div", { class: "progress-line" }, h("span", {}, progress.step || "Working"), progressBar(progress.share, progress.step || "Progress"));
}
