/** What the ranking has learned: weights as bars, what they rest on, and forgetting it. */

import { ApiError, discovery } from "../api.js";
import { fill, h } from "../dom.js";
import { count, partName } from "../format.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";

/** @returns {{element: HTMLElement, destroy: () => void}} */
export function rankingPanel() {
  const body = h("div");
  const element = h("section", { class: "panel", "aria-labelledby": "ranking-title" }, h("h2", { id: "ranking-title" }, "Your ranking"), body);
  const show = (state) => fill(body, draw(state, show));
  const onLearned = (event) => show(event.detail);
  addEventListener("jobwright:ranking", onLearned);
  discovery.ranking().then(show, (error) => {
    if (!(error instanceof ApiError)) throw error;
    fill(body, h("p", { class: "muted small" }, error.message));
  });
  return { element, destroy: () => removeEventListener("jobwright:ranking", onLearned) };
}

function draw(state, show) {
  const rests = state.signals
    ? `It rests on ${count(state.signals, "decision")} of yours: thumbs, and what you applied to or dismissed.`
    : "It counts for everybody alike so far. A thumb up or down on a job teaches it what matters to you.";
  const most = Math.max(...state.weights.flatMap((w) => [w.weight, w.default]));
  return [
    h("p", { class: "muted small" }, rests),
    h("ul", { class: "weights" }, state.weights.map((part) => weight(part, most))),
    state.learned || state.signals ? resetButton(show) : null,
  ];
}

/** The bar is the weight, the notch what it is for everybody; the longest of all fills the line. */
function weight(part, most) {
  const percent = Math.round(part.weight * 100);
  const usual = Math.round(part.default * 100);
  const moved = percent === usual ? "" : `, ${usual} % for everybody`;
  return h("li", { title: part.meaning },
    h("span", {}, partName(part.name)),
    h("span", { class: "muted weight-number" }, `${percent} %`, moved ? h("span", { class: "sr-only" }, moved) : null),
    h("span", { class: "weight-bar", "aria-hidden": "true", vars: { "--score": (part.weight / most) * 100, "--usual": (part.default / most) * 100 } }));
}

function resetButton(show) {
  const forget = () => busyWhile(button, async () => {
    try {
      show(await discovery.forgetRanking());
      toast("What your ranking had learned is forgotten.");
    } catch (error) {
      toastError(error);
    }
  });
  const button = h("button", { class: "button small", type: "button", on: { click: forget } }, "Forget what was learned");
  return button;
}
