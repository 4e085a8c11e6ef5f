/** Words and numbers as people read them. */

export const STATUSES = ["saved", "applied", "interviewing", "offer", "accepted", "rejected", "dismissed"];

const PARTS = {
  required_skills: "Required skills",
  title_seniority: "Title and seniority",
  text_similarity: "Text similarity",
  location_remote: "Location and remote",
  salary: "Salary",
  words: "The words asked for",
  skills: "Skills required and shown",
  title: "Line of work and level",
  text: "Wording as a whole",
  place: "Place and remote work",
  pay: "Pay",
  freshness: "How new it is",
};

/** @param {string} text */
export function capital(text) {
  return text ? text[0].toUpperCase() + text.slice(1) : "";
}

/** `show_job` -> `Show job` @param {string} name */
export function humanise(name) {
  return capital(String(name).replace(/[_-]+/g, " ").trim());
}

/** @param {string} name of a score part */
export function partName(name) {
  return PARTS[name] ?? humanise(name);
}

/** @param {string|null} value ISO time @returns {string} `today, 14:05`, `3 Mar`, `3 Mar 2025` */
export function when(value) {
  if (!value) return "";
  const date = new Date(value);
  const now = new Date();
  if (date.toDateString() === now.toDateString()) {
    return `today, ${date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}`;
  }
  const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric";
  return date.toLocaleDateString(undefined, { day: "numeric", month: "short", year });
}

/** A moment to come or just past, to the minute. @param {string|null} value ISO time @returns {string} `3 Mar, 14:05` */
export function moment(value) {
  if (!value) return "";
  const date = new Date(value);
  if (date.toDateString() === new Date().toDateString()) return when(value);
  return `${when(value)}, ${date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}`;
}

/** Partial ISO dates of a position. @param {{start?: string|null, end?: string|null, current?: boolean}} detail */
export function period({ start, end, current }) {
  if (!start && !end && !current) return "";
  const last = current ? "now" : end;
  return [start, last].filter(Boolean).join(" – ");
}

/** @param {any} salary as the API gives it @returns {string} */
export function money(salary) {
  if (!salary) return "";
  if (typeof salary === "string") return salary;
  const { min, max, currency, period: per } = salary;
  if (!currency || (min == null && max == null)) return salary.excerpt ?? "";
  const format = new Intl.NumberFormat(undefined, { style: "currency", currency, maximumFractionDigits: 0 });
  const range = min != null && max != null && min !== max ? format.formatRange(min, max) : format.format(min ?? max);
  const bound = min == null ? "up to " : max == null ? "from " : "";
  return `${bound}${range}${per ? ` / ${per}` : ""}`;
}

/** @param {any} job @returns {string} company, place, way of work, pay: what is known of them */
export function jobFacts(job) {
  const remote = job.remote === "onsite" ? "on site" : job.remote;
  const places = job.location && remote && job.location.toLowerCase().includes(remote) ? [job.location] : [job.location, remote];
  return [job.company, ...places, money(job.salary)].filter(Boolean).join(" · ");
}

/** @param {number} n @returns {string} `12,000` */
export function number(n) {
  return new Intl.NumberFormat().format(n);
}

/** @param {number} n @param {string} one @param {string} [many] */
export function count(n, one, many = `${one}s`) {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** @param {number} part 0 to 1 @returns {string} `12 %` */
export function percent(part) {
  return `${Math.round(part * 100)} %`;
}

/** @param {{title?: string|null, company?: string|null}} job @returns {string} `Backend Engineer at Harbor`: what is known of it */
export function jobName({ title, company }) {
  return [title, company].filter(Boolean).join(" at ");
}

/** @param {string} text @param {number} most */
export function shorten(text, most) {
  return text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text;
}
