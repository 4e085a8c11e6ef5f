/** Saying how a tailored resume should be different, choosing template and paper, and taking it away in any format. */

import { ApiError, documents, tailoring } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toastError } from "../toast.js";
import { FORMATS, formatMenu, save } from "./formats.js";

const WISHES = ["Shorter", "Longer", "Two pages", "Less management, more data"];
/** @param {import("./tailoring-lines.js").Editing} editing @returns {HTMLElement} */
export function steerBox(editing) {
  const box = uid("steer");
  const input = h("input", { id: box, maxlength: 2000, autocomplete: "off", placeholder: "shorter, lead with Python, drop the hobbies …" });
  const problem = h("p", { class: "form-error", role: "alert", hidden: true });
  const go = h("button", { class: "button primary", type: "submit" }, "Change it");
  const steer = (button, message) => busyWhile(button, async () => {
    problem.hidden = true;
    try {
      editing.changed(await tailoring.steer(editing.id, { message }, editing.version()));
      input.value = "";
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      fill(problem, error.message);
      problem.hidden = false;
    }
  });
  const onSubmit = (event) => {
    event.preventDefault();
    if (input.value.trim()) steer(go, input.value.trim());
  };
  const chip = (wish) => {
    const button = h("button", { class: "button small", type: "button", on: { click: () => steer(button, wish.toLowerCase()) } }, wish);
    return button;
  };
  return h("form", { class: "steer", on: { submit: onSubmit } },
    h("label", { for: box }, "What should be different?"),
    h("div", { class: "steer-line" }, input, go), problem,
    h("div", { class: "steer-chips" }, WISHES.map(chip)));
}

/** Template and paper; the list of templates comes from the server. @param {any} document @param {import("./tailoring-lines.js").Editing} editing */
export function lookBox(document, editing) {
  const [which, size] = [uid("template"), uid("paper")];
  const select = h("select", { id: which, disabled: true }, h("option", {}, document.template));
  const paper = h("select", { id: size }, [["a4", "A4"], ["letter", "US Letter"]].map(([value, label]) => h("option", { value, selected: value === document.paper }, label)));
  const wish = (control, value) => busyWhile(control, async () => editing.changed(await tailoring.steer(editing.id, value, editing.version()))).catch(toastError);
  select.addEventListener("change", () => wish(select, { template: select.value }));
  paper.addEventListener("change", () => wish(paper, { paper: paper.value }));
  documents.templates().then((found) => {
    const named = found.filter((template) => template.kind === "resume");
    fill(select, named.map((t) => h("option", { value: t.name, selected: t.name === document.template }, t.title)));
    select.disabled = false;
  }, (error) => { if (!(error instanceof ApiError)) throw error; });
  return h("div", { class: "look" }, h("div", { class: "field" }, h("label", { for: which }, "Template"), select), h("div", { class: "field" }, h("label", { for: size }, "Paper"), paper));
}

/** @param {string} sessionId @param {string} stem of the file name @param {() => number} version */
export function downloadMenu(sessionId, stem, version) {
  return formatMenu(Object.keys(FORMATS), async (format) => {
    const made = await documents.export({ tailored: sessionId, version: version(), format });
    save(await documents.file(made.id), `${stem}.${format}`);
  });
}

/** What was checked of the finished file. @param {any} checks DocumentChecks */
export function checksLine(checks) {
  if (!checks?.checks?.length) return null;
  const failed = checks.checks.filter((check) => !check.passed);
  return h("details", { class: "checks" },
    h("summary", {}, icon(failed.length ? "alert" : "check"), failed.length ? `${failed.length} checks failed` : `Checked: ${checks.checks.length} of ${checks.checks.length} passed`),
    h("ul", {}, checks.checks.map((check) => h("li", { class: check.passed ? "met" : "unmet" }, icon(check.passed ? "check" : "cross"), h("span", {}, h("strong", {}, check.name), ` ${check.seen}`)))));
}
