/** The frame around every view: the rail with views, conversations and account, and the main part. */

import { auth } from "./api.js";
import { announce } from "./announce.js";
import { fill, h } from "./dom.js";
import { toastError } from "./toast.js";
import { icon } from "./icons.js";
import { conversationList } from "./conversation-list.js";
import { currentRoute, go, hrefTo } from "./router.js";
import { forgetTokens, tellZoneOnce } from "./session.js";
import { currentTheme, toggleTheme } from "./theme.js";
import { applicationsView } from "./views/applications.js";
import { chatView } from "./views/chat.js";
import { documentView } from "./views/document.js";
import { documentsView } from "./views/documents.js";
import { findView } from "./views/find.js";
import { jobView } from "./views/job.js";
import { jobsView } from "./views/jobs.js";
import { mailView } from "./views/mail.js";
import { marketView } from "./views/market.js";
import { account as own } from "./views/profile-api.js";
import { resumeView } from "./views/resume.js";
import { resumesView } from "./views/resumes.js";
import { sourcesView } from "./views/sources.js";
import { tailoredListView } from "./views/tailored-list.js";
import { tailoredView } from "./views/tailored.js";

/** `aside`: on a phone it stands in the drawer, behind "More", the bar having no room for it. */
const VIEWS = [
  { name: "chat", label: "Chat", icon: "chat", list: chatView, one: chatView },
  { name: "find", label: "Find", icon: "find", list: findView, one: findView },
  { name: "jobs", label: "Jobs", icon: "jobs", list: jobsView, one: jobView },
  { name: "applications", label: "Track", icon: "board", list: applicationsView, one: applicationsView },
  { name: "mail", label: "Mail", icon: "mail", list: mailView, one: mailView },
  { name: "resumes", label: "Resumes", icon: "resume", list: resumesView, one: resumeView },
  { name: "tailored", label: "Tailored", icon: "tailored", list: tailoredListView, one: tailoredView, aside: true },
  { name: "documents", label: "Documents", icon: "copy", list: documentsView, one: documentView, aside: true },
  { name: "market", label: "Market", icon: "market", list: marketView, one: marketView, aside: true },
  { name: "sources", label: "Sources", icon: "sources", list: sourcesView, one: sourcesView, aside: true },
];

/**
 * @param {HTMLElement} app
 * @returns {() => void} takes it down
 */
export function mountShell(app) {
  const main = h("main", { id: "main", class: "main", tabindex: "-1" });
  const link = (v) => h("a", { href: hrefTo(v.name), class: ["view-link", v.aside && "aside"], data: { view: v.name } }, icon(v.icon), h("span", {}, v.label));
  const links = VIEWS.map(link);
  const more = VIEWS.filter((v) => v.aside).map(link);
  const list = conversationList();
  const drawer = mountDrawer(list.element, h("nav", { class: "drawer-views", "aria-label": "More views" }, more));
  fill(app, h("div", { class: "app" }, topbar(drawer.toggle), h("nav", { class: "views", "aria-label": "Views" }, links, drawer.more), drawer.element, main, drawer.shade));
  const scene = stage(main, list);
  const show = () => {
    drawer.close();
    const route = currentRoute();
    for (const element of [...links, ...more]) {
      const current = element.dataset.view === route.view;
      element.toggleAttribute("data-current", current);
      if (current) element.setAttribute("aria-current", "page");
      else element.removeAttribute("aria-current");
    }
    drawer.more.toggleAttribute("data-current", VIEWS.some((v) => v.aside && v.name === route.view));
    scene.show(route);
  };
  addEventListener("hashchange", show);
  show();
  tellZoneOnce(() => own.tellZone(Intl.DateTimeFormat().resolvedOptions().timeZone)).catch(() => undefined); // it is told with the next visit
  return () => {
    removeEventListener("hashchange", show);
    scene.leave();
    list.destroy();
    drawer.destroy();
  };
}

/** Draws one view at a time into `main` and cleans up after it. */
function stage(main, list) {
  let leave = () => {};
  let first = true;
  return {
    leave: () => leave(),
    show(route) {
      if (/^sign(ed)?-in=/.test(route.view)) return;
      leave();
      const view = VIEWS.find((v) => v.name === route.view) ?? VIEWS[0];
      main.replaceChildren();
      main.className = `main main-${view.name}`;
      list.setCurrent(view.name === "chat" ? route.key : null);
      leave = (route.key ? view.one : view.list)(main, route, { conversations: list }) ?? (() => {});
      document.title = `${view.label} · Jobwright`;
      if (!first && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
      if (!first) announce(view.label);
      first = false;
      main.scrollTop = 0;
    },
  };
}

/** @param {() => void} onMenu */
function topbar(onMenu) {
  return h("header", { class: "topbar" },
    h("button", { class: "icon-button menu-button", type: "button", "aria-label": "Conversations and account", "aria-controls": "drawer", "aria-expanded": "false", on: { click: onMenu } }, icon("menu")),
    h("a", { class: "brand", href: "#/chat" }, h("img", { src: "/web/icon.svg", alt: "", width: 24, height: 24 }), h("span", {}, "Jobwright")),
    h("a", { class: "icon-button new-button", href: "#/chat", "aria-label": "New conversation", on: { click: freshChat } }, icon("plus")));
}

/** The link to the address we already have would do nothing. @param {Event} event */
function freshChat(event) {
  event.preventDefault();
  go("#/chat");
}

/** Conversations and account: a column on wide screens, a drawer on a phone. @param {HTMLElement} conversations @param {HTMLElement} more views */
function mountDrawer(conversations, views) {
  const narrow = matchMedia("(max-width: 760px)");
  const element = h("div", { class: "drawer", id: "drawer" },
    h("a", { class: "button new-chat", href: "#/chat", on: { click: freshChat } }, icon("plus"), "New conversation"),
    views, conversations, account());
  const shade = h("div", { class: "shade", on: { click: () => set(false) } });
  const more = h("button", { class: "view-link more-views", type: "button", "aria-controls": "drawer", "aria-expanded": "false", on: { click: () => open(more) } }, icon("menu"), h("span", {}, "More"));
  let opened = false;
  let opener = null;
  const button = () => opener ?? document.querySelector(".menu-button");
  const open = (by) => { opener = by; set(true); if (opened) views.querySelector("a").focus(); };
  const set = (wanted) => {
    const had = opened;
    opened = wanted && narrow.matches;
    element.classList.toggle("open", opened);
    shade.classList.toggle("open", opened);
    element.inert = narrow.matches && !opened;
    for (const control of document.querySelectorAll("[aria-controls=drawer]")) control.setAttribute("aria-expanded", String(opened));
    if (opened) element.querySelector("a, button").focus();
    else if (had && element.contains(document.activeElement)) button()?.focus();
  };
  const onKey = (event) => { if (event.key === "Escape" && opened) { set(false); button()?.focus(); } };
  const onWidth = () => set(false);
  narrow.addEventListener("change", onWidth);
  addEventListener("keydown", onKey);
  element.inert = narrow.matches;
  const destroy = () => { narrow.removeEventListener("change", onWidth); removeEventListener("keydown", onKey); };
  return { element, shade, more, toggle: () => { opener = null; set(!opened); }, close: () => set(false), destroy };
}

/** Who is signed in, the theme, and the way out. */
function account() {
  const name = h("span", { class: "account-name" });
  auth.me().then((me) => { name.textContent = me.full_name || me.username || me.email; }, toastError);
  const theme = h("button", { class: "icon-button", type: "button", on: { click: () => { toggleTheme(); label(); } } });
  const label = () => {
    const other = currentTheme() === "dark" ? "light" : "dark";
    theme.setAttribute("aria-label", `Use the ${other} theme`);
    theme.title = `Use the ${other} theme`;
    fill(theme, icon(other === "dark" ? "moon" : "sun"));
  };
  label();
  const out = h("button", { class: "icon-button", type: "button", "aria-label": "Sign out", title: "Sign out", on: { click: signOut } }, icon("exit"));
  return h("div", { class: "account" }, name, theme, out);
}

async function signOut() {
  try {
    await auth.logout(localStorage.getItem("jobwright.refresh"));
  } catch (error) {
    toastError(error);
  }
  forgetTokens();
}
