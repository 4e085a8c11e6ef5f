/** What screen readers are told. Polite texts are joined and spaced, so that a stream does not become a torrent. */

const GAP_MS = 400;
let waiting = [];
let timer = 0;

/** @param {string} text */
export function announce(text) {
  waiting.push(text);
  if (!timer) timer = setTimeout(speak, GAP_MS);
}

function speak() {
  timer = 0;
  const region = document.getElementById("live");
  region.textContent = waiting.join(" ").slice(0, 1500);
  waiting = [];
}

/** Say it at once: something needs the user. @param {string} text */
export function alertNow(text) {
  const region = document.getElementById("alert");
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 30);
}
