// How far detectors are with learning a site: one short entry each.

import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {h} from '../ui/dom.js';

const ORDER = ['physics', 'iforest', 'lstm'];

/** `62 %, about 9 min`, or that it is ready. */
export function learningText({share, seconds_left: left}) {
  if (share >= 1) {
    return t('learning.ready');
  }
  return Number.isFinite(left) && left > 0 ? t('learning.about', {share: format.percent(share), time: format.durationText(left * 1000)}) : `${format.percent(share)} %`;
}

/** @param {Record<string, {share: number, seconds_left: number}>|undefined} detectors as the API tells them */
export function detectorsOf(detectors) {
  const known = Object.keys(detectors ?? {});
  return [...ORDER.filter((name) => known.includes(name)), ...known.filter((name) => !ORDER.includes(name)).sort()];
}

/** All detectors of a site in one line. */
export function learningLine(detectors) {
  const names = detectorsOf(detectors);
  return names.length === 0 ? null : h('span', {class: 'learners'}, names.map((name) => h('span', {'data-testid': `learning-${name}`, 'data-share': String(detectors[name].share), title: `${word('detector', name)}: ${learningText(detectors[name])}`},
    h('i', {class: `line-key line-${name}`, 'aria-hidden': 'true'}), word('detectorShort', name), ' ', detectors[name].share >= 1 ? t('learning.ready') : `${format.percent(detectors[name].share)} %`)));
}
