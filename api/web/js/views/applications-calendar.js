/** The calendar: interviews, reminders, deadlines and answers that are due, a month at a time; on a phone as a list. */

import { h } from "../dom.js";
import { capital, count } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { toastError } from "../toast.js";
import { applications } from "./applications-api.js";
import { save } from "./formats.js";

const DAYS = 7;
const KINDS = { interview: "Interview", appointment: "Appointment", reminder: "Reminder", deadline: "Deadline", offer: "Answer due" };
const ICONS = { interview: "calendar", appointment: "mail", reminder: "clock", deadline: "alert", offer: "star" };

/** @param {HTMLElement} root @returns {() => void} */
export function calendarSection(root) {
  let live = true;
  let month = firstOf(new Date());
  const title = h("h2", { "aria-live": "polite" });
  const body = h("div");
  const step = (by, label, glyph) => h("button", { class: "icon-button", type: "button", "aria-label": label, title: label, on: { click: () => { month = by ? new Date(month.getFullYear(), month.getMonth() + by, 1) : firstOf(new Date()); load(); } } }, icon(glyph));
  const file = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(file, async () => save(await applications.calendarFile(), "applications.ics")).catch(toastError) } }, icon("download"), "All as .ics");
  const load = () => {
    const days = grid(month);
    title.textContent = capital(month.toLocaleDateString(undefined, { month: "long", year: "numeric" }));
    return loadInto(body, () => applications.calendar({ from: isoDay(days[0]), to: isoDay(days.at(-1)) }), ({ items }) => draw(month, days, items), { isLive: () => live });
  };
  root.append(h("div", { class: "calendar-head" }, step(-1, "Month before", "back"), title, step(1, "Next month", "chevron"), step(0, "This month", "calendar"), file), body);
  load();
  return () => { live = false; };
}

function firstOf(day) {
  return new Date(day.getFullYear(), day.getMonth(), 1);
}

/** @param {Date} day @returns {string} `2026-03-01` */
function isoDay(day) {
  return [day.getFullYear(), String(day.getMonth() + 1).padStart(2, "0"), String(day.getDate()).padStart(2, "0")].join("-");
}

/** The day that an entry stands on here; one without an hour stands on its own day everywhere. @param {any} item @returns {Date} */
function dayOf(item) {
  const at = new Date(item.starts_at);
  return item.all_day ? new Date(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()) : at;
}

/** Whole weeks around a month, from Monday. @param {Date} month @returns {Date[]} */
function grid(month) {
  const start = new Date(month);
  start.setDate(1 - ((month.getDay() + 6) % DAYS));
  const last = new Date(month.getFullYear(), month.getMonth() + 1, 0);
  const weeks = Math.ceil((Math.round((last - start) / 86_400_000) + 1) / DAYS);
  return Array.from({ length: weeks * DAYS }, (_, i) => new Date(start.getFullYear(), start.getMonth(), start.getDate() + i));
}

function draw(month, days, items) {
  const byDay = Map.groupBy(items, (item) => dayOf(item).toDateString());
  const heads = days.slice(0, DAYS).map((day) => h("th", { scope: "col" }, h("abbr", { title: day.toLocaleDateString(undefined, { weekday: "long" }) }, day.toLocaleDateString(undefined, { weekday: "short" }))));
  const weeks = Array.from({ length: days.length / DAYS }, (_, i) => days.slice(i * DAYS, (i + 1) * DAYS));
  const cell = (day) => {
    const own = byDay.get(day.toDateString()) ?? [];
    const today = day.toDateString() === new Date().toDateString();
    return h("td", { class: [day.getMonth() !== month.getMonth() && "beyond", today && "today"], "aria-current": today ? "date" : null },
      h("span", { class: "day-number" }, day.getDate(), h("span", { class: "sr-only" }, ` ${day.toLocaleDateString(undefined, { month: "long" })}`)), own.length ? h("ul", {}, own.map(entry)) : null);
  };
  return [h("table", { class: "calendar" }, h("caption", { class: "sr-only" }, `${month.toLocaleDateString(undefined, { month: "long", year: "numeric" })}: ${count(items.length, "entry", "entries")}`),
    h("thead", {}, h("tr", {}, heads)), h("tbody", {}, weeks.map((week) => h("tr", {}, week.map(cell))))), agenda(byDay)];
}

/** @param {Map<string, any[]>} byDay */
function agenda(byDay) {
  if (!byDay.size) return h("p", { class: "muted agenda" }, "Nothing stands in this month.");
  return h("ul", { class: "agenda" }, [...byDay].map(([, own]) => h("li", {}, h("h3", {}, dayOf(own[0]).toLocaleDateString(undefined, { weekday: "long", day: "numeric", month: "long" })), h("ul", {}, own.map(entry)))));
}

function entry(item) {
  const time = item.all_day ? "" : new Date(item.starts_at).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  const text = [time && h("time", { datetime: item.starts_at }, time), " ", item.title];
  const what = h("span", { class: "sr-only" }, `${KINDS[item.kind] ?? capital(item.kind)}: `);
  const inside = item.cancelled ? h("del", {}, text) : text;
  return h("li", { class: ["calendar-entry", item.kind] }, icon(ICONS[item.kind] ?? "calendar"), item.job_id ? h("a", { href: hrefTo("jobs", item.job_id) }, what, inside) : h("span", {}, what, inside));
}
