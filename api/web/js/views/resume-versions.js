/** The versions of a resume: what a newer file, reading anew or a merge changed, and going back. */

import { ApiError, resumes } from "../api.js";
import { fill, h } from "../dom.js";
import { capital, count, humanise, moment } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";
import { ACCEPTED } from "../upload.js";
import { wordsOf } from "./fact-words.js";

/** @param {any} resume @param {() => void} changed @returns {HTMLElement} */
export function versionsTab(resume, changed) {
  const list = h("div", {}, h("p", { class: "muted" }, "Loading …"));
  const differences = h("div", { class: "differences", "aria-live": "polite" });
  resumes.versions(resume.id).then(({ versions }) => fill(list, h("ul", { class: "version-list" }, versions.toReversed().map((version) => row(resume, version, differences, changed)))), (error) => {
    if (!(error instanceof ApiError)) throw error;
    fill(list, h("p", { class: "form-error", role: "alert" }, error.message));
  });
  return h("div", {}, resume.kind === "upload" ? newFile(resume, changed) : null, list, differences);
}

function newFile(resume, changed) {
  const file = h("input", { type: "file", accept: ACCEPTED, class: "sr-only", tabindex: "-1", "aria-hidden": "true" });
  const button = h("button", { class: "button", type: "button", on: { click: () => file.click() } }, icon("upload"), "Upload a newer file");
  file.addEventListener("change", () => busyWhile(button, async () => {
    await resumes.newVersion(resume.id, file.files[0]);
    toast("A new version; what you corrected still stands where the file still says it");
    changed();
  }).catch(toastError));
  return h("div", { class: "facts-head" }, button, file);
}

function row(resume, version, differences, changed) {
  const look = h("button", { class: "button small", type: "button", "aria-label": `What changed in version ${version.version}`, on: { click: () => busyWhile(look, async () => {
    fill(differences, diff(await resumes.diff(resume.id, version.version - 1, version.version)));
    differences.scrollIntoView({ block: "nearest" });
  }).catch(toastError) } }, "What changed");
  const back = h("button", { class: "button small", type: "button", "aria-label": `Go back to version ${version.version}`, on: { click: () => busyWhile(back, async () => {
    await resumes.restore(resume.id, version.version);
    toast(`Version ${version.version} stands again`);
    changed();
  }).catch(toastError) } }, "Go back to it");
  return h("li", {},
    h("div", { class: "version-text" }, h("strong", {}, `Version ${version.version}`), h("p", {}, `${capital(version.reason)} · ${version.filename}`),
      h("p", { class: "muted" }, [count(version.facts, "fact"), version.corrections && count(version.corrections, "correction"), version.until && `until ${moment(version.until)}`].filter(Boolean).join(" · "))),
    h("div", { class: "version-actions" }, version.version > 1 ? look : null, version.current ? h("span", { class: "tag accent" }, "Now") : back));
}

function diff(found) {
  const changedKinds = found.kinds.filter((k) => k.added.length || k.removed.length || k.changed.length);
  if (!changedKinds.length) return h("p", {}, `Version ${found.from_version} and ${found.to_version} say the same.`);
  const line = (tag, fact) => h("li", {}, h("span", { class: "tag" }, tag), " ", wordsOf(fact)[0]);
  const field = (f) => h("li", {}, `${humanise(f.field)}: `, h("del", {}, f.before ?? "–"), " → ", f.after ?? "–");
  return [h("h3", {}, `From version ${found.from_version} to ${found.to_version}`), changedKinds.map((kind) => h("section", {},
    h("h4", {}, humanise(kind.kind)),
    h("ul", { class: "changes" }, kind.added.map((f) => line("New", f)), kind.removed.map((f) => line("Gone", f)),
      kind.changed.map((c) => h("li", {}, h("span", { class: "tag" }, "Changed"), " ", wordsOf(c.after)[0], h("ul", { class: "tight" }, c.fields.map(field)))))))];
}
