/** The list of conversations in the rail. */

import { conversations } from "./api.js";
import { confirmDialog } from "./dialog.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { go, hrefTo } from "./router.js";
import { toast, toastError } from "./toast.js";

/**
 * @returns {{element: HTMLElement, refresh: () => Promise<void>, setCurrent: (id: string|null) => void,
 *   titleOf: (id: string) => string|undefined, destroy: () => void}}
 */
export function conversationList() {
  const list = h("ul", { class: "conversation-list" });
  const more = h("button", { class: "button quiet small", type: "button", hidden: true, on: { click: () => load(cursor) } }, "Older conversations");
  const element = h("nav", { class: "conversations", "aria-label": "Conversations" }, h("h2", { class: "rail-title" }, "Conversations"), list, more);
  let items = [];
  let current = null;
  let cursor = null;
  let dead = false;

  const draw = () => {
    if (!items.length) fill(list, h("li", { class: "rail-empty" }, "Nothing yet. What you ask appears here."));
    else fill(list, items.map((c) => entry(c, c.id === current, remove)));
    more.hidden = !cursor;
  };
  const load = async (from) => {
    const page = await conversations.list({ limit: 50, cursor: from });
    if (dead) return;
    items = from ? [...items, ...page.items] : page.items;
    cursor = page.next_cursor;
    draw();
  };
  const refresh = () => load(null).catch(toastError);
  const remove = async (conversation) => {
    const title = conversation.title || "Untitled";
    if (!(await confirmDialog("Delete this conversation?", `“${title}” and its messages will be gone. Jobs and resumes stay.`, "Delete"))) return;
    try {
      await conversations.remove(conversation.id);
    } catch (error) {
      return toastError(error);
    }
    items = items.filter((c) => c.id !== conversation.id);
    draw();
    toast("Conversation deleted");
    if (conversation.id === current) go("#/chat");
  };
  refresh();
  return {
    element,
    refresh,
    setCurrent(id) { current = id; draw(); },
    titleOf: (id) => items.find((c) => c.id === id)?.title,
    destroy() { dead = true; },
  };
}

/** @param {any} conversation @param {boolean} isCurrent @param {(c: any) => void} onRemove */
function entry(conversation, isCurrent, onRemove) {
  const title = conversation.title || "Untitled";
  return h("li", { class: ["conversation", isCurrent && "current"] },
    h("a", { href: hrefTo("chat", conversation.id), "aria-current": isCurrent ? "page" : null, title }, title),
    h("button", { class: "icon-button", type: "button", "aria-label": `Delete conversation ${title}`, on: { click: () => onRemove(conversation) } }, icon("trash")));
}
