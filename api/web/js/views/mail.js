/** The mail: the inbox, what waits, drafts, rules, mailboxes and how the syncs go, each at an address of its own. */

import { ApiError } from "../api.js";
import { fill, h } from "../dom.js";
import { number } from "../format.js";
import { pageHead } from "../page.js";
import { hrefTo } from "../router.js";
import { forgetUndo } from "../undo.js";
import { inbox } from "./mail-api.js";
import { draftsSection } from "./mail-drafts.js";
import { inboxSection } from "./mail-inbox.js";
import { syncEvents, watchSyncs } from "./mail-live.js";
import { mailboxesSection } from "./mail-mailboxes.js";
import { messageSection } from "./mail-message.js";
import { reviewSection } from "./mail-review.js";
import { rulesSection } from "./mail-rules.js";
import { syncsSection } from "./mail-syncs.js";

/** @type {[string|null, string, (root: HTMLElement, route: import("../router.js").Route) => (() => void)][]} */
const TABS = [
  [null, "Inbox", inboxSection], ["review", "Waiting", reviewSection], ["drafts", "Drafts", draftsSection], ["rules", "Rules", rulesSection],
  ["mailboxes", "Mailboxes", mailboxesSection], ["syncs", "Syncs", syncsSection],
];

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route the key is the tab, or `message` with its id
 * @returns {() => void}
 */
export function mailView(main, route) {
  const root = h("div");
  const one = route.key === "message" && route.item;
  const [key, label, section] = TABS.find(([name]) => name === route.key) ?? TABS[0];
  const link = ([name, text]) => h("a", { href: hrefTo("mail", name), "aria-current": name === key ? "page" : null }, text);
  const tabs = h("nav", { class: "tabs mail-tabs", "aria-label": "Mail" }, TABS.map(link));
  main.append(h("div", { class: "page wide mail-page" }, one ? null : [pageHead("Mail"), tabs], root));
  tabs.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  const stopWatching = watchSyncs();
  const showWaiting = () => { if (!one) countWaiting(tabs.querySelector(`[href="${hrefTo("mail", "review")}"]`)); };
  syncEvents.addEventListener("synced", showWaiting);
  showWaiting();
  const leave = one ? messageSection(root, route) : section(root, route);
  queueMicrotask(() => { if (!one && root.isConnected) document.title = `${label} · Mail · Jobwright`; });
  return () => {
    stopWatching();
    syncEvents.removeEventListener("synced", showWaiting);
    forgetUndo();
    leave();
  };
}

/** How much waits, beside the name of the tab. @param {HTMLElement} link */
async function countWaiting(link) {
  try {
    const { postings, replies } = await inbox.review();
    const many = postings.length + replies.length;
    fill(link, "Waiting", many ? h("span", { class: "tag warn" }, number(many)) : null);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error; // the tab itself says what is wrong
  }
}
