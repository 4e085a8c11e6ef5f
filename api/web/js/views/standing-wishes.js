/** Wishes that hold for every search, as chips that let each go. */

import { discovery } from "../api.js";
import { fill, h } from "../dom.js";
import { number } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile } from "../page.js";
import { toast, toastError } from "../toast.js";
import { WAYS } from "../wanted.js";

/**
 * @param {{onChange: () => void}} told called when a wish was let go or brought back
 * @returns {{element: HTMLElement, drop: (name: string, words: string, button: HTMLButtonElement) => void}}
 */
export function standingWishes({ onChange }) {
  const element = h("section", { class: "standing", "aria-labelledby": "standing-title", hidden: true }, h("h2", { id: "standing-title" }, "In every search"));
  let held = {};
  const show = (wishes) => {
    held = wishes;
    const chips = wishesOf(wishes).map(([name, words]) => chip(name, words));
    element.hidden = !chips.length;
    fill(element, h("h2", { id: "standing-title" }, "In every search"), h("ul", { class: "chips" }, chips));
  };
  const chip = (name, words) => {
    const button = h("button", { class: "icon-button", type: "button", "aria-label": `Let go of: ${words}`, title: "Let go of this wish", on: { click: () => drop(name, words, button) } }, icon("close"));
    return h("li", { class: "chip" }, h("span", { class: "chip-name" }, words), button);
  };
  const drop = (name, words, button) => busyWhile(button, async () => {
    const before = held;
    try {
      show(await discovery.dropWish(name));
      toast(`No longer a wish: ${words}.`, { action: { label: "Undo", run: () => restore(before) } });
      onChange();
    } catch (error) {
      toastError(error);
    }
  });
  const restore = async ({ dropped, latest, ...before }) => {
    try {
      show(await discovery.wish(Object.fromEntries(Object.entries(before).filter(([, value]) => value !== null))));
      onChange();
    } catch (error) {
      toastError(error);
    }
  };
  discovery.wishes().then(show, toastError);
  return { element, drop };
}

/** @param {any} wishes @returns {string[][]} each wish as the API names it, and in words */
function wishesOf(wishes) {
  const pay = wishes.salary_min ? `From ${number(wishes.salary_min)}${wishes.salary_currency ? ` ${wishes.salary_currency}` : ""} a year` : null;
  return [
    pay && ["pay", pay],
    wishes.remote && wishes.remote !== "any" && ["remote", WAYS[wishes.remote]],
    wishes.needs_sponsorship && ["sponsorship", "Visa sponsored"],
    ...wishes.locations.map((place) => [place, `In ${place}`]),
    ...wishes.blocked_companies.map((name) => [name, `Never ${name}`]),
  ].filter(Boolean);
}
