/** Messages as they stand in the log, and the turn that is going on. */

import { toast } from "../toast.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { markdown, renderInto } from "../markdown.js";
import { hrefTo } from "../router.js";
import { linkNumbers, resultCards } from "./results.js";
import { progressLine, stepList, updateSteps } from "./steps.js";

const OUTCOMES = { cancelled: "Stopped.", failed: "This turn failed." };

/** @param {import("../turns.js").Message} message @returns {HTMLElement} */
export function messageElement(message) {
  return message.role === "user" ? userMessage(message) : assistantMessage(message);
}

/** @param {{content: string, attachments: {id: string, name?: string}[]}} message @param {boolean} [sending] */
export function userMessage(message, sending = false) {
  const chips = message.attachments.map((a) => h("a", { class: "chip", href: hrefTo("resumes", a.id) }, icon("resume"), a.name || "Resume"));
  return h("article", { class: ["message", "user", sending && "sending"], "aria-label": "You" },
    chips.length ? h("div", { class: "chips" }, chips) : null,
    h("div", { class: "bubble" }, message.content),
    sending ? h("p", { class: "muted small" }, "Sending …") : null);
}

/** @param {any} message */
function assistantMessage(message) {
  const hasTable = /^\s*\|.*\|/m.test(message.content);
  const prose = message.content ? markdown(message.content) : null;
  if (prose && hasTable) linkNumbers(prose, message.items);
  return h("article", { class: "message assistant", "aria-label": "Jobwright" },
    stepList(message.items),
    prose,
    resultCards(message.items, hasTable),
    OUTCOMES[message.outcome] ? h("p", { class: "muted" }, OUTCOMES[message.outcome]) : null,
    message.content ? copyButton(message.content) : null);
}

/** @param {string} text */
function copyButton(text) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  };
  if (!navigator.clipboard) return null;
  return h("div", { class: "message-tools" },
    h("button", { class: "icon-button small", type: "button", "aria-label": "Copy this answer", title: "Copy", on: { click: copy } }, icon("copy")));
}

/** @param {import("../turns.js").Item} item */
function held(item) {
  return item.status === "running" ? { ...item, status: "waiting" } : item;
}

/** The turn that is going on: drawn once, then brought up to date. */
export class LiveTurn {
  constructor() {
    this.steps = h("ol", { class: "steps", "aria-label": "Steps" });
    this.progress = h("div");
    this.text = h("div", { class: "prose" });
    this.dots = h("p", { class: "thinking" }, h("span", { class: "sr-only" }, "Working"), h("i"), h("i"), h("i"));
    this.element = h("article", { class: "message assistant live", "aria-label": "Jobwright, working", "aria-busy": "true" },
      this.steps, this.progress, this.text, this.dots);
  }

  /** @param {import("../turns.js").Live} live @param {boolean} waiting whether it waits for the user */
  update(live, waiting) {
    updateSteps(this.steps, waiting ? live.items.map(held) : live.items);
    this.steps.hidden = !live.items.length;
    this.progress.replaceChildren(...[progressLine(live.progress)].filter(Boolean));
    renderInto(this.text, live.text);
    const busy = live.items.some((i) => i.status === "running");
    this.dots.hidden = !live.thinking || waiting || busy || Boolean(live.progress);
  }
}
