/** Reminders: set, ticked off. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { field } from "../fields.js";
import { moment } from "../format.js";
import { toastError } from "../toast.js";
import { part, removeButton } from "./application-list.js";
import { around } from "./applications-api.js";

/** @param {any} one an application @param {() => void} load */
export function reminders(one, load) {
  return part("Reminders", one.reminders.map((reminder) => row(reminder, load)));
}

function row(reminder, load) {
  const late = !reminder.done_at && new Date(reminder.due_at) < new Date();
  const box = h("input", { type: "checkbox", checked: Boolean(reminder.done_at), on: { change: async () => {
    try {
      await around.changeReminder(reminder.id, { done: box.checked });
      load();
    } catch (error) {
      box.checked = !box.checked;
      toastError(error);
    }
  } } });
  return h("li", { class: "part-row" }, h("label", { class: "check-field row-text" }, box, reminder.done_at ? h("del", {}, reminder.text) : reminder.text),
    h("span", { class: ["tag", late && "warn"] }, moment(reminder.due_at)), removeButton(reminder.text, () => around.removeReminder(reminder.id), load));
}

/** @param {any} one an application @returns {Promise<any>} */
export function reminderDialog(one) {
  const text = field("What", h("input", { required: true, maxlength: 300, autofocus: true }));
  const due = field("When", h("input", { type: "datetime-local", required: true }));
  return openDialog("Remind me", (close) => [sendForm([text.element, due.element], "Remind me", () => around.addReminder({
    text: text.control.value.trim(), due_at: new Date(due.control.value).toISOString(), timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, application_id: one.id,
  }), close)]);
}
