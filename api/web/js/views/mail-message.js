/** One mail: what it says, what was found in it and done about it, its thread, and answering it. */

import { jobs } from "../api.js";
import { h } from "../dom.js";
import { moment, percent, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto, pageHead } from "../page.js";
import { go, hrefTo } from "../router.js";
import { SourceText } from "../source-text.js";
import { toastError } from "../toast.js";
import { answerBar } from "./mail-answer.js";
import { inbox } from "./mail-api.js";
import { changeMails } from "./mail-change.js";
import { OriginalFrame } from "./mail-original.js";
import { openingsSection, readAgainDialog } from "./mail-openings.js";
import { place } from "./mail-place.js";
import { replyBox, suspicion } from "./mail-reply.js";
import { foundWords, kindBadge, kindName, senderOf, subjectOf } from "./mail-words.js";

const MOST_JOBS = 200;

/** @param {HTMLElement} root @param {import("../router.js").Route} route @returns {() => void} */
export function messageSection(root, route) {
  const view = new MessageView(root, route.item);
  return () => view.leave();
}

class MessageView {
  constructor(root, id) {
    Object.assign(this, { root, id, live: true, original: new OriginalFrame(id) });
    place.opened = id;
    this.load().then(() => this.markRead());
  }

  leave() {
    this.live = false;
    this.original.leave();
  }

  /** The jobs come along, since a reply names them by number alone. */
  load() {
    const ask = async () => {
      const { email, thread } = await inbox.get(this.id);
      return { mail: email, thread, jobs: email.reply ? (await jobs.list({ limit: MOST_JOBS })).items : [] };
    };
    return loadInto(this.root, ask, (found) => this.draw(found), { back: back(), isLive: () => this.live });
  }

  async markRead() {
    if (!this.live || !this.mail || this.mail.is_read) return;
    await inbox.seen(this.id).catch(toastError);
    this.mail.is_read = true;
  }

  draw({ mail, thread, jobs: list }) {
    this.mail = mail;
    document.title = `${subjectOf(mail)} · Jobwright`;
    const text = new SourceText(mail.text || "It has no text.", "Text of the mail");
    this.original.instead = text.element;
    if (!this.original.element.hidden) this.original.close();
    const again = () => this.load();
    const showQuote = (quote) => {
      this.original.close();
      text.markQuote(quote);
      text.element.focus({ preventScroll: true });
    };
    return [this.head(mail), suspicion(mail), mail.problem ? h("p", { class: "trouble" }, mail.problem) : null,
      replyBox(mail, list, { onQuote: showQuote, onChanged: again }),
      h("div", { class: mail.postings.length || thread.length || mail.outcome === "changed" ? "split" : "mail-alone" },
        h("section", { class: "split-main mail-text", "aria-labelledby": "mail-text-title" }, h("h2", { id: "mail-text-title" }, "The mail"), facts(mail), this.original.element, text.element, files(mail), mail.is_sent ? null : answerBar(mail)),
        h("div", { class: "mail-side" }, openingsSection(mail, again), threadSection(thread)))];
  }

  head(mail) {
    const act = (change, label, glyph, leave = false) => {
      const button = h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, on: { click: () => busyWhile(button, () => this.change(change, leave)) } }, icon(glyph));
      return button;
    };
    const star = act(mail.is_starred ? "unstar" : "star", mail.is_starred ? "Take the star away" : "Star it", "star");
    star.classList.toggle("mail-star", true);
    star.setAttribute("aria-pressed", String(mail.is_starred));
    const original = h("button", { class: "button", type: "button", "aria-expanded": "false", on: { click: () => this.original.toggle(original) } }, icon("eye"), "Show the original");
    const again = h("button", { class: "button", type: "button", on: { click: () => readAgainDialog(mail, () => this.load()) } }, icon("refresh"), "Read again …");
    const who = mail.sender_name ? `${mail.sender_name} <${mail.sender_address}>` : mail.sender_address;
    return pageHead(subjectOf(mail), { back: back(), sub: `${who} · ${moment(mail.sent_at)} · #${mail.number}`, actions: [
      original, again, star, act("unread", "Mark it as unread", "mail", true),
      act(mail.is_archived ? "unarchive" : "archive", mail.is_archived ? "Out of the archive" : "Archive it", "archive", true),
      act(mail.deleted ? "restore" : "delete", mail.deleted ? "Out of the bin" : "Put it into the bin", mail.deleted ? "undo" : "trash", true)] });
  }

  async change(change, leave) {
    try {
      await changeMails([this.mail], change, () => { if (this.live) this.load(); else if (location.hash.startsWith("#/mail")) go(location.hash); });
      if (leave) go(place.address);
      else if (this.live) fillHead(this.root, this.head(this.mail));
    } catch (error) {
      toastError(error);
    }
  }
}

function back() {
  return { href: place.address, label: "All mails" };
}

/** Only the head is drawn anew; the focus stays on the star. */
function fillHead(root, head) {
  root.querySelector(".page-head").replaceWith(head);
  head.querySelector(".mail-star").focus();
}

function facts(mail) {
  const sure = mail.confidence === null ? null : percent(mail.confidence);
  const known = [
    ["Kind", kindBadge(mail.kind)], mail.recipients.length && ["To", mail.recipients.join(", ")],
    mail.parser && ["Read by", sure ? `${mail.parser}, ${sure} sure` : mail.parser], mail.answered_at && ["Answered", moment(mail.answered_at)],
    mail.needs_answer && ["Open", "It needs an answer"], mail.pending.length && ["Not told to the mailbox yet", mail.pending.join(", ")],
  ].filter(Boolean);
  return h("dl", { class: "facts-line" }, known.map(([k, v]) => h("div", {}, h("dt", {}, k), h("dd", {}, v))));
}

function files(mail) {
  if (!mail.attachments.length) return null;
  const line = (file) => h("li", {}, icon("clip"), h("span", {}, file.filename || file.name || "a file"), h("span", { class: "muted" }, file.content_type ?? ""));
  return h("section", { class: "mail-files" }, h("h3", {}, "Files in it"), h("ul", {}, mail.attachments.map(line)));
}

function threadSection(thread) {
  if (!thread.length) return null;
  const line = (mail) => h("li", {}, h("a", { href: hrefTo("mail", ["message", mail.id]) }, subjectOf(mail)),
    h("p", { class: "muted small" }, [mail.is_sent ? "You" : senderOf(mail), when(mail.sent_at), foundWords(mail).join(" · ") || kindName(mail.kind)].filter(Boolean).join(" · ")));
  return h("section", { class: "mail-thread", "aria-labelledby": "mail-thread-title" }, h("h2", { id: "mail-thread-title" }, "More of this thread"), h("ul", {}, thread.map(line)));
}
