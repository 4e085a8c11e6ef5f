/** What a person looks for, as data: in words, and as the API takes it. No DOM here. */

import { capital, number } from "./format.js";

export const LEVELS = ["intern", "junior", "mid", "senior", "lead", "staff", "principal", "manager", "director", "executive"];
/** Ways of work that will do; several are joined with a comma, as `waysOf` reads them. */
export const WAYS = { remote: "Remote", hybrid: "Hybrid", onsite: "On site", "remote,hybrid": "Remote or hybrid", "hybrid,onsite": "Hybrid or on site" };
export const SINCE = { 1: "The last day", 3: "The last 3 days", 7: "The last week", 14: "The last 2 weeks", 30: "The last month", 90: "The last 3 months" };
export const PACES = { hourly: "Every hour", daily: "Every day", weekly: "Every week" };

/** What each filter is about, as the API names them. */
const ABOUT = {
  country: "the place", location: "the place", remote: "remote work", pay: "the pay", sponsorship: "visa sponsorship",
  companies: "the employer", blocked_companies: "employers you blocked", posted: "the date", seniority: "the level", skills: "the skills",
};

/** What to leave out of a search so that a filter keeps nothing back. */
const FIELDS = {
  country: ["location", "country"], location: ["location", "country"], remote: ["remote"], pay: ["salary_min", "salary_currency"],
  sponsorship: ["sponsorship"], companies: ["companies"], blocked_companies: ["blocked_companies"], posted: ["posted_within_days"], seniority: ["seniority"], skills: ["skills"],
};

/** @param {string} filter @returns {string} */
export function aboutFilter(filter) {
  return ABOUT[filter] ?? filter;
}

/**
 * The same search without one of its filters.
 * @param {any} wanted @param {string} filter
 * @returns {any|null} null when it is none of the search's own: the profile's, say
 */
export function withoutFilter(wanted, filter) {
  const fields = (FIELDS[filter] ?? []).filter((f) => isSet(wanted[f]));
  if (!fields.length) return null;
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !fields.includes(name)));
}

function isSet(value) {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== "" && value !== false;
}

/** Only what is asked for. @param {any} wanted @returns {any} */
export function asked(wanted) {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => isSet(value)));
}

/** @param {any} wanted @returns {string[]} the ways of work that will do, in the order of WAYS; none: any will */
export function waysOf(wanted) {
  const said = [wanted.remote ?? []].flat();
  return Object.keys(WAYS).filter((way) => said.includes(way));
}

/** A search as it can be watched: where it is looked for is the watch's own business. @param {any} wanted */
export function watchable(wanted) {
  const { sources, limit, ...rest } = asked(wanted);
  return rest;
}

/** @param {any} wanted @returns {string[]} the filters in short words, without the words looked for and the place */
export function filterWords(wanted) {
  const pay = wanted.salary_min ? `from ${number(wanted.salary_min)}${wanted.salary_currency ? ` ${wanted.salary_currency}` : ""} a year` : "";
  return [
    waysOf(wanted).map((way) => WAYS[way].toLowerCase()).join(" or "),
    pay,
    ...(wanted.seniority ?? []),
    ...(wanted.skills ?? []),
    wanted.companies?.length ? `at ${wanted.companies.join(", ")}` : "",
    wanted.posted_within_days && (SINCE[wanted.posted_within_days]?.toLowerCase() ?? `the last ${wanted.posted_within_days} days`),
    wanted.sponsorship && "visa sponsored",
    wanted.include_unstated && "also what states nothing",
  ].filter(Boolean);
}

/** @param {any} wanted @returns {string} `“Python” in Berlin · remote · from 80,000 EUR a year` */
export function inWords(wanted) {
  const place = wanted.location || wanted.country;
  const core = [wanted.words ? `“${wanted.words}”` : "", place ? `in ${place}` : ""].filter(Boolean).join(" ");
  return capital([core, ...filterWords(wanted)].filter(Boolean).join(" · ")) || "Anything that fits";
}
