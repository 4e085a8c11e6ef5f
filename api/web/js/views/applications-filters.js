/** Which applications the table shows: in the fields, in the address, and as the API takes it. */

import { h, uid } from "../dom.js";
import { icon } from "../icons.js";
import { STAGES } from "../stages.js";

const NAMES = ["q", "status", "company", "source", "quiet_days", "sort"];
const QUIET = [["", "Moved at any time"], ["7", "Quiet for a week"], ["14", "Quiet for two weeks"], ["30", "Quiet for a month"], ["60", "Quiet for two months"], ["90", "Quiet for three months"]];
const OPEN = "preparing,applied,screening,interviewing,offer";
const SORTS = { moved_at: "Moved last", applied_at: "Applied last", created_at: "Newest first", company: "Company", title: "Title", status: "Stage" };

export class ApplicationFilters {
  /** @param {URLSearchParams} query of the address @param {(pause: boolean) => void} onChange */
  constructor(query, onChange) {
    this.values = Object.fromEntries(NAMES.map((name) => [name, query.get(name) ?? ""]));
    this.onChange = onChange;
    const box = uid("search");
    this.search = h("input", { id: box, type: "search", placeholder: "Search", value: this.values.q, maxlength: 300, on: { input: (e) => this.set("q", e.target.value.trim(), true) } });
    this.selects = {
      status: this.select("Stage", "status", [["", "Any stage"], [OPEN, "All open"], ...Object.entries(STAGES)]),
      quiet_days: this.select("Quiet", "quiet_days", QUIET),
      sort: this.select("Sort by", "sort", Object.entries(SORTS)),
    };
    this.element = h("form", { class: "toolbar", role: "search", "aria-label": "Applications", on: { submit: (e) => e.preventDefault() } },
      h("div", { class: "search" }, icon("search"), h("label", { class: "sr-only", for: box }, "Search applications"), this.search), Object.values(this.selects));
  }

  select(label, name, options) {
    const control = h("select", { "aria-label": label, on: { change: (e) => this.set(name, e.target.value) } }, options.map(([value, text]) => h("option", { value }, text)));
    control.value = this.values[name] || options[0][0];
    return control;
  }

  set(name, value, pause = false) {
    this.values[name] = name === "sort" && value === "moved_at" ? "" : value;
    this.onChange(pause);
  }

  /** Put the filters of a saved view into the fields. @param {Object<string, any>} filters */
  take(filters) {
    const given = { ...filters, status: [filters.status ?? []].flat().join(",") };
    this.values = Object.fromEntries(NAMES.map((name) => [name, String(given[name] ?? "")]));
    this.search.value = this.values.q;
    for (const [name, control] of Object.entries(this.selects)) control.value = this.values[name] || control.options[0].value;
    this.onChange(false);
  }

  isPlain() {
    return Object.entries(this.values).every(([name, value]) => name === "sort" || !value);
  }

  address() {
    return this.values;
  }

  /** As the list route and a saved view take it. */
  query() {
    const { status, sort, ...rest } = this.values;
    const kept = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
    if (kept.quiet_days) kept.quiet_days = Number(kept.quiet_days);
    const order = sort === "company" || sort === "title" ? { order: "asc" } : {};
    return { ...kept, ...(status ? { status: status.split(",") } : {}), ...(sort ? { sort } : {}), ...order };
  }
}
