// The event bus over SockJS, outbound only. No other file knows the bus.

const PING_MILLIS = 5000;
const FIRST_RETRY_MILLIS = 500;
const LONGEST_RETRY_MILLIS = 30000;
const OPEN_LIMIT_MILLIS = 10000;

/**
 * Registers addresses, delivers their frames, reconnects with growing pauses; handlers survive a reconnection. The
 * server tells when a registration is in force: only from then on no frame is missed.
 */
export class Bus {
  #url;
  #transports;
  #handlers = new Map();
  #inForce = new Set();
  #listeners = new Set();
  #socket = null;
  #timer = null;
  #ping = null;
  #attempt = 0;
  state = {name: 'connecting', attempt: 0, nextAt: null};

  constructor(url, transports = ['websocket', 'xhr-streaming', 'xhr-polling']) {
    this.#url = url;
    this.#transports = transports;
  }

  /**
   * @param {(frame: object) => void} handler
   * @param {() => void} registered called whenever the registration comes into force, again after a reconnection
   * @returns {() => void} ends the subscription
   */
  subscribe(address, handler, registered) {
    if (!this.#handlers.has(address)) {
      this.#handlers.set(address, new Map());
      this.#send({type: 'register', address, headers: {}});
    }
    this.#handlers.get(address).set(handler, registered);
    if (this.#inForce.has(address)) {
      registered();
    }
    return () => {
      const handlers = this.#handlers.get(address);
      handlers?.delete(handler);
      if (handlers?.size === 0) {
        this.#handlers.delete(address);
        this.#inForce.delete(address);
        this.#send({type: 'unregister', address, headers: {}});
      }
    };
  }

  onState(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  connect() {
    clearTimeout(this.#timer);
    this.#become('connecting');
    const socket = new globalThis.SockJS(this.#url, null, {transports: this.#transports, timeout: OPEN_LIMIT_MILLIS});
    this.#socket = socket;
    socket.onopen = () => {
      if (this.#socket !== socket) {
        socket.close();
        return;
      }
      this.#attempt = 0;
      for (const address of this.#handlers.keys()) {
        this.#send({type: 'register', address, headers: {}});
      }
      this.#send({type: 'ping'});
      this.#ping = setInterval(() => this.#send({type: 'ping'}), PING_MILLIS);
      this.#become('open');
    };
    socket.onmessage = ({data}) => this.#receive(data);
    socket.onclose = () => this.#closed(socket);
  }

  /** Also after `close`. */
  tryNow() {
    if (this.state.name === 'reconnecting' || this.state.name === 'closed') {
      this.connect();
    }
  }

  /** Ends, and tries no more by itself: signed out. */
  close() {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#inForce.clear();
    clearInterval(this.#ping);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#become('closed');
  }

  #receive(data) {
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.type === 'err') {
      // A refusal does not say which address it is about: tell all who listen.
      this.#listeners.forEach((listener) => listener({...this.state, refused: String(message.body ?? '')}));
      return;
    }
    if (message.type === 'rec' && message.body !== null && typeof message.body === 'object') {
      const handlers = [...(this.#handlers.get(message.address) ?? [])];
      if (message.body.registered === true) {
        handlers.length > 0 && this.#inForce.add(message.address);
        handlers.forEach(([, registered]) => registered());
      } else {
        handlers.forEach(([handler]) => handler(message.body));
      }
    }
  }

  #closed(socket) {
    if (this.#socket !== socket) {
      return;
    }
    this.#socket = null;
    this.#inForce.clear();
    clearInterval(this.#ping);
    this.#attempt++;
    const pause = Math.min(LONGEST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (this.#attempt - 1)) * (0.8 + Math.random() * 0.4);
    this.#timer = setTimeout(() => this.connect(), pause);
    this.#become('reconnecting', Date.now() + pause);
  }

  #become(name, nextAt = null) {
    const shown = name === 'connecting' && this.#attempt > 0 ? 'reconnecting' : name;
    this.state = {name: shown, attempt: this.#attempt, nextAt};
    this.#listeners.forEach((listener) => listener(this.state));
  }

  #send(message) {
    if (this.#socket?.readyState === 1) {
      this.#socket.send(JSON.stringify(message));
    }
  }
}
