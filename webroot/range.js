// The time range: two words such as `now-1h` and `now`, or ISO instants. Pure.

const UNITS = {s: 1, m: 60, min: 60, h: 3600, d: 86400, w: 604800};
const MOST_STEPS = 1200;
const RELATIVE = /^now(?:-(\d{1,6})(s|m|min|h|d|w))?$/;

/** @returns {number|null} epoch milliseconds, null when the word is not a time */
export function resolve(word, now) {
  const relative = RELATIVE.exec(word);
  if (relative) {
    return relative[1] ? now.getTime() - Number(relative[1]) * UNITS[relative[2]] * 1000 : now.getTime();
  }
  if (!/^\d{4}-\d\d-\d\d/.test(word)) {
    return null;
  }
  // Without a zone a typed time is UTC, like every time that is written here.
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(word) ? word : `${word.length === 10 ? `${word}T00:00` : word.replace(' ', 'T')}Z`;
  const at = Date.parse(zoned);
  return Number.isNaN(at) ? null : at;
}

/** @returns {string|null} how long before now a word is, as `10 d`; null for other words */
export function agoOf(word) {
  const [, n, unit] = RELATIVE.exec(word) ?? [];
  return n ? `${Number(n)} ${unit === 'm' ? 'min' : unit}` : null;
}

/** @returns {{from: Date, to: Date, seconds: number, live: boolean}|null} null when it is not a range */
export function resolveRange({from, to}, now) {
  const start = resolve(from, now);
  const end = resolve(to, now);
  if (start === null || end === null || start >= end) {
    return null;
  }
  return {from: new Date(start), to: new Date(end), seconds: (end - start) / 1000, live: to === 'now'};
}

/**
 * Every step of the range, in order, and null where the server has no row: nothing was counted, which is not 0.
 *
 * @param {Array} rows of the server, which leaves out steps without anything
 * @param {{from: Date, to: Date}} range
 * @param {number} step seconds
 * @param {(row: any) => number} timeOf epoch seconds at which the row's step begins
 * @returns {Array<[number, any]>} time and row
 */
export function everyStep(rows, {from, to}, step, timeOf = ([time]) => time) {
  const known = new Map(rows.map((row) => [timeOf(row), row]));
  const steps = [];
  for (let time = Math.floor(from.getTime() / 1000 / step) * step; time < to.getTime() / 1000 && steps.length < MOST_STEPS; time += step) {
    steps.push([time, known.get(time) ?? null]);
  }
  return steps;
}

/** Width of a bar: a round number of seconds, so that the range has 40 to 80 of them. */
export function stepFor(seconds) {
  const steps = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  return steps.find((step) => seconds / step <= 80) ?? Math.ceil(seconds / 80 / 86400) * 86400;
}
