/** Deleting a job with time to take it back: it is gone from the lists at once, and from the server when the notice is. */

import { jobs } from "./api.js";
import { toast, toastError } from "./toast.js";

/** @type {Set<string>} jobs that are shown no more but not deleted yet */
const doomed = new Set();

/** @param {string} id */
export function isDoomed(id) {
  return doomed.has(id);
}

function changed() {
  dispatchEvent(new Event("jobwright:jobs"));
}

/** @param {{id: string, title: string}} job */
export function deleteJob(job) {
  doomed.add(job.id);
  const commit = async (keepalive) => {
    removeEventListener("pagehide", onHide);
    try {
      await jobs.remove(job.id, keepalive);
    } catch (error) {
      toastError(error);
    }
    doomed.delete(job.id);
    changed();
  };
  const onHide = () => commit(true);
  const undo = () => {
    removeEventListener("pagehide", onHide);
    doomed.delete(job.id);
    changed();
  };
  addEventListener("pagehide", onHide);
  toast(`“${job.title}” deleted`, { action: { label: "Undo", run: undo }, onGone: () => commit(false), ms: 8000 });
  changed();
}
