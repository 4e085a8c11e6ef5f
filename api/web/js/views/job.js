/** One job: its match, what is missing, notes, the posting's text, and tailoring to it. */

import { jobs } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { count, jobFacts, when } from "../format.js";
import { icon } from "../icons.js";
import { deleteJob } from "../job-delete.js";
import { isHttps } from "../markdown-inline.js";
import { loadInto, pageHead } from "../page.js";
import { thumbs } from "../rating.js";
import { go, hrefTo } from "../router.js";
import { SourceText } from "../source-text.js";
import { toastError } from "../toast.js";
import { applicationSection } from "./application.js";
import { historySection } from "./job-history.js";
import { statusSelect } from "./jobs.js";
import { matchSection } from "./match.js";
import { warningList } from "./ranked.js";
import { letterDialog } from "./letter-dialog.js";
import { preparationSection } from "./preparation.js";
import { submissionSection } from "./submission.js";
import { tailorDialog } from "./tailor-dialog.js";

const BACK = { href: "#/jobs", label: "All jobs" };
const PAUSE_MS = 600;

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route
 * @returns {() => void}
 */
export function jobView(main, route) {
  const page = h("div", { class: "page wide" });
  let live = true;
  let notes = null;
  let leave = () => {};
  main.append(page);
  const draw = (job) => {
    document.title = `${job.title} · Jobwright`;
    notes = notesSection(job);
    leave();
    const own = [applicationSection, submissionSection, preparationSection].map((section) => section(job, () => live));
    leave = () => own.forEach((part) => part.leave());
    const warnings = h("div", { class: "job-warnings" });
    const posting = new SourceText(job.text || "No text was given.", "Text of the posting");
    const history = historySection(job, () => live, (found) => fill(warnings, warningList(found)));
    return [head(job), warnings, h("div", { class: "split" },
      h("div", { class: "split-main" }, facts(job), own.map((part) => part.element), fit(job, (quote) => posting.markQuote(quote)), notes.element, history),
      h("section", { class: "split-side", "aria-labelledby": "posting-title" }, h("h2", { id: "posting-title" }, "The posting"), posting.element))];
  };
  loadInto(page, () => jobs.get(route.key), draw, { back: BACK, isLive: () => live });
  return () => {
    live = false;
    leave();
    notes?.flush();
  };
}

function head(job) {
  const remove = () => {
    deleteJob(job);
    go("#/jobs");
  };
  return pageHead(job.title, {
    back: BACK,
    sub: jobFacts(job),
    actions: [
      h("button", { class: "button primary", type: "button", on: { click: () => tailorDialog(job) } }, icon("tailored"), "Tailor my resume"),
      h("button", { class: "button", type: "button", on: { click: () => letterDialog({ kind: "cover_letter", job }) } }, icon("pen"), "Write a letter"),
      job.application_id ? null : statusSelect(job),
      thumbs(job),
      h("a", { class: "button", href: hrefTo("chat", null, { ask: `Why does job ${job.number} fit me?` }) }, icon("chat"), "Ask"),
      h("button", { class: "icon-button", type: "button", "aria-label": `Delete ${job.title}`, title: "Delete", on: { click: remove } }, icon("trash")),
    ],
  });
}

function facts(job) {
  const address = job.application_url || job.url;
  const known = [
    ["Number", `#${job.number}`],
    ["Added", when(job.created_at)],
    job.posted_at && ["Posted", when(job.posted_at)],
    job.seniority && ["Level", job.seniority],
    job.employment_type && ["Type", job.employment_type],
    isHttps(address) && ["Link", h("a", { href: address, target: "_blank", rel: "noopener noreferrer nofollow" }, new URL(address).host)],
  ].filter(Boolean);
  return h("dl", { class: "facts-line" }, known.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v))));
}

function fit(job, onQuote) {
  if (job.match) return matchSection(job.match, onQuote);
  return h("section", { class: "match" }, h("h2", {}, "How it fits"),
    h("p", {}, "There is no score yet: it needs a primary resume. ", h("a", { href: "#/resumes" }, "Upload one"), "."),
    job.requirements?.length ? [h("h3", {}, count(job.requirements.length, "requirement")), h("ul", { class: "plain-list" }, job.requirements.map((r) => h("li", {}, r.text)))] : null);
}

/** Notes save themselves a moment after the last key, and when one leaves. */
function notesSection(job) {
  const id = uid("notes");
  const state = h("span", { class: "muted small", role: "status" });
  const box = h("textarea", { id, rows: 4, value: job.notes ?? "", on: { input: () => later(), blur: () => flush() } });
  let timer = 0;
  let saved = box.value;
  const flush = async () => {
    clearTimeout(timer);
    if (box.value === saved) return;
    const value = box.value;
    state.textContent = "Saving …";
    try {
      await jobs.update(job.id, { notes: value });
      saved = value;
      state.textContent = "Saved";
    } catch (error) {
      state.textContent = "Not saved";
      toastError(error);
    }
  };
  const later = () => {
    state.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
  };
  const element = h("section", { class: "notes" }, h("div", { class: "label-line" }, h("label", { for: id }, "Notes"), state), box);
  return { element, flush };
}
