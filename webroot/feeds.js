// Live views: registers on the bus, sees gaps, has them repaired by REST, and counts what arrives.

import {GapWatch} from './gap.js';

const HIDDEN_MILLIS = 60000;
const NUMBERS = 'overview';

/** Made once; every view opens its feeds here and closes them when it leaves. */
export class Feeds {
  #bus;
  #store;
  #open = new Set();
  #arrivals = [];
  // Two views may listen to one address: a frame counts once.
  #counted = new WeakSet();
  lastFrameAt = null;
  waiting = 0;

  constructor(bus, store) {
    this.#bus = bus;
    this.#store = store;
    let hiddenTimer = null;
    document.addEventListener('visibilitychange', () => {
      clearTimeout(hiddenTimer);
      if (document.hidden) {
        hiddenTimer = setTimeout(() => {
          this.#open.forEach((feed) => feed.sleep());
          this.#tell();
        }, HIDDEN_MILLIS);
      } else {
        this.#open.forEach((feed) => feed.wake());
        this.#tell();
      }
    });
    store.on('me', () => {
      this.#open.forEach((feed) => feed.follow());
      this.#tell();
    });
    bus.onState(({name}) => {
      if (name === 'open') {
        this.#open.forEach((feed) => feed.reconnected());
      } else if (name === 'reconnecting' || name === 'closed') {
        this.#open.forEach((feed) => feed.cut());
        this.#tell();
      }
    });
  }

  /** Whether every address on screen is registered, so that nothing new can be missed. */
  #tell() {
    this.#store.set('registered', [...this.#open].every((feed) => feed.registered));
  }

  /**
   * @param {string} view
   * @param {{frame: (site: string, frame: object) => void,
   *          cut?: (site: string, since: Date|null) => void,
   *          repair?: (site: string, first: boolean) => Promise<void>,
   *          repaired?: (site: string, error: Error|null) => void}} on
   *   `repair` reads what came before the registration was in force; `first`: since the view was opened
   * @param {() => string[]} sites those on screen, unless the view is of none of them; asked again when a new one is there
   * @returns {() => void} closes
   */
  open(view, on, sites = () => this.#store.sites()) {
    const feed = new Feed(this.#bus, view, sites, on, (frame) => this.#arrived(view, frame), () => this.#tell());
    this.#open.add(feed);
    feed.wake();
    this.#tell();
    return () => {
      this.#open.delete(feed);
      feed.sleep();
      this.#tell();
    };
  }

  #arrived(view, frame) {
    if (this.#counted.has(frame)) {
      return;
    }
    this.#counted.add(frame);
    this.lastFrameAt = Date.now();
    this.#store.serverTime(frame.at);
    if (this.#store.get('paused') && view !== NUMBERS) {
      this.waiting += frame.rows.length + (frame.conflated ?? 0);
    }
    this.#arrivals.push(this.lastFrameAt);
    if (this.#arrivals.length > 400) {
      this.#arrivals.shift();
    }
  }

  get live() {
    return this.#open.size > 0;
  }

  /** Frames a second over the last five. */
  rate() {
    const since = Date.now() - 5000;
    const open = Math.min(5000, Math.max(1000, Date.now() - (this.#arrivals[0] ?? Date.now())));
    return (this.#arrivals.filter((at) => at > since).length * 1000) / open;
  }
}

class Feed {
  #subscriptions = new Map();
  #watches = new Map();
  #seen = new Map();
  #repairing = new Map();
  #inForce = new Set();
  #known = new Set();
  #wasCut = false;
  #slept = false;

  constructor(bus, view, sites, on, arrived, changed) {
    Object.assign(this, {bus, view, wanted: sites, sites: sites(), on, arrived, changed});
  }

  get registered() {
    return this.sites.every((site) => this.#inForce.has(site));
  }

  wake() {
    if (this.#subscriptions.size > 0) {
      return;
    }
    this.sites = this.wanted();
    this.sites.forEach((site) => this.#subscribe(site));
  }

  #subscribe(site) {
    this.#watches.set(site, new GapWatch());
    this.#subscriptions.set(site, this.bus.subscribe(`dashboard.${this.view}.${site}`, (frame) => this.#frame(site, frame), () => this.#registered(site)));
  }

  /** Listens to the sites that were not there when the view was opened, too. */
  follow() {
    if (this.#subscriptions.size === 0 && this.#slept) {
      return;
    }
    this.sites = [...new Set([...this.sites, ...this.wanted()])];
    this.sites.filter((site) => !this.#subscriptions.has(site)).forEach((site) => this.#subscribe(site));
  }

  sleep() {
    this.#subscriptions.forEach((end) => end());
    this.#subscriptions.clear();
    this.#inForce.clear();
    this.#slept = true;
  }

  cut() {
    this.#inForce.clear();
    if (!this.#wasCut) {
      this.#wasCut = true;
      this.sites.forEach((site) => this.on.cut?.(site, this.#seen.get(site) ?? null));
    }
  }

  reconnected() {
    if (this.#wasCut) {
      this.#wasCut = false;
      this.sites.forEach((site) => this.#watches.set(site, new GapWatch()));
    }
  }

  /** What came before was read too early or sent too early: read again. Numbers come whole every second. */
  #registered(site) {
    const first = !this.#known.has(site);
    this.#slept = false;
    this.#known.add(site);
    this.#inForce.add(site);
    if (!(first && this.view === NUMBERS)) {
      this.#gap(site, first);
    }
    this.changed();
  }

  #frame(site, frame) {
    this.arrived(frame);
    const seen = this.#watches.get(site).see(frame);
    if (seen === 'repeat') {
      return;
    }
    if (seen === 'gap') {
      this.on.cut?.(site, this.#seen.get(site) ?? null);
      this.#gap(site);
    }
    this.#seen.set(site, new Date(frame.at));
    this.on.frame(site, frame);
  }

  /** Registered first, then read what was missed: nothing falls between. One repair a site at a time. */
  async #gap(site, first = false) {
    if (!this.on.repair) {
      this.on.repaired?.(site, null);
      return;
    }
    if (this.#repairing.has(site)) {
      this.#repairing.set(site, 'again');
      return;
    }
    let error = null;
    do {
      this.#repairing.set(site, 'once');
      error = null;
      try {
        await this.on.repair(site, first);
      } catch (failure) {
        error = failure;
      }
    } while (this.#repairing.get(site) === 'again' && !this.#slept);
    this.#repairing.delete(site);
    if (!this.#wasCut) {
      this.on.repaired?.(site, error);
    }
  }
}
