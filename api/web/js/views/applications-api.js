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
