/** The inbox by keyboard: single keys that act on the row that has the focus, and their help. They can be switched off. */

import { openDialog } from "../dialog.js";
import { h } from "../dom.js";

const OFF = "jobwright.mail-keys-off";
const HELP = [
  [["j", "↓"], "Next mail"], [["k", "↑"], "Mail before"], [["Enter", "o"], "Open it"], [["x"], "Choose it"], [["e"], "Archive it"],
  [["s"], "Star it"], [["u"], "Mark it as unread, or read"], [["#"], "Put it into the bin"], [["/"], "Search"], [["?"], "This help"],
];
const ACTS = { o: "open", x: "pick", e: "archive", s: "star", u: "unread", "#": "delete" };
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

/**
 * @param {{list: HTMLElement, search: HTMLInputElement, act: (id: string, act: string) => void}} parts
 * @returns {() => void} takes the listener away
 */
export function listenForKeys({ list, search, act }) {
  const onKey = (event) => {
    const target = event.target instanceof Element ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isBusy(target)) return;
    const row = target.closest(".mail-row");
    const step = STEPS[event.key];
    const arrow = event.key.startsWith("Arrow");
    if (step && (row || !arrow) && (arrow || isOn())) move(list, row, step);
    else if (isOn() && row && ACTS[event.key]) act(row.dataset.id, ACTS[event.key]);
    else if (isOn() && event.key === "/") search.focus();
    else if (isOn() && event.key === "?") keyHelp();
    else return;
    event.preventDefault();
  };
  addEventListener("keydown", onKey);
  return () => removeEventListener("keydown", onKey);
}

/** Where keys are text, or belong to something else. @param {Element} target */
function isBusy(target) {
  return target.matches("input:not([type=checkbox]), textarea, select, [contenteditable]") || Boolean(document.querySelector("dialog[open]"));
}

function isOn() {
  return localStorage.getItem(OFF) === null;
}

function move(list, row, step) {
  const rows = [...list.children];
  const at = row ? rows.indexOf(row) + step : step > 0 ? 0 : rows.length - 1;
  rows[Math.max(0, Math.min(rows.length - 1, at))]?.querySelector(".row-title").focus();
}

/** What the keys do, and whether they do it. */
export function keyHelp() {
  return openDialog("Keys in the inbox", () => {
    const box = h("input", { type: "checkbox", checked: isOn(), on: { change: () => { if (box.checked) localStorage.removeItem(OFF); else localStorage.setItem(OFF, "1"); } } });
    return [h("dl", { class: "keys" }, HELP.map(([keys, what]) => h("div", {}, h("dt", {}, keys.map((key, i) => [i ? " or " : "", h("kbd", {}, key)])), h("dd", {}, what)))),
      h("p", { class: "muted small" }, "Letters act on the mail that has the focus."),
      h("label", { class: "check-field" }, box, "Use these keys")];
  });
}
