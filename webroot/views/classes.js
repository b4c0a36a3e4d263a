// Shares of labels as stacked bars.

import {word} from '../i18n.js';
import {classToken} from '../charts.js';
import {h} from '../ui/dom.js';

const ORDER = ['probe', 'dos', 'brute-force', 'command-and-control', 'exfiltration', 'lateral-movement', 'unauthorised-command', 'impossible-travel', 'other', 'benign'];
const MOST = 6;

/**
 * Columns of a 100 % stack: at most six labels, the rest as `other`; without `benign`, which no anomalous window is about.
 *
 * @param {Array<{t: number, share: Object<string, number>}>} rows mean probabilities per step; a step without any has no share: null
 */
export function stackClasses(rows, step) {
  const sums = {};
  for (const {share} of rows) {
    for (const [label, value] of Object.entries(share)) {
      sums[label] = (sums[label] ?? 0) + value;
    }
  }
  const present = ORDER.filter((label) => (sums[label] ?? 0) > 0 && label !== 'benign' && label !== 'other');
  const strongest = new Set(present.slice().sort((a, b) => sums[b] - sums[a]).slice(0, MOST));
  const labels = present.filter((label) => strongest.has(label));
  const rest = Object.keys(sums).filter((label) => !strongest.has(label) && label !== 'benign');
  if (rest.length > 0 && rest.some((label) => sums[label] > 0)) {
    labels.push('other');
  }
  const of = (share, label) => (label === 'other' ? rest.reduce((sum, one) => sum + (share[one] ?? 0), 0) : share[label] ?? 0);
  const totals = rows.map(({share}) => labels.reduce((sum, label) => sum + of(share, label), 0));
  return {
    times: rows.map(({t}) => t), labels, step,
    shares: labels.map((label) => rows.map(({share}, i) => (totals[i] > 0 ? of(share, label) / totals[i] : null))),
  };
}

export function classLegend(labels) {
  return labels.map((label) => h('span', {class: 'key'}, h('i', {class: `swatch swatch-${classToken(label)}`}), word('label', label)));
}
