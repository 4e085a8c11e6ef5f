/** Appointments that mails have brought, and interviews: as a file for any calendar, or in Google's after a yes. */

import { ApiError } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { toast, toastError } from "../toast.js";
import { around } from "./applications-api.js";
import { save } from "./formats.js";
import { allowAtGoogle, appointments } from "./mail-api.js";

/** @param {() => boolean} isLive @returns {HTMLElement} */
export function appointmentsSection(isLive) {
  const list = h("div");
  const load = () => loadInto(list, appointments.list, (all) => draw(all, load), { isLive });
  load();
  return h("section", { class: "figures", "aria-labelledby": "appointments-title" }, h("h2", { id: "appointments-title" }, "Appointments"), list);
}

function draw(all, load) {
  if (!all.length) return h("p", { class: "muted" }, "None is ahead. Interviews that you put down, and those that a mail sets up, stand here.");
  const file = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(file, async () => save(await appointments.ics(), "appointments.ics")).catch(toastError) } }, icon("download"), "All as .ics");
  return [h("ul", { class: "rows" }, all.map((one) => row(one, load))), h("div", { class: "opening-actions" }, file)];
}

function row(one, load) {
  const file = h("button", { class: "button small", type: "button", "aria-label": `${one.title} as .ics`, on: { click: () => busyWhile(file, async () => save(await (one.from_mail ? appointments.ics(one.id) : around.interviewFile(one.application_id, one.id)), "appointment.ics")).catch(toastError) } }, icon("download"), ".ics");
  const put = h("button", { class: "button small", type: "button", on: { click: async () => { if (await calendarDialog(one)) load(); } } }, "Put into Google calendar …");
  const out = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(out, async () => {
    await appointments.fromGoogle(one.id);
    toast("Taken out of the Google calendar");
    load();
  }).catch(toastError) } }, "Take out of Google calendar");
  const links = [one.message_id && h("a", { href: hrefTo("mail", ["message", one.message_id]) }, "the mail"), one.job_id && h("a", { href: hrefTo("jobs", one.job_id) }, "the job")].filter(Boolean);
  return h("li", { class: "row appointment-row" }, icon("calendar"), h("div", { class: "row-text" },
    h("p", { class: "source-name" },
      one.cancelled ? h("del", {}, one.title) : h("strong", {}, one.title), one.cancelled ? h("span", { class: "tag warn" }, "Cancelled") : null, one.in_google ? h("span", { class: "tag accent" }, icon("check"), "In Google’s calendar") : null),
    h("p", {}, span(one)), one.place ? h("p", { class: "muted" }, one.place) : null, one.quote ? h("p", { class: "muted" }, h("q", {}, one.quote)) : null,
    links.length ? h("p", { class: "small" }, links.map((link, i) => [i ? " · " : "", link])) : null),
  h("div", { class: "mailbox-actions" }, file, one.cancelled || !one.from_mail ? null : one.in_google ? out : put));
}

function span({ starts_at: start, ends_at: end }) {
  const day = new Date(start).toLocaleString(undefined, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  return end ? `${day} – ${new Date(end).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}` : day;
}

/** @param {any} one @returns {Promise<any>} */
async function calendarDialog(one) {
  const added = await openDialog("Put it into your Google calendar?", (close) => {
    const parts = h("div", { class: "stack" }, h("p", {}, h("strong", {}, one.title)), h("p", {}, span(one)), one.place ? h("p", { class: "muted" }, one.place) : null);
    return [sendForm([parts], "Yes, put it in", async () => {
      try {
        return await appointments.toGoogle(one.id);
      } catch (error) {
        if (error instanceof ApiError && error.code === "CALENDAR_NOT_ALLOWED" && error.details.source_id) offerConsent(parts, error.details.source_id);
        throw error;
      }
    }, close)];
  });
  if (added) toast(`“${one.title}” is in your Google calendar`);
  return added;
}

function offerConsent(parts, source) {
  if (parts.querySelector(".consent")) return;
  const allow = h("button", { class: "button small consent", type: "button", on: { click: () => busyWhile(allow, () => allowAtGoogle(["calendar"], source)).catch(toastError) } }, icon("out"), "Allow it at Google");
  parts.append(allow);
}
