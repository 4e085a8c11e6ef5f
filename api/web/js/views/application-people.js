/** The people at the employer. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { field, filledIn } from "../fields.js";
import { icon } from "../icons.js";
import { part, removeButton } from "./application-list.js";
import { around } from "./applications-api.js";

/** @param {any} one an application @param {() => void} load */
export function people(one, load) {
  return part("People", one.contacts.map((contact) => row(contact, load)));
}

function row(contact, load) {
  const ways = [contact.email && h("a", { href: `mailto:${encodeURIComponent(contact.email)}` }, contact.email), contact.phone].filter(Boolean);
  return h("li", { class: "part-row" }, icon("person"), h("div", { class: "row-text" }, h("p", {}, h("strong", {}, contact.name), h("span", { class: "muted small" }, ` ${[contact.role, contact.company].filter(Boolean).join(", ")}`)),
    h("p", { class: "small" }, ways.map((way, i) => [i ? " · " : "", way])), contact.notes ? h("p", { class: "muted small" }, contact.notes) : null), removeButton(contact.name, () => around.removeContact(contact.id), load));
}

/** @param {any} one an application @returns {Promise<any>} */
export function contactDialog(one) {
  const text = (label, extra = {}) => field(label, h("input", { maxlength: 300, ...extra }));
  const fields = { name: text("Name", { required: true, autofocus: true }), role: text("Role"), email: text("Mail", { type: "email" }), phone: text("Phone", { type: "tel" }), notes: field("Notes", h("textarea", { rows: 2 })) };
  return openDialog("Somebody at the employer", (close) => [sendForm(Object.values(fields).map((f) => f.element), "Keep", () => around.addContact({ ...filledIn(fields), application_id: one.id, ...(one.company ? { company: one.company } : {}) }), close)]);
}
