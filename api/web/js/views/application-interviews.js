/** The interviews of an application: put down, moved, told how they went. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field } from "../fields.js";
import { capital, jobName } from "../format.js";
import { icon } from "../icons.js";
import { toastWarnings } from "../toast.js";
import { save } from "./formats.js";
import { part, removeButton, smallButton } from "./application-list.js";
import { around } from "./applications-api.js";

const KINDS = [["phone", "By phone"], ["video", "By video"], ["onsite", "On site"], ["technical", "Technical"], ["assessment", "Assessment"], ["panel", "Panel"], ["other", "Other"]];
const OUTCOMES = [["", "Not told yet"], ["passed", "It went on"], ["failed", "It ended there"], ["cancelled", "It was cancelled"]];
const MINUTES = [["30", "Half an hour"], ["45", "45 minutes"], ["60", "An hour"], ["90", "An hour and a half"], ["120", "Two hours"], ["240", "Half a day"]];

/** @param {any} one an application @param {() => void} load */
export function interviews(one, load) {
  return part("Interviews", one.interviews.map((interview) => row(one, interview, load)));
}

function row(one, interview, load) {
  const name = `Round ${interview.round}, ${interview.kind}`;
  const zone = interview.timezone ? ` (${interview.timezone})` : "";
  const people = interview.people.map((person) => [person.name, person.role].filter(Boolean).join(", ")).join("; ");
  return h("li", { class: "part-row" }, icon("calendar"), h("div", { class: "row-text" },
    h("p", {}, interview.outcome === "cancelled" ? h("del", {}, span(interview)) : h("strong", {}, span(interview)), h("span", { class: "muted small" }, `${zone} ${name}`), interview.outcome ? h("span", { class: "tag" }, capital(interview.outcome)) : null),
    h("p", { class: "muted small" }, [people, interview.place].filter(Boolean).join(" · ")), interview.notes ? h("p", { class: "small" }, interview.notes) : null),
  smallButton(`${name} as .ics`, ".ics", async () => save(await around.interviewFile(one.id, interview.id), "interview.ics")),
  smallButton(`Change: ${name}`, "Change", async () => { if (await interviewDialog(one, interview)) load(); }),
  removeButton(name, () => around.removeInterview(one.id, interview.id), load));
}

function span({ starts_at: start, ends_at: end }) {
  const day = new Date(start).toLocaleString(undefined, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  return end ? `${day} – ${new Date(end).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}` : day;
}

/** The value of a field of day and time, in this machine's zone. @param {string|undefined} iso */
function local(iso) {
  if (!iso) return "";
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** @param {any} one an application @param {any} [known] the interview that is changed @returns {Promise<any>} */
export async function interviewDialog(one, known) {
  const length = known?.ends_at ? String((new Date(known.ends_at) - new Date(known.starts_at)) / 60_000) : "60";
  const fields = {
    start: field("Begins", h("input", { type: "datetime-local", required: true, autofocus: true, value: local(known?.starts_at) })),
    length: choice("Takes", MINUTES.some(([value]) => value === length) ? MINUTES : [[length, `${length} minutes`], ...MINUTES], length),
    kind: choice("Kind", KINDS, known?.kind ?? "video"),
    place: field("Place or link", h("input", { maxlength: 300, value: known?.place ?? "" })),
    people: field("With (a name a line)", h("textarea", { rows: 2, value: (known?.people ?? []).map((person) => [person.name, person.role].filter(Boolean).join(", ")).join("\n") })),
    notes: field("Notes", h("textarea", { rows: 2, value: known?.notes ?? "" })),
    ...(known ? { outcome: choice("How it went", OUTCOMES, known.outcome ?? "") } : {}),
  };
  const send = () => {
    const start = new Date(fields.start.control.value);
    const body = {
      starts_at: start.toISOString(), ends_at: new Date(start.getTime() + Number(fields.length.control.value) * 60_000).toISOString(), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      kind: fields.kind.control.value, place: fields.place.control.value.trim() || null, notes: fields.notes.control.value.trim() || null, people: peopleOf(fields.people.control.value, known?.people ?? []),
    };
    return known ? around.changeInterview(one.id, known.id, { ...body, outcome: fields.outcome.control.value || null }) : around.addInterview(one.id, body);
  };
  const made = await openDialog(known ? "Change the interview" : `Interview for “${jobName(one)}”`, (close) => [sendForm(Object.values(fields).map((f) => f.element), known ? "Keep it" : "Put it down", send, close)]);
  toastWarnings(made);
  return made;
}

/** `Ada Weber, CTO` a line; what is known of somebody beyond that stays. @param {string} text @param {any[]} known */
function peopleOf(text, known) {
  return text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
    const [name, ...role] = line.split(",").map((piece) => piece.trim());
    const email = known.find((person) => person.name === name)?.email;
    return { name, ...(role.length ? { role: role.join(", ") } : {}), ...(email ? { email } : {}) };
  });
}
