// Short outcomes at the edge, three at most; they leave after 8 s unless the pointer rests on them.

import {t} from '../i18n.js';
import {h} from './dom.js';
import {icon} from './icons.js';
import {mark} from './severity.js';

export function toast(message, level = 'ok') {
  const box = document.querySelector('.toasts');
  while (box.children.length >= 3) {
    box.firstElementChild.remove();
  }
  const close = h('button', {class: 'icon-button', type: 'button', 'aria-label': t('action.close')}, icon('close'));
  const shown = h('div', {class: 'toast', 'data-testid': 'toast'}, mark(level), h('p', {}, message), close);
  let timer = setTimeout(() => shown.remove(), 8000);
  close.addEventListener('click', () => shown.remove());
  shown.addEventListener('pointerenter', () => clearTimeout(timer));
  shown.addEventListener('pointerleave', () => {
    timer = setTimeout(() => shown.remove(), 3000);
  });
  box.append(shown);
}
