// Severity is a shape, a colour and a word. The level comes from the server; nothing here derives one.

import {h, svg} from './dom.js';
import {word} from '../i18n.js';

const SHAPES = {
  critical: ['path', {d: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z'}],
  high: ['path', {d: 'M8 1.5 15.2 14.5H.8z'}],
  medium: ['path', {d: 'M8 .8 15.2 8 8 15.2.8 8z'}],
  low: ['circle', {cx: 8, cy: 8, r: 6.5}],
  info: ['circle', {cx: 8, cy: 8, r: 5.6}],
  ok: ['path', {d: 'M2.5 8.5 6.5 12.5 13.5 4'}],
};
export const LEVELS = ['critical', 'high', 'medium', 'low', 'info'];

export function mark(level, label = null) {
  const [tag, attributes] = SHAPES[level] ?? SHAPES.info;
  const named = label ? {role: 'img', 'aria-label': label} : {'aria-hidden': 'true'};
  return svg('svg', {class: `mark mark-${SHAPES[level] ? level : 'info'}`, viewBox: '0 0 16 16', focusable: 'false', ...named}, svg(tag, attributes));
}

export function severity(level) {
  return h('span', {class: 'severity'}, mark(level), word('level', level));
}

export function levelRank(level) {
  const rank = LEVELS.indexOf(level);
  return rank < 0 ? LEVELS.length : rank;
}
