// What the platform says of itself: its parts, the counters of its stages, and records that nobody could read.

import {csvName} from '../csv.js';
import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {shareBar} from '../ui/bar.js';
import {h, fill} from '../ui/dom.js';
import {emptyView, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {tableOf} from '../ui/table.js';
import {saveRows} from './shared.js';

const MARKS = {ok: 'ok', degraded: 'medium', down: 'critical'};
const LETTERS = 20;
const MOST_WAITING = 8;
const HEAD_CHARS = 80;
/** As the alert FedicsDiskNearlyFull. */
const LEAST_FREE = 0.1;
/** Between two collections a heap may well be nearly full. */
const MOST_HEAP = 0.95;
/** A second is the shortest thing that anybody here counts in. */
const MOST_SKEW_MILLIS = 1000;
/** Columns of numbers. */
const END = new Set(['instances', 'read', 'written', 'ignored', 'dead', 'flight', 'difference', 'rate', 'lag', 'latency', 'place', 'bytes', 'waiting', 'open']);

/** What `/readyz` answers, also where it answers that something is down. */
export async function askHealth(signal) {
  try {
    return await get('readyz', {}, {signal, urgent: true});
  } catch (error) {
    if (!Array.isArray(error.more?.checks)) {
      throw error;
    }
    return {status: 'down', checks: error.more.checks};
  }
}

/** What a person calls a stage; those that store kinds of records are told apart by the kind. */
export function stageName(stage) {
  return stage.startsWith('persist-') ? `${word('stage', 'persist')} ${stage.slice('persist-'.length)}` : word('stage', stage);
}

/**
 * @param {() => Promise<object>} askProcess what the process says of itself
 * @returns {{panel, read}} every check of the process that answers, and what room it has
 */
export function healthPanel(signal, askProcess) {
  const shown = panel({id: 'panel-health', title: t('health.title')});
  return {panel: shown, async read() {
    // Without the process's own figures health still names what is down.
    const [{checks}, process] = await Promise.all([askHealth(signal), askProcess().catch(() => null)]);
    if (checks.length === 0) {
      shown.state('empty', emptyView(t('health.none')));
      return 'empty';
    }
    fill(shown.body, tableOf(t('health.title'), heads(['part', 'state', 'detail'], 'health'), [...checks, ...roomOf(process)].map(({id, status, detail}) => h('tr', {'data-testid': 'health-row', 'data-id': id, 'data-status': status},
      h('th', {scope: 'row', class: 'nowrap'}, id.startsWith('stage-') ? stageName(id.slice('stage-'.length)) : word('part', id)),
      h('td', {class: 'nowrap'}, h('span', {class: 'status'}, mark(MARKS[status] ?? 'info'), word('health', status))), h('td', {class: 'muted'}, format.visible(detail ?? ''))))));
    return undefined;
  }};
}

/** Disk, heap and clock as checks: none where the process did not say. */
export function roomOf(process) {
  if (process === null) {
    return [];
  }
  const {disk, heap, clock_skew_ms: skew} = process;
  const status = (well) => (well ? 'ok' : 'degraded');
  return [
    {id: 'disk', status: status(disk.free_bytes >= LEAST_FREE * disk.total_bytes), detail: t('health.disk', {free: format.bytes(disk.free_bytes), all: format.bytes(disk.total_bytes)})},
    {id: 'heap', status: status(heap.used_bytes <= MOST_HEAP * heap.most_bytes), detail: t('health.heap', {used: format.bytes(heap.used_bytes), most: format.bytes(heap.most_bytes)})},
    Number.isFinite(skew) ? {id: 'clock', status: status(Math.abs(skew) <= MOST_SKEW_MILLIS), detail: t(skew < 0 ? 'health.clockBehind' : 'health.clockAhead', {time: format.durationText(Math.abs(skew))})} : {id: 'clock', status: 'unknown', detail: t('health.noClock')},
  ];
}

/** @returns {{panel, read}} who is connected to the process that answers */
export function connectionsPanel(askProcess) {
  const shown = panel({id: 'panel-connections', title: t('connections.title')});
  return {panel: shown, async read() {
    const {connections: {transports, programs}} = await askProcess();
    const rows = [...Object.entries(transports).map(([transport, open]) => ['browsers', transport, open]), ...(programs > 0 ? [['programs', 'websocket', programs]] : [])];
    if (rows.length === 0) {
      shown.state('empty', emptyView(t('connections.none')));
      return 'empty';
    }
    fill(shown.body, tableOf(t('connections.title'), heads(['who', 'transport', 'open'], 'connections'), rows.map(([who, transport, open]) => h('tr', {'data-testid': 'connection-row', 'data-id': `${who} ${transport}`},
      h('th', {scope: 'row', class: 'nowrap'}, t(`connections.${who}`)), h('td', {class: 'nowrap'}, word('transport', transport)), h('td', {class: 'end'}, format.count(open))))));
    return undefined;
  }};
}

/** @returns {{panel, show}} the law of counters, stage by stage */
export function stagesPanel() {
  const shown = panel({id: 'panel-stages', title: t('stages.title')});
  return {panel: shown, show(items) {
    if (items.length === 0) {
      shown.state('empty', emptyView(t('pipeline.empty')));
      return 'empty';
    }
    const number = (value, alarm = false) => h('td', {class: `end ${alarm ? 'strong' : value ? '' : 'subtle'}`}, Number.isFinite(value) ? format.count(value) : format.MISSING);
    fill(shown.body, tableOf(t('stages.title'), heads(['stage', 'instances', 'read', 'written', 'ignored', 'dead', 'flight', 'difference', 'rate', 'lag', 'latency'], 'stages'), items.map((stage) => h('tr', {'data-testid': 'system-stage-row', 'data-id': stage.stage},
      h('th', {scope: 'row', class: 'nowrap'}, stageName(stage.stage)), number(stage.instances), number(stage.read), number(stage.written), number(stage.ignored), number(stage.dead_lettered), number(stage.in_flight),
      h('td', {class: 'end nowrap'}, h('span', {class: 'status'}, Number.isFinite(stage.difference) ? mark(stage.difference === 0 ? 'ok' : 'critical') : null, Number.isFinite(stage.difference) ? format.count(stage.difference) : format.MISSING)),
      h('td', {class: 'end'}, format.rate(stage.rate)), number(stage.lag), h('td', {class: 'end nowrap'}, [stage.p50_ms, stage.p95_ms, stage.p99_ms].map(format.durationText).join(' · '))))));
    return undefined;
  }};
}

/** @returns {{panel, show}} the partitions in which most records wait, of all stages */
export function lagPanel() {
  const shown = panel({id: 'chart-lag', title: t('lag.title')});
  return {panel: shown, show(items) {
    const waiting = items
      .flatMap(({stage, unread = {}}) => Object.entries(unread).map(([partition, count]) => ({stage, partition, count})))
      .sort((a, b) => b.count - a.count)
      .slice(0, MOST_WAITING);
    if (waiting.length === 0) {
      shown.state('empty', emptyView(t('lag.none')));
      return 'empty';
    }
    fill(shown.body, tableOf(t('lag.title'), heads(['stage', 'partition', 'waiting', 'share'], 'lag'), waiting.map(({stage, partition, count}) => h('tr', {'data-testid': 'lag-row', 'data-id': `${stage} ${partition}`},
      h('th', {scope: 'row', class: 'nowrap'}, stageName(stage)), h('td', {class: 'nowrap mono'}, partition), h('td', {class: 'end'}, format.count(count)), h('td', {class: 'wide-bar'}, shareBar(count / waiting[0].count))))));
    return undefined;
  }};
}

/** @returns {{panel, read}} the newest records that could not be read */
export function deadLettersPanel(store, signal) {
  const download = () => saveRows(csvName('dead-letters', '', null, store.now()), 'api/v1/dead-letters', {});
  let newest = '';
  const shown = panel({id: 'panel-dead-letters', title: t('letters.title'), aside: [h('button', {class: 'button', type: 'button', 'data-testid': 'action-letters-csv', on: {click: download}}, t('action.csv'))]});
  return {panel: shown, async read() {
    const {items} = await get('api/v1/dead-letters', {limit: LETTERS}, {signal});
    if (items.length === 0) {
      shown.state('empty', emptyView(t('letters.none')));
      return 'empty';
    }
    if (items[0].event_id === newest) {
      return undefined; // who copies a reason keeps what is selected
    }
    newest = items[0].event_id;
    fill(shown.body, tableOf(t('letters.title'), heads(['time', 'topic', 'place', 'reason', 'bytes', 'head'], 'letters'), items.map((letter) => h('tr', {'data-testid': 'letter-row', 'data-id': letter.event_id},
      h('td', {class: 'nowrap', title: format.iso(letter.observed_at)}, `${format.minute(letter.observed_at)} ${format.zoneName()}`), h('th', {scope: 'row', class: 'nowrap'}, format.visible(letter.topic)), h('td', {class: 'end nowrap mono'}, `${letter.partition} / ${letter.offset}`),
      h('td', {}, format.visible(letter.reason)), h('td', {class: 'end nowrap'}, format.bytes(letter.length)), h('td', {class: 'mono wrap'}, headOf(letter))))));
    return undefined;
  }};
}

/** The first bytes as text that cannot do anything. */
function headOf({head = '', length}) {
  if (!length) {
    return format.MISSING;
  }
  const text = atob(head.slice(0, Math.ceil(HEAD_CHARS / 3) * 4));
  return format.visible(text.slice(0, HEAD_CHARS)) + (length > HEAD_CHARS ? '…' : '');
}

function heads(names, group) {
  return names.map((name) => h('th', {scope: 'col', class: END.has(name) ? 'end' : ''}, t(`${group}.${name}`)));
}
