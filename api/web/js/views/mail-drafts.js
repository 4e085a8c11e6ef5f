/** Drafts, each with what its sentences rest on, and what was sent. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { field } from "../fields.js";
import { capital, moment, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, emptyState, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { toastError } from "../toast.js";
import { forgetUndo, toastUndoable } from "../undo.js";
import { drafts } from "./mail-api.js";
import { sendDialog } from "./mail-send.js";
import { addressesIn } from "./mail-words.js";

const RESTS = {
  claim: "Your resume", application: "The posting", posting: "The posting", contact: "Your contact details",
  connective: "Claims nothing", feeling: "A feeling, no claim", own: "Your own words",
};
const STATES = { draft: ["pen", "Draft", ""], sending: ["clock", "Being sent", "warn"], sent: ["check", "Sent", "accent"] };

/** @param {HTMLElement} root @param {import("../router.js").Route} route its query may name a draft @returns {() => void} */
export function draftsSection(root, route) {
  let live = true;
  const wanted = route.query.get("draft");
  const load = () => loadInto(root, drafts.list, (list) => draw(list, load), { isLive: () => live });
  load().then(() => {
    const card = live && wanted ? root.querySelector(`[data-id="${CSS.escape(wanted)}"]`) : null;
    card?.scrollIntoView({ block: "nearest" });
    card?.querySelector("h2").focus();
  });
  return () => { live = false; };
}

function draw(list, load) {
  if (!list.length) {
    return emptyState("No draft yet", "Open a mail and choose an answer, or ask for one in the chat. A draft waits here until you say yes to its exact wording.", h("a", { class: "button", href: "#/mail" }, icon("mail"), "To the inbox"));
  }
  return h("ul", { class: "mail-drafts" }, list.map((draft) => h("li", {}, card(draft, load))));
}

function card(draft, load) {
  const [glyph, word, tone] = STATES[draft.state];
  const title = `draft-${draft.id}`;
  const sent = draft.state === "sent";
  const head = [draft.sender && ["From", draft.sender], ["To", draft.to.join(", ")], draft.cc.length && ["Cc", draft.cc.join(", ")]].filter(Boolean);
  return h("article", { class: ["mail-draft", draft.state], data: { id: draft.id }, "aria-labelledby": title },
    h("div", { class: "mail-draft-head" }, h("h2", { id: title, tabindex: "-1" }, draft.subject),
      h("span", { class: ["tag", tone] }, icon(glyph), sent && draft.sent_at ? `Sent ${moment(draft.sent_at)}` : word), h("span", { class: "muted small" }, `#${draft.number} · ${when(draft.created_at)}`)),
    h("dl", { class: "arguments" }, head.map(([k, v]) => [h("dt", {}, k), h("dd", {}, v)])),
    sent ? h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), "The text"), h("p", { class: "mail-body" }, draft.body)) : h("p", { class: "mail-body" }, draft.body),
    draft.problem ? h("p", { class: "form-error" }, draft.problem) : null, proof(draft.proof),
    h("div", { class: "opening-actions" }, sent ? null : actions(draft, load),
      draft.reply_to_id ? h("a", { class: "button small quiet", href: hrefTo("mail", ["message", draft.reply_to_id]) }, icon("mail"), "The mail it answers") : null));
}

/** Each sentence with what it rests on. @param {any[]} sentences */
function proof(sentences) {
  if (!sentences.length) return null;
  return h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), "What each sentence rests on"),
    h("ul", { class: "mail-proof" }, sentences.map((s) => h("li", {}, h("span", {}, s.text), " ", h("span", { class: ["origin", s.kind === "own" && "fallback"] }, RESTS[s.kind] ?? capital(s.kind)),
      s.quotes?.length ? h("p", { class: "muted" }, s.quotes.map((quote, i) => [i ? ", " : "", h("q", {}, quote)])) : null))));
}

function actions(draft, load) {
  const send = h("button", { class: "button small primary", type: "button", on: { click: async () => { if (await sendDialog(draft)) load(); } } }, icon("send"), "Send …");
  const edit = h("button", { class: "button small", type: "button", on: { click: async () => { if (await editDialog(draft)) load(); } } }, icon("pen"), "Edit");
  const remove = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(remove, () => discard(draft, load)) } }, icon("trash"), "Throw away");
  const named = [[send, "Send"], [edit, "Edit"], [remove, "Throw away"]];
  for (const [button, word] of named) button.setAttribute("aria-label", `${word}: ${draft.subject}`);
  return named.map(([button]) => button);
}

async function discard(draft, load) {
  try {
    await drafts.remove(draft.id);
    toastUndoable(`“${draft.subject}” thrown away`, load);
    load();
  } catch (error) {
    toastError(error);
  }
}

/** @param {any} draft @returns {Promise<any>} it as it was changed */
function editDialog(draft) {
  return openDialog("Edit the draft", (close) => {
    const address = (label, value, required) => field(label, h("input", { value: value.join(", "), required, maxlength: 2000, autocomplete: "off" }));
    const [to, cc] = [address("To", draft.to, true), address("Cc", draft.cc, false)];
    const subject = field("Subject", h("input", { value: draft.subject, required: true, maxlength: 300 }));
    const body = field("Text", h("textarea", { rows: 12, required: true, autofocus: true, value: draft.body }));
    return [sendForm([to.element, cc.element, subject.element, body.element, h("p", { class: "muted small" }, "A text that you change counts as your own words from then on.")], "Keep it", () => {
      forgetUndo();
      const changes = { to: addressesIn(to.control.value), cc: addressesIn(cc.control.value), subject: subject.control.value.trim(), body: body.control.value };
      return drafts.change(draft.id, Object.fromEntries(Object.entries(changes).filter(([name, value]) => String(value) !== String(draft[name]))));
    }, close)];
  });
}
