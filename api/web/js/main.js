/** Start: sign-in link, then the shell with the view that the address names. */

import { ApiError, auth } from "./api.js";
import { isSignedIn, sessionEvents, takeLinkToken } from "./session.js";
import { mountShell } from "./shell.js";
import { toast } from "./toast.js";
import { mountSignIn } from "./views/sign-in.js";

const app = document.getElementById("app");
/** @type {(() => void)|null} */
let unmount = null;

/** Draw what fits: the shell for who is signed in, the form for who is not. @param {string} [notice] */
function draw(notice) {
  unmount?.();
  app.replaceChildren();
  unmount = isSignedIn() ? mountShell(app) : mountSignIn(app, notice);
}

/** @returns {Promise<string|undefined>} why the link in the address did not sign anybody in */
async function useLink() {
  const token = takeLinkToken();
  if (!token) return undefined;
  try {
    await auth.owner(token);
    return undefined;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.status === 401 ? "This sign-in link was already used or is too old. “jobwright server link” prints a new one." : error.message;
  }
}

/** @param {boolean} redraw whether a session that goes on is drawn anew */
async function enter(redraw) {
  const before = isSignedIn();
  const problem = await useLink();
  if (redraw || !before || problem) draw(problem);
  if (problem && isSignedIn()) toast(problem);
}

/** A file or link that misses its zone must not replace the page; text dropped into a field still lands there. @param {DragEvent} event */
function keepPage(event) {
  if (!event.target.closest?.("input, textarea") || event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main")?.focus();
});
for (const type of ["dragover", "drop"]) addEventListener(type, keepPage);
addEventListener("hashchange", () => { if (/^#sign(ed)?-in=/.test(location.hash)) enter(true); });
sessionEvents.addEventListener("signed-in", () => draw());
sessionEvents.addEventListener("signed-out", () => draw());
enter(true);
