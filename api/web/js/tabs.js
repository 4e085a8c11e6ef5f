/** Tabs as the ARIA practices have them: arrows move, one stop for Tab. */

import { fill, h, uid } from "./dom.js";

/** @param {string} name @param {[string, () => any][]} tabs label and what fills the panel @returns {HTMLElement[]} */
export function tabbed(name, tabs) {
  const panel = h("div", { role: "tabpanel", class: "tab-panel", id: uid("panel"), tabindex: "0" });
  const buttons = tabs.map(([label], i) => h("button", { role: "tab", type: "button", id: uid("tab"), "aria-controls": panel.id, on: { click: () => choose(i) } }, label));
  const choose = (chosen) => {
    buttons.forEach((b, i) => { b.setAttribute("aria-selected", String(i === chosen)); b.tabIndex = i === chosen ? 0 : -1; });
    panel.setAttribute("aria-labelledby", buttons[chosen].id);
    fill(panel, tabs[chosen][1]());
    panel.scrollTop = 0;
  };
  const onKey = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (buttons.indexOf(event.target) + step + buttons.length) % buttons.length;
    choose(next);
    buttons[next].focus();
  };
  choose(0);
  return [h("div", { role: "tablist", class: "tabs", "aria-label": name, on: { keydown: onKey } }, buttons), panel];
}
