/** A ranked opening as a card: what it is, why it stands where it stands, what speaks against it, what can be done. */

import { h, uid } from "../dom.js";
import { jobFacts, when } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { thumbs } from "../rating.js";
import { hrefTo } from "../router.js";
import { scoreBadge } from "../score.js";
import { partHead } from "./match.js";
import { tailorDialog } from "./tailor-dialog.js";

/**
 * @param {any} job a RankedPosting
 * @returns {HTMLElement} a list item
 */
export function rankedCard(job) {
  const listed = job.job_id ? { id: job.job_id, title: job.title, rating: job.rating } : null;
  const why = whyOf(job);
  const title = listed
    ? h("a", { class: "found-title", href: hrefTo("jobs", job.job_id) }, job.title)
    : h("span", { class: "found-title" }, job.title);
  return h("li", { class: "found-card" },
    h("div", { class: "found-head" }, scoreBadge(job.score),
      h("div", { class: "found-text" }, h("h3", {}, title), h("p", { class: "muted" }, jobFacts(job) || "The posting names no company, place or pay"), tags(job))),
    warningList(job.warnings ?? []),
    h("div", { class: "found-actions" }, why.button,
      listed && h("button", { class: "button small", type: "button", on: { click: () => tailorDialog(listed) } }, icon("tailored"), "Tailor my resume"),
      postingLink(job), listed && thumbs(listed)),
    why.element);
}

function tags(job) {
  return h("p", { class: "found-tags" },
    job.is_new ? h("span", { class: "tag accent" }, "New") : null,
    job.number ? h("span", { class: "tag", title: "Its number on your list" }, `#${job.number}`) : null,
    job.status && job.status !== "saved" ? h("span", { class: "tag" }, job.status) : null,
    h("span", { class: "muted small" }, [job.posted_at ? `Posted ${when(job.posted_at)}` : "No date given", job.source].filter(Boolean).join(" · ")));
}

/** Signs of a closed, ghost or repeated posting. @param {string[]} warnings @returns {HTMLElement|null} */
export function warningList(warnings) {
  if (!warnings.length) return null;
  return h("ul", { class: "warnings", "aria-label": "What speaks against it" }, warnings.map((w) => h("li", {}, icon("alert"), h("span", {}, w))));
}

/** The button that opens the reasons, and the reasons: the weightiest part first. */
function whyOf(job) {
  const parts = [...job.parts].sort((a, b) => b.weight - a.weight);
  if (!parts.length) return { button: null, element: null };
  const id = uid("why");
  const pay = job.salary?.excerpt;
  const element = h("div", { class: "why", id, hidden: true },
    h("ul", { class: "parts" }, parts.map(partLine)),
    pay && !parts.some((p) => p.quote === pay) ? h("p", { class: "quote" }, h("span", { class: "quote-side" }, "Pay as the posting states it"), h("q", {}, pay)) : null);
  const toggle = () => {
    element.hidden = !element.hidden;
    button.setAttribute("aria-expanded", String(!element.hidden));
  };
  const button = h("button", { class: "button small quiet why-button", type: "button", "aria-expanded": "false", "aria-controls": id, "aria-label": `Why ${job.title} has ${Math.round(job.score)} of 100`, on: { click: toggle } }, icon("chevron"), `Why ${Math.round(job.score)}`);
  return { button, element };
}

function partLine(part) {
  return h("li", { class: "part" }, partHead(part, "h4"),
    h("p", { class: "part-reason" }, part.reason, part.quote ? [" ", h("q", { class: "part-quote" }, part.quote)] : null));
}

function postingLink(job) {
  const address = job.apply_url || job.url;
  if (!isHttps(address)) return null;
  const { host } = new URL(address);
  return h("a", { class: "button small quiet", href: address, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": `Posting of ${job.title} on ${host}` }, icon("out"), h("span", { class: "host" }, host));
}
