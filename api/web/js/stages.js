/** The stages of an application, and moving one from one to another. */

import { ApiError } from "./api.js";
import { announce } from "./announce.js";
import { openDialog, sendForm } from "./dialog.js";
import { h } from "./dom.js";
import { choice, field } from "./fields.js";
import { jobName } from "./format.js";
import { toastError } from "./toast.js";
import { toastUndoable } from "./undo.js";
import { applications } from "./views/applications-api.js";

/** @type {Object<string, string>} in the order of the board */
export const STAGES = {
  preparing: "Preparing", applied: "Applied", screening: "Screening", interviewing: "Interviewing", offer: "Offer", accepted: "Accepted",
  declined: "Declined", rejected: "Rejected", withdrawn: "Withdrawn",
};
export const ENDED = ["accepted", "declined", "rejected", "withdrawn"];

/** @param {string} stage */
export function stageName(stage) {
  return STAGES[stage] ?? stage;
}

/**
 * Move an application, with a way back; where the table of moves does not lead there, the person may correct it.
 * @param {any} card @param {string} stage @param {() => any} onChange waited for; told after the move, and after it was taken back
 * @returns {Promise<boolean>} whether it has moved
 */
export async function moveTo(card, stage, onChange, details = {}) {
  if (card.status === stage) return false;
  try {
    await applications.move(card.id, { status: stage, ...details });
  } catch (error) {
    if (error instanceof ApiError && error.status === 409 && !details.correction) return correct(card, stage, error.message, onChange);
    toastError(error);
    return false;
  }
  const words = `“${jobName(card)}” is now: ${stageName(stage).toLowerCase()}`;
  toastUndoable(words, onChange);
  await onChange();
  return true;
}

/** @returns {Promise<boolean>} */
async function correct(card, stage, why, onChange) {
  const moved = await askToCorrect(stageName(stage), why, (reason) => applications.move(card.id, { status: stage, correction: true, why: reason }));
  if (!moved) return false;
  toastUndoable(`“${jobName(card)}” is now: ${stageName(stage).toLowerCase()}`, onChange);
  await onChange();
  return true;
}

/**
 * Say why something may not move there, and have it moved all the same where what stands there is a mistake.
 * @param {string} name of where it is to move @param {string} why it may not @param {(reason: string) => Promise<any>} send
 * @returns {Promise<any>} what `send` gave; nothing where the person leaves it
 */
export function askToCorrect(name, why, send) {
  const reason = field("What happened?", h("input", { maxlength: 300, required: true, autofocus: true, placeholder: "The earlier move was a mistake" }));
  return openDialog(`Move it to “${name}” all the same?`, (close) => [
    sendForm([h("p", {}, why), reason.element], "Correct it", () => send(reason.control.value.trim()), close),
  ]);
}

/**
 * Ask where an application moves; what its stage allows comes first.
 * @param {any} card @param {() => any} onChange as with `moveTo` @returns {Promise<boolean>} whether it has moved
 */
export async function moveDialog(card, onChange) {
  let whole;
  try {
    whole = await applications.get(card.id);
  } catch (error) {
    toastError(error);
    return false;
  }
  if (!whole.next_statuses.length) announce("This stage is an end; a move is a correction.");
  const others = Object.keys(STAGES).filter((stage) => stage !== whole.status && !whole.next_statuses.includes(stage));
  const stage = choice("Where to", [...whole.next_statuses, ...others].map((one) => [one, others.includes(one) ? `${stageName(one)} (a correction)` : stageName(one)]));
  const day = field("When (now, if left empty)", h("input", { type: "date", max: new Date().toISOString().slice(0, 10) }));
  const why = field("Why (optional)", h("input", { maxlength: 300 }));
  stage.control.setAttribute("autofocus", "");
  const wanted = await openDialog(`Move “${jobName(whole)}”`, (close) => [
    h("form", { class: "stack", on: { submit: (event) => { event.preventDefault(); close({ stage: stage.control.value, at: day.control.value, why: why.control.value.trim() }); } } },
      stage.element, day.element, why.element, h("div", { class: "dialog-actions" }, h("button", { class: "button primary", type: "submit" }, "Move it"))),
  ]);
  if (!wanted) return false;
  const details = { correction: others.includes(wanted.stage), ...(wanted.at ? { at: new Date(`${wanted.at}T12:00`).toISOString() } : {}), ...(wanted.why ? { why: wanted.why } : {}) };
  return moveTo({ ...card, status: whole.status }, wanted.stage, onChange, details);
}
