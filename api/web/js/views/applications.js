/** Tracking: the board, the table, the calendar, the figures, and taking data in and out, each at an address of its own. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { pageHead } from "../page.js";
import { hrefTo } from "../router.js";
import { forgetUndo } from "../undo.js";
import { addApplicationDialog } from "./application-add.js";
import { calendarSection } from "./applications-calendar.js";
import { figuresSection } from "./applications-figures.js";
import { tableSection } from "./applications-table.js";
import { transferSection } from "./applications-transfer.js";
import { boardSection } from "./board.js";
import { profileSection } from "./profile.js";

/** @type {[string|null, string, (root: HTMLElement, route: import("../router.js").Route) => (() => void)][]} */
const TABS = [[null, "Board", boardSection], ["table", "Table", tableSection], ["calendar", "Calendar", calendarSection], ["figures", "Figures", figuresSection], ["transfer", "In and out", transferSection], ["profile", "Profile", profileSection]];

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route the key is the tab
 * @returns {() => void}
 */
export function applicationsView(main, route) {
  const root = h("div", { class: "applications-body" });
  const [key, label, section] = TABS.find(([name]) => name === route.key) ?? TABS[0];
  const link = ([name, text]) => h("a", { href: hrefTo("applications", name), "aria-current": name === key ? "page" : null }, text);
  const add = h("button", { class: "button primary", type: "button", on: { click: () => addApplicationDialog(() => dispatchEvent(new Event("jobwright:applications"))) } }, icon("plus"), "Add");
  main.append(h("div", { class: "page wide mail-page applications-page" }, pageHead("Applications", { actions: [add] }),
    h("nav", { class: "tabs mail-tabs", "aria-label": "Applications" }, TABS.map(link)), root));
  const leave = section(root, route);
  queueMicrotask(() => { if (root.isConnected) document.title = `${label} · Applications · Jobwright`; });
  return () => {
    forgetUndo();
    leave();
  };
}
