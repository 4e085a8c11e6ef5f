/** The sources: how each fares, what is watched, and fetching now. */

import { ApiError, discovery, tasks } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { check } from "../fields.js";
import { followTask, isOver } from "../follow.js";
import { capital, count, moment, number } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { hrefTo, replaceAddress } from "../router.js";
import { progressBar } from "../score.js";
import { toast, toastError } from "../toast.js";
import { filterWords, PACES } from "../wanted.js";
import { failures } from "./found.js";
import { watchCompanyDialog } from "./watch-dialog.js";

const STATES = {
  ok: ["check", "Answers", "accent"], failing: ["alert", "Failing", "warn"], resting: ["alert", "Resting", "warn"],
  "never asked": ["minus", "Not asked yet", ""],
};
/** Those that are not asked, and what it takes. */
const SILENT = {
  "key missing": ["Answer only with a key of yours", "The file .env.example names the settings for them."],
  off: ["Asked only when a setting names them", "EXTRA_SOURCES adds to the usual ones, SEARCH_SOURCES replaces them."],
};
const ORDER = ["failing", "resting", "ok", "never asked"];

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route the key is a fetch that goes on
 * @returns {() => void}
 */
export function sourcesView(main, route) {
  const view = new SourcesView(main, route);
  return () => view.leave();
}

class SourcesView {
  constructor(main, route) {
    this.live = true;
    this.stop = () => {};
    this.chosen = new Set();
    this.isLive = () => this.live;
    this.label = h("span", {}, "Fetch now");
    this.fetch = h("button", { class: "button primary", type: "button", on: { click: () => this.run() } }, icon("refresh"), this.label);
    const company = h("button", { class: "button", type: "button", on: { click: () => this.watchCompany() } }, icon("eye"), "Watch a company");
    this.running = h("div");
    this.status = h("div");
    this.watches = h("div");
    main.append(h("div", { class: "page" }, pageHead("Sources", { sub: "Where postings come from, and how each place fares.", actions: [this.fetch, company] }),
      this.running,
      h("section", { class: "figures", "aria-labelledby": "watches-title" }, h("h2", { id: "watches-title" }, "Watched"), this.watches),
      h("section", { class: "figures", "aria-labelledby": "sources-title" }, h("h2", { id: "sources-title" }, "Sources"), this.status)));
    this.loadStatus();
    this.loadWatches();
    if (route.key) this.follow(route.key);
  }

  leave() {
    this.live = false;
    this.stop();
  }

  loadStatus() {
    return loadInto(this.status, discovery.sources, (status) => this.drawStatus(status), { isLive: this.isLive });
  }

  loadWatches() {
    return loadInto(this.watches, discovery.watches, (list) => this.drawWatches(list.watches), { isLive: this.isLive });
  }

  async watchCompany() {
    if (await watchCompanyDialog()) {
      this.loadWatches();
      this.loadStatus();
    }
  }

  drawStatus(status) {
    const asked = ORDER.flatMap((state) => status.sources.filter((s) => s.state === state));
    const rest = status.sources.filter((s) => SILENT[s.state]);
    const facts = [["Runs waiting", number(status.queue_depth)], ["Next fetch by itself", moment(status.next_ingestion_at) || "none planned"], ["Last one", moment(status.last_ingestion_at) || "not yet"]];
    return [h("dl", { class: "facts-line" }, facts.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v)))),
      h("ul", { class: "rows" }, asked.map((s) => this.row(s))),
      rest.length ? h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), `${number(rest.length)} that are not asked`), silent(rest)) : null];
  }

  row(source) {
    const [glyph, word, tone] = STATES[source.state] ?? ["minus", capital(source.state), ""];
    const name = source.kind === "company" ? `${source.name.split(":")[1] ?? source.name} on ${source.label}` : source.label;
    const pick = check("Fetch", () => this.choose(source.name));
    pick.control.checked = this.chosen.has(source.name);
    pick.control.setAttribute("aria-label", `Fetch from ${name}`);
    return h("li", { class: ["row source-row", source.state.replace(" ", "-")] },
      h("div", { class: "row-text" }, h("p", { class: "source-name" }, h("strong", {}, name), h("span", { class: ["tag", tone] }, icon(glyph), word)),
        h("p", { class: "muted" }, figures(source)), trouble(source)),
      pick.element);
  }

  choose(name) {
    if (!this.chosen.delete(name)) this.chosen.add(name);
    this.label.textContent = this.chosen.size ? `Fetch from ${this.chosen.size}` : "Fetch now";
  }

  async run() {
    this.stop();
    try {
      const started = await busyWhile(this.fetch, () => tasks.ingest([...this.chosen]));
      if (!this.live) return;
      replaceAddress(hrefTo("sources", started.task_id));
      announce("Fetching.");
      this.follow(started.task_id);
    } catch (error) {
      toastError(error);
    }
  }

  follow(id) {
    this.stop = followTask(id, {
      onTask: (task) => this.told(task),
      onTrouble: (error) => { if (error.status !== 401) fill(this.running, h("p", { class: "form-error", role: "alert" }, error.status === 404 ? "That fetch is not there any more." : error.message)); },
    });
  }

  told(task) {
    if (!isOver(task)) {
      fill(this.running, h("div", { class: "find-running" }, h("div", { class: "find-running-line" }, h("span", { class: "spinner", "aria-hidden": "true" }),
        h("p", {}, `Fetching: ${task.step || "waiting for its turn"} …`)), progressBar(task.progress, "Progress of the fetch")));
      return;
    }
    const result = task.result ?? { sources: [] };
    const said = task.status === "completed"
      ? `${count(result.found, "posting")}, ${count(result.openings, "opening")}, ${number(result.new)} of them new.`
      : task.error?.message ?? "The fetch was stopped.";
    fill(this.running, h("div", { class: "find-running", role: "status" }, h("p", {}, said), failures(result.sources)));
    announce(said);
    this.loadStatus();
  }

  drawWatches(watches) {
    if (!watches.length) {
      return h("p", { class: "muted" }, "Nothing is watched. Watch a company here, or a search from ", h("a", { href: "#/find" }, "Find"), ".");
    }
    return h("ul", { class: "rows" }, watches.map((w) => this.watchRow(w)));
  }

  watchRow(watch) {
    const stop = h("button", { class: "button small", type: "button", "aria-label": `Stop watching ${watch.name}`, on: { click: () => this.stopWatching(watch, stop) } }, "Stop");
    const resume = h("button", { class: "button small", type: "button", "aria-label": `Watch ${watch.name} again`, on: { click: () => this.resumeWatch(watch, resume) } }, "Watch again");
    const next = watch.paused ? null : `next look ${moment(watch.due_at)}`;
    const facts = [watch.source, PACES[watch.pace]?.toLowerCase(), watch.ran_at ? `last look ${moment(watch.ran_at)}` : "not looked yet", next, ...filterWords(watch.wanted)];
    const paused = watch.paused ? h("span", { class: "tag warn" }, icon("alert"), "Paused") : null;
    return h("li", { class: "row watch-row" }, icon(watch.kind === "company" ? "jobs" : "find"),
      h("div", { class: "row-text" }, h("p", { class: "source-name" }, h("strong", {}, watch.name), paused), h("p", { class: "muted" }, facts.filter(Boolean).join(" · ")), watchTrouble(watch)),
      watch.run_id && watch.kind === "search" ? h("a", { class: "button small quiet", href: hrefTo("find", watch.run_id), "aria-label": `What the last look for ${watch.name} found` }, "Found") : null,
      watch.paused ? resume : null, stop);
  }

  resumeWatch(watch, button) {
    busyWhile(button, async () => {
      try {
        await discovery.resumeWatch(watch.id);
        toast(`“${watch.name}” is watched again, with a look right away.`);
        await this.loadWatches();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        toastError(error);
      }
    });
  }

  stopWatching(watch, button) {
    busyWhile(button, async () => {
      try {
        await discovery.stopWatch(watch.id);
        toast(`“${watch.name}” is watched no more. Say “undo” in the chat to bring it back.`);
        await this.loadWatches();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        toastError(error);
      }
    });
  }
}

/** @param {any[]} sources */
function silent(sources) {
  return Object.entries(SILENT).map(([state, [title, hint]]) => {
    const names = sources.filter((s) => s.state === state).map((s) => s.label);
    return names.length ? h("div", { class: "silent-sources" }, h("h3", {}, title), h("p", {}, names.join(", ")), h("p", { class: "muted small" }, hint)) : null;
  });
}

/** What keeps a watch from being looked at, or from finding anything. */
function watchTrouble(watch) {
  if (!watch.source && watch.looking_for && !watch.paused) return h("p", { class: "muted" }, `The page of ${watch.looking_for} is still being looked for.`);
  return watch.trouble ? h("p", { class: "trouble" }, capital(watch.trouble)) : null;
}

function figures(source) {
  if (!source.runs) return "The next search or fetch asks it.";
  if (!source.last_ok_at) return "It has never answered yet.";
  return [`Last answer ${moment(source.last_ok_at)}`, `${count(source.last_found, "posting")} then`, `${number(source.new)} new openings ever`].join(" · ");
}

function trouble(source) {
  if (source.state !== "failing" && source.state !== "resting") return null;
  const rest = source.asked_again_at ? ` It is asked again ${moment(source.asked_again_at)}.` : " It is asked again next time.";
  return h("p", { class: "trouble" }, `${source.failures > 1 ? `${source.failures} failures in a row: ` : ""}${source.last_error ?? "it did not answer."}${rest}`);
}
