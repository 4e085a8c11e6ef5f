/** Taking applications in from a table, with its columns shown and confirmed, and taking them out again. */

import { request, send } from "../api.js";
import { fill, h } from "../dom.js";
import { acceptFiles, dropZone } from "../drop.js";
import { choice } from "../fields.js";
import { figure, section, table } from "../figures.js";
import { capital, count, humanise, number } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { STAGES, stageName } from "../stages.js";
import { toastError } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { save } from "./formats.js";

const FORMATS = { csv: "CSV, for any program", xlsx: "Excel", pdf: "PDF, to read", json: "JSON, with everything about them", zip: "ZIP of everything" };
const FIELDS = ["title", "company", "location", "remote", "url", "status", "applied_at", "saved_at", "deadline", "interview_at", "source", "salary", "contact_name", "contact_email", "text", "notes", "feedback"];
const ORDERS = [["", "As found"], ["dmy", "The day first"], ["mdy", "The month first"]];
const OUTCOMES = { imported: ["check", "taken in"], updated: ["check", "filled in"], duplicate: ["minus", "there already"], refused: ["cross", "left out"] };
const SHOWN = 200;

/** @param {HTMLElement} root @returns {() => void} */
export function transferSection(root) {
  const body = h("div", { tabindex: "-1" });
  const take = (files) => { if (files[0]) preview(body, files[0], {}).catch(toastError); };
  const zone = dropZone("Drop a table of applications here", "or choose one: CSV, Excel, JSON or a ZIP of ours; the exports of Huntr, Teal and JobSync are known", ".csv,.tsv,.txt,.xlsx,.json,.zip", take);
  root.dataset.drop = "window";
  const stopListening = acceptFiles(root, take);
  root.append(section("Take in", h("p", { class: "muted" }, "First you see how it is read and what would become of each row. Nothing is changed until you say so, and it can be undone as one."), zone, body), section("Take out", h("div", { class: "opening-actions" }, Object.entries(FORMATS).map(exportButton))));
  return stopListening;
}

function exportButton([kind, label]) {
  const button = h("button", { class: "button", type: "button", on: { click: () => busyWhile(button, async () => save(await (await send("GET", `/export/applications.${kind}`)).blob(), `applications.${kind}`)).catch(toastError) } }, icon("download"), label);
  return button;
}

/** @param {File} file @param {any} mapping @param {boolean} [confirm] @param {string} [duplicates] */
function hand(file, mapping, confirm = false, duplicates = "skip") {
  const form = new FormData();
  form.set("file", file, file.name);
  form.set("mapping", JSON.stringify(mapping));
  form.set("duplicates", duplicates);
  return request("POST", "/import/applications", { form, query: { confirm } });
}

async function preview(body, file, mapping, duplicates = "skip") {
  fill(body, h("p", { role: "status" }, h("span", { class: "spinner" }), ` Reading ${file.name} …`));
  let report;
  try {
    report = await hand(file, mapping, false, duplicates);
  } catch (error) {
    fill(body);
    throw error;
  }
  new Preview(body, file, mapping, report, duplicates);
}

class Preview {
  constructor(body, file, mapping, report, duplicates) {
    Object.assign(this, { body, file, mapping: { columns: {}, statuses: {}, ...mapping }, report, duplicates });
    fill(body, this.draw());
    body.focus({ preventScroll: true });
  }

  draw() {
    const { report } = this;
    const many = report.imported + report.updated;
    const yes = h("button", { class: "button primary", type: "button", disabled: !many || report.questions.length > 0, on: { click: () => busyWhile(yes, () => this.confirm()).catch(toastError) } }, icon("check"), `Take in ${count(many, "row")}`);
    return h("div", { class: "panel import-preview" }, h("h3", {}, `${this.file.name}: ${capital(humanise(report.format))}`), h("p", { class: "muted small" }, report.details),
      report.questions.map((question) => h("p", { class: "form-error", role: "alert" }, question)), report.notes.map((note) => h("p", { class: "muted small" }, note)),
      h("p", {}, `${number(report.total)} rows: ${number(report.imported)} would be taken in, ${number(report.duplicates)} are there already, ${number(report.refused)} would be left out.`),
      this.columns(), this.words(), this.options(), outcomes(report),
      h("div", { class: "dialog-actions" }, h("button", { class: "button", type: "button", on: { click: () => fill(this.body) } }, "Leave it"), yes));
  }

  /** Which column is what; a change reads the file again. */
  columns() {
    if (!this.report.columns.length) return null;
    const names = [...new Set([...FIELDS, ...this.report.columns.map((one) => one.field), "extra", "ignore"])];
    const select = (one) => {
      const control = h("select", { "aria-label": `What the column ${one.column} is`, on: { change: () => this.again({ columns: { ...this.mapping.columns, [one.column]: control.value } }) } }, names.map((name) => h("option", { value: name }, fieldName(name))));
      control.value = one.field;
      return control;
    };
    return figure("The columns", table("Columns of the file", [["In the file", false], ["Is taken for", false], ["For instance", false]], this.report.columns.map((one) => [[h("strong", {}, one.column), h("p", { class: "muted small" }, one.why)], select(one), one.samples.slice(0, 2).join(" · ")])));
  }

  /** Words for stages that mean nothing here yet. */
  words() {
    const unknown = Object.entries(this.report.unknown_statuses);
    if (!unknown.length) return null;
    return figure("Its words for stages", unknown.map(([word, times]) => {
      const made = choice(`“${word}” (${count(times, "row")})`, [["", "Which stage is it?"], ...Object.entries(STAGES)], this.mapping.statuses[word] ?? "");
      made.control.addEventListener("change", () => { if (made.control.value) this.again({ statuses: { ...this.mapping.statuses, [word]: made.control.value } }); });
      return made.element;
    }));
  }

  options() {
    const { dates } = this.report;
    const order = choice("Dates like 03/04/2025 begin with", ORDERS, this.mapping.date_order ?? "");
    order.control.addEventListener("change", () => this.again({ date_order: order.control.value || null }));
    const twice = choice("What is there already", [["skip", "Stays as it is"], ["fill", "Gets what it lacks"]], this.duplicates);
    twice.control.addEventListener("change", () => preview(this.body, this.file, this.mapping, twice.control.value).catch(toastError));
    return h("div", { class: "find-fields" }, dates ? h("div", {}, order.element, h("p", { class: "muted small" }, dates.why)) : null, twice.element);
  }

  again(change) {
    return preview(this.body, this.file, { ...this.mapping, ...change }, this.duplicates).catch(toastError);
  }

  async confirm() {
    const done = await hand(this.file, this.mapping, true, this.duplicates);
    fill(this.body, h("div", { class: "panel import-preview" }, h("h3", {}, "Taken in"), h("p", {}, `${count(done.imported, "application")} taken in, ${number(done.updated)} filled in, ${number(done.duplicates)} were there already, ${number(done.refused)} left out.`), outcomes(done)));
    this.body.focus({ preventScroll: true });
    toastUndoable(`${count(done.imported + done.updated, "application")} from ${this.file.name}`, () => fill(this.body, h("p", { class: "muted" }, "Taken back.")));
  }
}

/** @param {string} name */
function fieldName(name) {
  return { extra: "Kept as it is", ignore: "Left out" }[name] ?? humanise(name);
}

function outcomes(report) {
  const line = (row) => {
    const [glyph, word] = OUTCOMES[row.outcome] ?? ["minus", row.outcome];
    const said = [row.of && `repeats ${row.of}`, row.why, ...row.notes].filter(Boolean).join("; ");
    return h("li", {}, icon(glyph), h("span", {}, `Line ${row.line}: ${[row.title, row.company].filter(Boolean).join(" at ") || "…"}, ${row.status ? `${stageName(row.status).toLowerCase()}, ` : ""}${word}`, said ? h("span", { class: "muted small" }, ` ${said}`) : null));
  };
  if (!report.rows.length) return null;
  return h("details", { class: "find-more prep-fold" }, h("summary", {}, icon("chevron"), "Row by row"), h("ul", { class: "add-results import-rows" }, report.rows.slice(0, SHOWN).map(line)),
    report.rows.length > SHOWN ? h("p", { class: "muted small" }, `… and ${number(report.rows.length - SHOWN)} more`) : null);
}
