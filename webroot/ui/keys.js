// Keys. Single letters never fire in a text field and can be switched off.

import {linkTo, go} from '../address.js';
import {t} from '../i18n.js';
import {h} from './dom.js';
import {tell} from './dialog.js';

const PAGES = {o: 'overview', l: 'live', i: 'incidents', f: 'federated', u: 'upload', s: 'system'};
const handlers = new Map();

/** A page's own key while it is mounted. @returns {() => void} */
export function onKey(key, handler) {
  handlers.set(key, handler);
  return () => handlers.get(key) === handler && handlers.delete(key);
}

/** @param {{enabled: () => boolean, search: () => void, time: () => void, pause: () => void}} frame */
export function installKeys(frame) {
  let afterG = false;
  let timer = null;
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target) || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.key === 'Escape' && handlers.has('Escape')) {
      handlers.get('Escape')(event);
      return;
    }
    if (!frame.enabled()) {
      return;
    }
    const own = {'/': frame.search, t: frame.time, p: frame.pause, '?': showKeys};
    if (afterG) {
      afterG = false;
      clearTimeout(timer);
      if (PAGES[event.key]) {
        event.preventDefault();
        go(linkTo(PAGES[event.key]));
      }
    } else if (event.key === 'g') {
      afterG = true;
      timer = setTimeout(() => {
        afterG = false;
      }, 1200);
    } else if (handlers.has(event.key)) {
      if (handlers.get(event.key)(event) !== false) {
        event.preventDefault();
      }
    } else if (own[event.key]) {
      event.preventDefault();
      own[event.key]();
    }
  });
}

function inField(target) {
  return target instanceof Element && target.closest('input:not([type=checkbox]), textarea, select, [contenteditable], [role=listbox]') !== null;
}

export function showKeys() {
  const keys = [['g o', 'overview'], ['g l', 'live'], ['g i', 'incidents'], ['g f', 'federated'], ['g u', 'upload'], ['g s', 'system'], ['/', 'search'], ['t', 'time'], ['p', 'pause'],
    ['j k', 'rows'], ['Enter', 'open'], ['Esc', 'close'], ['a', 'acknowledge'], ['x', 'select'], ['?', 'list']];
  tell({
    title: t('keys.title'),
    testId: 'keys-dialog',
    content: h('dl', {class: 'keys-list'}, keys.map(([key, name]) => [
      h('dt', {}, key.split(' ').map((one) => [h('kbd', {}, one), ' '])),
      h('dd', {}, t(`keys.${name}`))])),
  });
}
