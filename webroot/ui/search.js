// Search over hosts, incidents and rules: at most eight of each, Enter opens.

import {go, linkTo} from '../address.js';
import {shortId} from '../format.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {h, fill} from './dom.js';
import {icon} from './icons.js';

const MOST = 8;
const FRESH_MILLIS = 15000;
const RULES = ['surge', 'vertical-scan', 'horizontal-scan', 'flood', 'slow-dos', 'brute-force', 'beaconing', 'exfiltration', 'port-role',
  'rogue-master', 'lateral-movement', 'impossible-travel'];

/** @returns {{element: HTMLElement, focus: () => void}} */
export function search(store) {
  const input = h('input', {class: 'input', type: 'search', role: 'combobox', placeholder: t('search.placeholder'), 'aria-label': t('search.placeholder'), autocomplete: 'off',
    spellcheck: 'false', 'aria-expanded': 'false', 'aria-controls': 'search-results', 'aria-autocomplete': 'list', 'data-testid': 'global-search', enterkeyhint: 'search'});
  const box = h('div', {class: 'popup search-results', id: 'search-results', role: 'listbox', 'aria-label': t('search.results'), hidden: true, 'data-testid': 'search-results'});
  const element = h('div', {class: 'search'}, icon('search'), input, h('kbd', {'aria-hidden': 'true'}, '/'), box);
  let results = [];
  let active = 0;
  let known = null;
  let timer = null;
  let asked = 0;

  async function load() {
    if (known && Date.now() - known.at < FRESH_MILLIS && known.site === store.get('site')) {
      return known;
    }
    const site = store.get('site');
    const [hosts, incidents] = await Promise.all([
      get('api/v1/hosts', {sort: '-risk', limit: 200, site}).catch(() => ({items: []})),
      get('api/v1/incidents', {status: 'all', sort: '-last_seen', limit: 200, site}).catch(() => ({items: []})),
    ]);
    known = {at: Date.now(), site, hosts: hosts.items, incidents: incidents.items};
    return known;
  }

  async function find() {
    const wanted = input.value.trim().toLowerCase();
    if (!wanted) {
      close();
      return;
    }
    const mine = ++asked;
    if (box.hidden) {
      results = []; // those of the last search are not to be opened while this one waits
      fill(box, h('p', {class: 'group', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true', 'data-testid': 'searching'}, t('search.searching')));
      showBox();
    }
    const {hosts, incidents} = await load();
    if (mine !== asked) {
      return;
    }
    const has = (...texts) => texts.some((one) => String(one ?? '').toLowerCase().includes(wanted));
    const groups = [
      ['hosts', hosts.filter(({host}) => has(host)).slice(0, MOST).map(({host, site}) => ({name: host, note: site, href: linkTo('incidents', '', {host})}))],
      ['incidents', incidents.filter((one) => has(one.id, one.attacker, one.summary, word('label', one.label))).slice(0, MOST)
        .map((one) => ({name: `${word('label', one.label)} · ${one.attacker}`, note: shortId(one.id), href: linkTo('incidents', one.id)}))],
      ['rules', RULES.filter((rule) => has(rule, word('rule', rule))).slice(0, MOST).map((rule) => ({name: word('rule', rule), note: '', href: linkTo('live', '', {rule})}))],
    ];
    results = groups.flatMap(([, items]) => items);
    active = 0;
    let n = 0;
    fill(box, groups.filter(([, items]) => items.length).map(([group, items]) => h('div', {role: 'group', 'aria-label': t(`search.${group}`)},
      h('div', {class: 'group', 'aria-hidden': 'true'}, t(`search.${group}`)),
      items.map((item) => {
        const i = n++;
        return h('div', {class: 'option', role: 'option', id: `search-${i}`, 'aria-selected': 'false', on: {pointerdown: (event) => event.preventDefault(), click: () => open(i)}},
          item.name, h('span', {class: 'muted'}, item.note));
      }))), results.length === 0 ? h('p', {class: 'group', role: 'option', 'aria-selected': 'false', 'aria-disabled': 'true'}, t('search.none', {text: input.value.trim()})) : null);
    showBox();
    point();
  }

  function showBox() {
    box.hidden = false;
    input.setAttribute('aria-expanded', 'true');
  }

  function point() {
    box.querySelectorAll('.option').forEach((option, i) => {
      option.classList.toggle('active', i === active);
      option.setAttribute('aria-selected', String(i === active));
    });
    input.setAttribute('aria-activedescendant', results.length ? `search-${active}` : '');
  }

  function open(i) {
    const chosen = results[i];
    if (chosen) {
      close();
      input.value = '';
      input.blur();
      go(chosen.href);
    }
  }

  function close() {
    asked++;
    box.hidden = true;
    element.classList.remove('open');
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(find, 200);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      active = Math.max(0, Math.min(results.length - 1, active + (event.key === 'ArrowDown' ? 1 : -1)));
      point();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      clearTimeout(timer);
      (box.hidden || results.length === 0 ? find() : Promise.resolve()).then(() => open(active));
    } else if (event.key === 'Escape') {
      close();
      input.blur();
    }
  });
  return {
    element,
    focus: () => {
      element.classList.add('open');
      input.focus();
      input.select();
    },
  };
}
