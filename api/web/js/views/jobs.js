/** The list of jobs: search, filter, sort, status, adding and deleting. */

import { ApiError, jobs } from "../api.js";
import { announce } from "../announce.js";
import { fill, h, uid } from "../dom.js";
import { capital, count, jobFacts, STATUSES, when } from "../format.js";
import { icon } from "../icons.js";
import { isDoomed } from "../job-delete.js";
import { emptyState, pageHead } from "../page.js";
import { hrefTo, replaceAddress } from "../router.js";
import { scoreBadge } from "../score.js";
import { askToCorrect, stageName } from "../stages.js";
import { toast, toastError } from "../toast.js";
import { addJobDialog } from "./add-job.js";

const SORTS = { created_at: "Newest first", score: "Best score first", title: "Title", company: "Company" };
const PAUSE_MS = 200;

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route
 * @returns {() => void}
 */
export function jobsView(main, route) {
  const view = new JobsView(main, route.query);
  return () => view.leave();
}

class JobsView {
  constructor(main, query) {
    this.filter = { q: query.get("q") ?? "", status: query.get("status") ?? "", remote: query.get("remote") ?? "", sort: query.get("sort") ?? "created_at" };
    this.body = h("ul", { class: "rows" });
    this.note = h("p", { class: "muted list-note", role: "status" });
    this.rest = h("div", { class: "list-rest" });
    const add = h("button", { class: "button primary", type: "button", on: { click: () => this.add() } }, icon("plus"), "Add jobs");
    main.append(h("div", { class: "page" }, pageHead("Jobs", { actions: [add] }), this.toolbar(), this.note, this.body, this.rest));
    this.onDeleted = () => this.load();
    addEventListener("jobwright:jobs", this.onDeleted);
    this.load();
  }

  leave() {
    clearTimeout(this.timer);
    this.aborter?.abort();
    removeEventListener("jobwright:jobs", this.onDeleted);
  }

  toolbar() {
    const search = uid("search");
    return h("form", { class: "toolbar", role: "search", on: { submit: (e) => e.preventDefault() } },
      h("div", { class: "search" }, icon("search"), h("label", { class: "sr-only", for: search }, "Search jobs"),
        h("input", { id: search, type: "search", placeholder: "Search", value: this.filter.q, on: { input: (e) => this.set("q", e.target.value, PAUSE_MS) } })),
      this.select("Status", "status", [["", "Any status"], ...STATUSES.map((s) => [s, capital(s)])]),
      this.select("Way of work", "remote", [["", "Anywhere"], ["remote", "Remote"], ["hybrid", "Hybrid"], ["onsite", "On site"]]),
      this.select("Sort by", "sort", Object.entries(SORTS)));
  }

  select(label, key, options) {
    const control = h("select", { "aria-label": label, on: { change: (e) => this.set(key, e.target.value, 0) } }, options.map(([value, text]) => h("option", { value }, text)));
    control.value = this.filter[key];
    return control;
  }

  set(key, value, pause) {
    this.filter[key] = value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { sort, ...rest } = this.filter;
      replaceAddress(hrefTo("jobs", null, { ...rest, sort: sort === "created_at" ? "" : sort }));
      this.load(true);
    }, pause);
  }

  async load(told = false, cursor = null) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    const { sort } = this.filter;
    const order = sort === "title" || sort === "company" ? "asc" : "desc";
    try {
      const page = await jobs.list({ ...this.filter, order, limit: 50, cursor }, this.aborter.signal);
      this.draw(page, cursor !== null);
      if (told) announce(count(page.total, "job"));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) fill(this.rest, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }

  draw(page, more) {
    const items = page.items.filter((job) => !isDoomed(job.id));
    if (!more) this.body.replaceChildren();
    this.body.append(...items.map((job) => jobRow(job)));
    const filtered = this.filter.q || this.filter.status || this.filter.remote;
    this.note.textContent = this.body.children.length && (filtered || page.total > 10) ? count(page.total, "job") : "";
    if (!this.body.children.length) fill(this.rest, filtered ? emptyState("No job matches", "Change the search or the filters.") : this.invitation());
    else if (page.next_cursor) fill(this.rest, h("button", { class: "button", type: "button", on: { click: () => this.load(false, page.next_cursor) } }, "More jobs"));
    else this.rest.replaceChildren();
  }

  invitation() {
    const add = h("button", { class: "button primary", type: "button", on: { click: () => this.add() } }, icon("plus"), "Add jobs");
    return emptyState("No jobs yet", "Paste links to postings, or their text. Each one is scored against your primary resume.", add);
  }

  async add() {
    const added = await addJobDialog();
    if (added) this.load();
  }
}

/** @param {any} job */
function jobRow(job) {
  const status = statusSelect(job);
  return h("li", { class: ["row job-row", job.status] },
    scoreBadge(job.score ?? job.match?.score),
    h("div", { class: "row-text" },
      h("a", { class: "row-title", href: hrefTo("jobs", job.id) }, job.title),
      h("p", { class: "muted" }, jobFacts(job))),
    h("p", { class: "row-meta muted" }, h("span", { title: "Its number, to name it in chat" }, `#${job.number}`), h("span", {}, when(job.created_at))),
    status);
}

/** The status, with the stage of its application where that says it more finely. @param {any} job */
function standing({ status, stage }) {
  return stage && stage !== status ? `${capital(status)} (${stageName(stage).toLowerCase()})` : capital(status);
}

/**
 * A select that saves the status at once, and goes back when that fails. Where the table of moves does not lead
 * there, it says so and lets the person correct it.
 * @param {any} job @returns {HTMLSelectElement}
 */
export function statusSelect(job) {
  let current = job.status;
  const onChange = async () => {
    const wanted = control.value;
    try {
      if (!(await update(job, wanted))) {
        control.value = current;
        return;
      }
      current = wanted;
      job.status = current;
      for (const option of control.options) option.textContent = capital(option.value);
      toast(`“${job.title}” is now ${current}`, { ms: 3000 });
      dispatchEvent(new Event("jobwright:applications"));
    } catch (error) {
      control.value = current;
      toastError(error);
    }
  };
  const control = h("select", { class: "status", "aria-label": `Status of ${job.title}`, on: { change: onChange } }, STATUSES.map((s) => h("option", { value: s }, s === current ? standing(job) : capital(s))));
  control.value = current;
  return control;
}

/** @returns {Promise<any>} the job, nothing where the person leaves it as it is */
async function update(job, status) {
  try {
    return await jobs.update(job.id, { status });
  } catch (error) {
    if (!(error instanceof ApiError && error.code === "MOVE_NOT_ALLOWED")) throw error;
    return askToCorrect(capital(status), error.message, (why) => jobs.update(job.id, { status, correction: true, why }));
  }
}
