/** A fact in words: what it says, what stands beside it, which fields a person can set right. */

import { humanise, period } from "../format.js";

/** @param {...(string|null|undefined)} parts */
function joined(...parts) {
  return parts.filter(Boolean).join(" · ");
}

const WORDS = {
  contact: (d) => [d.value, humanise(d.field)],
  link: (d) => [d.url, d.label ?? "Link"],
  position: (d) => [joined(d.title, d.employer), joined(period(d), d.location)],
  education: (d) => [joined(d.institution, d.degree, d.area), joined(period(d), d.location)],
  project: (d) => [d.name, period(d)],
  skill: (d) => [d.name, joined(d.level)],
  language: (d) => [d.name, d.level ?? ""],
  certificate: (d) => [joined(d.name, d.issuer), d.date ?? ""],
  award: (d) => [joined(d.name, d.issuer), d.date ?? ""],
  publication: (d) => [joined(d.name, d.issuer), d.date ?? ""],
};

/** @param {any} fact @returns {[string, string]} the main words and those beside them */
export function wordsOf({ detail, text }) {
  const [main, side] = WORDS[detail.kind]?.(detail) ?? [text, ""];
  return [main || text, side];
}

const SPELL = [["start", "From (2019 or 2019-03)"], ["end", "Until"], ["current", "Still so"]];
/** The fields of each kind, with their labels; a line without fields is its words. */
export const FIELDS = {
  contact: [["value", "Value"]],
  link: [["url", "Address"], ["label", "Label"]],
  position: [["title", "Title"], ["employer", "Employer"], ["location", "Place"], ...SPELL],
  education: [["institution", "Institution"], ["degree", "Degree"], ["area", "Field"], ["location", "Place"], ...SPELL],
  project: [["name", "Name"], ["url", "Address"], ...SPELL],
  skill: [["name", "Skill"], ["level", "Level"], ["group", "Group"]],
  language: [["name", "Language"], ["level", "Level"]],
  certificate: [["name", "Name"], ["issuer", "Issuer"], ["date", "Date"]],
  award: [["name", "Name"], ["issuer", "Issuer"], ["date", "Date"]],
  publication: [["name", "Name"], ["issuer", "Issuer"], ["date", "Date"]],
};
