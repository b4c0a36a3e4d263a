// Reasons in the operator's units: what was seen, what is usual, and its share.

import * as format from '../format.js';
import {hasText, t} from '../i18n.js';

/** The words of a feature: a text of ours, or its own name with spaces. */
export function featureName(feature) {
  const key = `feature.${feature}`;
  if (hasText(key)) {
    return t(key);
  }
  const within = /^(.+)-(\d+)(s|m|h|d)$/.exec(feature);
  if (within) {
    return t('reason.within', {feature: featureName(within[1]), time: `${within[2]} ${within[3] === 'm' ? 'min' : within[3]}`});
  }
  const plain = String(feature).replaceAll('-', ' ').replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A feature's unit is part of its name: bytes, milliseconds, seconds, shares. */
export function featureValue(feature, value) {
  if (!Number.isFinite(value)) {
    return format.MISSING;
  }
  if (/(^|-)bytes(-|$)/.test(feature)) {
    return format.bytes(value);
  }
  if (/(^|-)(ms|millis)(-|$)/.test(feature)) {
    return format.durationText(value);
  }
  if (/(^|-)(s|seconds)$/.test(feature)) {
    return format.durationText(value * 1000);
  }
  if (/(^|-)(share|ratio)(-|$)/.test(feature)) {
    return format.probability(value);
  }
  if (/(^|-)km(-per-hour)?$/.test(feature)) {
    return `${format.quantity(value)} ${feature.endsWith('-per-hour') ? 'km/h' : 'km'}`;
  }
  return format.quantity(value);
}

export function reasonText({feature, value, expected}) {
  return t('reason.sentence', {feature: featureName(feature), value: featureValue(feature, value), expected: featureValue(feature, expected)});
}

/** Whole percentages of shares that sum to 1, which sum to 100: the largest remainders are rounded up. */
export function wholeShares(shares) {
  const total = shares.reduce((sum, share) => sum + share, 0);
  const target = Math.round(total * 100);
  const floors = shares.map((share) => Math.floor(share * 100));
  let left = target - floors.reduce((sum, n) => sum + n, 0);
  const order = shares.map((share, i) => [share * 100 - floors[i], i]).sort((a, b) => b[0] - a[0]);
  for (const [, i] of order) {
    if (left <= 0) {
      break;
    }
    floors[i]++;
    left--;
  }
  return floors;
}
