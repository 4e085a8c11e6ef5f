/** The conversation: its log, the turn that is going on, what it waits for, and the box to write in. */

import { announce } from "../announce.js";
import { ChatSession } from "../chat-session.js";
import { h } from "../dom.js";
import { acceptFiles } from "../drop.js";
import { icon } from "../icons.js";
import { hrefTo, replaceAddress } from "../router.js";
import { toast } from "../toast.js";
import { resumesChanged } from "../upload.js";
import { Composer } from "./composer.js";
import { LiveTurn, messageElement, userMessage } from "./message.js";
import { pendingCard } from "./pending.js";
import { welcome } from "./welcome.js";

const NEAR_END_PX = 80;
const QUESTION_GAP_PX = 20;

/**
 * @param {HTMLElement} main
 * @param {import("../router.js").Route} route
 * @param {{conversations: any}} shell
 * @returns {() => void}
 */
export function chatView(main, route, shell) {
  const view = new ChatView(main, route, shell);
  return () => view.destroy();
}

class ChatView {
  constructor(main, route, shell) {
    this.shell = shell;
    this.main = main;
    this.drawn = new Set();
    this.frame = 0;
    /** `question`: the last question stays in sight while its answer grows; `end`: the newest line does. */
    this.follow = "end";
    this.aim = 0;
    this.build(route);
    this.session = new ChatSession({
      conversationId: route.key,
      onChange: () => this.schedule(),
      onEvent: (event) => this.onEvent(event),
      onReturned: (outgoing, reason) => this.returned(outgoing, reason),
      onGone: () => { toast("This conversation is gone.", { kind: "error" }); location.hash = "#/chat"; },
    });
    this.composer.setText(route.query.get("ask") ?? "");
    this.draw();
    if (matchMedia("(hover: hover)").matches) this.composer.focus();
  }

  build(route) {
    this.title = h("h1", { class: "chat-title" }, route.key ? this.shell.conversations.titleOf(route.key) ?? "Conversation" : "New conversation");
    this.status = h("p", { class: "connection", role: "status" });
    this.composer = new Composer({ onSend: (text, files) => this.say(text, files), onStop: () => this.session.cancel() });
    this.welcome = welcome((text) => this.say(text, []), () => this.composer.file.click());
    this.messages = h("div", { class: "messages" });
    this.tail = h("div", { class: "tail" });
    this.log = h("div", { class: "log", role: "log", "aria-live": "off", "aria-label": "Messages", tabindex: "0", on: { scroll: () => this.onScroll() } }, h("div", { class: "column" }, this.welcome, this.messages, this.tail));
    this.jump = h("button", { class: "jump", type: "button", hidden: true, "aria-label": "Go to the latest message", on: { click: () => { this.follow = "end"; this.keepUp(true); } } }, icon("down"));
    const veil = h("div", { class: "drop-veil", "aria-hidden": "true" }, icon("upload"), "Drop resumes to attach them");
    this.element = h("div", { class: "chat", data: { drop: "window" } }, h("header", { class: "chat-head" }, this.title, this.status), this.log, h("div", { class: "dock" }, this.jump, this.composer.element), veil);
    this.main.append(this.element);
    this.growth = new ResizeObserver(() => this.keepUp());
    this.growth.observe(this.log.firstElementChild);
    this.stopDrop = acceptFiles(this.element, (files) => this.composer.addFiles(files), (url) => this.composer.giveBack(url, []));
    this.onKey = (event) => {
      if (event.key === "Escape" && this.session.running && !document.querySelector("dialog[open], .drawer.open")) this.session.cancel();
    };
    addEventListener("keydown", this.onKey);
  }

  /** A yes or no that is typed answers a waiting approval; whether a text answers a question, the server knows. */
  say(text, attachments) {
    const { pending } = this.session.state;
    this.follow = "question";
    const plain = /^(yes|no)[.!]?$/i.exec(text);
    if (pending?.kind === "approval" && plain) return this.decide({ approved: plain[1].toLowerCase() === "yes" });
    this.session.say(text, attachments);
  }

  decide(decision) {
    if (!this.session.decide(decision)) return toast("Not connected right now; try again in a moment.", { kind: "error" });
    this.composer.focus();
  }

  returned(outgoing, reason) {
    this.composer.giveBack(outgoing.content, outgoing.attachments);
    this.composer.setNote(reason);
  }

  onEvent({ type, data }) {
    if (type === "conversation_created") {
      replaceAddress(hrefTo("chat", data.conversation_id));
      this.shell.conversations.setCurrent(data.conversation_id);
      if (data.title) this.title.textContent = data.title;
      this.shell.conversations.refresh();
    } else if (type === "final_result") {
      announce(`Jobwright: ${plainText(data.content)}`);
    } else if (type === "tool_result" && /resume/.test(data.name ?? "")) {
      resumesChanged();
    } else if (type === "complete") {
      this.afterTurn();
    }
  }

  async afterTurn() {
    await this.shell.conversations.refresh();
    this.retitle();
  }

  retitle() {
    const title = this.session.id && this.shell.conversations.titleOf(this.session.id);
    if (title) this.title.textContent = title;
  }

  schedule() {
    this.frame ||= requestAnimationFrame(() => { this.frame = 0; this.draw(); });
  }

  draw() {
    const { state, outgoing, loaded } = this.session;
    for (const message of state.messages) this.drawMessage(message);
    this.welcome.hidden = !loaded || state.messages.length > 0 || outgoing !== null || state.live !== null;
    this.log.setAttribute("aria-busy", String(!loaded));
    this.drawTail(state, outgoing);
    this.composer.setRunning(this.session.running);
    this.drawConnection();
    if (this.title.textContent === "Conversation") this.retitle();
    this.keepUp();
  }

  drawMessage(message) {
    if (this.drawn.has(message.id)) return;
    this.drawn.add(message.id);
    this.messages.append(messageElement(message));
  }

  drawTail(state, outgoing) {
    if (state.live) {
      if (this.live?.runId !== state.live.runId) this.live = Object.assign(new LiveTurn(), { runId: state.live.runId });
      this.live.update(state.live, state.pending !== null);
    } else {
      this.live = null;
    }
    this.drawPending(state.pending);
    const sending = outgoing ? userMessage(outgoing, true) : null;
    const error = state.error && !outgoing ? h("p", { class: "turn-error", role: "alert" }, icon("alert"), state.error.message) : null;
    const parts = [this.live?.element, this.card, sending, this.sameError(error)].filter(Boolean);
    place(this.tail, parts);
    if (this.cardIsNew) {
      this.cardIsNew = false;
      this.card.focus();
    }
  }

  /** An alert is read out whenever it is put in, so the one that stands stays. */
  sameError(error) {
    this.error = error && this.error?.textContent === error.textContent ? this.error : error;
    return this.error;
  }

  drawPending(pending) {
    if (pending === this.pending) return;
    this.pending = pending;
    this.card = pending ? pendingCard(pending, (decision) => this.decide(decision)) : null;
    this.cardIsNew = pending !== null;
    if (pending) this.follow = "end";
  }

  drawConnection() {
    const lost = this.session.connection === "waiting" || (this.session.connection === "connecting" && this.session.socket?.failures);
    const text = lost ? "Reconnecting …" : "";
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** Only a place that we did not aim at tells what the person wants. */
  onScroll() {
    const { log } = this;
    const near = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END_PX;
    if (Math.abs(log.scrollTop - this.aim) > 2) this.follow = near ? "end" : null;
    this.jump.hidden = near;
  }

  keepUp(smooth = false) {
    if (!this.follow) return;
    const { log } = this;
    // A new conversation begins with its heading, on a small screen too.
    const end = log.querySelector(".message") ? log.scrollHeight - log.clientHeight : 0;
    const questions = log.querySelectorAll(".message.user");
    const last = this.follow === "question" ? questions[questions.length - 1] : null;
    const top = last ? last.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop - QUESTION_GAP_PX : end;
    this.aim = Math.max(0, Math.min(end, top));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    log.scrollTo({ top: this.aim, behavior: smooth && !calm ? "smooth" : "instant" });
    this.jump.hidden = end - this.aim < NEAR_END_PX;
  }

  destroy() {
    cancelAnimationFrame(this.frame);
    this.stopDrop();
    this.growth.disconnect();
    removeEventListener("keydown", this.onKey);
    this.session.close();
  }
}

/** Make these the children; what stays is not moved, since moving takes the focus away. */
function place(parent, parts) {
  for (const child of [...parent.children]) if (!parts.includes(child)) child.remove();
  parts.forEach((part, i) => { if (parent.children[i] !== part) parent.insertBefore(part, parent.children[i] ?? null); });
}

/** @param {string} source Markdown @returns {string} as it may be read out */
function plainText(source) {
  return source.replace(/^\s*\|?[\s:|-]+\|?\s*$/gm, "").replace(/[*_`#|>]+/g, " ").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\s+/g, " ");
}
