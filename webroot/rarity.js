// Rarity: how many normal windows one has to see to meet one this unusual. Pure.

/**
 * N of "1 in N". `score` is calibrated (1 - p), so N = 1 / (1 - score); it never claims more than was seen.
 *
 * @param {number|null|undefined} score in [0, 1]
 * @param {number|null|undefined} calibrationRows normal windows the score was calibrated on
 * @returns {{n: number, capped: boolean}|null} null when there is no score
 */
export function rarity(score, calibrationRows) {
  if (!Number.isFinite(score) || score < 0 || score > 1) {
    return null;
  }
  const n = score === 1 ? Infinity : 1 / (1 - score);
  const most = Number.isFinite(calibrationRows) && calibrationRows >= 1 ? calibrationRows : null;
  if (most === null) {
    return Number.isFinite(n) ? {n, capped: false} : null;
  }
  return n > most ? {n: most, capped: true} : {n, capped: false};
}

/** Below this a rarity of "1 in 1,000" was not seen but extrapolated. */
const CALIBRATED_ROWS = 1000;

/** Whether a score was calibrated on enough of its own site; what is not told is not held against it. */
export function isCalibrated(calibrationRows) {
  return !Number.isFinite(calibrationRows) || calibrationRows >= CALIBRATED_ROWS;
}

/**
 * For rows of findings: a function that gives each detector's rarest one about the same host in the minute up to a row.
 *
 * @param {{site: string, host: string, detector: string, second: number, score: number}[]} rows in any order
 * @returns {(row: object) => Map<string, object>} by detector
 */
export function nearby(rows, seconds = 60) {
  const byHost = new Map();
  for (const row of rows) {
    const key = `${row.site}|${row.host}`;
    byHost.has(key) ? byHost.get(key).push(row) : byHost.set(key, [row]);
  }
  byHost.forEach((some) => some.sort((a, b) => b.second - a.second));
  return (row) => {
    const strongest = new Map();
    for (const other of byHost.get(`${row.site}|${row.host}`) ?? []) {
      if (other.second <= row.second - seconds) {
        break;
      }
      if (other.second <= row.second && !(strongest.get(other.detector)?.score >= other.score)) {
        strongest.set(other.detector, other);
      }
    }
    return strongest;
  };
}

/** Rarity as a chart draws it: where nothing normal was seen yet, nothing is rarer than 1 in 1. */
export function drawnRarity(score, calibrationRows) {
  return rarity(score, Number.isFinite(calibrationRows) ? Math.max(1, calibrationRows) : calibrationRows);
}

/**
 * Where hits lie on the scale of a chart: the rarest in each step, capped like everything else by what was seen.
 *
 * @param {{observed_at: string, score: number, model?: {calibration_rows?: number}}[]} rows
 * @param {number} step seconds
 * @returns {[number, number][]} epoch seconds and N, in order of time
 */
export function hitsOf(rows, step) {
  const rarest = new Map();
  for (const row of rows) {
    const time = Math.floor(Date.parse(row.observed_at) / 1000 / step) * step;
    rarest.set(time, Math.max(rarest.get(time) ?? 1, drawnRarity(row.score, row.model?.calibration_rows)?.n ?? 1));
  }
  return [...rarest].sort((a, b) => a[0] - b[0]);
}

/** The score at which rarity is N: what a "rarer than" filter asks the server for. */
export function scoreOf(n) {
  return n <= 1 ? 0 : 1 - 1 / n;
}

/** Where N lies on the logarithmic scale from 1 to `most`, in [0, 1]. */
export function position(n, most) {
  if (!(n > 1) || !(most > 1)) {
    return 0;
  }
  return Math.min(1, Math.log(n) / Math.log(most));
}

/** Two leading digits: 8,312 becomes 8,300. "1 in 8,312" would claim a precision nobody has. */
export function twoDigits(n) {
  if (!(n >= 99.99)) {
    return Math.round(n);
  }
  const unit = 10 ** (Math.floor(Math.log10(n)) - 1);
  // A hair above the floor: 1 / (1 - 0.999) is 999.9999… in binary.
  return Math.floor(n / unit + 1e-6) * unit;
}
