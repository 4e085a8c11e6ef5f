/** The documents that were made: letters, mails, and resumes in their formats. */

import { documents } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { count, when } from "../format.js";
import { icon } from "../icons.js";
import { emptyState, loadInto, pageHead } from "../page.js";
import { hrefTo } from "../router.js";
import { letterDialog } from "./letter-dialog.js";

const KINDS = { "": "All", cover_letter: "Cover letters", email: "E-mails", resume: "Resumes" };
const ONE = { cover_letter: "Cover letter", email: "E-mail", resume: "Resume" };

/** @param {HTMLElement} main @returns {() => void} */
export function documentsView(main) {
  let live = true;
  const list = h("div");
  const box = uid("kind");
  const select = h("select", { id: box }, Object.entries(KINDS).map(([value, label]) => h("option", { value }, label)));
  const load = () => loadInto(list, () => documents.list(select.value ? { kind: select.value } : {}), draw, { isLive: () => live });
  select.addEventListener("change", () => { fill(list); load(); });
  const write = (kind, label) => h("button", { class: "button", type: "button", on: { click: () => letterDialog({ kind }) } }, icon("plus"), label);
  main.append(h("div", { class: "page" }, pageHead("Documents", { actions: [write("email_template", "E-mail"), write("cover_letter", "Cover letter")] }),
    h("div", { class: "field inline" }, h("label", { for: box }, "Show"), select), list));
  load();
  return () => { live = false; };
}

/** @param {any[]} items */
function draw(items) {
  if (!items.length) return emptyState("Nothing written yet", "Cover letters, e-mails and files of tailored resumes are kept here, each with its proof.");
  return h("ul", { class: "rows" }, items.map((item) => h("li", { class: "row" }, icon("resume"),
    h("div", { class: "row-text" }, h("a", { class: "row-title", href: hrefTo("documents", item.id) }, item.title),
      h("p", { class: "muted" }, [ONE[item.kind], item.format.toUpperCase(), item.version && `version ${item.version}`, item.pages && count(item.pages, "page")].filter(Boolean).join(" · "))),
    h("p", { class: "row-meta muted" }, h("span", {}, `#${item.number}`), h("span", {}, when(item.created_at))))));
}
