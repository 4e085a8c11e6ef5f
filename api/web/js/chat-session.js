/** One open conversation: the socket, the state its events make, and what the user sends. Draws nothing. */

import { ApiError, conversations } from "./api.js";
import { LiveSocket } from "./socket.js";
import { applyEvent, applySnapshot, emptyState, expectReplay, isRunning } from "./turns.js";

/**
 * @typedef {{content: string, attachments: {id: string, name: string}[], sent: boolean, after?: string,
 *   answers?: string}} Outgoing `after`: the last message of the user before it; `answers`: the run that waited when it
 *   was said, since the server takes words like "ok" for the decision and echoes no message then
 * @typedef {{conversationId: string|null, onChange: () => void, onEvent: (event: any) => void,
 *   onReturned: (outgoing: Outgoing, reason: string) => void, onGone: (error: ApiError) => void}} Options
 */

const UNSURE = "The connection broke before your message arrived. It is back in the box.";

export class ChatSession {
  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    this.id = options.conversationId;
    this.state = emptyState();
    this.connection = "closed";
    this.loaded = this.id === null;
    /** @type {Outgoing|null} */
    this.outgoing = null;
    /** @type {any[]|null} events held back while the snapshot is on its way */
    this.held = null;
    this.socket = null;
    if (this.id) this.open();
  }

  /** @returns {boolean} whether something is going on that can be cancelled */
  get running() {
    return this.outgoing !== null || isRunning(this.state);
  }

  open() {
    this.socket = new LiveSocket({
      path: () => `/ws/agent${this.id ? `?conversation_id=${this.id}` : ""}`,
      onEvent: (event) => this.receive(event),
      onState: (state) => this.connectionChanged(state),
    });
  }

  /** @param {string} state */
  connectionChanged(state) {
    this.connection = state;
    if (state === "open") this.opened();
    this.options.onChange();
  }

  /** Listen first, then read what was stored, then apply what came meanwhile: so nothing falls between. */
  async opened() {
    if (!this.id) return this.flush();
    this.held = [];
    expectReplay(this.state);
    try {
      applySnapshot(this.state, await conversations.get(this.id));
      this.loaded = true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) return this.gone(error);
    }
    const held = this.held ?? [];
    this.held = null;
    for (const event of held) this.apply(event);
    this.settleOutgoing();
    this.flush();
    this.options.onChange();
  }

  gone(error) {
    this.close();
    this.options.onGone(error);
  }

  /** @param {{type: string, data: any}} event */
  receive(event) {
    if (this.held) this.held.push(event);
    else this.apply(event);
  }

  apply(event) {
    if (event.type === "conversation_created") this.adopt(event.data.conversation_id);
    if (event.type === "user_prompt" && this.outgoing?.content === event.data.content) this.outgoing = null;
    if (this.outgoing?.answers && event.data?.run_id === this.outgoing.answers) this.outgoing = null;
    applyEvent(this.state, event);
    if (event.type === "error" && this.outgoing) this.giveBack(event.data.message);
    this.options.onEvent(event);
    this.options.onChange();
  }

  adopt(id) {
    this.id = id;
  }

  /** A message that was sent before the socket broke either stands in the transcript now or never arrived. */
  settleOutgoing() {
    if (!this.outgoing?.sent) return;
    const last = this.state.messages.findLast((m) => m.role === "user");
    if (last?.content === this.outgoing.content && last.id !== this.outgoing.after) this.outgoing = null;
    else this.giveBack(UNSURE);
  }

  giveBack(reason) {
    const { outgoing } = this;
    this.outgoing = null;
    this.options.onReturned(outgoing, reason);
  }

  /** @param {string} content @param {{id: string, name: string}[]} attachments */
  say(content, attachments) {
    const after = this.state.messages.findLast((m) => m.role === "user")?.id;
    this.outgoing = { content, attachments, sent: false, after, answers: this.state.pending?.runId };
    this.state.error = null;
    if (!this.socket) this.open();
    else this.flush();
    this.options.onChange();
  }

  flush() {
    if (!this.outgoing || this.outgoing.sent || this.held) return;
    const { content, attachments } = this.outgoing;
    this.outgoing.sent = this.socket.send({ type: "message", content, attachments: attachments.map((a) => a.id) });
  }

  /** Answer an approval or a question. @param {Object} decision @returns {boolean} whether it was sent */
  decide(decision) {
    if (!this.socket?.send({ type: "resume", decision })) return false;
    this.state.pending = null;
    if (this.state.live) this.state.live.thinking = true;
    this.options.onChange();
    return true;
  }

  cancel() {
    if (this.outgoing && !this.outgoing.sent) this.giveBack("Not sent.");
    else this.socket?.send({ type: "cancel" });
  }

  close() {
    this.socket?.close();
    this.socket = null;
  }
}
