/** Changing mails, with a notice that takes it back. */

import { count } from "../format.js";
import { toast, toastError } from "../toast.js";
import { forgetUndo } from "../undo.js";
import { inbox } from "./mail-api.js";
import { CHANGES, differs, subjectOf } from "./mail-words.js";

/**
 * @param {any[]} mails @param {string} change one of CHANGES @param {() => void} onUndone
 * @returns {Promise<any[]>} those that were changed; they say so from now on
 */
export async function changeMails(mails, change, onUndone) {
  const wanted = mails.filter((mail) => differs(mail, change));
  const [name, value, , done] = CHANGES[change];
  if (!wanted.length) {
    toast(mails.length === 1 ? `It is ${done} already.` : `All of them are ${done} already.`, { ms: 3000 });
    return [];
  }
  forgetUndo();
  const told = await inbox.change(wanted.map((mail) => mail.id), change);
  for (const mail of wanted) mail[name] = value;
  const what = wanted.length === 1 ? `“${subjectOf(wanted[0])}”` : count(told.changed, "mail");
  toast(`${what} ${done}${hereOnly(told.here_only)}`, { action: { label: "Undo", run: () => changeBack(wanted.map((m) => m.id), change, onUndone) } });
  return wanted;
}

/** @param {string[]} ids that a change has changed @param {string} change @param {() => void} onUndone */
export async function changeBack(ids, change, onUndone) {
  try {
    await inbox.change(ids, CHANGES[change][2]);
    toast("Taken back", { ms: 3000 });
    onUndone();
  } catch (error) {
    toastError(error);
  }
}

/** @param {string[]} addresses */
export function hereOnly(addresses) {
  return addresses.length ? ` here; ${addresses.length > 1 ? "their mailboxes stay as they are" : "the mailbox stays as it is"}` : "";
}
