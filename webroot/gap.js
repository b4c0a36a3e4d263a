// Finds out when frames were missed, and remembers the stretches without data. Pure.

/** Judges the frames of one address. `seq` grows by 1; `epoch` changes when the publisher restarts. */
export class GapWatch {
  #epoch = null;
  #seq = 0;

  /** @returns {'first'|'next'|'repeat'|'gap'} */
  see(frame) {
    const before = this.#epoch;
    if (before === frame.epoch && frame.seq <= this.#seq) {
      return 'repeat';
    }
    const next = before === frame.epoch && frame.seq === this.#seq + 1;
    this.#epoch = frame.epoch;
    this.#seq = frame.seq;
    if (before === null) {
      return 'first';
    }
    return next ? 'next' : 'gap';
  }
}

/** Stretches of time without data, in epoch seconds; `to` is null while the stretch lasts. Keeps the newest 50. */
export class Bands {
  #bands = [];

  open(key, from) {
    if (!this.#bands.some((band) => band.key === key && band.to === null)) {
      this.#bands.push({key, from, to: null, reason: 'no-data'});
      if (this.#bands.length > 50) {
        this.#bands.shift();
      }
    }
  }

  /** What was missed has been read again: nothing to show any more. */
  repaired(key) {
    this.#bands = this.#bands.filter((band) => !(band.key === key && band.to === null));
  }

  /** What was missed cannot be had: the band stays and says why. */
  lost(key, to, reason) {
    for (const band of this.#bands) {
      if (band.key === key && band.to === null) {
        band.to = to;
        band.reason = reason;
      }
    }
  }

  /** The bands with an end, joined where they overlap; an open one ends at `now`. */
  list(now) {
    const sorted = this.#bands
      .map(({from, to, reason}) => ({from, to: to ?? Math.max(now, from), reason}))
      .sort((a, b) => a.from - b.from);
    const joined = [];
    for (const band of sorted) {
      const last = joined.at(-1);
      if (last && band.from <= last.to && band.reason === last.reason) {
        last.to = Math.max(last.to, band.to);
      } else {
        joined.push(band);
      }
    }
    return joined;
  }

  get empty() {
    return this.#bands.length === 0;
  }
}

/**
 * Reads what was missed: pages in order of persistence from `cursor` until there is no more.
 *
 * @param {(cursor: string|null) => Promise<{items: object[], next_cursor: string|null, last_position: string|null}>} page
 * @param {(items: object[]) => void} merge
 * @returns {Promise<string|null>} the cursor to go on from
 */
export async function repair(page, cursor, merge, mostPages = 40) {
  let at = cursor;
  for (let i = 0; i < mostPages; i++) {
    const answer = await page(at);
    merge(answer.items);
    const next = answer.last_position ?? answer.items.at(-1)?.position ?? at;
    if (answer.items.length === 0 || !answer.next_cursor || next === at) {
      return next;
    }
    at = next;
  }
  return at;
}
