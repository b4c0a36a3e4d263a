// The only formatter of numbers, times and names. Missing values become a dash, never a zero.

import {rarity, twoDigits} from './rarity.js';

export const MISSING = '–';

const settings = {locale: 'en', zone: 'utc', now: () => new Date()};
let numbers = new Map();

/** @param {{locale?: string, zone?: 'utc'|'local', now?: () => Date}} changes */
export function useFormat(changes) {
  Object.assign(settings, changes);
  numbers = new Map();
}

function number(options) {
  const key = JSON.stringify(options);
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(settings.locale, options);
    numbers.set(key, format);
  }
  return format;
}

const is = Number.isFinite;

export function count(value) {
  return is(value) ? number({maximumFractionDigits: 0}).format(value) : MISSING;
}

export function decimal(value, digits = 2) {
  return is(value) ? number({minimumFractionDigits: digits, maximumFractionDigits: digits}).format(value) : MISSING;
}

/** A plain quantity: whole from 100, one digit from 10, else up to two. */
export function quantity(value) {
  if (!is(value)) {
    return MISSING;
  }
  const size = Math.abs(value);
  return number({maximumFractionDigits: size >= 100 ? 0 : size >= 10 ? 1 : 2}).format(value);
}

/** Four digits that say something: losses and metrics, 0.0312 and 0.9961. */
export function figures(value) {
  if (!is(value)) {
    return MISSING;
  }
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? value.toExponential(2).replace('e+', 'e') : number({maximumSignificantDigits: 4}).format(value);
}

/** Per second, without the unit: whole from 10, else one digit. */
export function rate(value) {
  return is(value) ? number({maximumFractionDigits: Math.abs(value) >= 10 ? 0 : 1}).format(value) : MISSING;
}

export function probability(value) {
  return decimal(value, 2);
}

/** 0.0031 becomes 0.31: the unit stands beside it. */
export function percent(share) {
  if (!is(share)) {
    return MISSING;
  }
  const value = share * 100;
  return number({maximumFractionDigits: Math.abs(value) >= 10 || value === 0 ? 0 : 2}).format(value);
}

/** Only on axes: 18.4 k. */
export function axisCount(value) {
  if (Math.abs(value) >= 1e6) {
    return `${number({maximumFractionDigits: 1}).format(value / 1e6)} M`;
  }
  if (Math.abs(value) >= 1e4) {
    return `${number({maximumFractionDigits: 1}).format(value / 1e3)} k`;
  }
  return number({maximumFractionDigits: 2}).format(value);
}

/** @returns {{value: string, unit: string}} milliseconds by size, ns to d */
export function duration(millis) {
  if (!is(millis)) {
    return {value: MISSING, unit: ''};
  }
  const steps = [[864e5, 'd'], [36e5, 'h'], [6e4, 'min'], [1e3, 's'], [1, 'ms'], [1e-3, 'µs'], [1e-6, 'ns']];
  const size = Math.abs(millis);
  const [scale, unit] = steps.find(([least]) => size >= least) ?? (size === 0 ? [1, 'ms'] : [1e-6, 'ns']);
  const value = millis / scale;
  return {value: number({maximumFractionDigits: Math.abs(value) >= 10 || unit === 'min' ? 0 : 1}).format(value), unit};
}

export function durationText(millis) {
  const {value, unit} = duration(millis);
  return unit ? `${value} ${unit}` : value;
}

export function bytes(value) {
  if (!is(value)) {
    return MISSING;
  }
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let size = Math.abs(value);
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return `${number({maximumFractionDigits: digits}).format(Math.sign(value) * size)} ${units[unit]}`;
}

/** Privacy figures are rounded up: never a better one than was computed. */
export function epsilon(value) {
  return is(value) ? decimal(Math.ceil(value * 100 - 1e-9) / 100, 2) : MISSING;
}

/** What is left of a budget is rounded down, for the same reason. */
export function epsilonLeft(value) {
  return is(value) ? decimal(Math.floor(value * 100 + 1e-9) / 100, 2) : MISSING;
}

/** A probability near zero, as people of the field write it: 1e-5. */
export function tiny(value) {
  return is(value) ? value.toExponential(value === Number(value.toExponential(0)) ? 0 : 1).replace('e+', 'e') : MISSING;
}

/** N of "1 in N", two digits; "> N" when more would be claimed than was calibrated on. */
export function rarityNumber(score, calibrationRows) {
  const rare = rarity(score, calibrationRows);
  if (rare === null) {
    return MISSING;
  }
  const text = count(rare.capped ? rare.n : twoDigits(rare.n));
  return rare.capped ? `> ${text}` : text;
}

/** How many times as likely, from log-odds: two digits; below 1 as a decimal. */
export function odds(logOdds) {
  if (!is(logOdds)) {
    return MISSING;
  }
  const ratio = Math.exp(logOdds);
  if (ratio > 1e6) {
    return `> ${count(1e6)}`;
  }
  return ratio < 10 ? quantity(ratio) : count(twoDigits(ratio));
}

// Times. Instants arrive as RFC 3339 text, epoch seconds or Date.

function toDate(when) {
  if (when === null || when === undefined) {
    return null;
  }
  const date = when instanceof Date ? when : new Date(typeof when === 'number' ? when * 1000 : when);
  return Number.isNaN(date.getTime()) ? null : date;
}

const two = (n) => String(n).padStart(2, '0');
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function parts(date) {
  return settings.zone === 'utc'
    ? {y: date.getUTCFullYear(), mo: date.getUTCMonth(), d: date.getUTCDate(), h: date.getUTCHours(), mi: date.getUTCMinutes(), s: date.getUTCSeconds()}
    : {y: date.getFullYear(), mo: date.getMonth(), d: date.getDate(), h: date.getHours(), mi: date.getMinutes(), s: date.getSeconds()};
}

function dayOf(p, now) {
  const today = parts(now);
  if (p.y === today.y && p.mo === today.mo && p.d === today.d) {
    return '';
  }
  return p.y === today.y ? `${p.d} ${MONTHS[p.mo]} ` : `${p.d} ${MONTHS[p.mo]} ${p.y} `;
}

/** `07:36:08` today, `20 Nov 07:36:08` before. */
export function time(when) {
  const date = toDate(when);
  if (!date) {
    return MISSING;
  }
  const p = parts(date);
  return `${dayOf(p, settings.now())}${two(p.h)}:${two(p.mi)}:${two(p.s)}`;
}

/** `07:36` today, `20 Nov 07:36` before. */
export function minute(when) {
  const date = toDate(when);
  if (!date) {
    return MISSING;
  }
  const p = parts(date);
  return `${dayOf(p, settings.now())}${two(p.h)}:${two(p.mi)}`;
}

/** The end of a span that began: its day only where it is another one. */
export function minuteBehind(start, when) {
  const begin = toDate(start);
  const end = toDate(when);
  if (!begin || !end) {
    return minute(when);
  }
  const p = parts(end);
  return dayOf(p, begin) === '' ? `${two(p.h)}:${two(p.mi)}` : minute(when);
}

/** A tick of a time axis: the clock, or the day where a day begins. */
export function tick(when, withSeconds = false) {
  const p = parts(toDate(when));
  if (p.h === 0 && p.mi === 0 && p.s === 0) {
    return `${p.d} ${MONTHS[p.mo]}`;
  }
  return `${two(p.h)}:${two(p.mi)}${withSeconds ? `:${two(p.s)}` : ''}`;
}

/** Whole, with zone: tooltips and copies. */
export function iso(when) {
  const date = toDate(when);
  if (!date) {
    return MISSING;
  }
  if (settings.zone === 'utc') {
    return date.toISOString();
  }
  const p = parts(date);
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? '-' : '+';
  const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
  return `${p.y}-${two(p.mo + 1)}-${two(p.d)}T${two(p.h)}:${two(p.mi)}:${two(p.s)}${zone}`;
}

export function zoneName() {
  if (settings.zone === 'utc') {
    return 'UTC';
  }
  const part = new Intl.DateTimeFormat(settings.locale, {timeZoneName: 'short'})
    .formatToParts(settings.now())
    .find(({type}) => type === 'timeZoneName');
  return part?.value ?? 'Local';
}

const DAYS_AS_AGE = 30;

/** How long ago, by the server's clock: `4 min`; the day itself where it is more than a month ago, as in a replayed file. */
export function age(when) {
  const date = toDate(when);
  if (!date) {
    return MISSING;
  }
  const seconds = Math.max(0, (settings.now() - date) / 1000);
  if (seconds < 60) {
    return `${Math.floor(seconds)} s`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min`;
  }
  if (seconds > DAYS_AS_AGE * 86400) {
    return dayOf(parts(date), settings.now()).trim();
  }
  return seconds < 86400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
}

// Names that came over the network.

// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Control characters and direction overrides become visible: a name cannot hide what it is. */
export function visible(text) {
  return String(text).replace(HIDDEN, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
}

/** Cut in the middle, so that both ends of an id or address stay. */
export function shorten(text, most = 42) {
  const shown = visible(text);
  if (shown.length <= most) {
    return shown;
  }
  const head = Math.ceil((most - 1) * 0.6);
  return `${shown.slice(0, head)}…${shown.slice(shown.length - (most - 1 - head))}`;
}

/** First eight digits of an id: enough to tell them apart on a screen. */
export function shortId(id) {
  return id ? String(id).slice(0, 8) : MISSING;
}
