/** Hash routes: `#/jobs/<id>?sort=score` -> the view `jobs`, the key and the query. */

/** @typedef {{view: string, key: string|null, query: URLSearchParams}} Route */

/** @param {string} [hash] @returns {Route} */
export function currentRoute(hash = location.hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, key] = path.split("/");
  return { view: view || "chat", key: key ? decodeURIComponent(key) : null, query: new URLSearchParams(search) };
}

/** @param {string} view @param {string|null} [key] @param {Object<string, string>} [query] @returns {string} */
export function hrefTo(view, key = null, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, v]) => v)).toString();
  return `#/${view}${key ? `/${encodeURIComponent(key)}` : ""}${search ? `?${search}` : ""}`;
}

/** Go to a view. @param {string} href made by `hrefTo` */
export function go(href) {
  if (location.hash === href) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = href;
}

/** Change the address without drawing anew: a filter, or the id of a conversation that just began. */
export function replaceAddress(href) {
  history.replaceState(history.state, "", href);
}

/** Change the address without drawing anew, with a way back to the one before: the id of a search that just began. */
export function pushAddress(href) {
  history.pushState(null, "", href);
}
