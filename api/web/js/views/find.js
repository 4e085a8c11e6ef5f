/** Finding jobs: a search over the boards that runs on the server, and what it found. */

import { ApiError, discovery, tasks } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { count } from "../format.js";
import { followTask, isOver, isPassing } from "../follow.js";
import { icon } from "../icons.js";
import { busyWhile, emptyState, pageHead } from "../page.js";
import { hrefTo, pushAddress, replaceAddress } from "../router.js";
import { progressBar } from "../score.js";
import { toastError } from "../toast.js";
import { inWords } from "../wanted.js";
import { FindForm } from "./find-form.js";
import { foundSection } from "./found.js";
import { rankedCard } from "./ranked.js";
import { rankingPanel } from "./ranking-panel.js";
import { standingWishes } from "./standing-wishes.js";
import { watchCompanyDialog, watchSearchDialog } from "./watch-dialog.js";

const FITTING = 5;

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route the key is the task's id
 * @returns {() => void}
 */
export function findView(main, route) {
  const view = new FindView(main, route);
  return () => view.leave();
}

class FindView {
  constructor(main, route) {
    this.live = true;
    this.stop = () => {};
    this.form = new FindForm({ onSearch: (wanted) => this.search(wanted) });
    this.panel = rankingPanel();
    this.wishes = standingWishes({ onChange: () => { if (this.shown === "completed") this.search(this.form.wanted()); } });
    this.body = h("div", { class: "find-body" });
    const company = h("button", { class: "button", type: "button", on: { click: watchCompanyDialog } }, icon("eye"), "Watch a company");
    main.append(h("div", { class: "page wide" }, pageHead("Find", { sub: "Asks the job boards themselves, without a key, and says why each opening stands where it stands.", actions: [company] }),
      this.form.element, this.wishes.element, h("div", { class: "find-split" }, this.body, h("aside", { class: "find-side", "aria-label": "Ranking" }, this.panel.element))));
    if (route.key) this.follow(route.key);
    else this.welcome(route.query.get("q"));
  }

  leave() {
    this.live = false;
    this.stop();
    this.panel.destroy();
  }

  /** Before any search: what fits the resume already, or what a resume would add. */
  async welcome(words) {
    if (words) this.form.show({ words });
    this.form.more.open = matchMedia("(min-width: 761px)").matches;
    if (matchMedia("(hover: hover)").matches) this.form.words.control.focus();
    try {
      const fitting = await discovery.fitting(FITTING);
      if (this.live && !this.task) fill(this.body, suggestions(fitting));
    } catch (error) {
      toastError(error);
    }
  }

  /** @param {any} wanted a SearchJobs */
  async search(wanted) {
    this.stop();
    this.form.show(wanted);
    try {
      const started = await busyWhile(this.form.submit, () => tasks.search(wanted));
      if (!this.live) return;
      (this.task ? pushAddress : replaceAddress)(hrefTo("find", started.task_id));
      announce("Searching the boards.");
      this.follow(started.task_id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) fill(this.body, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }

  follow(id) {
    this.task = id;
    this.shown = "";
    this.form.more.open = false;
    fill(this.body, h("div", { class: "skeleton", "aria-hidden": "true" }, h("i"), h("i")));
    this.stop = followTask(id, { onTask: (task) => this.told(task), onTrouble: (error) => this.trouble(error) });
  }

  told(task) {
    if (!this.shown && task.result?.wanted) this.form.show(task.result.wanted);
    if (!isOver(task)) return this.showProgress(task);
    const waited = this.shown === "running";
    this.shown = task.status;
    if (task.status === "completed") this.showFound(task.result, waited);
    else this.showEnd(task);
  }

  /** Drawn once, then only brought up to date: the button keeps its focus. */
  showProgress(task) {
    if (this.shown !== "running") {
      this.shown = "running";
      this.step = h("p", { class: "find-step", role: "status" });
      this.bar = h("div");
      const cancel = h("button", { class: "button small", type: "button", on: { click: () => this.cancel(task.task_id, cancel) } }, icon("stop"), "Stop");
      fill(this.body, h("section", { class: "find-running", "aria-label": "Search in progress" },
        h("div", { class: "find-running-line" }, h("span", { class: "spinner", "aria-hidden": "true" }), this.step, cancel), this.bar,
        h("p", { class: "muted small" }, "It goes on when you leave this page; its address leads back to it.")));
    }
    const step = task.status === "queued" ? "waiting for its turn" : task.step || "starting";
    const said = `${inWords(task.result?.wanted ?? {})}: ${step} …`;
    if (this.step.textContent !== said) this.step.textContent = said;
    fill(this.bar, progressBar(task.progress, "Progress of the search"));
  }

  cancel(id, button) {
    busyWhile(button, async () => {
      try {
        this.told(await tasks.cancel(id));
      } catch (error) {
        toastError(error);
      }
    });
  }

  showFound(result, waited) {
    this.stop();
    fill(this.body, foundSection(result, { onSearch: (wanted) => this.search(wanted), onWatch: watchSearchDialog, onDrop: this.wishes.drop }));
    if (waited) announce(result.jobs.length ? `${count(result.jobs.length, "job")} found.` : "Nothing fits.");
    document.title = `${inWords(result.wanted)} · Jobwright`;
  }

  showEnd(task) {
    this.stop();
    const again = h("button", { class: "button primary", type: "button", on: { click: () => this.search(this.form.wanted()) } }, icon("refresh"), "Search again");
    const [title, text] = task.status === "cancelled"
      ? ["Stopped", "The search was stopped before it was done. What it had not ranked yet is not on your list."]
      : ["The search failed", task.error?.message ?? "It did not finish."];
    fill(this.body, h("div", { role: "alert" }, emptyState(title, text, again)));
  }

  trouble(error) {
    if (error.status === 401) return;
    if (isPassing(error)) {
      if (this.shown === "running") this.step.textContent = `${error.message} Trying again …`;
      return;
    }
    const [title, text] = error.status === 404 ? ["This search is not there any more", "Search again above."] : ["Something went wrong", error.message];
    fill(this.body, h("div", { role: "alert" }, emptyState(title, text)));
  }
}

/** @param {{items: any[], advice: {message: string}|null}} fitting */
function suggestions({ items, advice }) {
  if (items.length) {
    return [h("h2", {}, "Fits your resume already"), h("p", { class: "muted small found-sub" }, "Openings that the boards have shown before and that are not on your list."),
      h("ul", { class: "found" }, items.map((item) => rankedCard({ ...item, score: item.match_score, parts: item.reasons })))];
  }
  return emptyState("Say what you look for",
    advice?.code === "NO_RESUME"
      ? ["No key is needed for it. With ", h("a", { href: "#/resumes" }, "a resume"), " the ranking also weighs what you can show, and this place lists what fits without a search."]
      : advice?.message ?? "A role and a place are enough to begin with.");
}
