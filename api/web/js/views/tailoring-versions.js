/** The versions of a tailored resume: what made each, how two differ, going back, and where they were sent. */

import { ApiError, tailoring } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { capital, count, moment } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";

/** @param {import("./tailoring-lines.js").Editing} editing @returns {HTMLElement} */
export function versionsTab(editing) {
  const list = h("div", {}, h("p", { class: "muted" }, "Loading …"));
  const differences = h("div", { class: "differences", "aria-live": "polite" });
  const uses = h("div", { class: "uses" });
  const load = async () => {
    const [{ versions }, went] = await Promise.all([tailoring.versions(editing.id), tailoring.uses(editing.id)]);
    fill(list, h("ul", { class: "version-list" }, versions.map((version) => row(version, versions, editing, differences))));
    fill(uses, usesPart(went.uses, editing, load));
  };
  load().catch((error) => shown(list, error));
  return h("div", {}, list, differences, uses);
}

function shown(target, error) {
  if (!(error instanceof ApiError)) throw error;
  fill(target, h("p", { class: "form-error", role: "alert" }, error.message));
}

function row(version, versions, editing, differences) {
  const restore = h("button", { class: "button small", type: "button", "aria-label": `Go back to version ${version.version}`, on: { click: () => busyWhile(restore, async () => {
    const back = await tailoring.restore(editing.id, version.version);
    editing.changed({ version: back.version, done: `Version ${version.version} stands again, as version ${back.version}.` });
  }).catch(toastError) } }, "Go back to it");
  const look = h("button", { class: "button small", type: "button", "aria-label": `What changed in version ${version.version}`, on: { click: () => busyWhile(look, () => compare(version.version - 1, version.version)).catch(toastError) } }, "What changed");
  const compare = async (from, to) => {
    const found = await tailoring.compare(editing.id, from, to);
    fill(differences, comparison(found));
    differences.scrollIntoView({ block: "nearest" });
  };
  const first = versions.at(-1).version === version.version;
  return h("li", { class: version.is_newest && "newest" },
    h("div", { class: "version-text" }, h("strong", {}, `Version ${version.version}`), h("p", {}, capital(version.reason)),
      h("p", { class: "muted" }, [moment(version.created_at), version.pages && count(version.pages, "page")].filter(Boolean).join(" · "))),
    h("div", { class: "version-actions" }, first ? null : look, version.is_newest ? h("span", { class: "tag accent" }, "Now") : restore));
}

const WORDS = { added: "New", removed: "Gone", reworded: "Reworded", moved: "Moved" };

/** Two versions line by line. @param {any} found a DocumentComparison */
function comparison(found) {
  const line = (d) => h("li", { class: `difference ${d.kind}` }, h("span", { class: "tag" }, WORDS[d.kind]), " ",
    d.kind === "reworded" ? [h("del", {}, d.before), h("br"), h("ins", {}, d.after)] : d.kind === "removed" ? h("del", {}, d.before) : d.after,
    d.kind === "moved" ? h("span", { class: "muted" }, ` from place ${d.place_before} to ${d.place_after}`) : null);
  const asked = (d) => h("li", {}, d.requirement, h("span", { class: "muted" }, d.answered_in === "after" ? " – answered only now" : " – answered only before"));
  return [h("h3", {}, `Version ${found.before.version} beside version ${found.after.version}`),
    found.differences.length ? h("ul", { class: "changes" }, found.differences.map(line)) : h("p", { class: "muted" }, "Their lines are the same."),
    found.requirements.length ? [h("h3", {}, "What they answer"), h("ul", { class: "tight" }, found.requirements.map(asked))] : null,
    h("p", { class: "muted" }, `${count(found.same, "line")} in both.`)];
}

function usesPart(uses, editing, again) {
  const box = uid("note");
  const note = h("input", { id: box, maxlength: 300, autocomplete: "off", placeholder: "by mail to the recruiter" });
  const save = h("button", { class: "button", type: "submit" }, "I sent this version");
  const onSubmit = (event) => {
    event.preventDefault();
    busyWhile(save, async () => {
      await tailoring.addUse(editing.id, { version: editing.version(), ...(note.value.trim() ? { note: note.value.trim() } : {}) });
      toast(`Noted: version ${editing.version()} was sent.`);
      await again();
    }).catch(toastError);
  };
  const item = (use) => h("li", {}, icon("send"), h("span", {}, `Version ${use.version}`, use.job ? ` for ${use.job}` : "", use.note ? `, ${use.note}` : "", h("span", { class: "muted" }, ` · ${moment(use.used_at)}`)));
  return [h("h3", {}, "Where it went"), uses.length ? h("ul", { class: "use-list" }, uses.map(item)) : h("p", { class: "muted" }, "Nowhere yet, as far as I know."),
    h("form", { class: "use-form", on: { submit: onSubmit } }, h("label", { for: box }, "How or to whom (optional)"), note, save)];
}
