/** The market as far as it can be seen here, what the resume lacks for it, and how the own list looks. */

import { discovery, jobs } from "../api.js";
import { announce } from "../announce.js";
import { bars, columns, rangeBar } from "../charts.js";
import { h, uid } from "../dom.js";
import { figure, section } from "../figures.js";
import { capital, count, jobName, number, percent } from "../format.js";
import { icon } from "../icons.js";
import { isHttps } from "../markdown-inline.js";
import { emptyState, loadInto, pageHead } from "../page.js";
import { hrefTo, replaceAddress } from "../router.js";

const TRENDS = { up: "more asked for lately", down: "less asked for lately" };
const SHOWN = 12;

/**
 * @param {HTMLElement} main @param {import("../router.js").Route} route
 * @returns {() => void}
 */
export function marketView(main, route) {
  let live = true;
  let asked = 0;
  const [words, place] = [box("Role or skills", "For instance data engineer", route.query.get("q")), box("Where", "Country, region, city", route.query.get("where"))];
  const [figures, gap, own] = [h("div"), h("div"), h("div")];
  const isLive = () => live;
  const load = async (told) => {
    asked += 1;
    const mine = asked;
    const query = { q: words.value(), location: place.value() };
    await loadInto(figures, () => discovery.market(query), marketFigures, { isLive: () => live && mine === asked });
    if (told) announce("The market figures are drawn anew.");
  };
  const onSubmit = (event) => {
    event.preventDefault();
    replaceAddress(hrefTo("market", null, { q: words.value(), where: place.value() }));
    load(true);
  };
  const submit = h("button", { class: "button primary", type: "submit" }, "Show");
  main.append(h("div", { class: "page" }, pageHead("Market", { sub: "Counted in the openings that the boards have shown here: not closed, and seen in the last 60 days." }),
    h("form", { class: "find-form market-form", role: "search", on: { submit: onSubmit } }, h("div", { class: "find-line" }, words.element, place.element, submit)),
    figures,
    section("Skills: the market and your resume", gap), section("Your list", own)));
  load(false);
  loadInto(gap, discovery.gap, skillsGap, { isLive });
  loadInto(own, jobs.insights, listFigures, { isLive });
  return () => { live = false; };
}

function box(label, placeholder, value) {
  const id = uid("market");
  const control = h("input", { id, type: "search", placeholder, value: value ?? "", maxlength: 200, autocomplete: "off" });
  return { value: () => control.value.trim(), element: h("div", { class: "field" }, h("label", { for: id }, label), control) };
}

/** Where there is too little, it says so instead of a figure. */
function silent(text) {
  return h("p", { class: "muted small" }, text);
}

/** @param {any} market */
function marketFigures(market) {
  if (!market.openings) {
    return emptyState("No opening to count", market.advice?.message ?? "Nothing that fits has been seen yet.",
      h("a", { class: "button", href: hrefTo("find", null, { q: market.words ?? "" }) }, icon("find"), "Search the boards"));
  }
  return section(`${count(market.openings, "opening")}${market.words ? ` for “${market.words}”` : ""}${market.location ? ` in ${market.location}` : ""}`,
    market.advice ? h("p", { class: "muted" }, market.advice.message) : null,
    h("div", { class: "figure-grid" },
      figure("New by week", weeks(market.new_by_week, "New openings by week", "Openings")),
      figure("Pay a year", pay(market)),
      figure("Skills asked for", skills(market)),
      figure("Where the work is done", remote(market.remote)),
      market.words ? null : figure("Lines of work", counts("Openings by line of work", market.roles.map((r) => ({ name: capital(r.role), count: r.openings })))),
      figure("Employers", counts("Openings by employer", market.employers)),
      figure("Countries", counts("Openings by country", market.countries.map((c) => ({ ...c, name: countryName(c.name) }))))));
}

/** `DE` -> `Germany` @param {string} code */
function countryName(code) {
  return /^[A-Z]{2}$/.test(code) ? new Intl.DisplayNames(undefined, { type: "region" }).of(code) : code;
}

function weeks(points, caption, what) {
  if (points.filter((p) => p.count).length < 2) return silent("Everything falls into one week: no course to show yet.");
  return columns(caption, points.map((p) => ({ label: weekName(p.week), value: p.count })), what);
}

/** `2026-W05` -> `week 5` @param {string} week */
function weekName(week) {
  return `week ${Number(week.split("-W")[1])}`;
}

function counts(caption, items) {
  if (!items.length) return silent("None of the openings says.");
  return bars(caption, items.slice(0, SHOWN).map((c) => ({ label: c.name, value: c.count })));
}

function pay({ pay: currencies, pay_unstated: unstated }) {
  const told = currencies.filter((c) => c.median !== null);
  const few = currencies.filter((c) => c.median === null);
  return [
    told.length ? payTable(told) : silent("Too few state their pay in one currency for a figure: five are the least."),
    few.length ? silent(`Too few for a figure: ${few.map((c) => `${c.currency} (${number(c.openings)})`).join(", ")}.`) : null,
    silent(`${count(unstated, "opening")} state${unstated === 1 ? "s" : ""} no pay. Nothing is converted between currencies.`),
  ];
}

function payTable(currencies) {
  const line = (c) => h("tr", {},
    h("th", { scope: "row" }, c.currency, h("span", { class: "bar-note muted" }, count(c.openings, "opening"))),
    h("td", { class: "bar-cell", "aria-hidden": "true" }, rangeBar({ low: c.lower_quartile, middle: c.median, high: c.upper_quartile, top: c.upper_quartile * 1.1 })),
    h("td", { class: "bar-value" }, h("strong", {}, number(Math.round(c.median))), h("span", { class: "bar-note muted" }, `${number(Math.round(c.lower_quartile))}–${number(Math.round(c.upper_quartile))}`)));
  return [h("table", { class: "bars" }, h("caption", { class: "sr-only" }, "Pay a year by currency"),
    h("thead", { class: "sr-only" }, h("tr", {}, h("th", { scope: "col" }, "Currency"), h("td", {}), h("th", { scope: "col" }, "Median, and the middle half"))),
    h("tbody", {}, currencies.map(line))), silent("The figure is the median; half of the openings lie in the bar.")];
}

function skills(market) {
  if (!market.skills.length) return silent("Too few of the openings name skills.");
  const rows = market.skills.slice(0, SHOWN).map((k) => ({ label: k.name, value: k.share, text: percent(k.share), note: TRENDS[k.trend] }));
  return [bars("Share of the openings that ask for a skill", rows, { head: "Skill", value: "Share of openings", most: 1 }),
    market.skills_rest_on < market.openings ? silent(`Counted in a sample of ${number(market.skills_rest_on)} openings.`) : null];
}

function remote({ remote: far, hybrid, onsite, unstated, share }) {
  const said = far + hybrid + onsite;
  if (!said) return silent("None of the openings says where the work is done.");
  const rows = [["Remote", far], ["Hybrid", hybrid], ["On site", onsite]].map(([label, value]) => ({ label, value, text: share === null ? number(value) : `${number(value)} (${percent(value / said)})` }));
  return [bars("Openings by way of work", rows, { head: "Way of work", most: said }), silent(`${count(unstated, "opening")} do${unstated === 1 ? "es" : ""} not say.`)];
}

/** @param {any} gap */
function skillsGap(gap) {
  if (!gap.skills.length) {
    return [h("p", { class: "figures-note" }, gap.advice?.message ?? "The openings near your line of work name no skill that is known here."),
      gap.advice?.code === "NO_RESUME" ? h("p", {}, h("a", { class: "button", href: "#/resumes" }, icon("upload"), "Add a resume")) : null];
  }
  const rows = gap.skills.map((k) => ({
    label: [icon(k.shown ? "check" : "minus"), " ", k.name], value: k.share, text: percent(k.share), muted: k.shown,
    note: k.shown ? (k.shown_by ? `shown by ${k.shown_by}` : "on your resume") : "not on your resume",
  }));
  return [h("p", {}, `Your resume shows ${gap.skills.filter((k) => k.shown).length} of the ${gap.skills.length} skills most asked for by ${count(gap.openings, "opening")} near ${gap.roles.join(" / ")}.`),
    h("div", { class: "figure-grid" },
      figure("Asked for most", bars("Skills asked for most, and whether your resume shows them", rows, { head: "Skill", value: "Share of openings", most: 1 })),
      figure("Missing, in the words of the postings", gap.missing.length ? h("ul", { class: "missing" }, gap.missing.map(missing)) : silent("None of them is missing.")))];
}

function missing(skill) {
  return h("li", {}, h("strong", {}, skill.name), h("span", { class: "muted" }, ` in ${count(skill.openings, "opening")}`),
    skill.examples.map((e) => h("p", { class: "quote" },
      h("span", { class: "quote-side" }, isHttps(e.url) ? h("a", { href: e.url, target: "_blank", rel: "noopener noreferrer nofollow" }, jobName(e)) : jobName(e)),
      h("q", {}, e.excerpt))));
}

/** @param {any} list JobInsights */
function listFigures(list) {
  if (!list.total) return h("p", { class: "muted" }, "Nothing is on your list yet. A search puts the best there, and so can you.");
  const statuses = Object.entries(list.by_status).filter(([, n]) => n).map(([name, n]) => ({ name: capital(name), count: n }));
  return h("div", { class: "figure-grid" },
    figure("By status", counts("Jobs by status", statuses)),
    figure("Added by week", weeks(list.trend.map((w) => ({ week: w.week, count: w.added })), "Jobs put on the list by week", "Jobs")),
    figure("Skills they ask for", counts("Jobs by skill", list.top_skills)),
    ...list.salaries.map((p) => figure(`Pay a year in ${p.currency}`, histogram(p))),
    figure("Pay not stated", silent(`${count(list.salary_unstated, "job")} of ${number(list.total)} state${list.salary_unstated === 1 ? "s" : ""} no pay that can be put on a year.`)));
}

function histogram(pay) {
  const rows = pay.bins.map((bin) => ({ label: `${number(Math.round(bin.low))}–${number(Math.round(bin.high))}`, value: bin.count }));
  return bars(`Jobs by pay in ${pay.currency}`, rows, { head: "Pay", value: "Jobs" });
}
