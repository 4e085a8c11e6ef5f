/** Hash routes: `#/jobs/<id>?sort=score` -> the view `jobs`, the key and the query; `#/mail/message/<id>` has an item. */

/** @typedef {{view: string, key: string|null, item: string|null, query: URLSearchParams}} Route */

/** @param {string} [hash] @returns {Route} */
export function currentRoute(hash = location.hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, ...parts] = path.split("/");
  const [key, item] = parts.map(decodeURIComponent);
  return { view: view || "chat", key: key || null, item: item || null, query: new URLSearchParams(search) };
}

/** @param {string} view @param {string|string[]|null} [key] with its item where it has one @param {Object<string, string>} [query] @returns {string} */
export function hrefTo(view, key = null, query = {}) {
  const search = new URLSearchParams(Object.entries(query).filter(([, v]) => v)).toString();
  const path = [view, ...[key ?? []].flat().filter(Boolean).map(encodeURIComponent)].join("/");
  return `#/${path}${search ? `?${search}` : ""}`;
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
