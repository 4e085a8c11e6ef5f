/** The box one writes in: text, attached resumes with their upload progress, send and stop. */

import { ApiError } from "../api.js";
import { alertNow, announce } from "../announce.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { progressBar } from "../score.js";
import { ACCEPTED, uploadResume } from "../upload.js";

/**
 * @typedef {{name: string, share: number, id: string|null, error: string|null}} Upload
 * @typedef {{onSend: (content: string, attachments: {id: string, name: string}[]) => void, onStop: () => void}} Options
 */

export class Composer {
  /** @param {Options} options */
  constructor(options) {
    this.options = options;
    /** @type {Upload[]} */
    this.uploads = [];
    this.running = false;
    this.sendWhenReady = false;
    const id = uid("composer");
    this.input = h("textarea", { id, rows: 1, placeholder: matchMedia("(max-width: 760px)").matches ? "Ask, or paste a posting" : "Ask, paste a job link or text, or drop a resume", "aria-describedby": `${id}-hint`, on: { keydown: (e) => this.onKey(e), input: () => this.grow() } });
    this.chips = h("ul", { class: "chips", "aria-label": "Attached files", hidden: true });
    this.file = h("input", { type: "file", accept: ACCEPTED, multiple: true, class: "sr-only", tabindex: "-1", "aria-hidden": "true", on: { change: () => this.picked() } });
    const attach = h("button", { class: "icon-button", type: "button", "aria-label": "Attach resumes", title: "Attach resumes", on: { click: () => this.file.click() } }, icon("clip"));
    this.button = h("button", { class: "send-button", type: "submit", "aria-label": "Send" }, icon("send"));
    this.note = h("p", { class: "composer-note", hidden: true });
    this.element = h("form", { class: "composer", on: { submit: (e) => this.submit(e) } },
      this.note, this.chips, h("label", { class: "sr-only", for: id }, "Message"),
      h("div", { class: "composer-row" }, attach, this.file, this.input, this.button),
      h("p", { class: "composer-hint", id: `${id}-hint` }, "Enter sends · Shift+Enter makes a new line · Escape stops"));
  }

  focus() {
    this.input.focus();
  }

  grow() {
    this.input.style.setProperty("height", "auto");
    this.input.style.setProperty("height", `${this.input.scrollHeight}px`);
    this.drawButton();
  }

  /** @param {string} text */
  setText(text) {
    this.input.value = text;
    this.grow();
  }

  /** What could not be sent comes back, in front of what was typed since. @param {string} text @param {{id: string, name: string}[]} attachments */
  giveBack(text, attachments) {
    this.setText([text, this.input.value].filter(Boolean).join("\n"));
    this.uploads.push(...attachments.map((a) => ({ name: a.name, share: 1, id: a.id, error: null })));
    this.drawChips();
  }

  /** @param {string} text shown above the box; empty hides it */
  setNote(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  /** @param {boolean} running */
  setRunning(running) {
    if (running === this.running) return;
    this.running = running;
    this.drawButton();
  }

  drawButton() {
    const mode = this.running ? "stop" : "send";
    if (this.button.dataset.mode !== mode) {
      this.button.dataset.mode = mode;
      this.button.setAttribute("aria-label", mode === "stop" ? "Stop" : "Send");
      fill(this.button, icon(mode));
    }
    this.button.disabled = !this.running && !this.input.value.trim() && !this.uploads.some((u) => !u.error);
  }

  /** @returns {boolean} whether a file is still on its way */
  get uploading() {
    return this.uploads.some((u) => !u.id && !u.error);
  }

  /** What was sent too early goes out with the last file; a file that failed leaves the decision to the person. */
  uploaded() {
    if (!this.sendWhenReady || this.uploading) return;
    this.sendWhenReady = false;
    this.setNote("");
    if (this.running) this.setNote("Not sent yet: an answer is on its way.");
    else if (this.uploads.some((u) => u.error)) this.setNote("Not sent, since a file could not be read. Remove it, or send without it.");
    else this.submit();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!this.running && !this.button.disabled) this.submit(event);
  }

  /** @param {Event} [event] */
  submit(event) {
    event?.preventDefault();
    if (this.running) return this.options.onStop();
    const attachments = this.uploads.filter((u) => u.id).map((u) => ({ id: u.id, name: u.name }));
    const several = attachments.length > 1 ? "Here are my resumes." : "Here is my resume.";
    const content = this.input.value.trim() || (attachments.length ? several : "");
    if (this.button.disabled) return;
    this.sendWhenReady = this.uploading;
    if (this.sendWhenReady) return this.setNote("This is sent as soon as the upload is done.");
    if (!content) return;
    this.uploads = [];
    this.drawChips();
    this.setText("");
    this.setNote("");
    this.options.onSend(content, attachments);
  }

  picked() {
    this.addFiles([...this.file.files]);
    this.file.value = "";
  }

  /** Upload at once, all at the same time; the message waits for them. @param {File[]} files */
  addFiles(files) {
    for (const file of files) this.addFile(file);
    this.focus();
  }

  /** @param {File} file */
  async addFile(file) {
    const upload = { name: file.name, share: 0, id: null, error: null };
    this.uploads.push(upload);
    this.drawChips();
    try {
      const resume = await uploadResume(file, (share) => { upload.share = share; this.drawChips(); });
      upload.id = resume.id;
      announce(`${file.name} ${resume.existed ? "was here already and is attached" : "uploaded and attached"}.`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      upload.error = error.message;
      alertNow(`${file.name}: ${error.message}`);
    }
    this.drawChips();
    this.uploaded();
  }

  drawChips() {
    this.chips.hidden = !this.uploads.length;
    fill(this.chips, this.uploads.map((u) => this.chip(u)));
    this.drawButton();
  }

  /** @param {Upload} upload */
  chip(upload) {
    const remove = () => {
      this.uploads = this.uploads.filter((u) => u !== upload);
      this.drawChips();
      this.uploaded();
      this.focus();
    };
    const state = upload.error
      ? h("span", { class: "chip-error" }, upload.error)
      : upload.id ? null : progressBar(upload.share, `Uploading ${upload.name}`);
    return h("li", { class: ["chip", upload.error && "error"] }, icon(upload.error ? "alert" : "resume"), h("span", { class: "chip-name" }, upload.name), state,
      h("button", { class: "icon-button small", type: "button", "aria-label": `Remove ${upload.name}`, on: { click: remove } }, icon("close")));
  }
}
