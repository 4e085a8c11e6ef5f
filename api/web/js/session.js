/**
 * Who is signed in.
 *
 * The refresh token lies in localStorage (one per browser), the short-lived access token in sessionStorage, so that a
 * reload does not spend a refresh token: they rotate, and a rotation cut off by a second reload would end the session.
 * Neither ever stands in an address.
 */

const REFRESH = "jobwright.refresh";
const ACCESS = "jobwright.access";
const ZONE_TOLD = "jobwright.zone-told";
const MARGIN_MS = 30_000;

/** Emits `signed-in` and `signed-out`. */
export const sessionEvents = new EventTarget();

/** @typedef {{access_token: string, refresh_token: string, expires_in?: number}} TokenPair */

/** @returns {{token: string, until: number}|null} */
function storedAccess() {
  const raw = sessionStorage.getItem(ACCESS);
  return raw ? JSON.parse(raw) : null;
}

/** @returns {boolean} */
export function isSignedIn() {
  return localStorage.getItem(REFRESH) !== null;
}

/** Keep a new pair. @param {TokenPair} pair */
export function acceptTokens(pair) {
  const until = Date.now() + (pair.expires_in ?? 600) * 1000;
  sessionStorage.setItem(ACCESS, JSON.stringify({ token: pair.access_token, until }));
  localStorage.setItem(REFRESH, pair.refresh_token);
}

/** Forget the session in this browser. */
export function forgetTokens() {
  sessionStorage.removeItem(ACCESS);
  localStorage.removeItem(REFRESH);
  localStorage.removeItem(ZONE_TOLD);
  sessionEvents.dispatchEvent(new Event("signed-out"));
}

/** Tell this browser's time zone once to the account that is signed in. @param {() => Promise<any>} tell */
export async function tellZoneOnce(tell) {
  if (localStorage.getItem(ZONE_TOLD) !== null) return;
  await tell();
  if (isSignedIn()) localStorage.setItem(ZONE_TOLD, "yes");
}

/**
 * A token that is good for at least half a minute, refreshed when needed.
 * @returns {Promise<string|null>} null when nobody is signed in
 */
export async function accessToken() {
  const held = storedAccess();
  if (held && held.until - MARGIN_MS > Date.now()) return held.token;
  return isSignedIn() ? refreshAccess(held?.token ?? null) : null;
}

/** @type {Promise<string|null>|null} */
let inFlight = null;

/**
 * Trade the refresh token for a new pair; calls at the same time share one request, tabs take turns.
 * @param {string|null} stale the access token that was refused; another one held by now is returned as it is
 * @returns {Promise<string|null>} null when the session is over
 */
export function refreshAccess(stale) {
  const held = storedAccess();
  if (held && stale !== null && held.token !== stale) return Promise.resolve(held.token);
  inFlight ??= inTurn(rotate).finally(() => { inFlight = null; });
  return inFlight;
}

/** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
function inTurn(work) {
  return navigator.locks ? navigator.locks.request("jobwright-refresh", work) : work();
}

/** @returns {Promise<string|null>} */
async function rotate() {
  const token = localStorage.getItem(REFRESH);
  if (!token) return null;
  const answer = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ refresh_token: token }),
  });
  if (answer.ok) {
    const pair = await answer.json();
    acceptTokens(pair);
    return pair.access_token;
  }
  if (answer.status >= 500 || answer.status === 429) throw new TypeError("the server could not renew the session");
  if (localStorage.getItem(REFRESH) === token) forgetTokens();
  return null;
}

addEventListener("storage", (event) => {
  if (event.key !== REFRESH) return;
  if (event.newValue === null) {
    sessionStorage.removeItem(ACCESS);
    sessionEvents.dispatchEvent(new Event("signed-out"));
  } else if (event.oldValue === null) {
    sessionEvents.dispatchEvent(new Event("signed-in"));
  }
});

/**
 * The one-time token of a sign-in link, taken out of the address so that it stays in no history.
 * @returns {string|null}
 */
export function takeLinkToken() {
  const match = /^#(?:sign-in|signed-in)=(.+)$/.exec(location.hash);
  if (!match) return null;
  history.replaceState(null, "", `${location.pathname}#/chat`);
  return decodeURIComponent(match[1]);
}
