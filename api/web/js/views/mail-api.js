/** The mail's part of the public API. */

import { listAll, request, send } from "../api.js";

const id = encodeURIComponent;
const MOST_AT_ONCE = 200;

/** @param {string[]} ids @returns {string[][]} as many at once as the API takes */
function portions(ids) {
  return Array.from({ length: Math.ceil(ids.length / MOST_AT_ONCE) }, (_, i) => ids.slice(i * MOST_AT_ONCE, (i + 1) * MOST_AT_ONCE));
}

export const inbox = {
  list: (query, signal) => request("GET", "/email/messages", { query, signal }),
  all: (query) => listAll("/email/messages", query, 2000),
  get: (key) => request("GET", `/email/messages/${id(key)}`),
  original: async (key) => (await send("GET", `/email/messages/${id(key)}/original`)).blob(),
  readAgain: (key, parser) => request("POST", `/email/messages/${id(key)}/read-again`, { json: { parser } }),
  addJob: (key, job) => request("POST", `/email/messages/${id(key)}/jobs`, { json: job }),
  undo: (key) => request("POST", `/email/messages/${id(key)}/undo`),
  seen: (key) => request("POST", `/email/messages/${id(key)}/seen`),
  decideReply: (key, decision) => request("POST", `/email/messages/${id(key)}/decision`, { json: decision }),
  decidePosting: (key, isJob) => request("POST", `/email/postings/${id(key)}/decision`, { json: { is_job: isJob } }),
  review: () => request("GET", "/email/review"),
  tidy: (wanted) => request("POST", "/email/messages/tidy", { json: wanted }),
  /** @param {string[]} ids @param {string} change */
  async change(ids, change) {
    const all = [];
    for (const some of portions(ids)) all.push(await request("POST", "/email/messages/change", { json: { ids: some, change } }));
    return { changed: all.reduce((sum, one) => sum + one.changed, 0), here_only: all[0]?.here_only ?? [] };
  },
};

export const drafts = {
  list: async () => (await request("GET", "/email/drafts")).drafts,
  get: (key) => request("GET", `/email/drafts/${id(key)}`),
  write: (wanted) => request("POST", "/email/drafts", { json: wanted }),
  change: (key, changes) => request("PATCH", `/email/drafts/${id(key)}`, { json: changes }),
  remove: (key) => request("DELETE", `/email/drafts/${id(key)}`),
  send: (key, digest) => request("POST", `/email/drafts/${id(key)}/send`, { json: { digest } }),
};

export const rules = {
  list: async () => (await request("GET", "/email/rules")).rules,
  save: (rule) => request("POST", "/email/rules", { json: rule }),
  attempt: (key) => request("GET", `/email/rules/${id(key)}`),
  turn: (key, on) => request("PATCH", `/email/rules/${id(key)}`, { json: { is_active: on } }),
  remove: (key) => request("DELETE", `/email/rules/${id(key)}`),
};

/** @param {File} file */
function asForm(file) {
  const form = new FormData();
  form.set("file", file, file.name);
  return form;
}

export const mailboxes = {
  list: () => request("GET", "/email/sources"),
  config: () => request("GET", "/email/config"),
  change: (key, changes) => request("PATCH", `/email/sources/${id(key)}`, { json: changes }),
  remove: (key) => request("DELETE", `/email/sources/${id(key)}`),
  sync: (key) => request("POST", `/email/sources/${id(key)}/sync`),
  connectImap: (login) => request("POST", "/email/sources/imap", { json: login }),
  connectFolder: (folder) => request("POST", "/email/sources/folder", { json: folder }),
  upload: (file) => request("POST", "/email/upload", { form: asForm(file) }),
};

/** Leave for Google's page of consent, which leads back to the mailboxes. @param {string[]} wants @param {string|null} [sourceId] */
export async function allowAtGoogle(wants = [], sourceId = null) {
  const { url } = await request("POST", "/email/gmail/connect", { json: { wants, source_id: sourceId } });
  location.assign(url);
}

export const figures = {
  syncs: (days) => request("GET", "/email/syncs", { query: { days } }),
  trends: (days) => request("GET", "/email/trends", { query: { days } }),
};

export const appointments = {
  list: async () => (await request("GET", "/email/appointments")).appointments,
  ics: async (key) => (await send("GET", key ? `/email/appointments/${id(key)}/ics` : "/email/appointments.ics")).blob(),
  toGoogle: (key) => request("POST", `/email/appointments/${id(key)}/google`, { json: { yes: true } }),
  fromGoogle: (key) => request("DELETE", `/email/appointments/${id(key)}/google`),
};
