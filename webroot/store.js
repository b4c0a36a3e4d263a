// State of the console in bounded buffers, and the one place that paints.

/** Fixed-size columnar buffer for a live chart: times in epoch seconds, values in the metric's unit. */
export class RollingSeries {
  #times = [];
  #values = [];

  constructor(capacity = 3600) {
    this.capacity = capacity;
  }

  /** A time at or before the last one replaces it: a repeat collapses. */
  push(time, value) {
    const last = this.#times.length - 1;
    if (last >= 0 && time <= this.#times[last]) {
      if (time === this.#times[last]) {
        this.#values[last] = value;
      }
      return;
    }
    this.#times.push(time);
    this.#values.push(value);
    if (this.#times.length > this.capacity) {
      this.#times.shift();
      this.#values.shift();
    }
  }

  clear() {
    this.#times.length = 0;
    this.#values.length = 0;
  }

  get length() {
    return this.#times.length;
  }

  get last() {
    return this.#values.at(-1);
  }

  points() {
    return this.#times.map((time, i) => [time, this.#values[i]]);
  }

  values() {
    return this.#values.slice();
  }
}

/** Rows by id, newest first by `observed_at`; the oldest leave when it is full and are counted. */
export class RowBuffer {
  #rows = new Map();
  #sorted = null;
  dropped = 0;

  constructor({capacity = 2000, id = (row) => row.event_id, order = newestFirst} = {}) {
    this.capacity = capacity;
    this.id = id;
    this.order = order;
  }

  /** @returns {number} how many were not there before */
  merge(rows) {
    let added = 0;
    for (const row of rows) {
      const id = this.id(row);
      added += this.#rows.has(id) ? 0 : 1;
      this.#rows.set(id, row);
    }
    this.#sorted = null;
    this.#trim();
    return added;
  }

  #trim() {
    if (this.#rows.size <= this.capacity) {
      return;
    }
    for (const row of this.list().slice(this.capacity)) {
      this.#rows.delete(this.id(row));
      this.dropped++;
    }
    this.#sorted = null;
  }

  resize(capacity) {
    this.capacity = capacity;
    this.#trim();
  }

  clear() {
    this.#rows.clear();
    this.#sorted = null;
    this.dropped = 0;
  }

  /** Only these stay. */
  keep(wanted) {
    this.#rows = new Map([...this.#rows].filter(([, row]) => wanted(row)));
    this.#sorted = null;
    this.dropped = 0;
  }

  get(id) {
    return this.#rows.get(id);
  }

  get size() {
    return this.#rows.size;
  }

  list() {
    this.#sorted ??= [...this.#rows.values()].sort(this.order);
    return this.#sorted;
  }
}

function newestFirst(a, b) {
  if (a.observed_at !== b.observed_at) {
    // Fractions of a second differ in length, so text order is not time order; and they go below a millisecond.
    const difference = Date.parse(b.observed_at) - Date.parse(a.observed_at) || fraction(b.observed_at) - fraction(a.observed_at);
    if (difference !== 0) {
      return difference;
    }
  }
  return a.event_id < b.event_id ? -1 : a.event_id > b.event_id ? 1 : 0;
}

/** Nanoseconds within the second. */
function fraction(instant) {
  return Number((/\.(\d{1,9})/.exec(instant)?.[1] ?? '').padEnd(9, '0'));
}

/**
 * Paints at most once per animation frame. Text jobs all run in the frame; chart jobs one per frame, in turn, and each
 * at most every `CHART_MILLIS`. Jobs marked live wait while the person has paused.
 */
export class Painter {
  static CHART_MILLIS = 500;
  #texts = new Map();
  #charts = new Map();
  #painted = new Map();
  #asked = false;
  #held = false;

  constructor(frame = (callback) => requestAnimationFrame(callback), clock = () => performance.now()) {
    this.frame = frame;
    this.clock = clock;
  }

  /** @param {{live?: boolean, every?: number}} options `every`: least milliseconds between two runs */
  text(key, job, {live = false, every = 0} = {}) {
    this.#texts.set(key, {job, live, every});
    this.#ask();
  }

  chart(key, job, {live = false} = {}) {
    this.#charts.set(key, {job, live});
    this.#ask();
  }

  forget(key) {
    this.#texts.delete(key);
    this.#charts.delete(key);
    this.#painted.delete(key);
  }

  hold(held) {
    this.#held = held;
    this.#ask();
  }

  #ask() {
    if (!this.#asked) {
      this.#asked = true;
      this.frame(() => this.#paint());
    }
  }

  #paint() {
    this.#asked = false;
    const now = this.clock();
    for (const [key, {job, live, every}] of [...this.#texts]) {
      if (!(live && this.#held) && !(every > 0 && now - (this.#painted.get(key) ?? -Infinity) < every)) {
        this.#texts.delete(key);
        if (every > 0) {
          this.#painted.set(key, now);
        }
        job();
      }
    }
    for (const [key, {job, live}] of [...this.#charts]) {
      if (!(live && this.#held) && now - (this.#painted.get(key) ?? -Infinity) >= Painter.CHART_MILLIS) {
        this.#charts.delete(key);
        this.#painted.set(key, now);
        job();
        break;
      }
    }
    const waiting = [...this.#texts.values(), ...this.#charts.values()].some(({live}) => !(live && this.#held));
    if (waiting) {
      this.#ask();
    }
  }
}

/** What the whole console shares: person, site, time range, connection. Views listen; nobody polls. */
export class Store {
  #values = new Map();
  #listeners = new Map();
  painter = new Painter();
  #offset = 0;

  get(key) {
    return this.#values.get(key);
  }

  set(key, value) {
    if (this.#values.get(key) !== value) {
      this.#values.set(key, value);
      this.emit(key, value);
    }
  }

  emit(key, value) {
    for (const listener of [...(this.#listeners.get(key) ?? [])]) {
      listener(value);
    }
  }

  /** @returns {() => void} stops listening */
  on(key, listener) {
    if (!this.#listeners.has(key)) {
      this.#listeners.set(key, new Set());
    }
    this.#listeners.get(key).add(listener);
    return () => this.#listeners.get(key).delete(listener);
  }

  /** The server's clock: a wrong clock in the browser shifts nothing. */
  now() {
    return new Date(Date.now() + this.#offset);
  }

  serverTime(text) {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) {
      this.#offset = at - Date.now();
    }
  }

  /** The sites on screen: the chosen one, or all the person may see. */
  sites() {
    const site = this.get('site');
    return site ? [site] : (this.get('me')?.sites ?? []);
  }

  may(role) {
    const roles = this.get('me')?.roles ?? [];
    return roles.includes('admin') || roles.includes(role);
  }

  /** Reads and keeps a person's choice in this browser. */
  static choice(key, otherwise) {
    try {
      return localStorage.getItem(`fedics.${key}`) ?? otherwise;
    } catch {
      return otherwise;
    }
  }

  choose(key, value) {
    try {
      localStorage.setItem(`fedics.${key}`, value);
    } catch {
      // A browser that keeps nothing still works until it is closed.
    }
    this.set(key, value);
  }
}
