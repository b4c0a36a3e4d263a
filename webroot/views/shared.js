// What several pages need: the page's head, reloading on news, incident words.

import {csvText, saveFile} from '../csv.js';
import {count, time, zoneName} from '../format.js';
import {t, word} from '../i18n.js';
import {resolveRange} from '../range.js';
import {getCsv} from '../rest.js';
import {h, text} from '../ui/dom.js';
import {rangeHere} from '../ui/timepicker.js';
import {toast} from '../ui/toast.js';

/**
 * The head of a page: title, subtitle, and when it was last brought up to date.
 *
 * @param {{add: (...ends: Array<() => void>) => void}} ends of the page
 * @param {{title: string, subtitle?: string|(() => string), aside?: Node[]}} options `subtitle`: a function where it has times
 */
export function pageHead(store, ends, {title, subtitle = '', aside = []}) {
  const sub = h('p', {class: 'muted', 'data-testid': 'page-subtitle'});
  const stamp = h('b');
  const zone = h('span');
  let says = subtitle;
  let last = null;
  const updated = h('span', {class: 'chip updated', 'data-testid': 'updated'}, t('page.updated'), ' ', stamp, ' ', zone);
  const showSubtitle = () => text(sub, typeof says === 'function' ? says() : says);
  const showStamp = () => {
    if (last !== null) {
      text(stamp, time(last));
      text(zone, zoneName());
    }
  };
  showSubtitle();
  ends.add(store.on('zone', () => {
    showSubtitle();
    showStamp();
  }));
  return {
    element: h('div', {class: 'page-head'}, h('h1', {}, title), sub, h('span', {class: 'spacer'}), aside, updated),
    subtitle(next) {
      says = next;
      showSubtitle();
    },
    updated: (when = store.now()) => store.painter.text('page:updated', () => {
      last = when;
      showStamp();
    }, {live: true}),
  };
}

/** The range of the page, and what REST takes for it: a live range has no end, so that rows of this second are in. */
export function rangeOf(store) {
  const range = rangeHere(store);
  const resolved = resolveRange(range, store.now());
  return {...resolved, words: range, query: {from: resolved.from, to: resolved.live ? null : resolved.to, site: store.get('site')}};
}

/** Loads again after news, at most every `seconds`: paced by what arrives, silent when nothing does. */
export function onNews(seconds, load) {
  let timer = null;
  let last = 0;
  let stopped = false;
  return {
    news() {
      if (timer === null && !stopped) {
        timer = setTimeout(async () => {
          timer = null;
          last = Date.now();
          try {
            await load();
          } catch {
            // The panel keeps what it shows; the connection state says why nothing new comes.
          }
        }, Math.max(0, last + seconds * 1000 - Date.now()));
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Collects what has to end when a page leaves. */
export function endings() {
  const ends = [];
  return {
    add: (...more) => ends.push(...more),
    end: () => ends.splice(0).reverse().forEach((end) => end()),
  };
}

/** The attacker of a flood from so many sources that none is blamed. */
const MANY = 'many';

export function attackerText(incident) {
  return incident.attacker === MANY ? t('incident.many') : incident.attacker;
}

/** The host whose flows and findings tell most of an incident. */
export function subjectOf(incident) {
  return incident.attacker === MANY ? incident.victims[0] : incident.attacker;
}

/** `Probe by 10.0.4.17`: what a row calls an incident. */
export function incidentTitle(incident) {
  return t(incident.label === 'impossible-travel' ? 'incident.titleAccount' : 'incident.title', {label: word('label', incident.label), attacker: attackerText(incident)});
}

export function victimText({victims = [], victim_count: all = victims.length}) {
  if (victims.length === 0) {
    return '–';
  }
  return all > 1 ? `${victims[0]} +${all - 1}` : victims[0];
}

/** A span whose age is kept fresh by the frame's clock. */
export function ageOf(when, format) {
  return h('time', {datetime: when, 'data-age': when, title: format.iso(when)}, format.age(when));
}

export function refreshAges(element, format) {
  element.querySelectorAll('[data-age]').forEach((span) => text(span, format.age(span.dataset.age)));
}

/** Every class a verdict can have but benign. */
export const LABELS = ['probe', 'dos', 'brute-force', 'command-and-control', 'exfiltration', 'lateral-movement', 'unauthorised-command', 'impossible-travel', 'other'];

const DETAILS = new Set(['reasons', 'next_hops', 'flow', 'model', 'history']);

/** Of one answer, and of one file: what is more is better asked of the API. */
const CSV_ROWS = 1000;
const CSV_MOST_ROWS = 50000;

/** Saves the rows of a query as a file, and says so where they are not all of them. */
export async function saveRows(name, path, params) {
  try {
    const {text: rows, cut} = await csvOf(path, params);
    saveFile(name, new Blob([rows], {type: 'text/csv'}));
    cut && toast(t('csv.cut', {n: count(CSV_MOST_ROWS)}), 'medium');
  } catch (error) {
    toast(error.detail || error.title || t('error.unknown'), 'high');
  }
}

/** The server's CSV, or for collections that have none the fields of its rows; page by page. */
async function csvOf(path, params) {
  const items = [];
  let written = '';
  let cursor = '';
  for (let rows = 0; rows < CSV_MOST_ROWS; rows += CSV_ROWS) {
    const answer = await getCsv(path, {...params, limit: CSV_ROWS, cursor});
    items.push(...(answer.items ?? []));
    written += answer.csv === undefined ? '' : written ? answer.csv.slice(answer.csv.indexOf('\r\n') + 2) : answer.csv;
    cursor = answer.next;
    if (!cursor) {
      break;
    }
  }
  return {text: written || textOf(items), cut: Boolean(cursor)};
}

function textOf(items) {
  const header = [...new Set(items.flatMap((row) => Object.keys(row)))].filter((name) => !DETAILS.has(name));
  const cell = (value) => (Array.isArray(value) ? value.join(' ') : value !== null && typeof value === 'object' ? JSON.stringify(value) : value);
  return csvText(header, items.map((row) => header.map((name) => cell(row[name]))));
}
