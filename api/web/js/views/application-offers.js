/** Offers: put down, compared with the others, and a sheet to negotiate with. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field } from "../fields.js";
import { table } from "../figures.js";
import { jobName, number, when } from "../format.js";
import { icon } from "../icons.js";
import { markdown } from "../markdown.js";
import { busyWhile } from "../page.js";
import { toastError, toastWarnings } from "../toast.js";
import { part, removeButton, smallButton } from "./application-list.js";
import { around } from "./applications-api.js";
import { save } from "./formats.js";

const STATES = [["open", "Open"], ["accepted", "Accepted"], ["declined", "Declined"]];
const AMOUNTS = { base: "Base a year", bonus: "Bonus a year", equity: "Equity a year", signing: "Signing, once" };

/** @param {any} one an application @param {() => void} load */
export function offers(one, load) {
  return part("Offers", one.offers.map((offer) => row(one, offer, load)));
}

/** @param {number|null|undefined} amount @param {string|null} currency */
function money(amount, currency) {
  if (amount == null) return "";
  return currency ? new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: 0 }).format(amount) : number(amount);
}

function row(one, offer, load) {
  const name = `offer of ${money(offer.base ?? offer.total, offer.currency) || when(offer.created_at)}`;
  const facts = [
    offer.base != null && `${money(offer.base, offer.currency)} base`, offer.bonus && `${money(offer.bonus, offer.currency)} bonus`, offer.equity && `${money(offer.equity, offer.currency)} equity`,
    offer.signing && `${money(offer.signing, offer.currency)} at signing`, offer.leave_days && `${number(offer.leave_days)} days of leave`, offer.location, offer.remote,
  ].filter(Boolean);
  return h("li", { class: "part-row" }, icon("star"), h("div", { class: "row-text" },
    h("p", {}, h("strong", {}, offer.total != null ? `${money(offer.total, offer.currency)} in the first year` : facts[0] ?? "An offer"), h("span", { class: "tag" }, offer.state), offer.answer_by && offer.state === "open" ? h("span", { class: "tag warn" }, `answer by ${when(offer.answer_by)}`) : null),
    h("p", { class: "muted small" }, facts.join(" · ")), offer.source ? h("p", { class: "muted small" }, h("q", {}, offer.source)) : null),
  smallButton(`Compare with others: ${name}`, "Compare", compareDialog), smallButton(`Negotiate: ${name}`, "Negotiate", () => sheetDialog(one, offer)),
  smallButton(`Change: ${name}`, "Change", async () => { if (await offerDialog(one, offer)) load(); }), removeButton(name, () => around.removeOffer(one.id, offer.id), load));
}

/** @param {any} one an application @param {any} [known] @returns {Promise<any>} */
export async function offerDialog(one, known) {
  const amount = (name, label) => field(label, h("input", { type: "number", min: 0, step: "any", inputmode: "decimal", value: known?.[name] ?? "" }));
  const fields = {
    currency: field("Currency", h("input", { pattern: "[A-Z]{3}", maxlength: 3, placeholder: "EUR", value: known?.currency ?? "", autofocus: true, on: { input: (e) => { e.target.value = e.target.value.toUpperCase(); } } })),
    ...Object.fromEntries(Object.entries(AMOUNTS).map(([name, label]) => [name, amount(name, label)])), leave_days: amount("leave_days", "Days of leave a year"),
    location: field("Place", h("input", { maxlength: 300, value: known?.location ?? "" })), remote: choice("Way of work", [["", "Not said"], ["onsite", "On site"], ["hybrid", "Hybrid"], ["remote", "Remote"]], known?.remote ?? ""),
    starts_on: field("Starts on", h("input", { type: "date", value: known?.starts_on ?? "" })), answer_by: field("Answer by", h("input", { type: "date", value: known?.answer_by ?? "" })),
    notes: field("Notes", h("textarea", { rows: 2, value: known?.notes ?? "" })), ...(known ? { state: choice("It is", STATES, known.state === "expired" ? "open" : known.state) } : {}),
  };
  const send = () => {
    const body = Object.fromEntries(Object.entries(fields).map(([name, one_]) => [name, one_.control.value.trim() || null]));
    for (const name of [...Object.keys(AMOUNTS), "leave_days"]) if (body[name] !== null) body[name] = Number(body[name]);
    if (known) return around.changeOffer(one.id, known.id, body);
    return around.addOffer(one.id, Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)));
  };
  const made = await openDialog(known ? "Change the offer" : `Offer of “${jobName(one)}”`, (close) => [sendForm([h("div", { class: "find-fields" }, Object.values(fields).map((f) => f.element))], known ? "Keep it" : "Put it down", send, close)]);
  toastWarnings(made);
  return made;
}

async function compareDialog() {
  const { groups, cannot } = await around.offers();
  const heads = [["Job", false], ...["First year", ...Object.values(AMOUNTS), "Leave"].map((text) => [text, true]), ["Where", false], ["Answer by", false]];
  const cells = (offer, group) => {
    const best = (name, text) => (group.best[name] === offer.id ? h("strong", {}, text, h("span", { class: "sr-only" }, " (highest)")) : text);
    return [`#${offer.number} ${offer.name}`, best("total", money(offer.total, offer.currency)), ...Object.keys(AMOUNTS).map((name) => best(name, money(offer[name], offer.currency))),
      best("leave_days", offer.leave_days == null ? "" : number(offer.leave_days)), [offer.location, offer.remote].filter(Boolean).join(", "), offer.answer_by ? when(offer.answer_by) : ""];
  };
  await openDialog("Offers side by side", () => [
    ...groups.map((group) => table(`Offers in ${group.currency ?? "no stated currency"}`, heads, group.offers.map((offer) => cells(offer, group)))),
    cannot.length ? h("ul", { class: "tight muted small" }, cannot.map((line) => h("li", {}, line))) : null,
    h("p", { class: "muted small" }, "Amounts are a year’s, and never converted."),
  ]);
}

async function sheetDialog(one, offer) {
  const sheet = await around.negotiation(one.id, offer.id);
  await openDialog(`Negotiating “${sheet.name}”`, () => {
    const pdf = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(pdf, async () => save(await around.negotiationFile(one.id, offer.id), "negotiation.pdf")).catch(toastError) } }, icon("download"), "As PDF");
    return [h("div", { class: "prose sheet" }, markdown(sheet.markdown)), h("div", { class: "dialog-actions" }, pdf)];
  });
}
