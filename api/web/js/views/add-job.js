/** Adding jobs: one box for links (one a line) or the text of one posting. */

import { ApiError, jobs } from "../api.js";
import { announce } from "../announce.js";
import { openDialog } from "../dialog.js";
import { append, fill, h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { go, hrefTo } from "../router.js";

/**
 * What the box holds: every line a link, or one text.
 * @param {string} value @returns {{url: string}[]|{text: string}[]}
 */
export function readBox(value) {
  const lines = value.split("\n").map((l) => l.trim()).filter(Boolean);
  const links = lines.length > 0 && lines.every((l) => /^https?:\/\/\S+$/i.test(l));
  return links ? [...new Set(lines)].map((url) => ({ url })) : [{ text: value.trim() }];
}

/** @returns {Promise<boolean>} whether anything was added */
export async function addJobDialog() {
  let added = 0;
  await openDialog("Add jobs", (close) => {
    const id = uid("postings");
    const box = h("textarea", { id, rows: 8, required: true, autofocus: true, placeholder: "https://…\nhttps://…\n\nor the whole text of one posting", "aria-describedby": `${id}-hint` });
    const results = h("ul", { class: "add-results", "aria-label": "Result" });
    const submit = h("button", { class: "button primary", type: "submit" }, "Add");
    const onSubmit = async (event) => {
      event.preventDefault();
      const entries = readBox(box.value);
      const outcome = await busyWhile(submit, () => addAll(entries, results));
      added += outcome.added.length;
      box.value = outcome.failed.map((e) => e.url ?? e.text).join("\n");
      if (!outcome.failed.length) finish(outcome.added, close);
    };
    return [h("form", { class: "stack", on: { submit: onSubmit } },
      h("label", { for: id }, "Links, one a line, or the text of one posting"), box,
      h("p", { class: "muted", id: `${id}-hint` }, "When a link wants a sign-in, paste the posting's text instead."),
      results, h("div", { class: "dialog-actions" }, submit))];
  });
  return added > 0;
}

/** One new job is opened, several are left in the list. */
function finish(added, close) {
  close(true);
  if (added.length === 1) go(hrefTo("jobs", added[0].id));
  else announce(`${added.length} jobs added`);
}

/** @param {any[]} entries @param {HTMLElement} results @returns {Promise<{added: any[], failed: any[]}>} */
async function addAll(entries, results) {
  results.replaceChildren();
  const added = [];
  const failed = [];
  const lines = entries.map((entry) => {
    const line = h("li", {}, h("span", { class: "spinner", "aria-hidden": "true" }), label(entry));
    append(results, [line]);
    return line;
  });
  for (const [i, entry] of entries.entries()) {
    try {
      const job = await jobs.add(entry);
      added.push(job);
      fill(lines[i], icon("check"), h("a", { href: hrefTo("jobs", job.id) }, job.title));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const existing = error.status === 409 && error.details.id;
      if (!existing) failed.push(entry);
      fill(lines[i], icon("alert"), h("span", { role: "alert" }, `${label(entry)}: ${error.message} `),
        existing ? h("a", { href: hrefTo("jobs", error.details.id) }, "Open it") : null);
      if (existing && entries.length === 1) failed.push(entry);
    }
  }
  return { added, failed };
}

function label(entry) {
  return entry.url ? new URL(entry.url).host : "The text";
}
