// The time range of the whole console: a list of spans, or from and to typed.

import {here, setParams} from '../address.js';
import {minute, minuteBehind, zoneName} from '../format.js';
import {t} from '../i18n.js';
import {agoOf, resolveRange} from '../range.js';
import {h, fill, text} from './dom.js';
import {icon} from './icons.js';
import {popup} from './popup.js';

const SPANS = ['5m', '15m', '1h', '6h', '24h', '7d'];
const DEFAULT_RANGE = {from: 'now-1h', to: 'now'};

/** Of a replayed file: its own time. The last hour knows nothing of it. */
function spanOfFile(store) {
  return store.get('me').spans[store.get('site')];
}

const usualRange = (store) => spanOfFile(store) ?? DEFAULT_RANGE;
const isSame = (range, other) => range.from === other?.from && range.to === other?.to;

/** The range the address bar asks for; none, or one that is no range, is all of a file or the last hour. */
export function rangeHere(store) {
  const asked = here().params;
  const range = {from: asked.from ?? DEFAULT_RANGE.from, to: asked.to ?? DEFAULT_RANGE.to};
  return (asked.from || asked.to) && resolveRange(range, store.now()) ? range : usualRange(store);
}

/** Back to where frames come; of a replayed file, which has no last hour, to all of it. */
export function resetRange() {
  setParams({from: '', to: '', cursor: '', page: ''});
}

/** Whether all of a replayed file is on screen: there is nothing to go back to. */
export function isWholeFile(store) {
  return isSame(rangeHere(store), spanOfFile(store));
}

export function isOfFile(store) {
  return Boolean(spanOfFile(store));
}

export function setRange(store, from, to) {
  setParams({...(isSame({from, to}, usualRange(store)) ? {from: '', to: ''} : {from, to}), cursor: '', page: ''});
}

function rangeName(store, {from, to}) {
  if (isSame({from, to}, spanOfFile(store))) {
    return t('range.file');
  }
  const ago = to === 'now' ? agoOf(from) : null;
  return ago && (SPANS.includes(from.slice(4)) ? t(`range.${from.slice(4)}`) : t('range.last', {span: ago}));
}

/** @returns {{button: HTMLElement, zoomOut: HTMLElement, update: () => void, open: () => void}} */
export function timePicker(store) {
  const name = h('b', {class: 'strong long-name'});
  const short = h('b', {class: 'strong short-name', 'aria-hidden': 'true'});
  const times = h('span', {class: 'range-times muted'});
  const button = h('button', {class: 'button', type: 'button', 'data-testid': 'time-range'}, icon('clock'), name, short, times, icon('down'));
  const content = (close) => {
    const range = rangeHere(store);
    const item = (name, wanted) => h('button', {class: 'menu-item', type: 'button', 'data-testid': `range-${name}`,
      'aria-current': isSame(range, wanted) ? 'true' : null,
      on: {click: () => {
        close();
        setRange(store, wanted.from, wanted.to);
      }}}, t(`range.${name}`));
    const file = spanOfFile(store);
    const list = [...(file ? [item('file', file)] : []), ...SPANS.map((span) => item(span, {from: `now-${span}`, to: 'now'}))];
    const from = h('input', {class: 'input', type: 'text', id: 'range-from', spellcheck: 'false', autocomplete: 'off', 'data-testid': 'range-from', value: range.from});
    const to = h('input', {class: 'input', type: 'text', id: 'range-to', spellcheck: 'false', autocomplete: 'off', 'data-testid': 'range-to', value: range.to});
    const error = h('p', {class: 'error', role: 'alert'});
    const apply = (event) => {
      event.preventDefault();
      const wanted = {from: from.value.trim(), to: to.value.trim() || 'now'};
      if (!resolveRange(wanted, store.now())) {
        fill(error, t('range.invalid'));
        return;
      }
      close();
      setRange(store, wanted.from, wanted.to);
    };
    return [...list, h('hr'), h('form', {on: {submit: apply}},
      h('div', {class: 'field'}, h('label', {for: 'range-from'}, t('range.from')), from),
      h('div', {class: 'field'}, h('label', {for: 'range-to'}, t('range.to')), to),
      h('p', {class: 'field muted'}, t('range.hint')), error,
      h('div', {class: 'field'}, h('button', {class: 'button primary', type: 'submit', 'data-testid': 'range-apply'}, t('range.apply'))))];
  };
  // Undoes a zoom without the mouse: twice as wide around the same middle.
  const zoomOut = h('button', {class: 'button zoom-out', type: 'button', hidden: true, 'data-testid': 'action-zoom-out', on: {click: () => {
    const {from, to, seconds} = resolveRange(rangeHere(store), store.now());
    const end = new Date(Math.min(to.getTime() + seconds * 500, store.now().getTime()));
    const iso = (date) => `${date.toISOString().slice(0, 19)}Z`;
    setRange(store, iso(new Date(from.getTime() - seconds * 500)), iso(end));
  }}}, icon('zoomOut'), h('span', {class: 'zoom-name'}, t('range.zoomOut')));
  zoomOut.setAttribute('aria-label', t('range.zoomOut'));
  zoomOut.title = t('range.zoomOut');
  const show = popup(button, content, {label: t('range.label'), testId: 'range-menu', end: true});
  const update = () => {
    const range = rangeHere(store);
    const {from, to} = resolveRange(range, store.now());
    const named = rangeName(store, range);
    const span = t('range.span', {from: minute(from), to: minuteBehind(from, to)});
    // A range without a name is called by its times, so that they are there however narrow the screen is.
    const custom = named === null;
    text(name, named ?? span);
    text(short, custom || isSame(range, spanOfFile(store)) ? t(`range.short.${custom ? 'custom' : 'file'}`) : agoOf(range.from));
    text(times, custom ? '' : span);
    zoomOut.hidden = range.to === 'now';
    button.setAttribute('aria-label', `${t('range.label')}: ${custom ? span : `${name.textContent} ${span}`} ${zoneName()}`);
    button.title = `${span} ${zoneName()}`;
  };
  return {button, zoomOut, update, open: show};
}
