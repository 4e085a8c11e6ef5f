/** The openings of a mail: what became of each, setting that right, adding one that was missed, reading again. */

import { announce } from "../announce.js";
import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field, filledIn } from "../fields.js";
import { capital, count, money, percent, when } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { busyWhile } from "../page.js";
import { hrefTo } from "../router.js";
import { toast, toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { inbox, mailboxes } from "./mail-api.js";
import { postingTag } from "./mail-words.js";

/** @param {any} mail @param {() => void} onChanged @returns {HTMLElement} */
export function openingsSection(mail, onChanged) {
  const add = h("button", { class: "button small", type: "button", on: { click: () => addJobDialog(mail, onChanged) } }, icon("plus"), "Add a missing job");
  const title = mail.postings.length ? count(mail.postings.length, "opening") : "Openings";
  return h("section", { class: "mail-openings", "aria-labelledby": "openings-title" },
    h("div", { class: "found-line" }, h("h2", { id: "openings-title" }, title), add),
    mail.postings.length ? h("ul", { class: "openings" }, mail.postings.map((p) => h("li", { class: "opening" }, openingParts(p, onChanged))))
      : h("p", { class: "muted" }, mail.outcome === "changed" ? "Its sender’s alerts always had openings, and none could be read in this one. Read it again with another parser, or add what it shows." : "None was found in it."));
}

/** An opening with what became of it. @param {any} view PostingView @param {() => void} onChanged */
export function openingParts(view, onChanged) {
  const { posting } = view;
  const remote = posting.remote === "onsite" ? "on site" : posting.remote;
  const facts = [posting.company, posting.location, remote && !posting.location?.toLowerCase().includes(remote) ? capital(remote) : null, money(posting.salary), posting.posted_at && `posted ${when(posting.posted_at)}`].filter(Boolean).join(" · ");
  const address = posting.url ?? posting.link;
  const title = view.job_id && view.job_number ? h("a", { href: hrefTo("jobs", view.job_id) }, posting.title) : h("strong", {}, posting.title);
  return [h("p", { class: "opening-title" }, title, postingTag(view.state), view.job_number ? h("span", { class: "muted small" }, `job ${view.job_number}`) : null),
    h("p", { class: "muted" }, facts || "Nothing else is stated."),
    posting.snippet ? h("p", { class: "opening-snippet" }, posting.snippet) : null,
    h("div", { class: "opening-actions" }, decisions(view, onChanged),
      isHttps(address) ? h("a", { class: "button small quiet", href: address, target: "_blank", rel: "noopener noreferrer nofollow", "aria-label": `${posting.title} at ${new URL(address).host}` }, icon("out"), h("span", { class: "host" }, new URL(address).host)) : null,
      h("span", { class: "muted small", title: "How sure the reading is" }, `${percent(view.confidence)} sure`))];
}

function decisions(view, onChanged) {
  const { title } = view.posting;
  const listed = view.state === "added" || view.state === "known";
  const button = (isJob, words) => {
    const made = h("button", { class: ["button small", isJob && "primary"], type: "button", "aria-label": `${words}: ${title}`, on: { click: () => decide(view, isJob, made, onChanged) } }, icon(isJob ? "plus" : "cross"), words);
    return made;
  };
  return [listed ? null : button(true, "Put on my list"), view.state === "rejected" ? null : button(false, "This wasn’t a job")];
}

function decide(view, isJob, button, onChanged) {
  return busyWhile(button, async () => {
    try {
      const decided = await inbox.decidePosting(view.id, isJob);
      toastUndoable(capital(decided.what), onChanged);
      onChanged();
    } catch (error) {
      toastError(error);
    }
  });
}

async function addJobDialog(mail, onChanged) {
  const added = await openDialog("Add a job that this mail shows", (close) => {
    const title = field("Title", h("input", { required: true, maxlength: 300, autofocus: true }));
    const [company, location, url] = [["Employer", {}], ["Where", {}], ["Link", { type: "url", placeholder: "https://…" }]].map(([label, props]) => field(label, h("input", { maxlength: 300, ...props })));
    const text = field("What the mail says of it (optional)", h("textarea", { rows: 4 }));
    const send = () => inbox.addJob(mail.id, filledIn({ title, company, location, url, text }));
    return [sendForm([title.element, h("div", { class: "look" }, company.element, location.element), url.element, text.element], "Put it on my list", send, close)];
  });
  if (!added) return;
  toastUndoable(capital(added.what), onChanged);
  onChanged();
}

/** @param {any} mail @param {() => void} onRead */
export async function readAgainDialog(mail, onRead) {
  try {
    const { senders } = await mailboxes.config();
    const read = await openDialog("Read this mail again", (close) => {
      const parsers = [["", "The one that fits"], ["generic", "By structure, whoever sent it"], ...senders.map((s) => [s.parser, capital(s.board)])];
      const which = choice("Read it with", parsers);
      return [sendForm([which.element, h("p", { class: "muted" }, "What you have decided on stays.")], "Read it", () => inbox.readAgain(mail.id, which.control.value || null), close)];
    });
    if (!read) return;
    const said = `${count(read.email.postings.length, "opening")} now, read by ${read.email.parser ?? "no parser"}`;
    toast(said);
    announce(said);
    onRead();
  } catch (error) {
    toastError(error);
  }
}
