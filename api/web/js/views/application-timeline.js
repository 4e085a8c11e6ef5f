/** Everything that happened to an application, the newest first. */

import { h } from "../dom.js";
import { count, moment } from "../format.js";
import { stageName } from "../stages.js";

const FIRST = 6;
const BY = { mail: "by a mail", form: "by its form", import: "by an import", undo: "by undo" };

/** @param {any[]} past oldest first */
export function timeline(past) {
  const entries = past.toReversed().map(line);
  return h("section", { class: "application-part", "aria-labelledby": "timeline-title" }, h("h3", { id: "timeline-title" }, "What happened"), h("ol", { class: "timeline" }, entries.slice(0, FIRST)),
    entries.length > FIRST ? h("details", { class: "kept" }, h("summary", {}, count(entries.length - FIRST, "earlier entry", "earlier entries")), h("ol", { class: "timeline" }, entries.slice(FIRST))) : null);
}

function line(entry) {
  const told = entry.to_status ? [entry.from_status ? `${stageName(entry.from_status)} → ` : "", h("strong", {}, stageName(entry.to_status))] : entry.words;
  return h("li", {}, h("time", { class: "muted small", datetime: entry.at }, moment(entry.at)), h("p", {}, told, BY[entry.by] ? h("span", { class: "muted" }, ` ${BY[entry.by]}`) : null),
    entry.why ? h("p", { class: "muted small" }, entry.by === "mail" ? h("q", {}, entry.why) : entry.why) : null);
}
