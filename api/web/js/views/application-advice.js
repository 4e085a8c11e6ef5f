/** What to do next, and why: taken on as a reminder, done, or not wanted. */

import { h } from "../dom.js";
import { moment } from "../format.js";
import { icon } from "../icons.js";
import { hrefTo } from "../router.js";
import { toast } from "../toast.js";
import { toastUndoable } from "../undo.js";
import { around } from "./applications-api.js";
import { smallButton } from "./application-list.js";

const DRAFTED = ["follow_up", "thank_you"];

/** @param {any} one an application @param {() => void} load @returns {HTMLElement|null} */
export function adviceList(one, load) {
  if (!one.advice.length) return null;
  return h("ul", { class: "advice", "aria-label": "What to do next" }, one.advice.map((advice) => row(one, advice, load)));
}

function row(one, advice, load) {
  const answer = (decision, told) => async () => {
    await around.advise(one.id, { key: advice.key, decision });
    toastUndoable(told, load);
    load();
  };
  const draft = async () => {
    const made = await around.draftAdvice(one.id, advice.key);
    toast("The mail is drafted; nothing is sent", { action: { label: "See it", run: () => { location.hash = hrefTo("documents", made.document_id); } }, ms: 10_000 });
  };
  return h("li", {}, icon("clock"), h("div", {}, h("p", {}, h("strong", {}, advice.text), h("span", { class: "muted small" }, ` ${moment(advice.due_at)}`)), h("p", { class: "muted small" }, advice.why),
    h("div", { class: "opening-actions" },
      DRAFTED.includes(advice.kind) ? smallButton(`Draft it: ${advice.text}`, "Draft it", draft) : null,
      smallButton(`Remind me: ${advice.text}`, "Remind me", answer("accept", "You will be reminded")),
      smallButton(`Done: ${advice.text}`, "Done", answer("done", "Done")), smallButton(`Not needed: ${advice.text}`, "Not needed", answer("dismiss", "It will not be said again")))));
}
