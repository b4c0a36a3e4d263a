// One verdict as a stacked bar of its probabilities, with the numbers beside it.

import * as format from '../format.js';
import {classToken} from '../charts.js';
import {linkTo} from '../address.js';
import {t, word} from '../i18n.js';
import {h} from '../ui/dom.js';

export function verdictView(verdict) {
  const shares = Object.entries(verdict.probabilities).filter(([, p]) => p >= 0.005).sort((a, b) => b[1] - a[1]);
  const bar = h('div', {class: 'stack-bar', role: 'img', 'aria-label': shares.map(([label, p]) => `${word('label', label)} ${format.probability(p)}`).join(', ')}, shares.map(([label, p]) => {
    const part = h('span', {class: `swatch-${classToken(label)}`});
    part.style.flexGrow = String(p);
    return part;
  }));
  return h('div', {class: 'verdict', 'data-testid': 'verdict', 'data-id': verdict.event_id},
    h('p', {}, h('b', {}, word('label', verdict.label)), ' ', h('span', {class: 'muted'}, t('verdict.about', {host: format.shorten(verdict.host, 26), time: format.time(verdict.observed_at)}))),
    bar,
    h('ul', {class: 'shares'}, shares.slice(0, 6).map(([label, p]) => h('li', {}, h('i', {class: `swatch swatch-${classToken(label)}`, 'aria-hidden': 'true'}), h('span', {class: 'grow'}, word('label', label)), h('b', {}, format.probability(p))))),
    h('p', {}, h('a', {href: linkTo('incidents', '', {host: verdict.attacker})}, t('verdict.incidents', {host: format.shorten(verdict.attacker, 26)}))));
}
