/** Being prepared: what they ask for against what is shown, stories, questions, and what is known of the employer. */

import { request, send } from "../api.js";
import { openDialog, sendForm } from "../dialog.js";
import { fill, h } from "../dom.js";
import { field } from "../fields.js";
import { followTask, isOver } from "../follow.js";
import { capital, count, when } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { busyWhile, loadInto } from "../page.js";
import { hrefTo } from "../router.js";
import { toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { save } from "./formats.js";

const MARKS = { met: ["check", "accent", "Shown"], partly: ["minus", "", "Shown in part"], gap: ["alert", "warn", "Not shown"] };
const path = (job, rest = "") => `/jobs/${encodeURIComponent(job)}/preparation${rest}`;

/**
 * @param {any} job @param {() => boolean} isLive
 * @returns {{element: HTMLElement, leave: () => void}}
 */
export function preparationSection(job, isLive) {
  const body = h("div");
  let stop = () => {};
  let begun = Boolean(job.preparation_id);
  const load = () => loadInto(body, async () => (begun ? request("GET", path(job.id)) : null), (found) => draw(found), { isLive });
  const prepare = async (button) => {
    await busyWhile(button, async () => follow(await request("POST", `/jobs/${encodeURIComponent(job.id)}/prepare`, { json: {} }))).catch(toastError);
  };
  const follow = (found) => {
    stop();
    begun = true;
    fill(body, h("p", { role: "status" }, h("span", { class: "spinner" }), " Looking at the form, the posting and your resume …"), found.again ? h("p", { class: "muted small" }, found.again) : null);
    if (!found.task_id) return load();
    stop = followTask(found.task_id, { onTask: (task) => { if (isOver(task) && isLive()) load(); }, onTrouble: toastError });
    return undefined;
  };
  const draw = (found) => {
    if (found && ["pending", "running"].includes(found.status)) queueMicrotask(() => follow(found));
    const button = h("button", { class: ["button", !found && "primary"], type: "button", on: { click: () => prepare(button) } }, icon(found ? "refresh" : "jobs"), found ? "Prepare again" : "Prepare me");
    if (!found?.notes) return [h("p", { class: "muted" }, found?.why ?? "What they will ask, what to tell them, and what to ask: out of the posting and your own facts."), h("div", { class: "opening-actions" }, button)];
    return [notes(job, found, load), h("div", { class: "opening-actions" }, button, download(job, "pdf", "PDF"), download(job, "md", "Markdown"))];
  };
  load();
  const element = h("section", { class: "application", "aria-labelledby": "preparation-title" }, h("h2", { id: "preparation-title" }, "Preparation"), body);
  return { element, leave: () => stop() };
}

function download(job, kind, label) {
  const button = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(button, async () => save(await (await send("GET", path(job.id, `.${kind}`))).blob(), `preparation-${job.number}.${kind}`)).catch(toastError) } }, icon("download"), label);
  return button;
}

function fold(title, rows, open = false) {
  if (!rows.length) return null;
  return h("details", { class: "find-more prep-fold", open }, h("summary", {}, icon("chevron"), title), rows);
}

function quote(one) {
  const name = isHttps(one.url) ? h("a", { href: one.url, target: "_blank", rel: "noopener noreferrer nofollow" }, one.name) : one.name;
  return h("p", { class: "muted small" }, h("q", {}, one.text), " ", name);
}

function notes(job, found, load) {
  const { summary, requirements, stories, questions, ask, company_facts: facts, flags, remarks } = found.notes;
  const byId = new Map([...requirements, ...stories, ...questions].map((one) => [one.id, one]));
  return [
    found.again ? h("p", { class: "muted small" }, found.again) : null,
    h("p", {}, summary.fit !== null ? h("strong", {}, `Fit ${Math.round(summary.fit)}: `) : null, `${count(requirements.length, "requirement")}, ${summary.met} shown, ${summary.partly} in part, ${count(summary.gaps, "gap")}.`, found.updated_at ? h("span", { class: "muted small" }, ` ${when(found.updated_at)}`) : null),
    found.letter_id ? h("p", {}, "A letter is written: ", h("a", { href: hrefTo("documents", found.letter_id) }, `document ${found.letter_number ?? ""}`)) : null,
    flags.length ? h("div", { class: "advice-box" }, h("h3", {}, "Worth asking about"), h("ul", {}, flags.map((flag) => h("li", {}, flag.text, quote(flag.quote))))) : null,
    fold("What they ask for", [h("ul", { class: "part-rows" }, requirements.map(requirement))], true),
    fold(count(questions.length, "likely question"), [h("ol", { class: "prep-questions" }, questions.map((one) => question(one, byId)))]),
    fold(count(stories.length, "story of yours", "stories of yours"), stories.map((one) => story(job, one, load))),
    fold("What to ask them", [h("ul", { class: "tight" }, ask.map((one) => h("li", {}, one.text, h("span", { class: "muted small" }, ` ${one.why}`))))]),
    fold("The employer", facts.map(quote)), form(found.form), remarks.length ? h("ul", { class: "tight muted small" }, remarks.map((line) => h("li", {}, line))) : null,
  ];
}

function requirement(one) {
  const [glyph, tone, word] = MARKS[one.state];
  const best = one.evidence[0] ?? one.closest;
  return h("li", { class: "part-row" }, h("span", { class: ["tag", tone] }, icon(glyph), word), h("div", { class: "row-text" }, h("p", {}, one.quote), best ? h("p", { class: "muted small" }, one.evidence.length ? "" : "Closest: ", h("q", {}, best.quote)) : null,
    one.missing.length && one.state !== "met" ? h("p", { class: "muted small" }, `Not shown: ${one.missing.join(", ")}`) : null));
}

function question(one, byId) {
  const stories = one.story_ids.map((id) => byId.get(id)).filter(Boolean);
  return h("li", {}, h("p", {}, h("strong", {}, one.text)), h("p", { class: "muted small" }, one.why), one.quote ? quote(one.quote) : null, one.hint ? h("p", { class: "small" }, one.hint) : null,
    stories.length ? h("p", { class: "small" }, "Tell: ", stories.map((story_) => `${story_.id} ${story_.title}`).join("; ")) : null);
}

function story(job, one, load) {
  const line = (part) => [h("dt", {}, capital(part.kind)), h("dd", {}, part.text ?? h("button", { class: "button small", type: "button", on: { click: () => tell(job, one, part, load) } }, icon("pen"), part.question ?? "Tell it"))];
  return h("div", { class: "prep-story" }, h("h4", {}, `${one.id} ${one.title}`), h("dl", { class: "arguments" }, one.parts.map(line)));
}

async function tell(job, one, part, load) {
  const text = field(part.question ?? capital(part.kind), h("textarea", { rows: 3, required: true, maxlength: 2000, autofocus: true }));
  const told = await openDialog(one.title, (close) => [sendForm([text.element, h("p", { class: "muted small" }, "It becomes a fact of your resume.")], "Keep it", () => request("POST", path(job.id, "/stories"), { json: { story: one.id, part: part.kind, text: text.control.value.trim() } }), close)]);
  if (!told) return;
  toastUndoable("It stands in your resume and in the story", load);
  load();
}

function form(found) {
  if (!found) return null;
  if (found.obstacle) return h("p", { class: "muted" }, found.why);
  const wanted = found.fields.filter((one) => one.required);
  return fold(`The form: ${count(found.fields.length, "field")}, ${wanted.length} required${found.wants_letter === "no" ? "" : `, a letter is ${found.wants_letter}`}`,
    [h("ul", { class: "tight small" }, found.fields.map((one) => h("li", {}, one.label ?? one.group ?? one.name ?? one.kind, h("span", { class: "muted" }, ` ${one.kind}${one.required ? ", required" : ""}`))))]);
}
