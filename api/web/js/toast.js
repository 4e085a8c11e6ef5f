/** Short notices at the edge of the page. They stay while the pointer or the focus is on them. */

import { alertNow, announce } from "./announce.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * @param {string} text
 * @param {{kind?: "plain"|"error", action?: {label: string, run: () => void}, onGone?: () => void, ms?: number}} [options]
 * @returns {() => void} takes it away
 */
export function toast(text, { kind = "plain", action, onGone, ms = 6000 } = {}) {
  let timer = 0;
  let gone = false;
  const leave = (quiet = false) => {
    if (gone) return;
    gone = true;
    clearTimeout(timer);
    element.remove();
    if (!quiet) onGone?.();
  };
  const start = () => { timer = setTimeout(leave, ms); };
  const act = () => { leave(true); action.run(); };
  const element = h("div", { class: ["toast", kind], on: { mouseenter: () => clearTimeout(timer), mouseleave: start, focusin: () => clearTimeout(timer), focusout: start } },
    h("span", {}, text),
    action && h("button", { class: "button quiet", type: "button", on: { click: act } }, action.label),
    h("button", { class: "icon-button", type: "button", "aria-label": "Close notice", on: { click: () => leave() } }, icon("close")));
  document.getElementById("toasts").append(element);
  (kind === "error" ? alertNow : announce)(text);
  start();
  return leave;
}

/** Show what went wrong; anything that is no message for people is a bug and goes on. @param {unknown} error */
export function toastError(error) {
  if (!(error instanceof Error) || !("code" in error)) throw error;
  if (error.status !== 401) toast(error.message, { kind: "error", ms: 10_000 });
}

/** What is to be known of something just kept: another at the same time, a second offer. @param {{warnings?: string[]}|null|undefined} kept */
export function toastWarnings(kept) {
  for (const warning of kept?.warnings ?? []) toast(warning, { ms: 10_000 });
}
