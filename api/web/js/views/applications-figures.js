/** How the search goes: what people act on, with how sure it is, and silence where there is too little. */

import { request, send } from "../api.js";
import { bars, intervalBar, lines, rangeBar } from "../charts.js";
import { h } from "../dom.js";
import { figure, section, table } from "../figures.js";
import { count, number, percent } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, emptyState, loadInto } from "../page.js";
import { stageName } from "../stages.js";
import { toastError } from "../toast.js";
import { save } from "./formats.js";

const BY = { source: "where it was found", role: "line of work", resume_version: "resume version", resume_kind: "kind of resume", channel: "how it was sent", weekday: "weekday" };
const SHOWN = 6;

/** @param {HTMLElement} root @returns {() => void} */
export function figuresSection(root) {
  let live = true;
  const body = h("div");
  root.append(body);
  loadInto(body, () => request("GET", "/analytics"), draw, { isLive: () => live });
  return () => { live = false; };
}

/** Where there is too little, it says so instead of a figure. */
function silent(text) {
  return h("p", { class: "muted small" }, text);
}

function draw(found) {
  if (!found.total) return emptyState("Nothing to count yet", "Once applications are tracked, their course stands here.");
  const file = h("button", { class: "button small", type: "button", on: { click: () => busyWhile(file, async () => save(await (await send("GET", "/analytics.csv")).blob(), "analytics.csv")).catch(toastError) } }, icon("download"), "All as .csv");
  return [h("div", { class: "figures-head" }, h("p", {}, `${count(found.total, "application")}, ${number(found.sent)} sent, ${number(found.waiting)} not answered yet.`), file),
    section("The way through", h("div", { class: "figure-grid" }, figure("How far they came", funnel(found.funnel)), figure("Days in each stage", stageTimes(found.time_in_stage)),
      figure("Week by week", trend(found.trend)), figure("The first answer", firstAnswer(found.first_answer)))),
    section("Who answers", h("div", { class: "figure-grid" }, figure("All of them", overall(found)), found.response.map((one) => figure(`By ${BY[one.by] ?? one.by}`, rates(one))), figure("The chance of a reply", chance(found.reply_chance)))),
    section("Pay and skills", h("div", { class: "figure-grid" }, figure("Pay a year", pay(found)), figure("Asked for, and not in your resume", gap(found.skills_gap))))];
}

/** `40 % of 25 (22–61 %)` @param {any} rate an Interval */
function share(rate) {
  return rate.enough ? `${percent(rate.value)} of ${number(rate.cases)} (${Math.round(rate.low * 100)}–${Math.round(rate.high * 100)} %)` : `${number(rate.hits)} of ${number(rate.cases)}, too few to say`;
}

function funnel(stages) {
  const steps = stages.filter((stage) => stage.ever || stage.conversion);
  return [bars("Applications by how far they came", steps.map((stage) => ({
    label: stageName(stage.status), value: stage.ever, text: number(stage.ever),
    note: [stage.conversion && share(stage.conversion), stage.still_open && `${number(stage.still_open)} may still come`].filter(Boolean).join("; "),
  })), { head: "Stage", value: "Reached" }), silent("Each share is of those that came as far as the stage before.")];
}

function stageTimes(times) {
  const told = times.filter((time) => time.enough && time.median_days !== null);
  const top = Math.max(...told.map((time) => time.upper_quartile_days ?? time.median_days), 1) * 1.1;
  const line = (time) => h("tr", {}, h("th", { scope: "row" }, stageName(time.status), h("span", { class: "bar-note muted" }, `${number(time.left)} left it, ${number(time.still_there)} still there`)),
    h("td", { class: "bar-cell", "aria-hidden": "true" }, rangeBar({ low: time.lower_quartile_days ?? time.median_days, middle: time.median_days, high: time.upper_quartile_days ?? time.median_days, top })),
    h("td", { class: "bar-value" }, `${number(Math.round(time.median_days))} d`));
  return [told.length ? h("table", { class: "bars" }, h("caption", { class: "sr-only" }, "Median days in each stage"), h("thead", { class: "sr-only" }, h("tr", {}, h("th", { scope: "col" }, "Stage"), h("td", {}), h("th", { scope: "col" }, "Median days"))), h("tbody", {}, told.map(line)))
    : silent("Five that left a stage are the least for a figure."), told.length ? silent("The median, with the middle half as a bar; those still there count as far as they go.") : null];
}

function trend(weeks) {
  const courses = [["Sent", "sent"], ["Answers", "answered"], ["Interviews", "interviews"], ["Offers", "offers"]].map(([name, key]) => ({ name, values: weeks.map((week) => week[key]) }));
  return lines("Applications by week", weeks.map(({ week }) => `week ${Number(week.split("-W")[1])}`), courses);
}

function firstAnswer(found) {
  if (!found.enough) return silent(`${count(found.answered, "answer")} so far, ${number(found.waiting)} waiting: too few to say how long it takes.`);
  const course = found.answered_within;
  return [h("p", {}, "Half of those that answered did so within ", h("strong", {}, `${number(Math.round(found.median_days))} days`), found.upper_quartile_days !== null ? `, three in four within ${number(Math.round(found.upper_quartile_days))}.` : "."),
    course.length > 1 ? lines("Answered within so many days", course.map((point) => `${point.days} d`), [{ name: "Answered of all", values: course.map((point) => point.share) }], { head: "Days", text: percent }) : null];
}

function rateTable(caption, head, rows) {
  const line = (row) => h("tr", {}, h("th", { scope: "row" }, row.name, h("span", { class: "bar-note muted" }, row.enough ? `${number(row.hits)} of ${number(row.cases)}` : "")),
    h("td", { class: "bar-cell", "aria-hidden": "true" }, row.enough ? intervalBar({ low: row.low, middle: row.value, high: row.high }) : null),
    h("td", { class: "bar-value" }, row.enough ? [percent(row.value), h("span", { class: "bar-note muted" }, `${Math.round(row.low * 100)}–${Math.round(row.high * 100)} %`)] : [`${number(row.hits)} of ${number(row.cases)}`, h("span", { class: "bar-note muted" }, "too few")]));
  return h("table", { class: "bars" }, h("caption", { class: "sr-only" }, caption), h("thead", { class: "sr-only" }, h("tr", {}, h("th", { scope: "col" }, head), h("td", {}), h("th", { scope: "col" }, "Answered"))), h("tbody", {}, rows.map(line)));
}

function overall(found) {
  return [rateTable("Of all sent", "What", [{ name: "Answered", ...found.response_rate }, { name: "Interviewed", ...found.interview_rate }, { name: "Offered", ...found.offer_rate }]), silent("The line is where the true share lies, 19 times in 20.")];
}

function rates(one) {
  if (!one.rows.length) return silent("No application says.");
  return [rateTable(`Answers by ${BY[one.by] ?? one.by}`, "Name", one.rows.slice(0, SHOWN)),
    one.stands_out ? h("p", { class: "small" }, h("strong", {}, one.stands_out), " is answered more than the rest.") : silent("No difference is proved."), one.unstated ? silent(`${count(one.unstated, "application")} do not say.`) : null];
}

function chance(summary) {
  return [h("p", {}, summary.message), summary.enough ? table("How well it has done", [["", false], ["Brier", true]], [["The chances told", summary.brier?.toFixed(3) ?? ""], ["Always the average", summary.brier_of_base_rate?.toFixed(3) ?? ""]]) : null,
    silent(`Settled after ${number(summary.after_days)} days: ${count(summary.answers, "answer")}, ${count(summary.silences, "silence")}; ${number(summary.too_recent)} are too recent.`)];
}

function pay({ pay: currencies, pay_unstated: unstated }) {
  const lines_ = currencies.map((one) => h("li", {}, h("strong", {}, one.currency), ` ${count(one.stated, "posting")} applied to`,
    one.enough ? [h("span", {}, `, half of them between ${number(Math.round(one.lower_quartile))} and ${number(Math.round(one.upper_quartile))}`), rangeBar({ low: one.lower_quartile, middle: one.median, high: one.upper_quartile, top: Math.max(one.upper_quartile, one.wish ?? 0) * 1.1 })] : " (too few for a figure)",
    one.wish !== null ? h("p", { class: "muted small" }, `You wish for ${number(one.wish)}${one.below_wish ? `; ${count(one.below_wish, "posting")} lie below` : ""}.`) : null,
    one.offers.map((offer) => h("p", { class: "small" }, `Offer of job ${offer.number}: ${number(offer.base)}${offer.of_wish ? `, ${percent(offer.of_wish)} of your wish` : ""}`))));
  return [lines_.length ? h("ul", { class: "plain-list" }, lines_) : silent("None of the postings states its pay."), unstated ? silent(`${count(unstated, "posting")} without a stated pay. Nothing is converted.`) : null];
}

function gap(found) {
  if (!found.has_resume) return silent("There is no resume to hold against the postings yet.");
  if (!found.lines.length) return silent("Nothing that the jobs you applied to ask for is missing.");
  const months = found.months.slice(-SHOWN);
  const cell = (line, month) => {
    const point = line.months.find((one) => one.month === month);
    return point ? `${point.asked} of ${point.applications}` : "";
  };
  return table("Skills asked for and not shown, by month", [["Skill", false], ...months.map((month) => [month, true])], found.lines.slice(0, 8).map((line) => [line.skill.name, ...months.map((month) => cell(line, month))]));
}
