/** Connecting a mailbox: Gmail by Google's page of consent, IMAP with a password, a folder on the machine. */

import { openDialog, sendForm } from "../dialog.js";
import { h } from "../dom.js";
import { check, choice, field } from "../fields.js";
import { capital } from "../format.js";
import { icon } from "../icons.js";
import { toast } from "../toast.js";
import { allowAtGoogle, mailboxes } from "./mail-api.js";

export const WANTS = { read: "reading", modify: "marking and archiving", send: "sending in your name", calendar: "writing your calendar" };
const SECURITY = [["", "As usual"], ["tls", "TLS"], ["starttls", "STARTTLS"]];

/**
 * @param {{google: boolean}|null} config null where it is known to be set up @param {any} [box] one that is connected already
 * @returns {Promise<any>}
 */
export function connectGmail(config, box) {
  return openDialog(box ? `${box.name} at Google` : "Connect Gmail", (close) => {
    if (config && !config.google) return [notSetUp()];
    const wants = Object.entries(WANTS).filter(([want]) => want !== "read").map(([want, label]) => [want, check(capital(label), () => {})]);
    for (const [want, chip] of wants) chip.control.checked = Boolean(box?.allowed.includes(want));
    const go = () => allowAtGoogle(wants.filter(([, c]) => c.control.checked).map(([want]) => want), box?.id);
    return [sendForm([h("p", {}, "Google asks for your consent on a page of its own, and leads you back here. Reading is needed; the rest can come later."),
      h("fieldset", { class: "choices" }, h("legend", {}, "Allow besides reading"), h("div", { class: "chips" }, wants.map(([, c]) => c.element)))], "To Google", go, close)];
  });
}

function notSetUp() {
  return h("div", { class: "stack" }, h("p", {}, "Google is not set up on this server yet. Make an OAuth client of the type “web application” in Google’s cloud console, with this address as its redirect URI:"),
    h("p", {}, h("code", {}, `${location.origin}/api/v1/email/gmail/callback`)),
    h("p", {}, "Then set ", h("code", {}, "GOOGLE_CLIENT_ID"), " and ", h("code", {}, "GOOGLE_CLIENT_SECRET"), ", and start the server again. With an app password, Gmail can also be connected as an IMAP mailbox."));
}

/** @param {any} [box] one whose password is to be given anew @returns {Promise<any>} */
export async function connectImap(box) {
  const made = await openDialog(box ? `Connect ${box.name} again` : "Connect an IMAP mailbox", (close) => {
    const text = (label, props = {}) => field(label, h("input", { maxlength: 300, autocomplete: "off", ...props }));
    const address = text("Address", { type: "email", required: true, autofocus: true, value: box?.address ?? "" });
    const password = text("Password", { type: "password", required: true, autocomplete: "new-password" });
    const name = text("Name (optional)");
    const known = box?.settings ?? {};
    const servers = {
      username: text("User name, where it is not the address"), imap_host: text("IMAP server", { value: known.host }), imap_port: text("IMAP port", { type: "number", min: 1, max: 65535, value: known.port }), imap_security: choice("IMAP security", SECURITY, known.security),
      smtp_host: text("SMTP server", { value: known.smtp_host }), smtp_port: text("SMTP port", { type: "number", min: 1, max: 65535, value: known.smtp_port }), smtp_security: choice("SMTP security", SECURITY, known.smtp_security),
    };
    const send = async () => {
      const given = Object.entries({ address, password, name, ...servers }).map(([key, f]) => [key, key.endsWith("_port") ? f.control.valueAsNumber || "" : key === "password" ? f.control.value : f.control.value.trim()]);
      password.control.value = "";
      try {
        return await mailboxes.connectImap(Object.fromEntries(given.filter(([, value]) => value !== "")));
      } catch (error) {
        if (error.code === "EMAIL_SERVER_UNKNOWN") more.open = true;
        throw error;
      }
    };
    const more = h("details", { class: "find-more" }, h("summary", {}, icon("chevron"), "Servers"), h("p", { class: "muted small" }, "Known for the usual providers; fill them in for any other."),
      h("div", { class: "find-fields" }, Object.values(servers).map((f) => f.element)));
    return [sendForm([address.element, password.element, h("p", { class: "muted small" }, "An app password, where your provider gives them out. It is kept encrypted on the server and nowhere in this browser."), name.element, more], "Log in and connect", send, close)];
  });
  if (made) toast(`${made.name} is connected, and is looked into in a moment`);
  return made;
}

/** @param {{folders: string[]}} config @returns {Promise<any>} */
export async function connectFolder(config) {
  const made = await openDialog("Connect a folder of mails", (close) => {
    if (!config.folders.length) return [h("p", {}, "No folder may be read yet. The setting ", h("code", {}, "EMAIL_FOLDERS"), " names those that may; files can be handed in below without it.")];
    const path = field("Folder or mbox file", h("input", { required: true, maxlength: 300, autofocus: true, autocomplete: "off", placeholder: `${config.folders[0]}/…` }));
    const name = field("Name (optional)", h("input", { maxlength: 300 }));
    const send = () => mailboxes.connectFolder({ path: path.control.value.trim(), name: name.control.value.trim() || null });
    const hint = `.eml files, a Maildir or an mbox, on the machine that Jobwright runs on, below ${config.folders.join(" or ")}.`;
    return [sendForm([path.element, h("p", { class: "muted small" }, hint), name.element], "Connect", send, close)];
  });
  if (made) toast(`${made.name} is connected, and is looked into in a moment`);
  return made;
}
