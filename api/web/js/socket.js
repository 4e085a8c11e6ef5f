/** A socket that comes back by itself, and never carries the token in its address. */

import { BASE } from "./api.js";
import { accessToken, refreshAccess } from "./session.js";

const FIRST_DELAY_MS = 400;
const LONGEST_DELAY_MS = 15_000;

/**
 * @typedef {"connecting"|"open"|"waiting"|"closed"} SocketState
 * @typedef {{path: () => string, onEvent: (event: {type: string, data: any}) => void,
 *   onState: (state: SocketState) => void}} SocketOptions `path` is below /api/v1, asked anew at every connection
 */

export class LiveSocket {
  /** @param {SocketOptions} options */
  constructor(options) {
    this.path = options.path;
    this.onEvent = options.onEvent;
    this.onState = options.onState;
    this.failures = 0;
    this.closed = false;
    this.wake = () => { if (this.timer) this.connect(); };
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.connect();
  }

  /** Open now, whatever the back-off says. */
  async connect() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.onState("connecting");
    const token = await this.token();
    if (this.closed) return;
    if (!token) return this.retryLater();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}${BASE}${this.path()}`, ["bearer", token]);
    this.socket = socket;
    socket.onopen = () => { this.failures = 0; this.onState("open"); };
    socket.onmessage = (message) => this.onEvent(JSON.parse(message.data));
    socket.onclose = () => { if (this.socket === socket && !this.closed) this.retryLater(); };
  }

  /** A refused handshake looks like any other failure, so the second one in a row also renews the token. */
  async token() {
    try {
      const token = await accessToken();
      return token && this.failures === 2 ? await refreshAccess(token) : token;
    } catch (error) {
      if (error instanceof TypeError) return null; // the server is away: the back-off goes on
      throw error;
    }
  }

  retryLater() {
    this.failures += 1;
    this.onState("waiting");
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.failures - 1));
    this.timer = setTimeout(() => this.connect(), delay * (0.75 + Math.random() / 2));
  }

  /** @param {Object} message @returns {boolean} false when the socket is not open and nothing was sent */
  send(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close(1000);
    this.onState("closed");
  }
}
