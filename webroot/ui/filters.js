// Filters of a page: inputs bound to the address bar, and chips that take one away.

import {here, setParams} from '../address.js';
import {t} from '../i18n.js';
import {h, fill} from './dom.js';
import {icon} from './icons.js';
import {mark} from './severity.js';

/** A drop-down whose choice is the parameter `name`. @param {Array<{value: string, name: string}>} options */
export function selectFilter({name, label, options, otherwise = ''}) {
  const select = h('select', {class: 'select', 'data-testid': `filter-${name}`, 'aria-label': label,
    on: {change: () => setParams({[name]: select.value === otherwise ? '' : select.value, cursor: '', page: ''})}});
  for (const option of options) {
    const element = h('option', {}, option.name);
    element.value = option.value;
    select.append(element);
  }
  return {
    element: h('label', {class: 'filter'}, h('span', {}, label), select),
    sync: () => {
      const asked = here().params[name] ?? otherwise;
      select.value = options.some(({value}) => value === asked) ? asked : otherwise;
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
      setParams({[name]: value, cursor: '', page: ''}, {replace: true});
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

/** The parameter `name` as far as it is one of `allowed`, or several of them by commas; a link may hold anything. */
export function known(name, allowed) {
  return (here().params[name] ?? '').split(',').filter((one) => allowed.includes(one)).join(',');
}

/**
 * Chips of the filters in force, and what the address asks for that is none.
 *
 * @param {Array<{name: string, label: string, shown?: (value: string) => string, allowed?: string[]}>} filters
 *   `allowed`: all values it can have
 */
export function chips(element, filters) {
  const asked = filters.filter(({name}) => here().params[name]);
  const active = asked.filter(({name, allowed}) => !allowed || known(name, allowed));
  const ignored = asked.filter(({name, allowed}) => allowed && known(name, allowed) !== here().params[name]);
  element.hidden = asked.length === 0;
  fill(element, active.map(({name, label, shown = (value) => value, allowed}) => {
    const value = shown(allowed ? known(name, allowed) : here().params[name]);
    return h('span', {class: 'chip removable', 'data-testid': `chip-${name}`}, label, ' ', h('b', {}, value),
      h('button', {type: 'button', 'aria-label': t('filter.remove', {name: label, value}), on: {click: () => setParams({[name]: '', cursor: '', page: ''})}}, icon('close')));
  }), active.length > 1
    ? h('button', {class: 'link-button', type: 'button', on: {click: () => setParams({...Object.fromEntries(active.map(({name}) => [name, ''])), cursor: '', page: ''})}}, t('filter.clear'))
    : null,
  ignored.map(({name, label, allowed}) => h('span', {class: 'chip', role: 'status', 'data-testid': `ignored-${name}`}, mark('medium'), t('filter.ignored', {label, value: here().params[name].split(',').filter((one) => !allowed.includes(one)).join(', ')}),
    h('button', {type: 'button', 'aria-label': t('filter.remove', {name: label, value: here().params[name]}), on: {click: () => setParams({[name]: known(name, allowed)}, {replace: true})}}, icon('close')))));
}
