/** Watching: a search or a company that is looked at again at its own pace. */

import { ApiError, discovery } from "../api.js";
import { openDialog } from "../dialog.js";
import { fill, h, uid } from "../dom.js";
import { busyWhile } from "../page.js";
import { toast } from "../toast.js";
import { inWords, PACES, watchable } from "../wanted.js";

/** @param {any} wanted @returns {Promise<boolean>} whether it is watched now */
export function watchSearchDialog(wanted) {
  return watchDialog("Watch this search", [h("p", {}, h("strong", {}, inWords(watchable(wanted))))],
    "What is new is ranked the same way and put on your list.", () => watchable(wanted));
}

/** @returns {Promise<boolean>} whether it is watched now */
export function watchCompanyDialog() {
  const [id, roles] = [uid("company"), uid("roles")];
  const company = h("input", { id, required: true, autofocus: true, maxlength: 300, placeholder: "Name, or address of its careers page", "aria-describedby": `${id}-hint` });
  const words = h("input", { id: roles, maxlength: 200, placeholder: "Any role" });
  return watchDialog("Watch a company", [
    h("div", { class: "field" }, h("label", { for: id }, "Company"), company),
    h("div", { class: "field" }, h("label", { for: roles }, "Only for"), words),
  ], h("span", { id: `${id}-hint` }, "Its own careers page is found on the board behind it. When a name is not found, give the page’s address."),
  () => ({ watched_companies: [company.value.trim()], words: words.value.trim() || null }));
}

async function watchDialog(title, fields, hint, body) {
  const made = await openDialog(title, (close) => {
    const id = uid("pace");
    const pace = h("select", { id }, Object.entries(PACES).map(([value, label]) => h("option", { value, selected: value === "daily" }, label)));
    const problem = h("p", { class: "form-error", role: "alert", hidden: true });
    const submit = h("button", { class: "button primary", type: "submit" }, "Watch");
    const onSubmit = (event) => {
      event.preventDefault();
      problem.hidden = true;
      busyWhile(submit, async () => {
        try {
          close(await discovery.watch({ ...body(), pace: pace.value }));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          fill(problem, error.message);
          problem.hidden = false;
        }
      });
    };
    return [h("form", { class: "stack", on: { submit: onSubmit } }, fields, h("p", { class: "muted" }, hint),
      h("div", { class: "field" }, h("label", { for: id }, "Look again"), pace),
      problem, h("div", { class: "dialog-actions" }, submit))];
  });
  if (!made) return false;
  toast(told(made), { action: { label: "See it", run: () => { location.hash = "#/sources"; } } });
  return true;
}

/** What has become of what was asked for. @param {any} made @returns {string} */
function told(made) {
  const named = (changes) => made.watches.filter((w) => changes.includes(w.change)).map((w) => `“${w.name}”`).join(", ");
  const said = [
    ["Watching", named(["begun", "resumed"]), ", with a first look right away."],
    ["Watched already, and from now on so:", named(["changed"]), "."],
    ["Watched already:", named(["known"]), "."],
  ];
  const missing = made.not_found.map((one) => one.why);
  return [...said.filter(([, names]) => names).map(([before, names, after]) => `${before} ${names}${after}`), ...missing].join(" ");
}
