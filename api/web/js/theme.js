/** The colour scheme: the system's, or the one the user chose. */

const KEY = "jobwright.theme";

/** @returns {"light"|"dark"} what is on the screen now */
export function currentTheme() {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Switch to the other theme and remember it. @returns {"light"|"dark"} the new one */
export function toggleTheme() {
  const next = currentTheme() === "dark" ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem(KEY, next);
  return next;
}
