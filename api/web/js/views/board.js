/** The board: a column a stage. Cards move by drag, by keys, and by the button on each. */

import { ApiError } from "../api.js";
import { announce } from "../announce.js";
import { fill, h, uid } from "../dom.js";
import { count, jobName, moment, number, when } from "../format.js";
import { icon } from "../icons.js";
import { emptyState } from "../page.js";
import { hrefTo } from "../router.js";
import { ENDED, moveDialog, moveTo, STAGES, stageName } from "../stages.js";
import { applications } from "./applications-api.js";
import { holdWhileUsed } from "./board-hold.js";
import { listenForBoardKeys } from "./board-keys.js";

const A_COLUMN = 50;

/** @param {HTMLElement} root @returns {() => void} */
export function boardSection(root) {
  const board = new BoardView(root);
  return () => board.leave();
}

class BoardView {
  constructor(root) {
    this.root = root;
    this.live = true;
    this.cards = new Map();
    this.turn = 0;
    this.waiting = () => {};
    this.columns = h("div", { class: "board", role: "group", "aria-label": "Board" });
    this.note = h("p", { class: "muted list-note", role: "status" });
    root.append(this.note, this.columns);
    this.load = this.load.bind(this);
    addEventListener("jobwright:applications", this.load);
    this.hold = holdWhileUsed(this.columns, () => this.showWaiting());
    this.stopKeys = listenForBoardKeys({ board: this.columns, move: (id, stage) => this.move(id, stage), ask: (id) => this.ask(id) });
    this.load();
  }

  leave() {
    this.live = false;
    removeEventListener("jobwright:applications", this.load);
    this.hold.leave();
    this.stopKeys();
  }

  async load() {
    const turn = ++this.turn;
    try {
      const found = await applications.board({ limit: A_COLUMN });
      this.show(turn, () => this.draw(found));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status !== 401) this.show(turn, () => fill(this.columns, h("p", { class: "form-error", role: "alert" }, error.message)));
    }
  }

  /** What is held stays where it is: a card that is drawn anew under the pointer would be dropped into nothing. */
  show(turn, draw) {
    if (turn !== this.turn) return;
    this.waiting = draw;
    if (!this.hold.held) this.showWaiting();
  }

  showWaiting() {
    const draw = this.waiting;
    this.waiting = () => {};
    if (this.live) draw();
  }

  draw({ columns, total }) {
    this.cards = new Map(columns.flatMap((column) => column.cards).map((card) => [card.id, card]));
    this.note.textContent = total ? count(total, "application") : "";
    if (!total) {
      fill(this.columns, emptyState("Nothing is tracked yet", "Put a job from your list here with “Track it”, add an application you sent elsewhere, or say “I applied to job 2” in the chat.", h("a", { class: "button", href: "#/jobs" }, "Your jobs")));
      return;
    }
    const focused = document.activeElement?.closest?.(".card")?.dataset.id;
    const scrolled = this.columns.scrollLeft;
    fill(this.columns, columns.map((column) => this.column(column)));
    this.columns.scrollLeft = scrolled;
    if (focused) this.focus(focused);
  }

  column({ status, total, cards }) {
    const title = uid("stage");
    const list = h("ul", { class: "cards" }, cards.map((card) => this.card(card)));
    const element = h("section", { class: ["board-column", ENDED.includes(status) && "ended"], "aria-labelledby": title, data: { stage: status } },
      h("h2", { id: title }, stageName(status), h("span", { class: "tag" }, number(total))), list,
      total > cards.length ? h("a", { class: "board-more small", href: hrefTo("applications", "table", { status }) }, `All ${number(total)}`) : null);
    element.addEventListener("dragover", (event) => { event.preventDefault(); element.classList.add("over"); });
    element.addEventListener("dragleave", (event) => { if (!element.contains(event.relatedTarget)) element.classList.remove("over"); });
    element.addEventListener("drop", (event) => {
      event.preventDefault();
      element.classList.remove("over");
      this.move(event.dataTransfer.getData("text/plain"), status);
    });
    return element;
  }

  card(card) {
    const move = h("button", { class: "icon-button small card-move", type: "button", "aria-label": `Move ${jobName(card)}`, title: "Move it", on: { click: () => this.ask(card.id) } }, icon("move"));
    const element = h("li", { class: "card", draggable: "true", data: { id: card.id } },
      h("a", { class: "card-title", href: hrefTo("jobs", card.job_id), draggable: "false" }, card.title), move,
      card.company ? h("p", { class: "muted small" }, card.company) : null, cardFacts(card));
    element.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/plain", card.id);
      event.dataTransfer.effectAllowed = "move";
      element.classList.add("dragged");
    });
    element.addEventListener("dragend", () => element.classList.remove("dragged"));
    return element;
  }

  focus(id) {
    this.columns.querySelector(`.card[data-id="${CSS.escape(id)}"] .card-title`)?.focus();
  }

  async move(id, stage) {
    const card = this.cards.get(id);
    if (!card || !(stage in STAGES)) return;
    if (await moveTo(card, stage, this.load)) {
      this.focus(id);
      announce(`${jobName(card)}: ${stageName(stage)}`);
    }
  }

  async ask(id) {
    const card = this.cards.get(id);
    if (card && await moveDialog(card, this.load)) this.focus(id);
  }
}

/** What is next for a card, and since when it stands where it stands. @param {any} card */
export function cardFacts(card) {
  const late = card.next_reminder_at && new Date(card.next_reminder_at) < new Date();
  const facts = [
    card.next_interview_at && h("span", { class: "tag accent" }, icon("calendar"), moment(card.next_interview_at)),
    card.next_reminder && h("span", { class: ["tag", late && "warn"], title: card.next_reminder }, icon("clock"), when(card.next_reminder_at)),
    card.deadline && !card.applied_at && h("span", { class: "tag" }, `until ${when(card.deadline)}`),
  ].filter(Boolean);
  return h("p", { class: "card-facts small" }, facts, h("span", { class: "muted", title: "Since when it stands here" }, when(card.moved_at)), h("span", { class: "muted" }, `#${card.number}`));
}
