// Reasons in the operator's units: what was seen, what is usual, and its share.

import * as format from '../format.js';
import {hasText, t, word} from '../i18n.js';
import {twoDigits} from '../rarity.js';

/** The words of a feature: a text of ours, or its own name with spaces. */
export function featureName(named) {
  const feature = String(named).replace(/^log-/, '');
  const key = `feature.${feature}`;
  if (hasText(key)) {
    return t(key);
  }
  const within = /^(.+)-(\d+)(s|m|h|d)$/.exec(feature);
  if (within) {
    return t('reason.within', {feature: featureName(within[1]), time: `${within[2]} ${within[3] === 'm' ? 'min' : within[3]}`});
  }
  const plain = feature.replaceAll('-', ' ').replaceAll('_', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** A feature's unit is part of its name: bytes, milliseconds, seconds, shares. */
export function featureValue(named, given) {
  const feature = String(named);
  if (!Number.isFinite(given) || feature === 'service-hash') {
    return format.MISSING;
  }
  if (feature.startsWith('log-')) {
    // A model's scale, not a person's: ln(1 + value), -1 when it is not known.
    return given < 0 ? format.MISSING : featureValue(feature.slice(4), Math.expm1(given));
  }
  if (Number.isInteger(given) && hasText(`featureValue.${feature}-${given}`)) {
    return t(`featureValue.${feature}-${given}`);
  }
  const value = given;
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

/** The words of a number the verdict weighed. */
export function evidenceName(feature) {
  if (hasText(`evidence.${feature}`)) {
    return t(`evidence.${feature}`);
  }
  if (feature.startsWith('rule-')) {
    return t('evidence.rule', {label: word('label', feature.slice(5))});
  }
  const learned = /^(iforest|lstm)-(.+)$/.exec(feature);
  return learned && hasText(`evidence.${learned[2]}`) ? t(`evidence.${learned[2]}`, {detector: word('detectorShort', learned[1])}) : featureName(feature);
}

/** Its value in an operator's units; nothing for what has none. */
export function evidenceValue(feature, value) {
  if (feature === 'bias' || !Number.isFinite(value)) {
    return '';
  }
  if (feature === 'rule-victim') {
    return t(value > 0 ? 'evidence.yes' : 'evidence.no');
  }
  if (/-share(-|$)/.test(feature)) {
    return format.probability(value);
  }
  if (/-lately/.test(feature)) {
    // sign(d) ln(1 + |d|) of d standard deviations.
    return t('evidence.deviations', {n: signed(Math.sign(value) * Math.expm1(Math.abs(value)), format.quantity)});
  }
  if (feature.startsWith('rule-')) {
    // A rule's score is no count of what was seen, so it is not told as one.
    return value > 0 ? t('evidence.strength', {n: format.decimal(value, 1)}) : t('evidence.nothing');
  }
  return value > 0 ? t('rarity.oneIn', {n: format.count(twoDigits(10 ** value))}) : t('evidence.nothing');
}

/** `+3`, `−3`, `0`: the sign stands apart from how the size is written. */
export function signed(value, write) {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${write(Math.abs(value))}`;
}

/**
 * The parts of a sum with the largest amounts, and what is left of it.
 *
 * @param {{contribution: number}[]} parts
 * @returns {{shown: object[], rest: {count: number, sum: number}, sum: number}}
 */
export function largest(parts, most) {
  const ordered = [...parts].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const total = (some) => some.reduce((sum, {contribution}) => sum + contribution, 0);
  const rest = ordered.slice(most);
  return {shown: ordered.slice(0, most), rest: {count: rest.length, sum: total(rest)}, sum: total(ordered)};
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
