/** Syncs that run by themselves: looked for while the mail is open, and told when they have found something. */

import { ApiError } from "../api.js";
import { count } from "../format.js";
import { sessionEvents } from "../session.js";
import { toast } from "../toast.js";
import { figures } from "./mail-api.js";

const EVERY_MS = 20_000;

/** Syncs that were told of already; null before the first look, which only says what there is. @type {Set<string>|null} */
let told = null;
sessionEvents.addEventListener("signed-out", () => { told = null; });

/** Emits `synced` when a sync has come to its end. */
export const syncEvents = new EventTarget();

/** A sync that this page follows is told by whoever follows it. @param {string} id */
export function toldOf(id) {
  told?.add(id);
}

/** @returns {() => void} stops looking */
export function watchSyncs() {
  let live = true;
  const look = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const { syncs } = await figures.syncs(1);
      if (live) hear(syncs.filter((sync) => sync.status !== "queued" && sync.status !== "running"));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // the next look may be answered; what is on the page says its own errors
    }
  };
  const timer = setInterval(look, EVERY_MS);
  const onVisible = () => look();
  document.addEventListener("visibilitychange", onVisible);
  look();
  return () => {
    live = false;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", onVisible);
  };
}

/** @param {any[]} ended syncs */
function hear(ended) {
  const first = told === null;
  told ??= new Set();
  const fresh = ended.filter((sync) => !told.has(sync.id));
  for (const sync of fresh) told.add(sync.id);
  if (first || !fresh.length) return;
  const sum = (name) => fresh.reduce((all, sync) => all + (sync.counts[name] ?? 0), 0);
  const words = foundInWords({ jobs: sum("jobs"), changed: sum("changed"), review: sum("review") });
  if (words) toast(words, { action: { label: "Show", run: () => { location.hash = sum("jobs") ? "#/jobs" : "#/mail"; } }, ms: 10_000 });
  syncEvents.dispatchEvent(new Event("synced"));
}

/** `3 new jobs found!` @param {{jobs: number, changed: number, review: number}} counts @returns {string} nothing when there is nothing to tell */
export function foundInWords({ jobs, changed, review }) {
  return [
    jobs ? `${count(jobs, "new job")} found!` : "",
    changed ? `${count(changed, "job has", "jobs have")} moved on.` : "",
    review ? `${count(review, "opening or reply", "openings or replies")} to look at.` : "",
  ].filter(Boolean).join(" ");
}
