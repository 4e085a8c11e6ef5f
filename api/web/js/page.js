/** The parts every list and detail view has: head, loading, errors, empty. */

import { ApiError } from "./api.js";
import { fill, h } from "./dom.js";
import { keepFocus } from "./focus.js";
import { icon } from "./icons.js";

/**
 * @param {any} title
 * @param {{back?: {href: string, label: string}, actions?: any[], sub?: any}} [options]
 * @returns {HTMLElement}
 */
export function pageHead(title, { back, actions = [], sub } = {}) {
  return h("header", { class: "page-head" },
    back && h("a", { class: "icon-button back", href: back.href, "aria-label": back.label, title: back.label }, icon("back")),
    h("div", { class: "page-title" }, h("h1", {}, title), sub ? h("p", { class: "muted" }, sub) : null),
    h("div", { class: "page-actions" }, actions));
}

/**
 * Fill a view from the API: a quiet wait, then the content with the focus where it was, or what went wrong with a way to try again.
 * @param {HTMLElement} target @param {() => Promise<any>} load @param {(data: any) => any} draw gives children
 * @param {{back?: {href: string, label: string}, isLive?: () => boolean}} [options]
 */
export async function loadInto(target, load, draw, { back, isLive = () => true } = {}) {
  target.setAttribute("aria-busy", "true");
  if (!target.children.length) fill(target, h("div", { class: "skeleton", "aria-hidden": "true" }, h("i"), h("i"), h("i")));
  try {
    const data = await load();
    if (isLive()) keepFocus(target, () => fill(target, draw(data)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (!isLive() || error.status === 401) return;
    const again = h("button", { class: "button", type: "button", on: { click: () => loadInto(target, load, draw, { back, isLive }) } }, "Try again");
    const head = back ? pageHead(error.status === 404 ? "Not found" : "Something went wrong", { back }) : null;
    fill(target, head, h("div", { class: "empty", role: "alert" }, h("p", {}, error.message), error.status === 404 ? null : again));
  } finally {
    target.removeAttribute("aria-busy");
  }
}

/** @param {string} title @param {any} text @param {...any} actions */
export function emptyState(title, text, ...actions) {
  return h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), h("p", { class: "muted" }, text), actions);
}

/**
 * Run a click's work once at a time, with the button out of reach meanwhile.
 * @param {HTMLButtonElement} button @param {() => Promise<any>} work
 */
export async function busyWhile(button, work) {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  try {
    return await work();
  } finally {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}
