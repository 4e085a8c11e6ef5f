/** Following a task that runs in the background, until it has ended or nobody looks any more. */

import { ApiError, tasks } from "./api.js";

const FIRST_MS = 250;
const SLOWEST_MS = 1500;
const GROWTH = 1.3;

/** @param {any} task @returns {boolean} */
export function isOver(task) {
  return ["completed", "failed", "cancelled"].includes(task.status);
}

/** @param {ApiError} error @returns {boolean} whether the same question may be answered later */
export function isPassing(error) {
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

/**
 * @param {string} id
 * @param {{onTask: (task: any) => void, onTrouble: (error: ApiError) => void}} told trouble that is passing is followed
 *   by asking again, any other ends it
 * @returns {() => void} stops it
 */
export function followTask(id, told) {
  const aborter = new AbortController();
  let pause = FIRST_MS;
  let timer = 0;
  const later = () => {
    timer = setTimeout(ask, pause);
    pause = Math.min(SLOWEST_MS, pause * GROWTH);
  };
  const ask = async () => {
    try {
      const task = await tasks.get(id, aborter.signal);
      if (aborter.signal.aborted) return;
      told.onTask(task);
      if (!isOver(task)) later();
    } catch (error) {
      if (aborter.signal.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      told.onTrouble(error);
      if (isPassing(error)) later();
    }
  };
  ask();
  return () => {
    aborter.abort();
    clearTimeout(timer);
  };
}
