/** Thumbs: verdicts on jobs that the ranking learns from. Whoever shows the weights hears of it by an event. */

import { jobs } from "./api.js";
import { h } from "./dom.js";
import { count } from "./format.js";
import { icon } from "./icons.js";
import { busyWhile } from "./page.js";
import { toast, toastError } from "./toast.js";

/** @type {Map<string, string>} verdicts of this visit, by job */
const given = new Map();

/**
 * @param {{id: string, title: string, rating?: string|null}} job
 * @returns {HTMLElement} a thumb up and a thumb down
 */
export function thumbs(job) {
  const buttons = {};
  const show = () => {
    for (const [verdict, button] of Object.entries(buttons)) button.setAttribute("aria-pressed", String((given.get(job.id) ?? job.rating) === verdict));
  };
  const rate = (verdict) => busyWhile(buttons[verdict], async () => {
    try {
      const { ranking } = await jobs.rate(job.id, verdict);
      given.set(job.id, verdict);
      show();
      dispatchEvent(new CustomEvent("jobwright:ranking", { detail: ranking }));
      toast(`${verdict === "up" ? "More" : "Less"} like “${job.title}”. Your ranking rests on ${count(ranking.signals, "decision")}.`, { ms: 4000 });
    } catch (error) {
      toastError(error);
    }
  });
  for (const [verdict, label] of [["up", "More like"], ["down", "Less like"]]) {
    buttons[verdict] = h("button", { class: "icon-button thumb", type: "button", "aria-label": `${label} ${job.title}`, title: `${label} this`, on: { click: () => rate(verdict) } }, icon(`thumbs${verdict}`));
  }
  show();
  return h("div", { class: "thumbs" }, Object.values(buttons));
}
