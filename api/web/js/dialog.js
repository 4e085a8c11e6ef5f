/** Modal dialogs on the browser's own `<dialog>`: focus is kept inside and given back, Escape closes. */

import { ApiError } from "./api.js";
import { fill, h, uid } from "./dom.js";
import { icon } from "./icons.js";
import { busyWhile } from "./page.js";

/**
 * @param {string} title
 * @param {(close: (value?: any) => void) => any[]} build children; `close` ends the dialog with a value
 * @returns {Promise<any>} that value, undefined when it was dismissed
 */
export function openDialog(title, build) {
  return new Promise((resolve) => {
    const heading = uid("dialog");
    let value;
    const element = h("dialog", { class: "dialog", "aria-labelledby": heading });
    const close = (given) => { value = given; element.close(); };
    element.append(
      h("header", { class: "dialog-head" }, h("h2", { id: heading }, title),
        h("button", { class: "icon-button", type: "button", "aria-label": "Close", on: { click: () => close() } }, icon("close"))),
      h("div", { class: "dialog-body" }, build(close)));
    element.addEventListener("close", () => { element.remove(); resolve(value); });
    element.addEventListener("click", (event) => { if (event.target === element) close(); });
    document.body.append(element);
    element.showModal();
    element.querySelector("[autofocus]")?.focus();
  });
}

/**
 * @param {string} title @param {string} text @param {string} yes label of the button that does it
 * @returns {Promise<boolean>}
 */
export async function confirmDialog(title, text, yes) {
  const answer = await openDialog(title, (close) => [
    h("p", {}, text),
    h("div", { class: "dialog-actions" },
      h("button", { class: "button", type: "button", autofocus: true, on: { click: () => close(false) } }, "Cancel"),
      h("button", { class: "button danger", type: "button", on: { click: () => close(true) } }, yes)),
  ]);
  return answer === true;
}

/**
 * A form that sends something: once at a time, what goes wrong is told in it, and success ends with the answer.
 * @param {any[]} parts @param {string} label of the button that sends @param {() => Promise<any>} send
 * @param {(answer: any) => void} done @param {{cancel?: () => void}} [options] `cancel` adds a button to leave by
 * @returns {HTMLElement}
 */
export function sendForm(parts, label, send, done, { cancel } = {}) {
  const problem = h("p", { class: "form-error", role: "alert", hidden: true });
  const button = h("button", { class: "button primary", type: "submit" }, label);
  const onSubmit = (event) => {
    event.preventDefault();
    busyWhile(button, async () => {
      problem.hidden = true;
      try {
        done(await send());
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        fill(problem, error.message);
        problem.hidden = false;
      }
    });
  };
  const leave = cancel ? h("button", { class: "button", type: "button", on: { click: () => cancel() } }, "Cancel") : null;
  return h("form", { class: "stack", on: { submit: onSubmit } }, parts, problem, h("div", { class: "dialog-actions" }, leave, button));
}
