// Filters of a page: inputs bound to the address bar, and chips that take one away.

import {here, setParams} from '../address.js';
import {t} from '../i18n.js';
import {h, fill} from './dom.js';
import {icon} from './icons.js';

/** A drop-down whose choice is the parameter `name`. @param {Array<{value: string, name: string}>} options */
export function selectFilter({name, label, options, otherwise = ''}) {
  const select = h('select', {class: 'select', 'data-testid': `filter-${name}`, 'aria-label': label,
    on: {change: () => setParams({[name]: select.value === otherwise ? '' : select.value, cursor: ''})}});
  for (const option of options) {
    const element = h('option', {}, option.name);
    element.value = option.value;
    select.append(element);
  }
  return {
    element: h('label', {class: 'filter'}, h('span', {}, label), select),
    sync: () => {
      select.value = here().params[name] ?? otherwise;
    },
  };
}

/** A text whose value is the parameter `name`; taken when typing rests or on Enter. */
export function textFilter({name, label, placeholder = '', check = () => true, error = ''}) {
  let timer = null;
  const problem = h('span', {class: 'filter-error', id: `filter-${name}-error`, role: 'alert'});
  const take = () => {
    clearTimeout(timer);
    const value = input.value.trim();
    const right = value === '' || check(value);
    input.setAttribute('aria-invalid', String(!right));
    fill(problem, right ? '' : error);
    if (right) {
      setParams({[name]: value, cursor: ''}, {replace: true});
    }
  };
  const input = h('input', {class: 'input', type: 'text', placeholder, spellcheck: 'false', autocomplete: 'off', 'data-testid': `filter-${name}`,
    'aria-label': label, 'aria-describedby': `filter-${name}-error`,
    on: {
      input: () => {
        clearTimeout(timer);
        timer = setTimeout(take, 350);
      },
      change: take,
      keydown: (event) => event.key === 'Enter' && take(),
    }});
  return {
    element: h('label', {class: 'filter'}, h('span', {}, label), input, problem),
    sync: () => {
      const value = here().params[name] ?? '';
      if (document.activeElement !== input && input.value !== value) {
        input.value = value;
      }
    },
  };
}

/** Chips of the filters in force. @param {Array<{name: string, label: string, shown?: (value: string) => string}>} filters */
export function chips(element, filters) {
  const active = filters.filter(({name}) => here().params[name]);
  element.hidden = active.length === 0;
  fill(element, active.map(({name, label, shown = (value) => value}) => {
    const value = shown(here().params[name]);
    return h('span', {class: 'chip removable', 'data-testid': `chip-${name}`}, label, ' ', h('b', {}, value),
      h('button', {type: 'button', 'aria-label': t('filter.remove', {name: label, value}), on: {click: () => setParams({[name]: '', cursor: ''})}}, icon('close')));
  }), active.length > 1
    ? h('button', {class: 'link-button', type: 'button', on: {click: () => setParams(Object.fromEntries(active.map(({name}) => [name, ''])))}}, t('filter.clear'))
    : null);
}
