/** The mailboxes: how each stands, syncing now, pausing, letting go, connecting more, handing in files. */

import { announce } from "../announce.js";
import { confirmDialog } from "../dialog.js";
import { append, fill, h } from "../dom.js";
import { followTask, isOver } from "../follow.js";
import { count, moment } from "../format.js";
import { icon } from "../icons.js";
import { busyWhile, emptyState, loadInto } from "../page.js";
import { replaceAddress } from "../router.js";
import { progressBar } from "../score.js";
import { toast, toastError } from "../toast.js";
import { mailboxes } from "./mail-api.js";
import { connectFolder, connectGmail, connectImap, WANTS } from "./mail-connect.js";
import { foundInWords, syncEvents, toldOf } from "./mail-live.js";
import { uploads } from "./mail-upload.js";

const KINDS = { gmail: "Gmail", imap: "IMAP", folder: "Folder", upload: "Files handed in" };
const STATES = { active: ["check", "Connected", "accent"], paused: ["pause", "Paused", ""], broken: ["alert", "Has to be connected again", "warn"] };

/** @param {HTMLElement} root @param {import("../router.js").Route} route its query may tell how a consent ended @returns {() => void} */
export function mailboxesSection(root, route) {
  const view = new Mailboxes(root, route.query);
  return () => view.leave();
}

class Mailboxes {
  constructor(root, query) {
    this.live = true;
    this.stops = [];
    this.list = h("div");
    this.running = h("div");
    this.cameBack = h("div");
    this.upload = uploads(root, (task) => this.follow(task, "the files"));
    this.connect = h("div", { class: "connect-buttons" });
    append(root, [this.cameBack, this.running, h("section", { class: "figures", "aria-labelledby": "boxes-title" }, h("h2", { id: "boxes-title" }, "Connected"), this.list),
      h("section", { class: "figures", "aria-labelledby": "connect-title" }, h("h2", { id: "connect-title" }, "Connect more"), this.connect), this.upload.element]);
    this.onSynced = () => this.load();
    syncEvents.addEventListener("synced", this.onSynced);
    this.load();
    this.offer();
    this.back(query);
  }

  leave() {
    this.live = false;
    for (const stop of this.stops) stop();
    this.upload.stop();
    syncEvents.removeEventListener("synced", this.onSynced);
  }

  load() {
    return loadInto(this.list, mailboxes.list, (all) => this.draw(all), { isLive: () => this.live });
  }

  async offer() {
    const config = await mailboxes.config().catch(toastError);
    if (!this.live || !config) return;
    const button = (label, glyph, run) => h("button", { class: "button", type: "button", on: { click: async () => { if (await run()) { await this.load(); } } } }, icon(glyph), label);
    fill(this.connect, button("Gmail", "mail", () => connectGmail(config)), button("IMAP mailbox", "mail", connectImap), button("Folder of mails", "sources", () => connectFolder(config)),
      h("p", { class: "muted small" }, `Alerts of ${config.senders.map((s) => s.board).join(", ")} are read by parsers of their own. ${config.others}`));
  }

  /** What Google's page of consent has led to. @param {URLSearchParams} query */
  back(query) {
    const [connected, problem] = [query.get("connected"), query.get("problem")];
    if (!connected && !problem) return;
    replaceAddress("#/mail/mailboxes");
    const said = problem ? query.get("message") || "The mailbox could not be connected." : "The mailbox is connected, and is being looked into.";
    fill(this.cameBack, h("p", { class: problem ? "form-error" : "notice", role: problem ? "alert" : "status" }, said));
    if (connected) announce(said);
  }

  draw({ sources }) {
    if (!sources.length) return emptyState("No mailbox yet", "Connect one below, or drop mail files. Reading is all that is asked for; sending, changing and the calendar are allowed one by one, when you want them.");
    return h("ul", { class: "rows" }, sources.map((box) => this.row(box)));
  }

  row(box) {
    const [glyph, word, tone] = STATES[box.state];
    const { stats } = box;
    const brought = stats ? `${count(stats.messages, "mail")}, ${count(stats.alerts, "alert")}, ${count(stats.jobs, "job")}, ${count(stats.replies, "reply", "replies")}` : "";
    const next = box.state === "active" && box.due_at ? `next look ${moment(box.due_at)}` : "";
    return h("li", { class: ["row mailbox-row", box.state] }, icon("mail"),
      h("div", { class: "row-text" },
        h("p", { class: "source-name" }, h("strong", {}, box.name), h("span", { class: ["tag", tone] }, icon(glyph), word), h("span", { class: "muted small" }, KINDS[box.kind])),
        h("p", { class: "muted" }, [box.kind === "upload" || box.name === box.address ? "" : box.address, brought, box.last_sync_at ? `last look ${moment(box.last_sync_at)}` : "not looked into yet", next].filter(Boolean).join(" · ")),
        h("p", { class: "muted small" }, `Allowed: ${box.allowed.map((want) => WANTS[want]).join(", ")}`),
        box.problem ? h("p", { class: "trouble" }, `${box.failures > 1 ? `${box.failures} failures in a row: ` : ""}${box.problem}`) : null),
      h("div", { class: "mailbox-actions" }, this.actions(box)));
  }

  actions(box) {
    const button = (label, work, cls) => {
      const made = h("button", { class: ["button small", cls], type: "button", "aria-label": `${label}: ${box.name}`, on: { click: () => busyWhile(made, work).catch(toastError) } }, label);
      return made;
    };
    const again = { gmail: () => connectGmail(null, box), imap: async () => { if (await connectImap(box)) await this.load(); } }[box.kind];
    return [
      box.state === "active" && box.kind !== "upload" ? button("Sync now", () => this.sync(box), "primary") : null,
      box.state === "broken" && again ? button("Connect again", again, "primary") : null,
      box.kind === "gmail" && box.state !== "broken" && box.allowed.length < 4 ? button("Allow more …", () => connectGmail(null, box)) : null,
      box.kind === "upload" || box.state === "broken" ? null : button(box.state === "paused" ? "Resume" : "Pause", () => this.pause(box)),
      button("Disconnect", () => this.disconnect(box)),
    ];
  }

  async sync(box) {
    const started = await mailboxes.sync(box.id);
    announce(`Looking into ${box.name}.`);
    this.follow(started.task_id, box.name);
  }

  async pause(box) {
    await mailboxes.change(box.id, { paused: box.state !== "paused" });
    toast(box.state === "paused" ? `${box.name} is looked into again` : `${box.name} is paused`);
    await this.load();
  }

  async disconnect(box) {
    const sure = await confirmDialog(`Disconnect ${box.name}?`, "Its access is given back, and its mails and drafts are erased here. Jobs that came from it stay. This cannot be undone.", "Disconnect");
    if (!sure) return;
    await mailboxes.remove(box.id);
    toast(`${box.name} is disconnected`);
    await this.load();
  }

  /** @param {string} id of the task @param {string} name of what is looked into */
  follow(id, name) {
    toldOf(id);
    const line = h("div", { class: "find-running" });
    this.running.append(line);
    this.stops.push(followTask(id, {
      onTask: (task) => this.told(task, name, line),
      onTrouble: (error) => { if (error.status !== 401) fill(line, h("p", { class: "form-error", role: "alert" }, error.message)); },
    }));
  }

  told(task, name, line) {
    if (!isOver(task)) {
      fill(line, h("div", { class: "find-running-line" }, h("span", { class: "spinner", "aria-hidden": "true" }), h("p", {}, `${name}: ${task.step || "waiting for its turn"} …`)), progressBar(task.progress, `Progress of the sync of ${name}`));
      return;
    }
    const result = task.result ?? { counts: {}, found: [], replies: [] };
    const news = foundInWords({ jobs: 0, changed: 0, review: 0, ...result.counts });
    const said = task.status === "completed" ? news || (result.counts.fetched ? `${count(result.counts.fetched, "new mail")}, nothing to do.` : "No new mail.") : task.error?.message ?? result.error ?? "The sync was stopped.";
    fill(line, h("p", { role: "status" }, `${name}: ${said}`), result.found.length + result.replies.length ? h("ul", { class: "tight" }, [...result.found, ...result.replies].map((words) => h("li", {}, words))) : null);
    toast(said, task.status === "completed" ? {} : { kind: "error" });
    this.load();
  }
}
