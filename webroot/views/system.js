// System: whether the platform is well, what judges, and how far it is with learning.

import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {h, fill} from '../ui/dom.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {tableOf} from '../ui/table.js';
import {whileCut} from './cut.js';
import {detectorsOf, learningText} from './learning.js';
import {showCard} from './models.js';
import {connectionsPanel, deadLettersPanel, healthPanel, lagPanel, stagesPanel} from './platform.js';
import {endings, onNews, pageHead, rangeOf} from './shared.js';
import {throughputPanel} from './throughput.js';

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  element.dataset.testid = 'page-system';
  element.dataset.state = 'loading';
  const head = pageHead(store, ends, {title: t('system.title'), subtitle: t('system.subtitle')});
  const models = panel({id: 'panel-models', title: t('models.title')});
  const learning = panel({id: 'panel-learning', title: t('learning.bySite')});
  let told = null;
  /** Two panels are of one answer. */
  const askProcess = () => (told ??= get('api/v1/system/process', {}, {signal}).finally(() => {
    told = null;
  }));
  const health = healthPanel(signal, askProcess);
  const connections = connectionsPanel(askProcess);
  // Where the bus told nothing the line has what REST knows, or a gap.
  const throughput = throughputPanel(store, signal, () => []);
  ends.add(throughput.dispose);
  const stages = stagesPanel();
  const lag = lagPanel();
  const letters = deadLettersPanel(store, signal);
  element.append(head.element, h('div', {class: 'stack'}, health.panel.element, stages.panel.element, h('div', {class: 'grid grid-two'}, throughput.panel.element, connections.panel.element), lag.panel.element, letters.panel.element, models.element, learning.element));

  /** While a model is tried, sites have it one way or the other. */
  const standing = (model) => {
    const parts = ['in_force', 'on_trial', 'kept_out']
      .map((name) => [name, model.sites?.[name] ?? []])
      .filter(([, sites]) => sites.length > 0)
      .map(([name, sites]) => t(`models.at.${name}`, {sites: sites.join(', ')}));
    return parts.join('; ') || t(model.on_trial ? 'models.onTrial' : model.active ? 'models.active' : 'models.inactive');
  };

  async function readModels() {
    const {items} = await get('api/v1/models', {}, {signal});
    if (items.length === 0) {
      models.state('empty', emptyView(t('models.none')));
      return 'empty';
    }
    const rows = (n) => h('td', {class: 'end'}, format.count(n));
    fill(models.body, tableOf(t('models.title'), [['kind'], ['name'], ['judges'], ['from'], ['features', 'end'], ['training', 'end'], ['calibration', 'end'], ['card', 'end']].map(([name, className]) => h('th', {scope: 'col', class: className ?? ''}, t(`models.${name}`))),
      items.map((model) => h('tr', {'data-testid': 'model-row', 'data-id': model.sha256, 'data-active': String(model.active)},
        h('th', {scope: 'row'}, word('modelKind', model.role ?? model.kind)),
        h('td', {class: 'mono nowrap', title: model.sha256}, `${format.shorten(model.name, 32)}@${model.version}`),
        h('td', {class: 'nowrap'}, h('span', {class: 'status'}, mark(model.active ? 'ok' : 'info'), standing(model))),
        h('td', {class: 'nowrap muted'}, t(model.shipped ? 'models.shipped' : 'models.trained')),
        rows(model.features), rows(model.training_rows), rows(model.calibration_rows),
        h('td', {class: 'end'}, h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-card', 'aria-label': `${t('action.show')}: ${t('models.cardOf', {name: model.name})}`, on: {click: () => showCard(model)}}, t('action.show')))))));
    return undefined;
  }

  let asked = null;
  /** Three panels are of one answer. */
  const ask = () => (asked ??= get('api/v1/system/stages', {}, {signal}).finally(() => {
    asked = null;
  }));

  async function readStages() {
    const {items} = await ask();
    head.updated();
    return stages.show(items);
  }

  async function readLag() {
    const {items} = await ask();
    return lag.show(items);
  }

  async function readLearning() {
    const {learning: all} = await ask();
    const sites = Object.entries(all ?? {}).filter(([name]) => store.sites().includes(name));
    if (sites.length === 0) {
      learning.state('empty', emptyView(t('learning.none')));
      return 'empty';
    }
    const names = [...new Set(sites.flatMap(([, {detectors}]) => detectorsOf(detectors)))];
    fill(learning.body, tableOf(t('learning.bySite'), [h('th', {scope: 'col'}, t('column.site')), names.map((name) => h('th', {scope: 'col'}, word('detector', name)))],
      sites.map(([site, {detectors}]) => h('tr', {'data-testid': 'learning-row', 'data-id': site}, h('th', {scope: 'row', class: 'nowrap'}, site), names.map((name) => {
        const one = detectors?.[name];
        return h('td', {class: 'nowrap', 'data-testid': `learning-${name}`}, one ? h('span', {class: 'status'}, mark(one.share >= 1 ? 'ok' : 'info'), learningText(one)) : format.MISSING);
      })))));
    return undefined;
  }

  async function readThroughput() {
    await throughput.read();
    throughput.show();
  }

  // By itself: what the health is, is asked most where the rest cannot be read.
  const readHealth = () => loadInto(health.panel, health.read);
  const readConnections = () => loadInto(connections.panel, connections.read);
  const loadThroughput = () => loadInto(throughput.panel, readThroughput);
  const readAll = () => Promise.all([readConnections(), loadInto(stages.panel, readStages), loadInto(lag.panel, readLag), loadInto(letters.panel, letters.read), loadInto(learning, readLearning)]);
  Promise.all([loadInto(models, readModels), readHealth(), loadThroughput(), readAll()]).then(() => {
    element.dataset.state = 'ready';
  });
  const fresh = onNews(5, readAll);
  const freshHealth = onNews(5, readHealth);
  const freshThroughput = onNews(30, readThroughput);
  if (rangeOf(store).live) {
    whileCut(store, ends, [throughput.panel], throughput.show);
    ends.add(freshThroughput.stop, store.on('numbers', () => {
      store.painter.text('system:throughput', throughput.show, {live: true});
      freshThroughput.news();
    }));
  }
  ends.add(fresh.stop, freshHealth.stop, store.on('span', loadThroughput), store.on('zone', throughput.show), store.on('numbers', () => {
    fresh.news();
    freshHealth.news();
  }), store.on('age', freshHealth.news), store.on('historyAway', readHealth));
  return ends.end;
}
