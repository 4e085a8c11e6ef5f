/** Building elements: text always becomes text nodes, so no data can turn into markup. */

/**
 * @typedef {Node|string|number|null|undefined|false|Child[]} Child
 * @typedef {Object<string, any>} Props attributes, and: `class`, `on` (listeners), `vars` (CSS custom properties),
 *   `data` (data attributes), `value` and `checked` (properties)
 */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "inert", "multiple", "selected"]);

/**
 * @param {string} tag
 * @param {Props} [props]
 * @param {...Child} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  append(element, children);
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function setProp(element, name, value) {
  if (value === undefined || value === null) return;
  if (name === "class") element.className = [value].flat().filter(Boolean).join(" ");
  else if (name === "on") for (const [type, fn] of Object.entries(value)) element.addEventListener(type, fn);
  else if (name === "vars") for (const [key, v] of Object.entries(value)) element.style.setProperty(key, String(v));
  else if (name === "data") for (const [key, v] of Object.entries(value)) element.dataset[key] = String(v);
  else if (PROPERTIES.has(name)) element[name] = value;
  else if (value === true) element.setAttribute(name, "");
  else if (value !== false || name.startsWith("aria-")) element.setAttribute(name, String(value));
}

/** @param {Element|DocumentFragment} parent @param {Child[]} children */
export function append(parent, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    parent.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Replace everything inside. @param {Element} parent @param {...Child} children */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

let serial = 0;

/** A page-wide unique id for labels. @param {string} stem */
export function uid(stem) {
  serial += 1;
  return `${stem}-${serial}`;
}

/** @param {Child} text */
export function srOnly(text) {
  return h("span", { class: "sr-only" }, text);
}
