/** The submissions' part of the public API. */

import { request, send } from "../api.js";

const id = encodeURIComponent;
const at = (key, rest) => `/submissions/${id(key)}/${rest}`;

export const submissions = {
  begin: (job, options) => request("POST", `/jobs/${id(job)}/apply`, { json: options }),
  list: async (job) => (await request("GET", `/jobs/${id(job)}/submissions`)).items,
  get: (key) => request("GET", `/submissions/${id(key)}`),
  answer: (key, answers, remember) => request("POST", at(key, "answers"), { json: { answers, remember } }),
  approve: (key, digest, yes) => request("POST", at(key, "approve"), { json: { digest, yes } }),
  cancel: (key) => request("POST", at(key, "cancel")),
  /** @param {string} key @param {number|null} step of the filled form, from 1; null is what the page answered */
  picture: async (key, step) => (await send("GET", at(key, step === null ? "answer-screenshot" : `screenshot?step=${step}`))).blob(),
};
