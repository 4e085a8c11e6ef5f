/** The list of resumes, and adding to it by dropping files. */

import { ApiError, resumes } from "../api.js";
import { announce } from "../announce.js";
import { append, fill, h } from "../dom.js";
import { acceptFiles, drawRefused, dropZone } from "../drop.js";
import { count, when } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, emptyState, loadInto, pageHead } from "../page.js";
import { go, hrefTo } from "../router.js";
import { progressBar } from "../score.js";
import { toastError } from "../toast.js";
import { ACCEPTED, uploadResume } from "../upload.js";

/**
 * @param {HTMLElement} main
 * @returns {() => void}
 */
export function resumesView(main) {
  let live = true;
  const list = h("div");
  const uploads = h("ul", { class: "uploads", "aria-label": "Uploads" });
  const load = () => loadInto(list, resumes.list, (items) => {
    merge.hidden = items.filter((item) => item.kind === "upload" && item.status === "completed").length < 2;
    return draw(items);
  }, { isLive: () => live });
  const addAll = async (files) => {
    await Promise.all(files.map((f) => uploadLine(f, uploads)));
    if (live) load();
  };
  const zone = dropZone("Drop resumes here", "or choose files: PDF, DOCX, ODT, HTML, text, Markdown, JSON Resume", ACCEPTED, addAll);
  const merge = h("button", { class: "button", type: "button", hidden: true, on: { click: () => busyWhile(merge, async () => go(hrefTo("resumes", (await resumes.merge()).id))).catch(toastError) } }, icon("copy"), "Merge into one career record");
  const page = h("div", { class: "page", data: { drop: "window" } }, pageHead("Resumes", { actions: [merge] }), zone, uploads, list);
  main.append(page);
  const stopDrop = acceptFiles(page, addAll);
  load();
  return () => {
    live = false;
    stopDrop();
  };
}

/** @param {any[]} items */
function draw(items) {
  if (!items.length) return emptyState("No resume yet", "The first one becomes your primary: jobs are scored against it.");
  return h("ul", { class: "rows" }, items.map(row));
}

/** @param {any} resume */
function row(resume) {
  return h("li", { class: "row resume-row" }, icon("resume"),
    h("div", { class: "row-text" },
      h("a", { class: "row-title", href: hrefTo("resumes", resume.id) }, resume.name || resume.filename),
      h("p", { class: "muted" }, [resume.headline, resume.name ? resume.filename : null, count(resume.pages, "page")].filter(Boolean).join(" · "))),
    resume.is_primary ? h("span", { class: "tag accent" }, icon("star"), "Primary") : null,
    resume.kind === "record" ? h("span", { class: "tag" }, "Career record") : null,
    resume.status === "completed" ? null : h("span", { class: "tag", title: resume.error?.message ?? "" }, resume.status),
    h("p", { class: "row-meta muted" }, h("span", {}, `#${resume.number}`), h("span", {}, when(resume.created_at))));
}

/** @param {File} file @param {HTMLElement} uploads */
async function uploadLine(file, uploads) {
  const line = h("li", { class: "upload" });
  const drawShare = (share) => fill(line, h("span", {}, file.name), progressBar(share, `Uploading ${file.name}`));
  drawShare(0);
  append(uploads, [line]);
  try {
    await uploadResume(file, drawShare);
    line.remove();
    announce(`${file.name} uploaded`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    drawRefused(line, file.name, error);
  }
}
