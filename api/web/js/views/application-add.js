/** An application that was begun elsewhere: put down by its title, company and stage. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { choice, field, filledIn } from "../fields.js";
import { jobName } from "../format.js";
import { STAGES } from "../stages.js";
import { toastUndoable } from "../undo.js";
import { applications } from "./applications-api.js";

/** @param {() => void} onChange @returns {Promise<any>} the application, undefined when it was left */
export async function addApplicationDialog(onChange) {
  const fields = {
    title: field("Title", h("input", { required: true, maxlength: 300, autofocus: true })),
    company: field("Company", h("input", { maxlength: 300 })),
    location: field("Place", h("input", { maxlength: 300 })),
    url: field("Link to the posting", h("input", { type: "url", maxlength: 2048, placeholder: "https://" })),
    status: choice("Stage", Object.entries(STAGES), "applied"),
    applied_at: field("Applied on", h("input", { type: "date", max: new Date().toISOString().slice(0, 10) })),
    source: field("Found through", h("input", { maxlength: 300, placeholder: "LinkedIn, a friend, …" })),
  };
  const send = () => {
    const given = filledIn(fields);
    if (given.applied_at) given.applied_at = new Date(`${given.applied_at}T12:00`).toISOString();
    return applications.add(given);
  };
  const made = await openDialog("Put down an application", (close) => [
    h("p", { class: "muted small" }, "A job that is on your list already has its own “Track it” button."),
    sendForm(Object.values(fields).map((one) => one.element), "Put it down", send, close),
  ]);
  if (!made) return undefined;
  toastUndoable(`“${jobName(made)}” is tracked`, onChange);
  onChange();
  return made;
}
