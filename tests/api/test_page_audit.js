/* Accessibility checks of the screen as it is now. `audit(phone)` gives one line for every complaint. */

const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0'], [role=tab]";

function visible(element) {
  const box = element.getBoundingClientRect();
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && box.width > 1 && box.height > 1 && !element.closest("[inert]");
}

function nameOf(element) {
  const by = element.getAttribute("aria-labelledby");
  if (by) return by.split(/\s+/).map((id) => document.getElementById(id)?.textContent ?? "").join(" ").trim();
  const label = element.labels?.[0]?.textContent;
  return (element.getAttribute("aria-label") || label || element.textContent || element.title || "").trim();
}

function show(element) {
  return `<${element.tagName.toLowerCase()} class="${element.className?.baseVal ?? element.className}"> ${element.textContent.trim().slice(0, 40)}`;
}

function rgba(text) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  canvas.fillStyle = text;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
}

function over([r, g, b, a], ground) {
  return [r, g, b].map((v, i) => v * a + ground[i] * (1 - a));
}

function groundOf(element) {
  const stack = [];
  for (let at = element; at; at = at.parentElement) stack.push(rgba(getComputedStyle(at).backgroundColor));
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0] : [255, 255, 255];
  return stack.reverse().reduce((ground, colour) => over(colour, ground), canvas);
}

function luminance(colour) {
  const [r, g, b] = colour.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(element) {
  const ground = groundOf(element);
  const [a, b] = [luminance(over(rgba(getComputedStyle(element).color), ground)), luminance(ground)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function texts() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (walker.currentNode.textContent.trim() && !parent.closest(".sr-only, script, noscript, option, [aria-hidden=true], :disabled")) found.add(parent);
  }
  return [...found].filter(visible);
}

function structure() {
  const found = [];
  const heads = [...document.querySelectorAll("h1")].filter(visible);
  if (heads.length !== 1) found.push(`${heads.length} first headings`);
  if (document.querySelectorAll("main").length !== 1) found.push("not one main landmark");
  if (!document.documentElement.lang) found.push("no language");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of ids.filter((v, i) => ids.indexOf(v) !== i)) found.push(`id twice: ${id}`);
  for (const image of document.querySelectorAll("img:not([alt])")) found.push(`picture without alt: ${show(image)}`);
  for (const element of document.querySelectorAll("[aria-labelledby], [aria-controls], [aria-describedby]")) {
    for (const attribute of ["aria-labelledby", "aria-controls", "aria-describedby"]) {
      for (const id of (element.getAttribute(attribute) ?? "").split(/\s+/).filter(Boolean)) {
        if (!document.getElementById(id)) found.push(`${attribute} leads nowhere: ${show(element)}`);
      }
    }
  }
  const levels = [...document.querySelectorAll("main :is(h1,h2,h3,h4,h5,h6)")].filter((e) => e.checkVisibility()).map((e) => Number(e.tagName[1]));
  levels.forEach((level, i) => { if (i && level > levels[i - 1] + 1) found.push(`heading level jumps from ${levels[i - 1]} to ${level}`); });
  return found;
}

/** Targets smaller than a finger; links inside a sentence are exempt, as in WCAG 2.5.8. */
function small(element) {
  if (element.matches(".prose a, p a, dd a, [tabindex='0']:not(button), .skip, .sr-only, .brand")) return false;
  const box = (element.matches(".row-title, .card-title") ? element.closest(".row, .card") : element).getBoundingClientRect();
  return box.height < 43.5 || box.width < 43.5;
}

function audit(phone) {
  const found = structure();
  for (const control of [...document.querySelectorAll(CONTROLS)].filter(visible)) {
    if (!nameOf(control)) found.push(`no name: ${show(control)}`);
    if (phone && small(control)) {
      const box = control.getBoundingClientRect();
      found.push(`small, ${Math.round(box.width)} x ${Math.round(box.height)}: ${show(control)}`);
    }
  }
  for (const element of texts()) {
    const ratio = contrast(element);
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (ratio < (size >= 24 ? 3 : 4.5)) found.push(`contrast ${ratio.toFixed(2)}: ${show(element)}`);
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} wide on ${clientWidth}`);
  const main = document.getElementById("main");
  if (main.scrollWidth > main.clientWidth) found.push(`main is ${main.scrollWidth} wide on ${main.clientWidth}`);
  return found;
}
