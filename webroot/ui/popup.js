// A box that opens under a button and closes on Escape, on a click outside, or when focus leaves it.

import {h} from './dom.js';

let open = null;

/**
 * @param {HTMLElement} button gets `aria-expanded`
 * @param {(close: () => void) => HTMLElement[]} content made each time it opens
 * @param {{label: string, role?: string, testId?: string, end?: boolean, onClose?: () => void}} options
 */
export function popup(button, content, {label, role = 'dialog', testId, end = false}) {
  button.setAttribute('aria-expanded', 'false');
  button.setAttribute('aria-haspopup', role);
  const show = () => {
    if (open?.button === button) {
      open.close();
      return;
    }
    open?.close();
    const box = h('div', {class: 'popup', role, 'aria-label': label, 'data-testid': testId, tabindex: '-1'});
    const close = (returnFocus = true) => {
      if (open?.box !== box) {
        return;
      }
      open = null;
      box.remove();
      button.setAttribute('aria-expanded', 'false');
      document.removeEventListener('pointerdown', outside, true);
      removeEventListener('resize', place);
      if (returnFocus) {
        button.focus();
      }
    };
    const outside = (event) => {
      if (!box.contains(event.target) && !button.contains(event.target)) {
        close(false);
      }
    };
    const place = () => {
      const at = button.getBoundingClientRect();
      const width = box.offsetWidth;
      const left = Math.max(8, Math.min(end ? at.right - width : at.left, innerWidth - width - 8));
      const below = at.bottom + 6 + box.offsetHeight <= innerHeight || at.top < innerHeight / 2;
      box.style.left = `${left + scrollX}px`;
      box.style.top = `${(below ? at.bottom + 6 : Math.max(8, at.top - 6 - box.offsetHeight)) + scrollY}px`;
    };
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        close();
      }
    });
    box.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !box.contains(event.relatedTarget) && event.relatedTarget !== button) {
        close(false);
      }
    });
    box.append(...content(close));
    document.querySelector('.popups').append(box);
    open = {button, box, close};
    button.setAttribute('aria-expanded', 'true');
    place();
    document.addEventListener('pointerdown', outside, true);
    addEventListener('resize', place);
    (box.querySelector('[data-autofocus]') ?? box.querySelector('button, a, input, select') ?? box).focus();
  };
  button.addEventListener('click', show);
  return show;
}

/** A list box with type-ahead: arrows move, Enter chooses, letters jump. */
export function listBox(options, {label, chosen, onChoose, testId}) {
  const list = h('div', {role: 'listbox', 'aria-label': label, tabindex: '0', 'data-testid': testId, 'data-autofocus': ''});
  let active = Math.max(0, options.findIndex(({value}) => value === chosen));
  let typed = '';
  let typedAt = 0;
  const rows = options.map(({value, name, note}, i) => {
    const id = `option-${testId}-${i}`;
    return h('div', {id, class: 'option', role: 'option', 'aria-selected': String(value === chosen), 'data-value': value, on: {click: () => onChoose(value)}},
      name, note ? h('span', {class: 'muted'}, note) : null);
  });
  const show = () => {
    rows.forEach((row, i) => row.classList.toggle('active', i === active));
    list.setAttribute('aria-activedescendant', rows[active]?.id ?? '');
    rows[active]?.scrollIntoView({block: 'nearest'});
  };
  list.append(...rows);
  list.addEventListener('keydown', (event) => {
    const moves = {ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: rows.length - 1};
    if (event.key in moves) {
      active = Math.max(0, Math.min(rows.length - 1, moves[event.key]));
    } else if (event.key === 'Enter' || event.key === ' ') {
      onChoose(options[active].value);
    } else if (event.key.length === 1) {
      typed = event.timeStamp - typedAt < 800 ? typed + event.key : event.key;
      typedAt = event.timeStamp;
      const found = options.findIndex(({name}) => name.toLowerCase().startsWith(typed.toLowerCase()));
      active = found < 0 ? active : found;
    } else {
      return;
    }
    event.preventDefault();
    show();
  });
  show();
  return list;
}
