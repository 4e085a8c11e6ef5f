/** The public API: one `request`, and one function per thing the page asks for. */

import { accessToken, acceptTokens, forgetTokens, refreshAccess } from "./session.js";

export const BASE = "/api/v1";

/** An answer that was not a success; `message` is fit to be shown. */
export class ApiError extends Error {
  /** @param {string} message @param {string} code @param {number} status @param {Object} [details] */
  constructor(message, code, status, details) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details ?? {};
  }
}

const UNREACHABLE = "The Jobwright server does not answer. Is it still running?";

/** @param {number} status @param {string} body @returns {ApiError} */
export function errorFrom(status, body) {
  let detail = null;
  try {
    detail = JSON.parse(body).detail;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  }
  if (Array.isArray(detail)) {
    const lines = detail.map((d) => `${(d.loc ?? []).filter((p) => p !== "body").join(".")}: ${d.msg}`);
    return new ApiError(lines.join("; "), "VALIDATION", status);
  }
  if (detail && typeof detail === "object") return new ApiError(detail.message, detail.code, status, detail.details);
  return new ApiError(typeof detail === "string" ? detail : `The server answered ${status}.`, "HTTP", status);
}

/**
 * @typedef {{json?: any, form?: FormData, query?: Object<string, any>, open?: boolean, keepalive?: boolean,
 *   signal?: AbortSignal}} Options `open`: sent without a token
 */

/**
 * @param {string} method @param {string} path below /api/v1 @param {Options} [options]
 * @returns {Promise<Response>} a success; everything else is thrown as ApiError
 */
export async function send(method, path, options = {}) {
  const token = options.open ? null : await accessToken().catch(unreachable);
  let answer = await attempt(method, path, options, token);
  if (answer.status === 401 && !options.open) {
    const renewed = await refreshAccess(token).catch(unreachable);
    if (renewed) answer = await attempt(method, path, options, renewed);
    if (answer.status === 401) forgetTokens();
  }
  if (!answer.ok) throw errorFrom(answer.status, await answer.text());
  return answer;
}

/** @param {unknown} error @returns {never} */
function unreachable(error) {
  if (error instanceof TypeError) throw new ApiError(UNREACHABLE, "UNREACHABLE", 0);
  throw error;
}

/** @returns {Promise<Response>} */
async function attempt(method, path, options, token) {
  const url = new URL(BASE + path, location.origin);
  for (const [key, value] of Object.entries(options.query ?? {})) {
    for (const one of [value].flat()) if (one !== undefined && one !== null && one !== "") url.searchParams.append(key, String(one));
  }
  const headers = new Headers({ Accept: "application/json" });
  if (token) headers.set("Authorization", `Bearer ${token}`);
  if (options.json !== undefined) headers.set("Content-Type", "application/json");
  const body = options.json !== undefined ? JSON.stringify(options.json) : options.form;
  const { signal, keepalive } = options;
  return fetch(url, { method, headers, body, signal, keepalive, credentials: "same-origin" }).catch(unreachable);
}

/** As `send`, read as JSON. @returns {Promise<any>} */
export async function request(method, path, options) {
  const answer = await send(method, path, options);
  return answer.status === 204 ? null : answer.json();
}

/** Every item of a list that fits the screen of one person: pages are followed up to `most`. */
export async function listAll(path, query = {}, most = 1000) {
  const items = [];
  let cursor;
  do {
    const page = await request("GET", path, { query: { limit: 200, ...query, cursor } });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && items.length < most);
  return items;
}

const id = encodeURIComponent;

export const auth = {
  owner: async (token) => acceptTokens(await request("POST", "/auth/owner", { json: { token }, open: true })),
  login: async (body) => acceptTokens(await request("POST", "/auth/login", { json: body, open: true })),
  register: async (body) => acceptTokens(await request("POST", "/auth/register", { json: body, open: true })),
  me: () => request("GET", "/auth/me"),
  logout: (refreshToken) => request("POST", "/auth/logout", { json: { refresh_token: refreshToken } }),
};

export const conversations = {
  list: (query) => request("GET", "/conversations", { query }),
  get: (key) => request("GET", `/conversations/${id(key)}`),
  remove: (key) => request("DELETE", `/conversations/${id(key)}`),
};

export const jobs = {
  list: (query, signal) => request("GET", "/jobs", { query, signal }),
  add: (body) => request("POST", "/jobs", { json: body }),
  get: (key) => request("GET", `/jobs/${id(key)}`),
  update: (key, body) => request("PATCH", `/jobs/${id(key)}`, { json: body }),
  remove: (key, keepalive = false) => request("DELETE", `/jobs/${id(key)}`, { keepalive }),
  history: (key) => request("GET", `/jobs/${id(key)}/history`),
  check: (key) => request("POST", `/jobs/${id(key)}/check`),
  rate: (key, verdict) => request("POST", `/jobs/${id(key)}/rating`, { json: { verdict } }),
  insights: () => request("GET", "/jobs/insights"),
};

/** Runs in the background: begun here, followed by their id. */
export const tasks = {
  search: (wanted) => request("POST", "/pipelines/job_search/execute", { json: wanted }),
  ingest: (sources) => request("POST", "/job-ingestion/run", { json: { sources } }),
  get: (key, signal) => request("GET", `/tasks/${id(key)}`, { signal }),
  cancel: (key) => request("POST", `/tasks/${id(key)}/cancel`),
};

export const discovery = {
  sources: () => request("GET", "/job-ingestion/status"),
  watches: () => request("GET", "/watches"),
  watch: (body) => request("POST", "/watches", { json: body }),
  stopWatch: (key) => request("DELETE", `/watches/${id(key)}`),
  resumeWatch: (key) => request("POST", `/watches/${id(key)}/resume`),
  wishes: () => request("GET", "/wishes"),
  wish: (body) => request("PATCH", "/wishes", { json: body }),
  dropWish: (name) => request("DELETE", "/wishes", { query: { wishes: name } }),
  ranking: () => request("GET", "/ranking"),
  forgetRanking: () => request("DELETE", "/ranking"),
  fitting: (limit) => request("GET", "/recommendations/jobs", { query: { limit } }),
  market: (query, signal) => request("GET", "/market", { query, signal }),
  gap: () => request("GET", "/recommendations/skills-gap"),
};

const resume = (key, ...rest) => ["/resumes", id(key), ...rest.map(id)].join("/");

/** @param {File} file */
function asForm(file) {
  const form = new FormData();
  form.set("file", file, file.name);
  return form;
}

export const resumes = {
  list: () => listAll("/resumes"),
  get: (key) => request("GET", resume(key)),
  remove: (key) => request("DELETE", resume(key)),
  setPrimary: (key) => request("POST", resume(key, "set-primary")),
  reExtract: (key) => request("POST", resume(key, "re-extract")),
  check: (key) => request("GET", resume(key, "check")),
  correct: (key, fact, changes) => request("PATCH", resume(key, "facts", fact), { json: changes }),
  addFact: (key, fact) => request("POST", resume(key, "facts"), { json: fact }),
  removeFact: (key, fact) => request("DELETE", resume(key, "facts", fact)),
  takeBack: (key, correction) => request("DELETE", resume(key, "corrections", correction)),
  versions: (key) => request("GET", resume(key, "versions")),
  diff: (key, from, to) => request("GET", resume(key, "diff"), { query: { from, to } }),
  restore: (key, version) => request("POST", resume(key, "versions", version, "restore")),
  newVersion: (key, file) => request("POST", resume(key, "versions"), { form: asForm(file) }),
  merge: () => request("POST", "/resumes/merge"),
  refresh: (key) => request("POST", resume(key, "refresh")),
  settle: (key, question, value) => request("POST", resume(key, "questions", question, "answer"), { json: { value } }),
  begin: (file) => request("POST", "/resume/upload", { form: asForm(file) }),
  status: (key) => request("GET", `/resume/${id(key)}/status`),
  retry: (key) => request("POST", `/resume/${id(key)}/retry`),
  applySuggestions: (key, chosen) => request("POST", `/resume/${id(key)}/suggestions/apply`, { json: chosen }),
};

const session = (key, ...rest) => ["/tailoring-sessions", id(key), ...rest.map(id)].join("/");

export const tailoring = {
  list: () => listAll("/tailoring-sessions"),
  get: (key) => request("GET", session(key)),
  stop: (key) => request("POST", session(key, "stop")),
  answer: (key, answer, questionId) => request("POST", session(key, "answer"), { json: { answer, question_id: questionId } }),
  changes: (key) => request("GET", session(key, "changes")),
  proof: (key) => request("GET", session(key, "proof")),
  pdf: async (key) => (await send("GET", session(key, "pdf"))).blob(),
  versionPdf: async (key, version) => (await send("GET", session(key, "versions", version, "pdf"))).blob(),
  versions: (key) => request("GET", session(key, "versions")),
  version: (key, version) => request("GET", session(key, "versions", version)),
  restore: (key, version) => request("POST", session(key, "versions", version, "restore")),
  compare: (key, from, to) => request("GET", session(key, "compare"), { query: { from, to } }),
  uses: (key) => request("GET", session(key, "uses")),
  addUse: (key, use) => request("POST", session(key, "uses"), { json: use }),
  steer: (key, wish, version) => request("POST", session(key, "steer"), { json: wish, query: { version } }),
  putBack: (key, fact, version) => request("POST", session(key, "lines"), { json: { fact }, query: { version } }),
  /** @param {"accept"|"reject"} act */
  judge: (key, line, act, version) => request("POST", session(key, "lines", line, act), { query: { version } }),
  move: (key, line, direction, version) => request("POST", session(key, "lines", line, "move"), { json: { direction }, query: { version } }),
  reword: (key, line, text, version) => request("PATCH", session(key, "lines", line), { json: { text }, query: { version } }),
  lineCost: (key, line) => request("GET", session(key, "lines", line, "cost")),
  factCost: (key, fact) => request("GET", session(key, "facts", fact, "cost")),
  /** @param {string} jobId @param {string} resumeId @param {number} pages @param {boolean} ask */
  start(jobId, resumeId, pages, ask) {
    const form = new FormData();
    form.set("job_id", jobId);
    form.set("resume_id", resumeId);
    form.set("pages", String(pages));
    form.set("ask", String(ask));
    return request("POST", "/tailoring-sessions/", { form });
  },
};

const paper = (key, ...rest) => ["/documents", id(key), ...rest.map(id)].join("/");

export const documents = {
  list: (query) => listAll("/documents", query),
  templates: async () => (await request("GET", "/templates")).items,
  get: (key) => request("GET", paper(key)),
  remove: (key, keepalive = false) => request("DELETE", paper(key), { keepalive }),
  edit: (key, text, subject) => request("PATCH", paper(key), { json: { text, ...(subject ? { subject } : {}) } }),
  rewrite: (key, wanted) => request("POST", paper(key, "rewrite"), { json: wanted }),
  write: (wanted) => request("POST", "/content/generate", { json: wanted }),
  /** A tailored resume as a file of a format: kept among the documents. */
  export: (wanted) => request("POST", "/documents", { json: wanted }),
  file: async (key, format) => (await send("GET", paper(key, "file"), { query: { format } })).blob(),
};
