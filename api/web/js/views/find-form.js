/** The form of a search over the boards. */

import { discovery } from "../api.js";
import { fill, h } from "../dom.js";
import { check, field } from "../fields.js";
import { capital } from "../format.js";
import { icon } from "../icons.js";
import { toastError } from "../toast.js";
import { asked, filterWords, LEVELS, SINCE, WAYS, waysOf } from "../wanted.js";

const LIMITS = [5, 10, 20, 50];

export class FindForm {
  /** @param {{onSearch: (wanted: any) => void}} options */
  constructor({ onSearch }) {
    /** What the form has no field for stays as it came: skills, employers, blocked ones. */
    this.kept = {};
    this.chosen = new Set();
    this.levels = new Map(LEVELS.map((level) => [level, check(capital(level), () => this.changed())]));
    this.build();
    this.element = h("form", { class: "find-form", role: "search", "aria-label": "Search the boards", on: { submit: (e) => { e.preventDefault(); onSearch(this.wanted()); } } },
      h("div", { class: "find-line" }, this.words.element, this.place.element, this.submit), this.more);
    this.changed();
    discovery.sources().then((status) => this.offer(status.sources), toastError);
  }

  build() {
    this.words = field("What", h("input", { type: "search", autocomplete: "off", placeholder: "Role, skills or any words", maxlength: 300 }));
    this.place = field("Where", h("input", { autocomplete: "off", placeholder: "City, region, country", maxlength: 200, on: { input: () => { delete this.kept.country; } } }));
    this.submit = h("button", { class: "button primary", type: "submit" }, icon("search"), "Find");
    const changed = { input: () => this.changed() };
    this.remote = field("Way of work", select([["", "Any"], ...Object.entries(WAYS)], changed));
    this.pay = field("Least pay a year", h("input", { type: "number", min: 0, max: 1e9, step: 1, inputmode: "numeric", placeholder: "Any", on: changed }));
    this.currency = field("Currency", select([["", "The posting’s"], ...currencies().map((c) => [c, c])], changed));
    this.since = field("Posted within", select([["", "Any time"], ...Object.entries(SINCE)], changed));
    this.limit = field("Show the best", select(LIMITS.map((n) => [n, n]), changed));
    this.limit.control.value = "10";
    this.sponsorship = check("Visa sponsored", () => this.changed());
    this.unstated = check("Also what states nothing", () => this.changed());
    this.sources = h("div", { class: "chips" });
    this.brief = h("span", { class: "find-brief muted" });
    this.more = h("details", { class: "find-more" },
      h("summary", {}, icon("chevron"), "Filters and sources", this.brief),
      h("div", { class: "find-fields" }, [this.remote, this.pay, this.currency, this.since, this.limit].map((f) => f.element)),
      group("Level", [...this.levels.values()].map((c) => c.element)),
      group("Besides", [this.sponsorship.element, this.unstated.element]),
      h("p", { class: "muted small" }, "A posting that does not state its pay, say, is left out by a filter on it; how many were is always told."),
      h("fieldset", { class: "choices" }, h("legend", {}, "Sources ", h("a", { class: "small", href: "#/sources" }, "How they fare")), this.sources));
  }

  /** The boards that can be asked without naming a company. @param {any[]} sources */
  offer(sources) {
    const usable = sources.filter((s) => s.kind !== "company" && s.state !== "off" && s.state !== "key missing");
    this.offered = new Map(usable.map((s) => [s.name, check(s.label, () => this.toggle(s.name))]));
    for (const name of this.chosen) if (!this.offered.has(name)) this.offered.set(name, check(name, () => this.toggle(name)));
    this.all = check("All usual", () => { this.chosen.clear(); this.showChosen(); });
    fill(this.sources, this.all.element, [...this.offered.values()].map((c) => c.element));
    this.showChosen();
  }

  toggle(name) {
    if (!this.chosen.delete(name)) this.chosen.add(name);
    this.showChosen();
  }

  showChosen() {
    if (this.offered) {
      this.all.control.checked = this.chosen.size === 0;
      for (const [name, c] of this.offered) c.control.checked = this.chosen.has(name);
    }
    this.changed();
  }

  /** @returns {any} a SearchJobs with what is set */
  wanted() {
    const pay = this.pay.control.valueAsNumber;
    return asked({
      ...this.kept,
      words: this.words.control.value.trim(),
      location: this.place.control.value.trim(),
      remote: ways(this.remote.control.value),
      salary_min: Number.isFinite(pay) && pay > 0 ? pay : null,
      salary_currency: Number.isFinite(pay) && pay > 0 ? this.currency.control.value : null,
      seniority: LEVELS.filter((level) => this.levels.get(level).control.checked),
      posted_within_days: Number(this.since.control.value) || null,
      sponsorship: this.sponsorship.control.checked,
      include_unstated: this.unstated.control.checked,
      sources: [...this.chosen],
      limit: Number(this.limit.control.value),
    });
  }

  /** Show a search. @param {any} wanted */
  show(wanted) {
    const { skills, companies, blocked_companies, country } = wanted;
    this.kept = { skills, companies, blocked_companies, country: wanted.location ? country : null };
    this.words.control.value = wanted.words ?? "";
    this.place.control.value = wanted.location ?? country ?? "";
    choose(this.remote.control, waysOf(wanted).join(","), (said) => said.split(",").map((way) => WAYS[way]).join(" or "));
    this.pay.control.value = wanted.salary_min ?? "";
    choose(this.currency.control, wanted.salary_currency ?? "");
    choose(this.since.control, wanted.posted_within_days ?? "", (days) => `The last ${days} days`);
    choose(this.limit.control, wanted.limit ?? 10);
    for (const [level, c] of this.levels) c.control.checked = (wanted.seniority ?? []).includes(level);
    this.sponsorship.control.checked = Boolean(wanted.sponsorship);
    this.unstated.control.checked = Boolean(wanted.include_unstated);
    this.chosen = new Set(wanted.sources ?? []);
    this.showChosen();
  }

  changed() {
    const { sources } = this.wanted();
    const words = [...filterWords(this.wanted()), sources ? `${sources.length} chosen source${sources.length > 1 ? "s" : ""}` : ""].filter(Boolean);
    this.brief.textContent = words.join(" · ");
    this.currency.control.disabled = !this.pay.control.value;
  }
}

/** @param {string} value of the field @returns {string|string[]} as the API takes it */
function ways(value) {
  return value.includes(",") ? value.split(",") : value;
}

/** @param {HTMLSelectElement} control @param {any} value added when it is none of the options */
function choose(control, value, word = String) {
  const text = String(value);
  if (![...control.options].some((o) => o.value === text)) control.append(h("option", { value: text }, word(text)));
  control.value = text;
}

/** The currencies most postings are in first, then every other that the browser knows. */
function currencies() {
  const usual = ["EUR", "USD", "GBP", "CHF"];
  return [...usual, ...Intl.supportedValuesOf("currency").filter((c) => !usual.includes(c))];
}

function select(options, on) {
  return h("select", { on }, options.map(([value, text]) => h("option", { value }, text)));
}

function group(legend, children) {
  return h("fieldset", { class: "choices" }, h("legend", {}, legend), h("div", { class: "chips" }, children));
}
