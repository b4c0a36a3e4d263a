// Upload: files and single records with a data set's columns, judged by the active models.

import {here, onAddress, setParams} from '../address.js';
import {csvName, csvText, saveFile} from '../csv.js';
import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {RowBuffer} from '../store.js';
import {h, fill, text, valueOr} from '../ui/dom.js';
import {onKey} from '../ui/keys.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {Table, pager, tableOf} from '../ui/table.js';
import {cardOf, recordForm} from './record.js';
import {FILE_ENDINGS, fileQueue} from './sending.js';
import {showCard} from './models.js';
import {endings, onNews, pageHead} from './shared.js';

const BATCHES = 50;
const RECENT = 50;
/** Where records are counted to when no site is chosen. */
const NO_SITE = 'api';

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  element.dataset.testid = 'page-upload';
  element.dataset.state = 'loading';
  const site = store.get('site') || NO_SITE;
  const batches = new RowBuffer({capacity: BATCHES, id: ({id}) => id, order: (a, b) => Date.parse(b.started_at) - Date.parse(a.started_at)});
  let models = [];
  let mostBytes = null;
  let chosen = here().params.batch ?? '';

  const head = pageHead(store, ends, {title: t('upload.title'), subtitle: t('upload.subtitle', {site})});
  const input = h('input', {type: 'file', class: 'visually-hidden', id: 'upload-file', 'data-testid': 'upload-input', tabindex: '-1', 'aria-label': t('upload.choose'), on: {change: () => {
    take([...input.files]);
    input.value = '';
  }}});
  input.multiple = true;
  input.accept = FILE_ENDINGS.join();
  const dropText = h('span', {class: 'muted'});
  const drop = h('button', {class: 'drop', type: 'button', 'data-testid': 'upload-drop', on: {click: () => input.click()}}, h('span', {class: 'strong'}, t('upload.drop')), dropText);
  const queue = fileQueue(store);
  const filePanel = panel({id: 'panel-file', title: t('upload.file')});
  filePanel.state('ready');
  filePanel.body.append(drop, input, queue.element);
  const recordPanel = panel({id: 'panel-record', title: t('record.title')});
  const batchPanel = panel({id: 'panel-batch', title: t('upload.batch')});
  const batchesPanel = panel({id: 'panel-batches', title: t('upload.batches')});
  const modelsPanel = panel({id: 'panel-record-models', title: t('upload.models')});
  const recentPanel = panel({id: 'panel-recent', title: t('upload.recent')});
  element.append(head.element, h('div', {class: 'grid grid-two'}, h('div', {class: 'stack'}, filePanel.element, batchesPanel.element, modelsPanel.element), h('div', {class: 'stack'}, recordPanel.element)),
    h('div', {class: 'stack below'}, batchPanel.element, recentPanel.element));

  // Files, one after the other
  for (const name of ['dragover', 'dragenter']) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    take([...event.dataTransfer.files]);
  });

  function take(files) {
    queue.take(files, {site, mostBytes});
  }

  ends.add(queue.listen({
    kept: (batch) => {
      batches.merge([batch]);
      showBatches();
      choose(batch.id);
      readRecent.now();
    },
    show: choose,
  }));

  // Batches
  async function readBatches() {
    const answer = await get('api/v1/upload/batches', {limit: BATCHES}, {signal});
    batches.clear();
    batches.merge(answer.items);
    queue.follow(answer.items);
    head.updated();
    return showBatches();
  }

  const batchTable = new Table({
    name: 'batches', label: t('upload.batches'), testId: 'batch-row', store, id: (row) => row.id, onOpen: (row) => choose(row.id),
    columns: [
      {key: 'time', title: () => t('column.timeIn', {zone: format.zoneName()}), fixed: true, className: 'nowrap', cell: (row) => h('time', {datetime: row.started_at, title: format.iso(row.started_at)}, format.time(row.started_at))},
      {key: 'file', title: t('upload.fileName'), fixed: true, cell: (row) => h('button', {class: 'link-button', type: 'button', title: row.file_name, on: {click: () => choose(row.id)}}, format.shorten(row.file_name, 28))},
      {key: 'by', title: t('upload.by'), off: true, cell: (row) => row.sent_by},
      {key: 'state', title: t('upload.state'), className: 'nowrap', cell: (row) => h('span', {class: 'status', 'data-status': row.status}, mark({done: 'ok', failed: 'high', cancelled: 'medium'}[row.status] ?? 'info'), word('batchStatus', row.status))},
      {key: 'rows', title: t('upload.rows'), end: true, cell: (row) => format.count(row.rows)},
      {key: 'alarms', title: t('upload.alarms'), end: true, cell: (row) => format.count(row.alarms)},
    ],
  });
  batchesPanel.body.append(batchTable.element);
  batchTable.element.classList.add('limited');

  function showBatches() {
    if (batches.size === 0) {
      batchesPanel.state('empty', emptyView(t('upload.noBatches')));
      return 'empty';
    }
    batchesPanel.state('ready');
    batchTable.show(batches.list());
    return undefined;
  }

  function choose(id) {
    if (here().params.batch === id) {
      showBatch();
    } else {
      setParams({batch: id});
    }
  }

  // One batch
  const verdicts = new Table({
    name: 'verdicts', label: t('upload.verdicts'), testId: 'verdict-row', store, id: (row) => row.event_id,
    columns: [
      {key: 'line', title: t('upload.line'), end: true, fixed: true, cell: (row) => format.count(row.line)},
      ...verdictColumns(),
    ],
  });
  let pages = [0];
  let pageRows = 25;
  const paging = pager({
    onPage: (by) => {
      if (by < 0) {
        pages.pop();
      } else {
        pages.push(lastLine);
      }
      loadInto(batchPanel, readBatch);
    },
    onSize: (rows) => {
      pageRows = rows;
      pages = [0];
      loadInto(batchPanel, readBatch);
    },
  });
  let lastLine = 0;

  async function readBatch() {
    const batch = await get(`api/v1/upload/batch/${encodeURIComponent(chosen)}`, {limit: pageRows, after_line: pages.at(-1)}, {signal});
    lastLine = batch.items.at(-1)?.line ?? 0;
    const model = models.find((one) => one.model === batch.model);
    batchPanel.setNote(batch.file_name);
    batchPanel.setAside(verdicts.columnsButton());
    const first = pages.length > 1 ? (pages.length - 1) * pageRows + 1 : 1;
    fill(batchPanel.body,
      h('dl', {class: 'batch-facts', 'data-testid': 'batch-facts'}, [['format', word('recordTable', batch.features)], ['state', word('batchStatus', batch.status)], ['rows', format.count(batch.rows)], ['scored', format.count(batch.scored)], ['rejected', format.count(batch.rejected)], ['alarms', format.count(batch.alarms)]].map(([name, value]) =>
        h('div', {}, h('dt', {}, t(`upload.${name}`)), h('dd', {'data-testid': `batch-${name}`}, value))),
      h('div', {}, h('dt', {}, t('upload.model')), h('dd', {}, h('span', {class: 'mono'}, batch.model), ' ', model ? h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-card', on: {click: () => showCard(cardOf(model))}}, t('models.card')) : null))),
      batch.failure ? h('p', {class: 'error', role: 'alert'}, batch.failure) : null,
      h('div', {class: 'grid grid-two batch-parts'}, labelsView(batch), errorsView(batch)),
      verdicts.element, paging.element);
    verdicts.show(batch.items);
    paging.show({text: t('table.range', {first: format.count(batch.items.length ? first : 0), last: format.count(batch.items.length ? first + batch.items.length - 1 : 0), total: format.count(batch.rows)}), hasBefore: pages.length > 1, hasNext: first + batch.items.length - 1 < batch.rows && batch.items.length === pageRows, rows: pageRows});
  }

  function labelsView({labels, scored}) {
    const known = Object.entries(labels ?? {}).sort((a, b) => b[1] - a[1]);
    return h('section', {'aria-label': t('upload.labels')}, h('h3', {}, t('upload.labels')), known.length === 0 ? h('p', {class: 'muted'}, t('upload.noLabels'))
      : h('ul', {class: 'hops'}, known.map(([label, n]) => {
        const bar = h('span', {class: 'bar-fill fill-accent'});
        bar.style.width = `${(n / scored) * 100}%`;
        return h('li', {'data-testid': 'label-row', 'data-id': label}, h('span', {class: 'cut', title: label}, label), h('span', {class: 'bar', 'aria-hidden': 'true'}, bar), h('span', {}, t('upload.labelCount', {n: format.count(n), share: format.percent(n / scored)})));
      })));
  }

  function errorsView(batch) {
    return h('section', {'data-testid': 'panel-errors', 'aria-label': t('upload.errors')}, h('h3', {}, t('upload.errors')), batch.errors.length === 0 ? h('p', {class: 'muted'}, t('upload.noErrors')) : [
      h('p', {class: 'chips'}, h('span', {class: 'muted'}, t('upload.errorCount', {n: batch.rejected, all: format.count(batch.rejected), shown: format.count(batch.errors.length)})), h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-csv', on: {click: () => {
        const at = new Date(batch.started_at);
        saveFile(csvName('upload-errors', batch.site, at, at), new Blob([csvText(['line', 'reason'], batch.errors.map(({line, reason}) => [line, reason]))], {type: 'text/csv'}));
      }}}, t('action.csv'))),
      h('ul', {class: 'faults limited', tabindex: '0', 'aria-label': t('upload.errors')}, batch.errors.map(({line, reason}) => h('li', {'data-testid': 'error-row', 'data-line': String(line)}, h('b', {}, t('upload.lineN', {line: format.count(line)})), ' ', h('span', {class: 'wrap'}, reason.length > 300 ? `${reason.slice(0, 300)}…` : reason)))),
    ]);
  }

  function showBatch() {
    chosen = here().params.batch ?? '';
    pages = [0];
    if (!chosen) {
      batchPanel.setNote('');
      batchPanel.state('empty', emptyView(t('upload.chooseBatch')));
      return undefined;
    }
    return loadInto(batchPanel, readBatch);
  }

  // Models and recent verdicts
  async function readModels() {
    const [answer, limits] = await Promise.all([get('api/v1/predict/models', {}, {signal}), get('api/v1/upload/limits', {}, {signal})]);
    models = answer.items;
    mostBytes = limits.most_bytes;
    text(dropText, t('upload.dropMore', {most: format.bytes(mostBytes)}));
    if (models.length === 0) {
      modelsPanel.state('empty', emptyView(t('upload.noModels')));
      recordPanel.state('empty', emptyView(t('upload.noModels')));
      return 'empty';
    }
    fill(modelsPanel.body, tableOf(t('upload.models'), [['format'], ['model'], ['columns', 'end'], ['threshold', 'end'], ['card', 'end']].map(([name, className = '']) => h('th', {scope: 'col', class: className}, t(`upload.${name}`))),
      models.map((model) => h('tr', {'data-testid': 'record-model-row', 'data-id': model.features}, h('th', {scope: 'row'}, word('recordTable', model.features)), h('td', {class: 'mono', title: model.model_sha256}, format.shorten(model.model, 30)),
        h('td', {class: 'end'}, format.count(model.columns.length)), h('td', {class: 'end'}, format.decimal(model.threshold, 4)),
        h('td', {class: 'end'}, h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-model-card', 'aria-label': `${t('action.show')}: ${t('models.cardOf', {name: model.model})}`, on: {click: () => showCard(cardOf(model))}}, t('action.show')))))));
    if (!recordPanel.body.firstChild) {
      fill(recordPanel.body, h('p', {class: 'muted note'}, t('record.says')), recordForm(models, {siteOf: () => site, onJudged: () => readRecent.now()}).element);
    }
    recordPanel.state('ready');
    return undefined;
  }

  const recentTable = new Table({
    name: 'recent', label: t('upload.recent'), testId: 'recent-row', store, id: (row) => row.event_id,
    columns: [
      {key: 'time', title: () => t('column.timeIn', {zone: format.zoneName()}), fixed: true, className: 'nowrap', cell: (row) => h('time', {datetime: row.observed_at, title: format.iso(row.observed_at)}, format.time(row.observed_at))},
      {key: 'site', title: t('column.site'), className: 'nowrap muted', cell: (row) => row.site},
      {key: 'origin', title: t('upload.origin'), className: 'nowrap', cell: (row) => word('recordOrigin', row.origin)},
      {key: 'table', title: t('upload.format'), className: 'nowrap', cell: (row) => word('recordTable', row.features)},
      ...verdictColumns(),
    ],
  });
  recentTable.element.classList.add('limited');
  recentPanel.setAside(recentTable.columnsButton());
  recentPanel.body.append(recentTable.element);

  async function readRecentRows() {
    const recent = await get('api/v1/predictions/recent', {limit: RECENT, site: store.get('site')}, {signal});
    if (recent.items.length === 0) {
      recentPanel.state('empty', emptyView(t('upload.noRecent')));
      return 'empty';
    }
    recentTable.show(recent.items);
    return undefined;
  }
  const readRecent = {now: () => loadInto(recentPanel, readRecentRows)};

  // Address, keys, live
  ends.add(onAddress((next, before) => {
    if (next.page === 'upload' && next.params.batch !== before.params.batch) {
      showBatch();
    }
  }));
  ends.add(onKey('j', () => verdicts.move(1)), onKey('k', () => verdicts.move(-1)), onKey('Escape', () => document.activeElement?.blur()));
  Promise.all([loadInto(modelsPanel, readModels), loadInto(batchesPanel, readBatches), readRecent.now()]).then(async () => {
    if (recordPanel.element.dataset.state === 'loading') {
      recordPanel.state('error', [h('p', {class: 'muted'}, t('error.above'))]);
    }
    await showBatch();
    element.dataset.state = 'ready';
  });
  const fresh = onNews(2, async () => {
    await readRecentRows();
    if (chosen && batches.get(chosen)?.status !== 'reading') {
      await readBatch();
    }
  });
  ends.add(fresh.stop);
  if (store.get('live')) {
    ends.add(store.feeds.open('uploads', {
      frame: (_, frame) => {
        batches.merge(frame.rows);
        queue.follow(frame.rows);
        store.painter.text('upload:batches', showBatches, {live: true, every: 250});
        frame.rows.some(({status, id}) => status !== 'reading' && id === chosen) && fresh.news();
      },
      repair: async (_, first) => first || readBatches(),
    }, () => [...new Set([...store.sites(), site])]));
  }
  ends.add(store.on('zone', () => {
    recentTable.rerender();
    batchTable.rerender();
  }), () => store.painter.forget('upload:batches'));
  return ends.end;
}

/** What a record was judged to be, or why it was not. */
function verdictColumns() {
  const of = (row, show) => (row.verdict ? show(row.verdict) : null);
  return [
    {key: 'label', title: t('upload.label'), className: 'nowrap', cell: (row) => (row.verdict ? h('span', {class: 'status'}, mark(row.verdict.alarm ? 'high' : 'ok', t(row.verdict.alarm ? 'record.isAlarm' : 'record.isNone')), row.verdict.label) : h('span', {class: 'status'}, mark('medium'), t('upload.notJudged')))},
    {key: 'score', title: t('upload.score'), end: true, cell: (row) => valueOr(of(row, ({score}) => format.decimal(score, 4)) ?? format.MISSING, t('state.noValue'))},
    {key: 'threshold', title: t('upload.threshold'), end: true, off: true, cell: (row) => of(row, ({threshold}) => format.decimal(threshold, 4)) ?? format.MISSING},
    {key: 'probabilities', title: t('upload.probabilities'), className: 'why-cell', cell: (row) => of(row, likeliest) ?? h('span', {class: 'wrap', title: row.failure}, format.visible(String(row.failure ?? '')).slice(0, 160))},
    {key: 'model', title: t('upload.model'), off: true, className: 'mono nowrap', cell: (row) => of(row, ({model}) => h('span', {title: model.sha256}, `${model.name}@${model.version}`)) ?? format.MISSING},
  ];
}

function likeliest({probabilities}) {
  return [...probabilities].sort((a, b) => b.probability - a.probability).slice(0, 3).filter(({probability}) => probability >= 0.005).map(({label, probability}) => `${label} ${format.probability(probability)}`).join(' · ');
}
