/** Sending a resume with progress: XMLHttpRequest, since fetch tells nothing about bytes sent. */

import { ApiError, BASE, errorFrom } from "./api.js";
import { accessToken, refreshAccess } from "./session.js";

export const ACCEPTED = ".pdf,.docx,.odt,.html,.htm,.txt,.md,.markdown,.json,.png,.jpg,.jpeg,application/pdf,text/plain,text/markdown,text/html,application/json";

/** Says that resumes were added, changed or removed. */
export const resumeEvents = new EventTarget();

/** Tell the views that the list of resumes is another one now. */
export function resumesChanged() {
  resumeEvents.dispatchEvent(new Event("changed"));
}

/**
 * @param {File} file
 * @param {(share: number) => void} onProgress share sent, 0 to 1
 * @returns {Promise<{id: string, filename: string, existed?: boolean}>} the resume as stored
 * @throws {ApiError} with the server's reason
 */
export async function uploadResume(file, onProgress) {
  const token = await accessToken();
  let answer = await post(file, onProgress, token);
  if (answer.status === 401) answer = await post(file, onProgress, await refreshAccess(token));
  if (answer.status >= 200 && answer.status < 300) {
    resumesChanged();
    return JSON.parse(answer.body);
  }
  const error = errorFrom(answer.status, answer.body);
  if (answer.status === 409 && error.details.id) return { id: error.details.id, filename: file.name, existed: true };
  throw error;
}

/** @returns {Promise<{status: number, body: string}>} */
function post(file, onProgress, token) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open("POST", `${BASE}/resumes/upload`);
    if (token) xhr.setRequestHeader("Authorization", `Bearer ${token}`);
    xhr.upload.onprogress = (e) => { if (e.lengthComputable) onProgress(e.loaded / e.total); };
    xhr.onload = () => resolve({ status: xhr.status, body: xhr.responseText });
    xhr.onerror = () => reject(new ApiError(`“${file.name}” could not be sent: the server does not answer.`, "UNREACHABLE", 0));
    const form = new FormData();
    form.set("file", file, file.name);
    xhr.send(form);
  });
}
