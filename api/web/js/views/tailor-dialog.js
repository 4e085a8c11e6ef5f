/** Starting a tailoring: which resume, how many pages. */

import { resumes, tailoring } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { h, uid } from "../dom.js";
import { go, hrefTo } from "../router.js";
import { toastError } from "../toast.js";

/** @param {{id: string, title: string}} job */
export async function tailorDialog(job) {
  let list;
  try {
    list = await resumes.list();
  } catch (error) {
    return toastError(error);
  }
  const session = await openDialog("Tailor my resume", (close) => (list.length ? [form(job, list, close)] : [nothing(close)]));
  if (session) go(hrefTo("tailored", session.id));
}

function nothing(close) {
  return h("div", { class: "stack" }, h("p", {}, "There is no resume to tailor yet."),
    h("div", { class: "dialog-actions" }, h("a", { class: "button primary", href: "#/resumes", on: { click: () => close() } }, "Upload one")));
}

/** @param {any} job @param {any[]} list @param {(session: any) => void} close */
function form(job, list, close) {
  const [which, pages] = [uid("resume"), uid("pages")];
  const chosen = list.find((r) => r.is_primary) ?? list[0];
  const select = h("select", { id: which }, list.map((r) => h("option", { value: r.id, selected: r.id === chosen.id }, `${r.name || r.filename}${r.is_primary ? " (primary)" : ""}`)));
  const length = h("select", { id: pages }, [1, 2, 3].map((n) => h("option", { value: n }, `${n} page${n > 1 ? "s" : ""} at most`)));
  const ask = h("input", { id: uid("ask"), type: "checkbox", checked: true });
  const parts = [h("p", {}, "For ", h("strong", {}, job.title), ". Only facts of your resume are used; each line shows which."),
    h("div", { class: "field" }, h("label", { for: which }, "Resume"), select),
    h("div", { class: "field" }, h("label", { for: pages }, "Length"), length),
    h("div", { class: "check-field" }, ask, h("label", { for: ask.id }, "Ask me what my resume does not say"))];
  return sendForm(parts, "Tailor", () => tailoring.start(job.id, select.value, Number(length.value), ask.checked), close);
}
