/** The applications' part of the public API. */

import { listAll, request, send } from "../api.js";

const id = encodeURIComponent;
const at = (key, ...rest) => ["/applications", id(key), ...rest.map(id)].join("/");

export const applications = {
  list: (query, signal) => request("GET", "/applications", { query, signal }),
  all: (query) => listAll("/applications", query, 2000),
  board: (query, signal) => request("GET", "/applications/board", { query, signal }),
  calendar: (query) => request("GET", "/applications/calendar", { query }),
  calendarFile: async () => (await send("GET", "/applications/calendar.ics")).blob(),
  get: (key) => request("GET", at(key)),
  add: (body) => request("POST", "/applications", { json: body }),
  change: (key, body) => request("PATCH", at(key), { json: body }),
  remove: (key) => request("DELETE", at(key)),
  move: (key, change) => request("POST", at(key, "status"), { json: change }),
  timeline: (key) => request("GET", at(key, "timeline")),
  moveAll: (ids, status, options) => request("POST", "/bulk_operations/applications/status", { json: { ids, status, ...options } }),
};

export const views = {
  list: () => request("GET", "/applications/views"),
  save: (name, filters) => request("POST", "/applications/views", { json: { name, filters } }),
  remove: (key) => request("DELETE", `/applications/views/${id(key)}`),
};

export const around = {
  addInterview: (key, body) => request("POST", at(key, "interviews"), { json: body }),
  changeInterview: (key, one, body) => request("PATCH", at(key, "interviews", one), { json: body }),
  removeInterview: (key, one) => request("DELETE", at(key, "interviews", one)),
  interviewFile: async (key, one) => (await send("GET", at(key, "interviews", one, "ics"))).blob(),
  addOffer: (key, body) => request("POST", at(key, "offers"), { json: body }),
  changeOffer: (key, one, body) => request("PATCH", at(key, "offers", one), { json: body }),
  removeOffer: (key, one) => request("DELETE", at(key, "offers", one)),
  offers: () => request("GET", "/offers"),
  negotiation: (key, offer) => request("GET", at(key, "negotiation"), { query: { offer_id: offer } }),
  negotiationFile: async (key, offer) => (await send("GET", at(key, "negotiation", "pdf"), { query: { offer_id: offer } })).blob(),
  addContact: (body) => request("POST", "/contacts", { json: body }),
  removeContact: (key) => request("DELETE", `/contacts/${id(key)}`),
  addReminder: (body) => request("POST", "/reminders", { json: body }),
  changeReminder: (key, body) => request("PATCH", `/reminders/${id(key)}`, { json: body }),
  removeReminder: (key) => request("DELETE", `/reminders/${id(key)}`),
  advise: (key, body) => request("POST", at(key, "advice"), { json: body }),
  draftAdvice: (key, advice) => request("POST", at(key, "advice", "draft"), { json: { key: advice } }),
  sent: (key) => request("GET", at(key, "sent")),
  attach(key, file) {
    const form = new FormData();
    form.set("file", file, file.name);
    return request("POST", at(key, "attachments"), { form });
  },
  attached: async (key, one) => (await send("GET", at(key, "attachments", one, "file"))).blob(),
  detach: (key, one) => request("DELETE", at(key, "attachments", one)),
};
