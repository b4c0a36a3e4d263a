// Live: the stream of findings. New rows wait while a hand is on the table.

import {here, linkTo, onAddress, setParams} from '../address.js';
import {csvName} from '../csv.js';
import {hostMatches, hostQuery} from '../filter.js';
import * as format from '../format.js';
import {Bands, repair} from '../gap.js';
import {isCalibrated, nearby, scoreOf} from '../rarity.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {RowBuffer} from '../store.js';
import {h, fill, text} from '../ui/dom.js';
import {figure} from '../ui/figure.js';
import {chips, known, selectFilter, textFilter} from '../ui/filters.js';
import {onKey} from '../ui/keys.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {Table} from '../ui/table.js';
import {LABELS, endings, onNews, pageHead, rangeOf, saveRows} from './shared.js';
import {whileCut} from './cut.js';
import {reasonText} from './reasons.js';
import {seriesPoints, seriesTable, throughputPanel, untold} from './throughput.js';
import {verdictView} from './verdict.js';

const SHOWN = 200;
const PAGE = 500;
// A finding is sent before it is stored: what was sent just before a registration is read again this much later.
const STORED_MILLIS = 4000;
const CAPS = [200, 500, 1000, 2000];
const RARE = [20, 100, 1000, 10000];
const DETECTORS = ['lstm', 'iforest', 'physics'];
const FILTERS = ['det', 'host', 'proto', 'label', 'rule', 'rare', 'cap'];

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  const range = rangeOf(store);
  const site = store.get('site');
  const findings = new RowBuffer({capacity: cap()});
  const verdicts = new RowBuffer({capacity: 2000});
  const cursors = {anomalies: new Map(), classifications: new Map()};
  const bands = new Bands();
  let shown = [];
  let around = () => new Map();
  let unseen = 0;
  let merged = 0;
  let reading = new AbortController();
  let selected = null;

  element.dataset.testid = 'page-live';
  element.dataset.state = 'loading';
  const subtitle = () => {
    const {from, to, live} = rangeOf(store);
    return live ? t('live.subtitle') : t('live.history', {from: format.minute(from), to: format.minuteBehind(from, to)});
  };
  const head = pageHead(store, ends, {title: t('live.title'), subtitle});

  // Filters
  const any = {value: '', name: t('filter.any')};
  const filters = [
    selectFilter({name: 'det', label: t('filter.det'), options: [any, ...DETECTORS.map((value) => ({value, name: word('detector', value)}))]}),
    textFilter({name: 'host', label: t('filter.host'), placeholder: t('filter.hostHint')}),
    textFilter({name: 'proto', label: t('filter.proto'), placeholder: 'tcp'}),
    selectFilter({name: 'label', label: t('filter.label'), options: [any, ...LABELS.map((value) => ({value, name: word('label', value)}))]}),
    selectFilter({name: 'rare', label: t('filter.rare'), options: [any, ...RARE.map((n) => ({value: String(n), name: t('rarity.oneIn', {n: format.count(n)})}))]}),
    selectFilter({name: 'cap', label: t('filter.cap'), otherwise: '500', options: CAPS.map((n) => ({value: String(n), name: format.count(n)}))}),
  ];
  const chipBox = h('div', {class: 'chips', 'data-testid': 'chips'});

  // Table
  const phone = innerWidth < 700;
  const laptop = innerWidth < 1440;
  const table = new Table({
    name: 'live', label: t('live.table'), testId: 'anomaly-row', store, id: (row) => row.event_id,
    columns: [
      {key: 'time', title: () => t('column.timeIn', {zone: format.zoneName()}), fixed: true, className: 'nowrap', cell: (row) => h('time', {datetime: row.observed_at, title: format.iso(row.observed_at)}, format.time(row.observed_at))},
      ...(site ? [] : [{key: 'site', off: phone, title: t('column.site'), className: 'nowrap muted', cell: (row) => row.site}]),
      {key: 'host', title: t('column.host'), fixed: true, className: 'mono nowrap', cell: (row) => hostLink('incidents', row.host, '-1')},
      {key: 'peer', off: phone, title: t('column.peer'), className: 'mono nowrap muted', cell: (row) => peerText(row)},
      {key: 'protocol', off: phone, title: t('column.protocol'), className: 'muted', cell: (row) => [row.protocol ?? '–', row.port === null || row.port === undefined ? '' : `/${row.port}`].join('')},
      {key: 'detector', title: t('column.detector'), className: 'nowrap', cell: (row) => [detectorKey(row.detector), word('detectorShort', row.detector)]},
      {key: 'label', off: true, title: t('column.label'), className: 'nowrap', cell: (row) => word('label', row.label)},
      {key: 'rarity', title: t('column.rarity'), end: true, className: 'nowrap', cell: rarityCell},
      {key: 'detectors', off: laptop, title: t('rarity.column'), className: 'nowrap', cell: (row) => nearbyCell(around(row), row.detector)},
      {key: 'threshold', off: true, title: t('column.threshold'), end: true, className: 'nowrap muted', cell: (row) => limitText(row.threshold)},
      {key: 'reason', title: t('column.reason'), className: 'rest-cell', cell: (row) => (row.reasons?.length ? h('span', {class: 'cut', title: reasonText(row.reasons[0])}, reasonText(row.reasons[0])) : '–')},
    ],
    onFocusRow: (row) => row && select(row),
    onOpen: (row) => select(row),
  });
  const tablePanel = panel({id: 'panel-live', title: t('live.table'), className: 'live-table', aside: [table.columnsButton(), h('button', {class: 'button', type: 'button', 'data-testid': 'action-csv', on: {click: download}}, t('action.csv'))]});
  const countLine = h('span', {class: 'muted', 'data-testid': 'live-count'});
  const newRows = h('button', {class: 'button new-rows', type: 'button', 'data-testid': 'live-new', 'data-count': '0', on: {click: showNew}});
  newRows.hidden = true;
  tablePanel.body.append(h('div', {class: 'live-bar'}, countLine, newRows), table.element);

  // Right column
  const rates = figure(store, {
    id: 'chart-rates', kind: 'rates', title: t('live.rates'), height: 'small',
    summary: ({series}) => (series.length ? t('live.ratesSummary', {rates: series.map(({name, points}) => `${name} ${format.rate(points.at(-1)?.[1])}`).join(', ')}) : t('live.noRates')),
    table: ({series = []}) => seriesTable(series), points: ({series}) => seriesPoints(series),
  });
  const ratesPanel = panel({id: 'panel-rates', title: t('live.rates'), aside: [detectorLegend(), rates.toggle]});
  ratesPanel.body.append(rates.element);
  const verdictPanel = panel({id: 'panel-verdict', title: t('live.verdict')});
  const throughput = throughputPanel(store, signal, () => bands.list(store.now().getTime() / 1000));
  ratesPanel.element.hidden = !range.live;
  ends.add(rates.dispose, throughput.dispose);
  verdictPanel.state('empty', emptyView(t('live.chooseRow')));

  element.append(head.element, h('div', {class: 'filters', role: 'group', 'aria-label': t('filter.group')}, filters.map((filter) => filter.element)), chipBox,
    h('div', {class: 'grid grid-live'}, tablePanel.element, h('div', {class: 'stack'}, ratesPanel.element, verdictPanel.element, throughput.panel.element)));

  function cap() {
    const wanted = Number(here().params.cap);
    return CAPS.includes(wanted) ? wanted : 500;
  }

  /** The filters of the address, without what is none. */
  function asked() {
    return {...here().params, det: known('det', DETECTORS), label: known('label', LABELS), rare: known('rare', RARE.map(String))};
  }

  /** What the browser checks on frames; the server has checked the rest on what it returned. */
  function matches(row) {
    const {det, host, proto, label, rule, rare} = asked();
    return row.is_anomaly !== false && (!det || det.split(',').includes(row.detector)) && hostMatches(row.host, host) && (!proto || row.protocol === proto.toLowerCase()) && (!label || label.split(',').includes(row.label))
      && (!rule || row.rule === rule) && (!rare || row.score >= scoreOf(Number(rare))) && Date.parse(row.observed_at) >= rangeStart();
  }

  function rangeStart() {
    return rangeOf(store).from.getTime();
  }

  function query() {
    const {det, host, proto, label, rule, rare} = asked();
    return {detector: det, host: hostQuery(host), protocol: proto?.toLowerCase(), label, rule, min_score: rare ? scoreOf(Number(rare)) : '', ...rangeOf(store).query};
  }

  async function read() {
    reading.abort();
    reading = new AbortController();
    const mine = AbortSignal.any([reading.signal, signal]);
    // What came by frame may not be in the database yet, so it would not come again.
    findings.keep(matches);
    findings.resize(cap());
    const rows = [];
    let cursor = '';
    do {
      const answer = await get('api/v1/anomalies', {...query(), limit: Math.min(PAGE, cap() - rows.length), cursor}, {signal: mine});
      if (!cursor && answer.last_position) {
        store.sites().forEach((one) => cursors.anomalies.set(one, answer.last_position));
      }
      rows.push(...answer.items.filter(matches));
      cursor = answer.items.length ? answer.next_cursor : null;
    } while (cursor && rows.length < cap());
    findings.merge(rows);
    show();
    if (findings.size === 0) {
      tablePanel.state('empty', emptyView(anyFilter() ? t('live.noneFiltered') : t('live.none'), h('button', {class: 'link-button', type: 'button', on: {click: widen}}, anyFilter() ? t('filter.clear') : t('empty.show', {span: t('range.inText.24h')}))));
      return 'empty';
    }
    return undefined;
  }

  function anyFilter() {
    return FILTERS.some((name) => name !== 'cap' && here().params[name]);
  }

  function widen() {
    setParams(anyFilter() ? Object.fromEntries(FILTERS.map((name) => [name, ''])) : {from: 'now-24h', to: ''});
  }

  async function readVerdicts() {
    const answer = await get('api/v1/classifications', {...rangeOf(store).query, limit: 200}, {signal});
    verdicts.merge(answer.items);
    if (answer.last_position) {
      store.sites().forEach((one) => cursors.classifications.set(one, answer.last_position));
    }
  }

  // Under a hand nothing moves
  let hovered = false;
  table.element.addEventListener('pointerenter', (event) => {
    hovered = event.pointerType === 'mouse';
  });
  table.element.addEventListener('pointerleave', () => {
    hovered = false;
    unseen > 0 && !held() && showNew();
  });
  const held = () => hovered || table.focused || table.element.scrollTop > 4 || store.get('paused');
  table.element.addEventListener('scroll', () => unseen > 0 && !held() && showNew());
  table.body.addEventListener('focusout', () => requestAnimationFrame(() => unseen > 0 && !held() && showNew()));

  function show() {
    unseen = 0;
    const known = findings.list();
    around = nearby(known);
    shown = known.slice(0, SHOWN);
    table.show(shown);
    if (shown.length > 0) {
      tablePanel.state('ready');
    }
    showCounts();
    head.updated();
  }

  function showNew() {
    table.element.scrollTop = 0;
    show();
  }

  function arrived(added) {
    if (!held()) {
      store.painter.text('live:rows', show, {live: true, every: 250});
      return;
    }
    unseen += added;
    // The counter goes on while paused: it is what tells that data arrive.
    store.painter.text('live:counts', showCounts);
  }

  function showCounts() {
    text(countLine, t('live.count', {shown: format.count(shown.length), all: format.count(findings.size)})
      + (findings.dropped ? ` · ${t('live.dropped', {n: format.count(findings.dropped)})}` : '') + (merged ? ` · ${t('live.merged', {n: format.count(merged)})}` : ''));
    newRows.hidden = unseen === 0;
    newRows.dataset.count = String(unseen);
    text(newRows, t('live.new', {n: unseen, shown: format.count(unseen)}));
  }

  async function download() {
    const now = rangeOf(store);
    await saveRows(csvName('anomalies', site, now.from, now.to), 'api/v1/anomalies', query());
  }

  async function select(row) {
    if (selected?.event_id === row.event_id) {
      return;
    }
    selected = row;
    table.body.querySelectorAll('tr.chosen').forEach((one) => one.classList.remove('chosen'));
    table.body.querySelector(`[data-id="${CSS.escape(row.event_id)}"]`)?.classList.add('chosen');
    const same = (one) => one.site === row.site && one.host === row.host && one.second === row.second;
    let verdict = verdicts.list().find(same);
    if (!verdict) {
      const from = new Date(row.second * 1000);
      await loadInto(verdictPanel, async () => {
        const {items} = await get('api/v1/classifications', {site: row.site, host: row.host, from, to: new Date(from.getTime() + 1000), limit: 5}, {signal});
        verdict = items.find(same);
      });
      if (selected !== row || verdictPanel.element.dataset.state === 'error') {
        return;
      }
    }
    if (!verdict) {
      verdictPanel.state('empty', emptyView(t('live.noVerdict', {host: format.shorten(row.host, 26), time: format.time(row.observed_at)})));
      return;
    }
    verdictPanel.state('ready');
    fill(verdictPanel.body, verdictView(verdict));
  }

  // Charts
  async function readThroughput() {
    await throughput.read();
    showCharts();
  }

  function showCharts() {
    const now = rangeOf(store);
    throughput.show();
    if (now.live) {
      const to = now.to.getTime() / 1000;
      const from = Math.max(now.from.getTime() / 1000, to - 900);
      const series = ['lstm', 'iforest', 'physics'].map((detector) => ({detector, name: word('detectorShort', detector), points: store.rates[detector].points().filter(([time]) => time >= from)})).filter(({points: known}) => known.some(([, value]) => value > 0));
      if (series.length === 0) {
        ratesPanel.state('empty', emptyView(t('live.noRates')));
      } else {
        ratesPanel.state('ready');
        rates.show({series, from, to, bands: untold(store.rates.lstm.points(), to)}, {live: true});
      }
    }
  }

  // Address and keys
  const sync = () => {
    filters.forEach((filter) => filter.sync());
    chips(chipBox, [
      {name: 'det', label: t('filter.det'), allowed: DETECTORS, shown: (value) => value.split(',').map((one) => word('detector', one)).join(', ')}, {name: 'host', label: t('filter.host')}, {name: 'proto', label: t('filter.proto')},
      {name: 'label', label: t('filter.label'), allowed: LABELS, shown: (value) => value.split(',').map((one) => word('label', one)).join(', ')}, {name: 'rule', label: t('filter.rule'), shown: (value) => word('rule', value)},
      {name: 'rare', allowed: RARE.map(String), label: t('filter.rare'), shown: (value) => t('rarity.oneIn', {n: format.count(Number(value))})},
    ]);
  };
  sync();
  ends.add(onAddress((next, before) => {
    if (next.page === 'live' && FILTERS.some((name) => next.params[name] !== before.params[name])) {
      sync();
      loadInto(tablePanel, read);
    }
  }));
  ends.add(onKey('j', () => table.move(1)), onKey('k', () => table.move(-1)), onKey('Escape', () => document.activeElement?.blur()));

  const loaded = Promise.all([loadInto(tablePanel, read), readVerdicts().catch(() => {}), loadInto(throughput.panel, readThroughput)]).then(() => {
    element.dataset.state = 'ready';
  });

  if (range.live) {
    const freshHistory = onNews(30, readThroughput);
    ends.add(freshHistory.stop);
    const behind = {anomalies: new Map(), classifications: new Map()};
    const collect = (rows) => ({
      anomalies: rows.filter(({kind}) => kind === 'anomaly'),
      classifications: rows.filter(({kind}) => kind === 'classification'),
    });
    const later = new Map();
    ends.add(() => later.forEach((timer) => clearTimeout(timer)));
    const catchUp = async (where) => {
      let added = 0;
      const page = (path, more) => (cursor) => get(`api/v1/${path}`, {...more, site: where, after: cursor, limit: PAGE}, {signal});
      cursors.anomalies.set(where, await repair(page('anomalies', {from: new Date(rangeStart())}), cursors.anomalies.get(where) ?? null, (rows) => {
        added += findings.merge(rows.filter(matches));
      }));
      cursors.classifications.set(where, await repair(page('classifications', {from: new Date(rangeStart())}), cursors.classifications.get(where) ?? null, (rows) => verdicts.merge(rows)));
      behind.anomalies.delete(where);
      behind.classifications.delete(where);
      added > 0 && arrived(added);
    };
    ends.add(store.feeds.open('live', {
      frame: (where, frame) => {
        const rows = collect(frame.rows);
        merged += frame.conflated ?? 0;
        verdicts.merge(rows.classifications);
        const wanted = rows.anomalies.filter(matches);
        // One frame behind: rows of one frame need not be in order of persistence.
        for (const kind of ['anomalies', 'classifications']) {
          const position = rows[kind].at(-1)?.position;
          if (position) {
            behind[kind].has(where) && cursors[kind].set(where, behind[kind].get(where));
            behind[kind].set(where, position);
          }
        }
        const added = findings.merge(wanted);
        if (wanted.length > 0) {
          arrived(added);
        }
      },
      cut: (where, since) => {
        // Findings come now and then, numbers every second: these tell when the last frame was.
        bands.open(where, (store.get('lastFrameTime') ?? since ?? store.now()).getTime() / 1000);
        showCharts();
      },
      repair: async (where, first) => {
        first && (await loaded);
        await catchUp(where);
        clearTimeout(later.get(where));
        later.set(where, setTimeout(() => catchUp(where).catch(() => {}), STORED_MILLIS));
        first || (await readThroughput());
      },
      repaired: (where, error) => {
        if (error) {
          bands.lost(where, store.now().getTime() / 1000, 'no-data');
        } else {
          bands.repaired(where);
        }
        showCharts();
      },
    }));
    whileCut(store, ends, [tablePanel, ratesPanel, throughput.panel], showCharts);
    ends.add(store.on('numbers', () => {
      store.painter.text('live:charts', showCharts, {live: true});
      freshHistory.news();
    }));
    ends.add(store.on('paused', (paused) => !paused && showNew()));
  }
  ends.add(store.on('span', () => {
    head.subtitle(subtitle);
    held() || loadInto(tablePanel, read);
    loadInto(throughput.panel, readThroughput);
  }), store.on('zone', () => {
    table.rerender();
    showCharts();
  }));
  ends.add(() => reading.abort());
  return ends.end;
}

/** A host as a way to its incidents or its traffic. Not a stop of the Tab key in a table whose rows show such a link when chosen. */
export function hostLink(page, host, tabindex = null) {
  return h('a', {class: 'plain', href: linkTo(page, '', {host}), title: host, tabindex, 'data-testid': 'host-link'}, format.shorten(host, 26));
}

export function rarityCell(row) {
  const rare = format.rarityNumber(row.score, row.model?.calibration_rows);
  const says = `${t('rarity.score', {score: format.decimal(row.score, 4), raw: format.quantity(row.raw_score)})}`;
  const young = isCalibrated(row.model?.calibration_rows) ? null : h('span', {class: 'young', 'data-testid': 'uncalibrated', title: t('rarity.uncalibrated')}, mark('medium', t('rarity.uncalibrated')));
  if (row.detector === 'physics') {
    return h('span', {title: `${t('rarity.oneIn', {n: rare})}; ${says}`}, word('rule', row.rule));
  }
  return [young, h('span', {title: says}, t('rarity.oneIn', {n: rare}))];
}

/** One chip for each other detector that spoke of the host lately: who, and how rare. */
function nearbyCell(strongest, own) {
  return h('span', {class: 'near', title: t('rarity.columnWhy')}, DETECTORS.filter((name) => name !== own && strongest.has(name)).map((name) => {
    const row = strongest.get(name);
    const n = format.rarityNumber(row.score, row.model?.calibration_rows);
    const rule = name === 'physics' ? word('rule', row.rule) : null;
    const title = rule ? t('rarity.rule', {detector: word('detector', name), rule}) : t('rarity.of', {detector: word('detector', name), n});
    return h('span', {class: 'chip', 'data-testid': `near-${name}`, title}, detectorKey(name), h('span', {class: 'visually-hidden'}, word('detectorShort', name), ' '), rule ?? n);
  }));
}

/** A limit is a setting, not a claim about data: it is not capped by what was seen. */
function limitText(threshold) {
  return Number.isFinite(threshold) && threshold < 1 ? format.rarityNumber(threshold, null) : '–';
}

export function detectorKey(detector) {
  return h('i', {class: `line-key line-${detector}`, 'aria-hidden': 'true'});
}

export function peerText({peers = [], peer_count: all = peers.length}) {
  if (peers.length === 0) {
    return '–';
  }
  return h('span', {title: peers.join(', ')}, format.shorten(peers[0], 24), all > 1 ? ` +${format.count(all - 1)}` : '');
}

function detectorLegend() {
  return h('span', {class: 'legend', 'aria-hidden': 'true'}, ['lstm', 'iforest', 'physics'].map((detector) => h('span', {class: 'key'}, detectorKey(detector), word('detectorShort', detector))));
}
