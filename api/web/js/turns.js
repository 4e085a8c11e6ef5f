/**
 * What a conversation looks like, as data: events go in, the state to draw comes out. No DOM here.
 *
 * Events may come twice (a socket that came back replays the running turn, another tab echoes), so messages are known
 * by id and turns by run.
 */

/**
 * @typedef {{kind: "step"|"note", callId?: string, name?: string, arguments?: Object, status?: string,
 *   text: string, result?: any}} Item
 * @typedef {{id: string, role: string, content: string, attachments: {id: string, name?: string}[], items: Item[],
 *   runId?: string|null}} Message
 * @typedef {{runId: string, text: string, items: Item[], progress: {share: number, step: string}|null,
 *   thinking: boolean}} Live
 * @typedef {{kind: "approval"|"question", runId?: string, callId?: string, name?: string, arguments?: Object,
 *   question: string, options?: string[]}} Pending
 * @typedef {{messages: Message[], live: Live|null, pending: Pending|null, error: {message: string, code: string}|null,
 *   finished: Set<string>, replay: boolean, outcome: string|null}} State
 */

/** @returns {State} */
export function emptyState() {
  return { messages: [], live: null, pending: null, error: null, finished: new Set(), replay: false, outcome: null };
}

/** @param {State} state @returns {boolean} whether a turn is going on that can be cancelled */
export function isRunning(state) {
  return state.live !== null && state.pending === null;
}

/** Take over what the API says the conversation holds. @param {State} state @param {any} snapshot */
export function applySnapshot(state, snapshot) {
  for (const message of snapshot.messages ?? []) {
    addMessage(state, message);
    if (message.role === "assistant" && message.run_id) state.finished.add(message.run_id);
  }
  const answered = state.messages.at(-1)?.role === "assistant" && !snapshot.pending;
  if (state.live && (answered || state.finished.has(state.live.runId))) state.live = null;
  setPending(state, snapshot.pending ? pendingFrom(snapshot.pending) : null);
}

/** The same question told twice stays the same object, so that it is drawn and read out once. */
function setPending(state, next) {
  const { pending } = state;
  const same = pending && next && pending.kind === next.kind && pending.callId === next.callId && pending.question === next.question;
  if (!same) state.pending = next;
}

/** The socket is new: the running turn will be told from its start. @param {State} state */
export function expectReplay(state) {
  state.replay = state.live !== null;
}

/** @param {State} state @param {any} raw */
function addMessage(state, raw) {
  const id = raw.id ?? raw.message_id;
  if (state.messages.some((m) => m.id === id)) return;
  state.messages.push({
    id,
    role: raw.role,
    content: raw.content ?? "",
    attachments: (raw.attachments ?? []).map((a) => (typeof a === "string" ? { id: a } : a)),
    items: (raw.steps ?? []).map(stepFrom),
    runId: raw.run_id,
  });
}

/** @param {any} raw @returns {Item} */
function stepFrom(raw) {
  return {
    kind: "step", callId: raw.call_id, name: raw.name, arguments: raw.arguments ?? {},
    status: raw.status ?? "running", text: raw.text ?? "", result: raw.result ?? null,
  };
}

/** @param {any} data @returns {Pending} */
function pendingFrom(data) {
  return {
    kind: data.kind ?? (data.name || data.call_id ? "approval" : "question"), runId: data.run_id, callId: data.call_id, name: data.name,
    arguments: data.arguments ?? {}, question: data.question ?? "", options: data.options ?? [],
  };
}

/** @param {State} state @param {string} runId @returns {Live} */
function liveTurn(state, runId) {
  if (!state.live || state.live.runId !== runId || state.replay) {
    state.live = { runId, text: "", items: [], progress: null, thinking: true };
    state.replay = false;
  }
  return state.live;
}

const HANDLERS = {
  user_prompt(state, data) {
    addMessage(state, { ...data, role: "user" });
    state.error = null;
    state.outcome = null;
    if (!state.finished.has(data.run_id)) liveTurn(state, data.run_id);
  },
  model_request_start(state, data) {
    const live = liveTurn(state, data.run_id);
    if (live.text.trim()) live.items.push({ kind: "note", text: live.text });
    live.text = "";
    live.thinking = true;
    state.pending = null;
  },
  text_delta(state, data) {
    const live = liveTurn(state, data.run_id);
    live.text += data.text;
    live.thinking = false;
  },
  tool_call(state, data) {
    const live = liveTurn(state, data.run_id);
    live.thinking = false;
    if (!live.items.some((i) => i.callId === data.call_id)) live.items.push(stepFrom(data));
  },
  tool_result(state, data) {
    const live = liveTurn(state, data.run_id);
    const known = live.items.find((i) => i.callId === data.call_id);
    const fresh = stepFrom({ ...data, arguments: data.arguments ?? known?.arguments });
    if (known) Object.assign(known, fresh);
    else live.items.push(fresh);
    live.progress = null;
    live.thinking = true;
    if (state.pending?.callId === data.call_id) state.pending = null;
  },
  progress_update(state, data) {
    liveTurn(state, data.run_id).progress = { share: data.progress, step: data.step ?? "" };
  },
  approval_required(state, data) {
    liveTurn(state, data.run_id).thinking = false;
    setPending(state, pendingFrom({ name: "tool", ...data }));
  },
  human_input_required(state, data) {
    liveTurn(state, data.run_id).thinking = false;
    setPending(state, pendingFrom({ ...data, name: undefined, call_id: undefined }));
  },
  final_result(state, data) {
    const items = data.steps ?? (state.live?.items ?? []).filter((i) => i.kind === "step").map(unfold);
    addMessage(state, { ...data, role: "assistant", steps: items });
    state.finished.add(data.run_id);
    state.error = null;
    if (state.live?.runId === data.run_id) state.live = null;
    state.pending = null;
  },
  complete(state, data) {
    state.outcome = data.status;
    if (data.status === "waiting") return;
    if (state.live && (!data.run_id || state.live.runId === data.run_id)) keepUnfinished(state, data.status);
    if (data.run_id) state.finished.add(data.run_id);
    state.pending = null;
  },
  error(state, data) {
    state.error = { message: data.message, code: data.code };
  },
};

/** @param {Item} item */
function unfold(item) {
  return { ...item, call_id: item.callId };
}

/** A turn that ended without an answer leaves what it had said and done on the screen. */
function keepUnfinished(state, status) {
  const { live } = state;
  state.live = null;
  if (!live.text.trim() && !live.items.length && status === "completed") return;
  const steps = live.items.filter((i) => i.kind === "step").map(unfold);
  for (const step of steps) if (step.status === "running") step.status = "stopped";
  addMessage(state, { id: `unfinished-${live.runId}`, role: "assistant", content: live.text, steps, run_id: live.runId });
  state.messages.at(-1).outcome = status;
}

/**
 * @param {State} state changed in place
 * @param {{type: string, data: any}} event
 */
export function applyEvent(state, event) {
  const data = event.data ?? {};
  const late = data.run_id && state.finished.has(data.run_id);
  if (late && event.type !== "user_prompt" && event.type !== "final_result") return;
  if (late && state.messages.some((m) => m.id === data.message_id)) return;
  HANDLERS[event.type]?.(state, data);
}
