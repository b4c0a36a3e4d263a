// One record with a data set's columns: the form, and the verdict about it.

import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {post} from '../rest.js';
import {h, fill} from '../ui/dom.js';
import {problemView} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {showCard} from './models.js';

/** A model as the card's dialog takes it. */
export function cardOf({model, model_sha256: sha256, card}) {
  return {name: model.split('@')[0], sha256, card};
}

/** Likeliest first, as bars with numbers; what is below one in a thousand is left out. */
function probabilityBars(probabilities) {
  const known = Object.entries(probabilities ?? {}).filter(([, share]) => share >= 0.001).sort((a, b) => b[1] - a[1]).slice(0, 8);
  return h('ul', {class: 'hops', 'data-testid': 'probabilities'}, known.map(([label, share]) => {
    const fillBar = h('span', {class: 'bar-fill fill-accent'});
    fillBar.style.width = `${share * 100}%`;
    return h('li', {}, h('span', {class: 'cut', title: label}, label), h('span', {class: 'bar', 'aria-hidden': 'true'}, fillBar), h('span', {class: 'end'}, format.probability(share)));
  }));
}

/** @param {Array<object>} models as `api/v1/predict/models` tells them */
export function recordForm(models, {siteOf, onJudged}) {
  const inputs = new Map();
  const fields = h('div', {class: 'record-fields'});
  const outcome = h('div', {class: 'record-outcome', 'data-testid': 'record-outcome', 'aria-live': 'polite'});
  const json = h('textarea', {class: 'input mono', id: 'record-json', rows: '8', spellcheck: 'false', 'data-testid': 'record-json'});
  const jsonBox = h('div', {class: 'field', hidden: true}, h('label', {for: 'record-json'}, t('record.json')), json);
  const send = h('button', {class: 'button primary', type: 'submit', 'data-testid': 'action-judge'}, t('record.judge'));
  const example = h('button', {class: 'button', type: 'button', 'data-testid': 'action-example', on: {click: () => useRecord(chosen().example)}}, t('record.example'));
  const table = h('select', {class: 'select', 'data-testid': 'record-table', 'aria-label': t('record.table'), on: {change: () => showFields()}}, models.map(({features, model}) => {
    const element = h('option', {}, `${word('recordTable', features)} · ${model}`);
    element.value = features;
    return element;
  }));
  const modes = ['fields', 'json'].map((mode) => h('button', {type: 'button', 'data-testid': `mode-${mode}`, 'aria-pressed': String(mode === 'fields'), on: {click: () => show(mode)}}, t(`record.mode.${mode}`)));
  const card = h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-card', on: {click: () => showCard(cardOf(chosen()))}}, t('models.card'));
  const element = h('form', {class: 'record-form', 'data-testid': 'record-form', on: {submit: judge}},
    h('div', {class: 'filters'}, h('label', {class: 'filter'}, h('span', {}, t('record.table')), table), h('div', {class: 'segmented', role: 'group', 'aria-label': t('record.mode.label')}, modes), card),
    fields, jsonBox, h('div', {class: 'chips'}, send, example), outcome);
  let mode = 'fields';

  function chosen() {
    return models.find(({features}) => features === table.value) ?? models[0];
  }

  function show(next) {
    if (next === mode) {
      return;
    }
    if (next === 'json') {
      json.value = JSON.stringify(typed(), null, 1);
    }
    mode = next;
    fields.hidden = mode === 'json';
    jsonBox.hidden = mode !== 'json';
    modes.forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.testid === `mode-${mode}`)));
  }

  function showFields() {
    inputs.clear();
    fill(outcome);
    fill(fields, chosen().columns.map(({name, kind, required}, i) => {
      const id = `record-${i}`;
      const fault = h('span', {class: 'field-error', id: `${id}-error`});
      const input = h('input', {class: 'input', type: 'text', id, inputmode: kind === 'number' ? 'decimal' : 'text', autocomplete: 'off', spellcheck: 'false', 'data-testid': 'record-field', 'data-name': name, 'aria-describedby': `${id}-error`});
      inputs.set(name, {input, fault});
      return h('div', {class: 'record-field'}, h('label', {for: id}, name, required ? null : h('span', {class: 'muted'}, ` ${t('record.optional')}`)), input, fault);
    }));
  }

  /** What was typed; a field left empty is not there, nothing is filled in. */
  function typed() {
    return Object.fromEntries([...inputs].map(([name, {input}]) => [name, input.value.trim()]).filter(([, value]) => value !== ''));
  }

  function useRecord(record) {
    inputs.forEach(({input}, name) => {
      input.value = String(record[name] ?? '');
    });
    json.value = JSON.stringify(record, null, 1);
    showFaults([]);
    fill(outcome);
  }

  function showFaults(errors) {
    const by = new Map(errors.map((fault) => [fault.name.trim().toLowerCase(), fault]));
    inputs.forEach(({input, fault}, name) => {
      const found = by.get(name.trim().toLowerCase());
      input.setAttribute('aria-invalid', String(Boolean(found)));
      fill(fault, found ? t('record.fault', {value: found.value, expected: found.expected}) : '');
    });
    return mode === 'json' ? errors : errors.filter((fault) => ![...inputs.keys()].some((name) => name.trim().toLowerCase() === fault.name.trim().toLowerCase()));
  }

  /** The first field that is wrong; where none is, the first that has to be filled in. */
  function focusWrong() {
    if (mode === 'json') {
      json.focus();
      return;
    }
    const needed = new Set(chosen().columns.filter(({required}) => required).map(({name}) => name));
    const wrong = [...inputs.values()].find(({input}) => input.getAttribute('aria-invalid') === 'true');
    const missing = [...inputs].find(([name, {input}]) => needed.has(name) && input.value.trim() === '');
    (wrong ?? missing?.[1])?.input.focus();
  }

  function recordToSend() {
    if (mode === 'fields') {
      return typed();
    }
    try {
      return JSON.parse(json.value);
    } catch {
      return null;
    }
  }

  async function judge(event) {
    event.preventDefault();
    if (send.disabled) {
      return;
    }
    const record = recordToSend();
    if (record === null || typeof record !== 'object' || Array.isArray(record)) {
      fill(outcome, h('p', {class: 'error', role: 'alert'}, t('record.notJson')));
      return;
    }
    send.disabled = true;
    fill(send, t('record.judging'));
    try {
      const verdict = await post('api/v1/predict', record, {params: {site: siteOf()}});
      showFaults([]);
      fill(outcome, verdictView(verdict, models));
      onJudged();
    } catch (error) {
      const errors = error.errors ?? [];
      const others = showFaults(errors);
      fill(outcome, error.status === 422
        ? h('div', {class: 'error', role: 'alert', 'data-testid': 'record-refused'}, errors.length
          ? [h('p', {class: 'strong'}, t('record.refused', {n: errors.length, shown: format.count(errors.length)})), faultList(others)]
          : [h('p', {class: 'strong'}, t('record.refusedWhole')), h('p', {}, error.detail)])
        : problemView(error, () => judge(event)));
      if (error.status === 422) {
        focusWrong();
      }
    } finally {
      send.disabled = false;
      fill(send, t('record.judge'));
    }
  }

  showFields();
  return {element};
}

/** Columns by name, with what stood there and what was expected. */
export function faultList(errors) {
  return errors.length === 0 ? null : h('ul', {class: 'faults', 'data-testid': 'faults'}, errors.map(({name, value, expected}) => h('li', {'data-testid': 'fault', 'data-name': name}, h('b', {class: 'mono'}, name), ' ', t('record.fault', {value, expected}))));
}

function verdictView(verdict, models) {
  const model = models.find(({model_sha256: sha256}) => sha256 === verdict.model_sha256);
  return h('div', {class: 'record-verdict', 'data-testid': 'record-verdict', 'data-alarm': String(verdict.alarm), 'data-label': verdict.label},
    h('p', {class: 'status verdict-line'}, mark(verdict.alarm ? 'high' : 'ok'), h('b', {}, verdict.label), h('span', {class: 'muted'}, t(verdict.alarm ? 'record.alarm' : 'record.noAlarm', {score: format.decimal(verdict.score, 4), threshold: format.decimal(verdict.threshold, 4)}))),
    probabilityBars(verdict.probabilities),
    h('p', {class: 'muted'}, t('record.by', {model: verdict.model}), ' ', model ? h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-verdict-card', on: {click: () => showCard(cardOf(model))}}, t('models.card')) : null));
}
