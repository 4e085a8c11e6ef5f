/** What a resume suggests for the profile: each can be ticked, and only what is ticked goes in. */

import { ApiError, resumes } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { capital, humanise } from "../format.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";

const LISTS = ["skills", "languages", "locations"];

/** @param {any} resume @returns {HTMLElement} */
export function suggestionsTab(resume) {
  const target = h("div", {}, h("p", { class: "muted" }, "Loading …"));
  const load = () => resumes.status(resume.id).then(({ suggestions }) => fill(target, form(resume, suggestions, load)), (error) => {
    if (!(error instanceof ApiError)) throw error;
    fill(target, h("p", { class: "form-error", role: "alert" }, error.message));
  });
  load();
  return target;
}

function form(resume, suggestions, again) {
  const ticks = LISTS.flatMap((list) => suggestions[list].map((value) => tick(list, value, value)));
  if (suggestions.experience_level) {
    const years = suggestions.years_experience ? `, from about ${Math.round(suggestions.years_experience)} years in positions` : "";
    ticks.push(tick("experience_level", true, `${capital(suggestions.experience_level)}${years}`));
  }
  if (!ticks.length) return h("p", { class: "muted" }, "Your profile already says all that this resume suggests.");
  const save = h("button", { class: "button primary", type: "submit" }, "Put into my profile");
  const onSubmit = (event) => {
    event.preventDefault();
    const chosen = ticks.filter(({ box }) => box.checked);
    const body = Object.fromEntries(LISTS.map((list) => [list, chosen.filter((t) => t.list === list).map((t) => t.value)]));
    busyWhile(save, async () => {
      await resumes.applySuggestions(resume.id, { ...body, experience_level: chosen.some((t) => t.list === "experience_level") });
      toast("Your profile was updated; “undo” takes it back");
      await again();
    }).catch(toastError);
  };
  const groups = Object.entries(Object.groupBy(ticks, ({ list }) => list));
  return h("form", { class: "stack", on: { submit: onSubmit } },
    h("p", { class: "muted" }, "What this resume says and your profile does not yet."),
    groups.map(([list, items]) => h("fieldset", { class: "ticks" }, h("legend", {}, humanise(list)), items.map(({ element }) => element))), h("div", {}, save));
}

function tick(list, value, label) {
  const id = uid("tick");
  const box = h("input", { id, type: "checkbox", checked: true });
  return { list, value, box, element: h("div", { class: "check-field" }, box, h("label", { for: id }, label)) };
}
