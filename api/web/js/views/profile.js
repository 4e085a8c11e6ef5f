/** What letters and forms are told about the person: contact fields, and answers asked once, each with where it is from. */

import { openDialog, sendForm } from "../dialog.js";
import { append, fill, h } from "../dom.js";
import { choice, field, filledIn } from "../fields.js";
import { capital, humanise, when } from "../format.js";
import { icon } from "../icons.js";
import { loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { toast } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { removeButton, smallButton } from "./application-list.js";
import { account, profiles } from "./profile-api.js";

const CONTACT = [["contact_full_name", "Name", {}], ["contact_email", "Mail", { type: "email" }], ["contact_phone", "Phone", { type: "tel" }], ["contact_location", "Place", {}], ["contact_website", "Website", { type: "url", placeholder: "https://" }]];
const KNOWN = ["work_authorization", "sponsorship", "notice_period", "start_date", "salary", "workload", "relocation", "linkedin", "github", "website", "portfolio", "nationality", "date_of_birth", "how_heard", "driving_licence", "willing_to_travel"];

/** @param {HTMLElement} root @returns {() => void} */
export function profileSection(root) {
  let live = true;
  const body = h("div");
  const load = () => loadInto(body, () => Promise.all([profiles.list(), account.profile()]), ([all, own]) => [...draw(all, load), zonePanel(own.timezone, load)], { isLive: () => live });
  append(root, [h("p", { class: "muted" }, "Letters are headed by these, and forms are filled with them. What is not here is asked once; legal, pay and equal-opportunity questions are never guessed."), body]);
  load();
  return () => { live = false; };
}

function draw(all, load) {
  const add = h("button", { class: "button small", type: "button", on: { click: () => addProfile(load) } }, icon("plus"), "Another profile");
  return [all.map((profile) => panel(profile, all.length, load)), add];
}

/** @param {string|null} zone @param {() => void} load */
function zonePanel(zone, load) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const names = [...new Set([zone, here, "UTC", ...Intl.supportedValuesOf("timeZone")])].filter(Boolean);
  const chosen = choice("Your time zone", [["", "Not said: hours are read in UTC"], ...names.map((name) => [name, name.replaceAll("_", " ")])], zone ?? "");
  const send = () => account.change({ timezone: chosen.control.value || null });
  const kept = () => { toastUndoable("Your time zone is changed", load); load(); };
  return h("section", { class: "panel profile-panel" }, h("h2", {}, "Days and hours"), h("p", { class: "muted small" }, "Interviews, reminders and “Friday at 10” are read and told in it."),
    sendForm([h("div", { class: "find-fields" }, chosen.element)], "Keep", send, kept));
}

async function addProfile(load) {
  const name = field("Name", h("input", { required: true, maxlength: 100, autofocus: true, placeholder: "Remote, Switzerland, …" }));
  const made = await openDialog("Another profile", (close) => [sendForm([name.element], "Make it", () => profiles.add({ name: name.control.value.trim() }), close)]);
  if (!made) return;
  toastUndoable(`The profile “${made.name}” is made`, load);
  load();
}

function panel(profile, many, load) {
  const head = h("div", { class: "label-line" }, h("h2", {}, profile.name, profile.is_default ? h("span", { class: "tag accent" }, "Default") : null),
    profile.is_default ? null : smallButton(`Make it the default: ${profile.name}`, "Make it the default", async () => { await profiles.setDefault(profile.id); load(); }),
    many > 1 && !profile.is_default ? removeButton(profile.name, () => profiles.remove(profile.id), load) : null);
  return h("section", { class: "panel profile-panel" }, head, contact(profile, load), h("h3", {}, "What forms are told"), answers(profile, load));
}

function contact(profile, load) {
  const fields = Object.fromEntries(CONTACT.map(([name, label, more]) => {
    const made = field(label, h("input", { maxlength: 300, value: profile[name] ?? "", ...more }));
    const source = profile.contact_sources?.[name];
    if (source) made.element.append(h("span", { class: "muted small" }, sourceWords(source)));
    return [name, made];
  }));
  const send = () => profiles.change(profile.id, Object.fromEntries(CONTACT.map(([name]) => [name, fields[name].control.value.trim() || null])));
  return sendForm([h("div", { class: "find-fields" }, Object.values(fields).map((one) => one.element))], "Keep", send, () => { toast("Kept", { ms: 3000 }); load(); });
}

/** @param {any} source an AnswerSource */
function sourceWords(source) {
  return { person: "You said so", profile: "From your account", resume: "From your resume", form: source.url ? `Asked by ${host(source.url)}` : "Asked by a form" }[source.kind] ?? "";
}

function host(url) {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** @param {any} value an AnswerValue */
export function answerText(value) {
  if (value.checked !== null && value.checked !== undefined) return value.checked ? "Yes" : "No";
  return value.text ?? value.options?.join(", ") ?? (value.date ? when(value.date) : "");
}

function answers(profile, load) {
  const row = (answer) => h("li", { class: "part-row" }, h("div", { class: "row-text" }, h("p", {}, h("span", { class: "muted" }, `${answer.question} `), h("strong", {}, answerText(answer.value))),
    h("p", { class: "muted small" }, [humanise(answer.category), sourceWords(answer.source)].filter(Boolean).join(" · "), answer.source.job_id ? [" · ", h("a", { href: hrefTo("jobs", answer.source.job_id) }, "the job")] : null)),
  smallButton(`Change: ${answer.question}`, "Change", () => changeAnswer(profile, answer, load)), removeButton(answer.question, () => profiles.forget(profile.id, answer.id), load));
  const add = h("button", { class: "button small", type: "button", on: { click: () => addAnswer(profile, load) } }, icon("plus"), "Tell forms something");
  return [profile.answers.length ? h("ul", { class: "part-rows" }, profile.answers.map(row)) : h("p", { class: "muted small" }, "Nothing yet. What a form asks and you answer is kept here."), h("div", { class: "opening-actions" }, add)];
}

async function changeAnswer(profile, answer, load) {
  const { control, element, value } = valueField(answer.question, answer.value);
  control.autofocus = true;
  const done = await openDialog("What forms are told", (close) => [sendForm([element], "Keep", () => profiles.changeAnswer(profile.id, answer.id, value()), close)]);
  if (!done) return;
  toastUndoable("The answer is changed", load);
  load();
}

/** A field for a value of the kind that it has. @param {string} label @param {any} known an AnswerValue */
function valueField(label, known) {
  if (known.checked !== null && known.checked !== undefined) {
    const made = choice(label, [["true", "Yes"], ["false", "No"]], String(known.checked));
    return { ...made, value: () => ({ checked: made.control.value === "true" }) };
  }
  if (known.date) {
    const made = field(label, h("input", { type: "date", required: true, value: known.date }));
    return { ...made, value: () => ({ date: made.control.value }) };
  }
  const made = field(label, h("textarea", { rows: 2, required: true, value: known.text ?? known.options?.join("\n") ?? "" }));
  return { ...made, value: () => (known.options ? { options: made.control.value.split("\n").map((line) => line.trim()).filter(Boolean) } : { text: made.control.value.trim() }) };
}

async function addAnswer(profile, load) {
  const own = h("div");
  const fields = { key: choice("What about", [...KNOWN.map((key) => [key, humanise(key)]), ["", "Another question …"]]), text: field("The answer", h("input", { required: true, maxlength: 300 })) };
  const question = field("The question, as forms ask it", h("input", { maxlength: 300 }));
  fields.key.control.addEventListener("change", () => fill(own, fields.key.control.value ? null : question.element));
  const send = () => {
    const given = filledIn(fields);
    return profiles.answer(profile.id, { ...(given.key ? { key: given.key } : { question: question.control.value.trim() || null }), value: { text: given.text } });
  };
  const made = await openDialog("Tell forms something", (close) => [sendForm([fields.key.element, own, fields.text.element], "Keep", send, close)]);
  if (!made) return;
  toastUndoable(`${capital(made.question)}: kept`, load);
  load();
}
