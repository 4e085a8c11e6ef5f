/** The table of applications: filters, saved views, and moving several at once after a look at what would happen. */

import { ApiError } from "../api.js";
import { announce } from "../announce.js";
import { fill, h } from "../dom.js";
import { count, jobName, when } from "../format.js";
import { emptyState } from "../page.js";
import { hrefTo, replaceAddress } from "../router.js";
import { moveDialog, stageName } from "../stages.js";
import { applications } from "./applications-api.js";
import { bulkDialog } from "./applications-bulk.js";
import { ApplicationFilters } from "./applications-filters.js";
import { savedViews } from "./applications-views.js";
import { cardFacts } from "./board.js";

const PAUSE_MS = 200;
const A_PAGE = 50;

/** @param {HTMLElement} root @param {import("../router.js").Route} route @returns {() => void} */
export function tableSection(root, route) {
  const table = new TableView(root, route.query);
  return () => table.leave();
}

class TableView {
  constructor(root, query) {
    this.chosen = new Map();
    this.filters = new ApplicationFilters(query, (pause) => this.filtered(pause));
    this.body = h("tbody");
    this.note = h("p", { class: "muted list-note", role: "status" });
    this.rest = h("div", { class: "list-rest" });
    this.every = h("input", { type: "checkbox", class: "mail-pick", "aria-label": "Choose all that are shown", on: { change: () => this.chooseShown(this.every.checked) } });
    this.bar = h("div", { class: "bulk-bar", role: "group", "aria-label": "What is chosen" });
    const heads = ["Job", "Stage", "Applied", "Found through", "Next"];
    this.table = h("div", { class: "table-wrap applications-table", tabindex: "0", role: "region", "aria-label": "Applications" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "pick-cell" }, this.every), heads.map((text) => h("th", { scope: "col" }, text)))), this.body));
    this.views = savedViews(this.filters);
    root.append(this.filters.element, this.views.element, this.note, this.bar, this.table, this.rest);
    this.reload = () => this.load();
    addEventListener("jobwright:applications", this.reload);
    this.load();
  }

  leave() {
    clearTimeout(this.timer);
    this.aborter?.abort();
    this.views.leave();
    removeEventListener("jobwright:applications", this.reload);
  }

  filtered(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      replaceAddress(hrefTo("applications", "table", this.filters.address()));
      this.load({ told: true });
    }, pause ? PAUSE_MS : 0);
  }

  async load({ told = false, cursor = null } = {}) {
    this.aborter?.abort();
    this.aborter = new AbortController();
    try {
      const page = await applications.list({ ...this.filters.query(), limit: A_PAGE, cursor }, this.aborter.signal);
      this.draw(page, cursor !== null);
      if (told) announce(count(page.total, "application"));
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) fill(this.rest, h("p", { class: "form-error", role: "alert" }, error.message));
    }
  }

  draw(page, more) {
    if (!more) {
      this.body.replaceChildren();
      this.shown = [];
    }
    this.shown.push(...page.items);
    this.chosen = new Map(this.shown.filter((card) => this.chosen.has(card.id)).map((card) => [card.id, card]));
    this.body.append(...page.items.map((card) => this.row(card)));
    this.table.hidden = !this.shown.length;
    this.note.textContent = this.shown.length ? count(page.total, "application") : "";
    if (!this.shown.length) fill(this.rest, this.filters.isPlain() ? emptyState("Nothing is tracked yet", "Add an application, or take in the table you keep.") : emptyState("No application matches", "Change the search or the filters."));
    else fill(this.rest, page.next_cursor ? h("button", { class: "button", type: "button", on: { click: () => this.load({ cursor: page.next_cursor }) } }, "More applications") : null);
    this.drawBar();
  }

  row(card) {
    const box = h("input", { type: "checkbox", class: "mail-pick", "aria-label": `Choose ${jobName(card)}`, checked: this.chosen.has(card.id), data: { id: card.id }, on: { change: () => this.choose(card, box.checked) } });
    const stage = h("button", { class: ["tag stage", card.status], type: "button", "aria-label": `${stageName(card.status)}: move ${jobName(card)}`, on: { click: () => moveDialog(card, this.reload) } }, stageName(card.status));
    return h("tr", {}, h("td", { class: "pick-cell" }, box),
      h("th", { scope: "row" }, h("a", { href: hrefTo("jobs", card.job_id) }, card.title), h("span", { class: "muted small" }, [card.company, card.location].filter(Boolean).join(" · "))),
      h("td", {}, stage), h("td", {}, when(card.applied_at)), h("td", {}, card.source ?? ""), h("td", {}, cardFacts(card)));
  }

  choose(card, on) {
    if (on) this.chosen.set(card.id, card);
    else this.chosen.delete(card.id);
    this.drawBar();
  }

  chooseShown(on) {
    this.chosen = new Map(on ? this.shown.map((card) => [card.id, card]) : []);
    for (const box of this.body.querySelectorAll("input[type=checkbox]")) box.checked = on;
    this.drawBar();
  }

  drawBar() {
    const many = this.chosen.size;
    this.every.checked = many > 0 && many === this.shown?.length;
    this.every.indeterminate = many > 0 && many < this.shown?.length;
    this.bar.hidden = !many;
    if (!many) return;
    const move = h("button", { class: "button small", type: "button", on: { click: () => bulkDialog([...this.chosen.values()], () => { this.chosen.clear(); this.load(); }) } }, "Move them …");
    const none = h("button", { class: "button small quiet", type: "button", on: { click: () => this.chooseShown(false) } }, "Choose none");
    fill(this.bar, h("span", {}, `${count(many, "application")} chosen`), move, none);
  }
}
