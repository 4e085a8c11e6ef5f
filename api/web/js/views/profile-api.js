/** The job profiles' part of the public API. */

import { request } from "../api.js";

const id = encodeURIComponent;
const at = (key, ...rest) => ["/job-profiles", id(key), ...rest.map(id)].join("/");

/** What is the account's, whatever the job profile. */
export const account = {
  profile: () => request("GET", "/profiles/me"),
  change: (body) => request("PATCH", "/profiles/me", { json: body }),
  /** Kept where the account has no zone yet. @param {string} timezone of this browser */
  tellZone: (timezone) => request("POST", "/profiles/me/timezone", { json: { timezone } }),
};

export const profiles = {
  list: async () => { await request("GET", "/job-profiles/default"); return (await request("GET", "/job-profiles", { query: { limit: 200 } })).items; },
  add: (body) => request("POST", "/job-profiles", { json: body }),
  change: (key, body) => request("PATCH", at(key), { json: body }),
  remove: (key) => request("DELETE", at(key)),
  setDefault: (key) => request("POST", at(key, "set-default")),
  answer: (key, body) => request("PUT", at(key, "answers"), { json: body }),
  changeAnswer: (key, one, value) => request("PUT", at(key, "answers", one), { json: value }),
  forget: (key, one) => request("DELETE", at(key, "answers", one)),
};
