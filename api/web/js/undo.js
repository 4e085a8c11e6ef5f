/** Notices of something that was done, with their way back. */

import { request } from "./api.js";
import { toast, toastError } from "./toast.js";

/** Takes the notice away whose way back would take back something newer by now. */
let close = () => {};

/** Something else was done since: what a notice offers to take back is the newest change no more. */
export function forgetUndo() {
  close();
  close = () => {};
}

/** Take back the newest change. @returns {Promise<string>} what was taken back, in words */
async function undoLast() {
  const { undone, what } = await request("POST", "/changes/undo");
  return undone ? `Undone: you had ${what}.` : `You ${what}; that cannot be undone.`;
}

/** A notice of something that was done, with its way back. @param {string} text @param {() => void} onUndone */
export function toastUndoable(text, onUndone) {
  const run = async () => {
    try {
      toast(await undoLast(), { ms: 5000 });
      onUndone();
    } catch (error) {
      toastError(error);
    }
  };
  forgetUndo();
  close = toast(text, { action: { label: "Undo", run }, ms: 8000 });
}
