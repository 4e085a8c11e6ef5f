/** Sign-in, registration, and the way through Google. */

import { ApiError, auth, BASE } from "../api.js";
import { fill, h, uid } from "../dom.js";
import { sessionEvents } from "../session.js";

const FIELDS = {
  login: [["identity", "E-mail or user name", "text", "username"], ["password", "Password", "password", "current-password"]],
  register: [["full_name", "Your name", "text", "name"], ["email", "E-mail", "email", "email"], ["password", "Password", "password", "new-password"]],
};

/**
 * @param {HTMLElement} app
 * @param {string} [notice] why the form is there, when a link did not work
 * @returns {() => void}
 */
export function mountSignIn(app, notice) {
  const card = h("main", { class: "sign-in", id: "main", tabindex: "-1" });
  const draw = (mode, text) => fill(card, head(mode), problem(text), form(mode), other(mode, draw), google());
  draw("login", notice);
  app.append(card);
  document.title = "Sign in · Jobwright";
  return () => {};
}

function head(mode) {
  return [
    h("img", { src: "/web/icon.svg", alt: "", width: 40, height: 40 }),
    h("h1", {}, mode === "login" ? "Sign in to Jobwright" : "Create an account"),
    mode === "login" && h("p", { class: "muted" }, "On your own machine, open the link that ", h("code", {}, "make run"), " printed; ", h("code", {}, "jobwright server link"), " prints a new one."),
  ];
}

/** @param {string} [text] */
function problem(text) {
  return h("p", { class: "form-error", role: "alert", hidden: !text }, text);
}

/** @param {"login"|"register"} mode */
function form(mode) {
  const submit = h("button", { class: "button primary wide", type: "submit" }, mode === "login" ? "Sign in" : "Create account");
  const fields = FIELDS[mode].map(([name, label, type, autocomplete]) => {
    const id = uid(name);
    const minlength = autocomplete === "new-password" ? 8 : null;
    const required = name !== "full_name";
    return h("div", { class: "field" }, h("label", { for: id }, label), h("input", { id, name, type, autocomplete, minlength, required }));
  });
  const onSubmit = async (event) => {
    event.preventDefault();
    const values = Object.fromEntries(new FormData(event.target));
    submit.disabled = true;
    await enter(mode, values, (text) => show(event.target, text));
    submit.disabled = false;
  };
  return h("form", { class: "stack", on: { submit: onSubmit } }, fields, submit);
}

/** @param {HTMLElement} inside @param {string} text */
function show(inside, text) {
  const line = inside.parentElement.querySelector(".form-error");
  line.textContent = text;
  line.hidden = false;
}

/** @param {"login"|"register"} mode @param {any} values @param {(text: string) => void} onProblem */
async function enter(mode, values, onProblem) {
  try {
    if (mode === "login") await auth.login(credentials(values));
    else await auth.register({ email: values.email, password: values.password, full_name: values.full_name || undefined });
    sessionEvents.dispatchEvent(new Event("signed-in"));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    onProblem(error.message);
  }
}

/** @param {{identity: string, password: string}} values */
function credentials({ identity, password }) {
  return identity.includes("@") ? { email: identity, password } : { username: identity, password };
}

function other(mode, draw) {
  const next = mode === "login" ? "register" : "login";
  const text = mode === "login" ? "Create an account" : "I have an account";
  return h("button", { class: "button quiet wide", type: "button", on: { click: () => draw(next) } }, text);
}

/** The link is tried first, so that a server without Google says so here and not on a bare page. */
function google() {
  const href = `${BASE}/oauth/google/login`;
  const onClick = async (event) => {
    event.preventDefault();
    const probe = await fetch(href, { redirect: "manual" });
    if (probe.type === "opaqueredirect") return location.assign(href);
    const { detail } = await probe.json();
    show(event.target, detail?.message ?? "Google sign-in is not available here.");
  };
  return h("a", { class: "button quiet wide", href, on: { click: onClick } }, "Sign in with Google");
}
