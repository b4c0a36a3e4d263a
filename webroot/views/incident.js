// One incident: why, how rare, what next, the evidence, and what people did.

import {go, here, linkTo, onAddress, setParams} from '../address.js';
import {csvName} from '../csv.js';
import * as format from '../format.js';
import {Bands} from '../gap.js';
import {drawnRarity, hitsOf, position, rarity, twoDigits} from '../rarity.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {shareBar} from '../ui/bar.js';
import {h, fill, text} from '../ui/dom.js';
import {ask, showDialog} from '../ui/dialog.js';
import {figure} from '../ui/figure.js';
import {selectFilter} from '../ui/filters.js';
import {icon} from '../ui/icons.js';
import {onKey} from '../ui/keys.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {popup} from '../ui/popup.js';
import {mark} from '../ui/severity.js';
import {Table} from '../ui/table.js';
import {toast} from '../ui/toast.js';
import {ageOf, attackerText, endings, incidentTitle, onNews, refreshAges, saveRows, subjectOf, victimText} from './shared.js';
import {reasonText} from './reasons.js';
import {reasonTable, saysView} from './says.js';
import {detectorKey, hostLink, peerText, rarityCell} from './live.js';
import {act, actionsFor, canDo, send} from './workflow.js';

const DETECTORS = ['lstm', 'iforest', 'physics'];
// What a finding of a learned detector is about; rules have names of their own.
const LEARNED_RULES = new Set(['flow', 'window']);
const EVIDENCE = 100;

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  const {id} = here();
  const base = `api/v1/incidents/${encodeURIComponent(id)}`;
  const analyst = store.may('analyst') || store.may('engineer');
  const bands = new Bands();
  const phone = innerWidth < 700;
  let incident = null;
  let evidence = [];
  let says = {verdict: null, findings: {}};
  let nextCursor = null;

  element.dataset.testid = 'page-incident';
  element.dataset.state = 'loading';
  const top = h('div', {class: 'incident-head'});
  const failure = panel({id: 'panel-incident', title: t('incident.one', {id: format.shortId(id)}), level: 1});
  const main = h('div', {class: 'stack'});
  main.hidden = true;
  element.append(failure.element, top, main);

  const why = panel({id: 'panel-why', title: t('incident.why'), aside: [h('span', {class: 'muted'}, t('incident.howRare'))]});
  const rarityFigure = figure(store, {
    id: 'chart-rarity', kind: 'rarity', title: t('incident.rarity'), height: 'main',
    summary: ({points, hits, most}) => (points.length ? t('incident.raritySummary', {n: format.count(Math.max(...points.map(([, value]) => value ?? 1))), hits: format.count(hits.length), most: format.count(most)}) : t('incident.noRarity')),
    table: ({points = []}) => ({header: [t('column.time'), t('chart.rarestOneIn')], rows: points.map(([time, value]) => [format.iso(time), value === null ? null : Math.round(value)])}),
    points: ({points}) => points.map(([time, value]) => ({time, says: `${format.time(time)}: ${t('rarity.oneIn', {n: format.count(value)})}`})),
  });
  ends.add(rarityFigure.dispose);
  const rarityPanel = panel({id: 'panel-rarity', title: t('incident.rarity'), aside: [rarityLegend(), rarityFigure.toggle]});
  const rarityNote = h('p', {class: 'subtle note'});
  rarityPanel.body.append(rarityFigure.element, rarityNote);
  const saysPanel = panel({id: 'panel-says', title: t('says.title')});
  const forecast = panel({id: 'panel-forecast', title: t('incident.forecast')});
  const history = panel({id: 'panel-history', title: t('incident.history')});
  const detector = selectFilter({name: 'det', label: t('filter.det'), options: [{value: '', name: t('filter.all')}, ...DETECTORS.map((value) => ({value, name: word('detectorShort', value)}))]});
  const hits = h('input', {type: 'checkbox', checked: here().params.hits !== 'off', 'data-testid': 'filter-hits', on: {change: () => setParams({hits: hits.checked ? '' : 'off'}, {replace: true})}});
  const table = new Table({
    name: 'evidence', label: t('incident.evidence'), testId: 'evidence-row', store, id: (row) => row.event_id,
    columns: [
      {key: 'time', title: () => t('column.timeIn', {zone: format.zoneName()}), fixed: true, className: 'nowrap', cell: (row) => h('time', {datetime: row.observed_at, title: format.iso(row.observed_at)}, format.time(row.observed_at))},
      {key: 'host', title: t('column.host'), fixed: true, className: 'mono nowrap', cell: (row) => hostLink('live', row.host)},
      {key: 'peer', off: phone, title: t('column.peer'), className: 'mono nowrap', cell: (row) => peerText(row)},
      {key: 'protocol', off: phone, title: t('column.protocol'), className: 'muted', cell: (row) => [row.protocol ?? '–', row.port === null || row.port === undefined ? '' : `/${row.port}`].join('')},
      {key: 'what', off: phone, title: t('column.what'), className: 'rest-cell', cell: (row) => (row.reasons?.length ? h('span', {class: 'cut', title: reasonText(row.reasons[0])}, reasonText(row.reasons[0])) : '–')},
      {key: 'detector', title: t('column.detector'), className: 'nowrap', cell: (row) => [detectorKey(row.detector), word('detectorShort', row.detector)]},
      {key: 'rarity', title: t('column.rarity'), end: true, className: 'nowrap', cell: rarityCell},
      {key: 'score', off: phone, title: t('column.score'), end: true, className: 'muted', cell: (row) => format.decimal(row.score, 4)},
      {key: 'more', title: t('column.record'), fixed: true, end: true, cell: (row) => h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-record', 'aria-label': `${t('action.show')}: ${t('incident.recordOf', {time: format.time(row.observed_at)})}`, on: {click: () => showRecord(row)}}, t('action.show'))},
    ],
    onOpen: (row) => showRecord(row),
  });
  const more = h('button', {class: 'button', type: 'button', 'data-testid': 'action-more-evidence', on: {click: () => readMore()}}, t('incident.moreEvidence'));
  const evidencePanel = panel({id: 'panel-evidence', title: t('incident.evidence'), aside: [detector.element, h('label', {class: 'check'}, hits, t('incident.hitsOnly')), table.columnsButton(), h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-csv', on: {click: download}}, t('action.csv'))]});
  evidencePanel.body.append(table.element, h('div', {class: 'pager'}, more));
  main.append(h('div', {class: 'grid grid-incident'}, why.element, rarityPanel.element, h('div', {class: 'stack'}, forecast.element, history.element)), saysPanel.element, evidencePanel.element);

  // The head
  const online = () => !['reconnecting', 'connecting', 'signed-out'].includes(store.get('connection'));

  function showHead() {
    const primary = canDo('acknowledge', incident.status) ? 'acknowledge' : canDo('resolve', incident.status) ? 'resolve' : 'reopen';
    const focused = top.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const blocked = online() ? {} : {'aria-disabled': 'true', 'aria-describedby': 'offline-reason'};
    const does = (act1) => () => online() && act1();
    const statusButton = h('button', {class: 'button', type: 'button', 'data-testid': 'incident-status', 'data-status': incident.status}, word('statusShort', incident.status), analyst ? icon('down') : null);
    if (analyst) {
      popup(statusButton, (close) => actionsFor(incident.status).map((action) => h('button', {class: 'menu-item', type: 'button', 'data-testid': `menu-${action}`, ...blocked, on: {click: does(() => {
        close(false);
        perform(action);
      })}}, t(`workflow.${action}.go`))), {label: t('incident.statusMenu'), end: true});
    }
    const techniques = incident.techniques.map((code) => h('span', {class: 'chip', title: incident.technique_names?.[code]}, t('incident.technique'), h('b', {}, code), incident.technique_names?.[code] ? h('span', {class: 'cut'}, incident.technique_names[code]) : null, incident.attack_version ?? ''));
    fill(top,
      h('div', {class: 'grow'},
        h('p', {class: 'crumbs'}, h('a', {href: listLink(), 'data-testid': 'crumb-list'}, t('incidents.title')), ' / ', h('span', {class: 'mono', title: incident.id}, format.shortId(incident.id))),
        h('h1', {}, mark(incident.level, word('level', incident.level)), ' ', h('span', {'data-testid': 'incident-title'}, incidentTitle(incident))),
        h('p', {class: 'lead', 'data-testid': 'incident-summary'}, incident.summary),
        h('div', {class: 'chips'},
          h('span', {class: 'chip'}, h('b', {}, word('level', incident.level)), format.probability(incident.severity)),
          h('span', {class: 'chip'}, t('column.site'), h('b', {}, incident.site)),
          h('span', {class: 'chip'}, t('column.label'), h('b', {}, word('label', incident.label)), format.probability(incident.probability)),
          incident.escalated ? h('span', {class: 'chip'}, h('b', {}, t('incident.escalated'))) : null, techniques,
          statusChip(),
          h('span', {class: 'muted'}, t('incident.times', {first: format.time(incident.first_seen), last: format.time(incident.last_seen), zone: format.zoneName(), n: incident.verdicts, shown: format.count(incident.verdicts)})))),
      h('div', {class: 'incident-actions'}, statusButton,
        analyst ? h('button', {class: 'button', type: 'button', 'data-testid': 'action-assign', ...blocked, on: {click: does(assign)}}, t('incident.assign')) : null,
        h('button', {class: 'button', type: 'button', 'data-testid': 'action-copy-link', on: {click: copyLink}}, icon('link'), t('incident.copyLink')),
        analyst ? h('button', {class: 'button primary', type: 'button', 'data-testid': `action-${primary}`, ...blocked, on: {click: does(() => perform(primary))}}, t(`workflow.${primary}.go`)) : null,
        online() ? null : h('p', {class: 'muted offline', id: 'offline-reason'}, t('action.offline'))));
    if (focused) {
      top.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
    }
    store.emit('title');
  }

  /** Back to the list as it was left. */
  function listLink() {
    return linkTo('incidents', '', store.get('listFilters') ?? {});
  }

  function statusChip() {
    const last = (incident.history ?? []).filter(({action}) => action !== 'note' && action !== 'opened').at(-1);
    const by = last?.by ?? incident.acknowledged_by;
    const at = last?.at ?? incident.acknowledged_at;
    return [by && incident.status !== 'new' ? h('span', {class: 'chip', 'data-testid': 'status-by'}, h('b', {}, word('statusShort', incident.status)), t('incident.byAt', {name: by, time: format.time(at)})) : null,
      incident.assignee ? h('span', {class: 'chip'}, t('column.assignee'), h('b', {}, incident.assignee)) : null];
  }

  function perform(action) {
    act(action, incident, (answer) => {
      take(answer);
      toast(t(`workflow.${action}.done`));
    }, () => refresh());
  }

  function assign() {
    ask({title: t('workflow.assign.title'), says: [t('workflow.assign.says')], confirm: t('workflow.assign.go'), testId: 'dialog-assign', note: {label: t('workflow.assign.name'), required: true},
      send: async (assignee) => take(await send(incident, 'assign', {assignee}, () => refresh()))});
  }

  async function copyLink() {
    try {
      await navigator.clipboard.writeText(location.href);
      toast(t('incident.copied'));
    } catch {
      toast(t('incident.notCopied', {link: location.href}), 'medium');
    }
  }

  function take(answer) {
    incident = {...incident, ...answer};
    showHead();
    showHistory();
  }

  async function refresh() {
    take(await get(base, {}, {signal}));
    showForecast();
    showWhy();
  }

  // Why
  function showWhy() {
    const strongest = new Map(Object.entries(says.findings));
    const rules = incident.rules.filter((rule) => !LEARNED_RULES.has(rule));
    for (const row of strongest.size ? [] : evidence) {
      if (!strongest.has(row.detector) || strongest.get(row.detector).score < row.score) {
        strongest.set(row.detector, row);
      }
    }
    const seen = DETECTORS.filter((name) => strongest.has(name));
    const most = mostOf([...evidence, ...strongest.values()]);
    const limitOf = (row) => rarity(row.threshold, null)?.n ?? 1;
    const bars = seen.map((name) => {
      const row = strongest.get(name);
      const rare = rarity(row.score, row.model?.calibration_rows);
      const fillBar = h('span', {class: `bar-fill fill-${name}`});
      // A rule spoke or it did not: how rare that is on a young site would say little.
      fillBar.style.width = name === 'physics' ? '100%' : `${position(rare?.n ?? 1, most) * 100}%`;
      const limit = name === 'physics' ? null : h('span', {class: 'bar-limit'});
      if (limit) {
        limit.style.left = `${position(limitOf(row), most) * 100}%`;
      }
      const says = name === 'physics' ? t('incident.rules', {n: rules.length || 1}) : t('rarity.oneIn', {n: format.rarityNumber(row.score, row.model?.calibration_rows)});
      return h('li', {class: 'vote', 'data-testid': `vote-${name}`}, detectorKey(name), h('span', {class: 'vote-name'}, word('detector', name)), h('span', {class: 'bar', 'aria-hidden': 'true'}, fillBar, limit), h('span', {class: 'vote-value'}, says));
    });
    const limits = new Set(seen.filter((name) => name !== 'physics').map((name) => Math.round(limitOf(strongest.get(name)))));
    const fewest = Math.min(...evidence.map((row) => row.model?.calibration_rows ?? Infinity));
    const reasons = incident.reasons.filter(({contribution}) => Number.isFinite(contribution));
    fill(why.body,
      bars.length ? h('ul', {class: 'votes'}, bars) : null,
      bars.length ? h('p', {class: 'subtle note'}, limits.size === 1 ? `${t('incident.limitMark', {n: format.count(twoDigits([...limits][0]))})} ` : limits.size > 1 ? `${t('incident.limitMarks')} ` : null, says.verdict ? t('incident.agree', {n: says.verdict.supporters?.length ?? 0}) : null,
        fewest < 100 ? ` ${t('incident.fewRows', {n: fewest, shown: format.count(fewest)})}` : null) : null,
      rules.length ? h('p', {class: 'chips'}, rules.map((rule) => h('a', {class: 'chip', href: linkTo('live', '', {rule, host: subjectOf(incident)}), 'data-testid': 'rule'}, t('incident.rule'), h('b', {}, word('rule', rule))))) : null,
      reasons.length ? reasonTable(reasons, {label: t('incident.reasons')}) : null,
      touched());
    why.state(bars.length || reasons.length ? 'ready' : 'empty', bars.length || reasons.length ? [] : emptyView(t('incident.noReasons')));
  }

  /** Who was acted upon: one by name, and all that are known by a click. */
  let allVictims = false;
  function touched() {
    const {victims, victim_count: all} = incident;
    const says = t('incident.touched', {attacker: attackerText(incident), victims: all > 1 ? t('incident.victims', {first: victims[0], more: all - 1, n: all - 1}) : victimText(incident), n: all});
    if (victims.length < 2) {
      return h('p', {class: 'touched'}, says);
    }
    const unlisted = all - victims.length;
    return h('details', {class: 'touched', open: allVictims, 'data-testid': 'victims', on: {toggle: (event) => {
      allVictims = event.target.open;
    }}}, h('summary', {}, says), h('ul', {class: 'victims limited', tabindex: '0', 'aria-label': t('column.victims')}, victims.map((host) => h('li', {class: 'mono', 'data-testid': 'victim'}, hostLink('live', host)))),
    unlisted > 0 ? h('p', {class: 'muted', 'data-testid': 'victims-unlisted'}, t('incident.unlisted', {n: unlisted, shown: format.count(unlisted)})) : null);
  }

  async function readSays() {
    says = await get(`${base}/verdict`, {}, {signal});
    fill(saysPanel.body, saysView(says));
    saysPanel.state('ready');
    showWhy();
  }

  function mostOf(rows) {
    const rowsSeen = rows.map((row) => row.model?.calibration_rows).filter((n) => n > 1);
    return 10 ** Math.ceil(Math.log10(Math.max(1000, ...rowsSeen)));
  }

  // How rare
  async function readRarity() {
    const first = Date.parse(incident.first_seen) / 1000;
    const last = Date.parse(incident.last_seen) / 1000;
    const pad = Math.max(300, (last - first) * 0.25);
    const now = store.now().getTime() / 1000;
    const limits = {from: first - pad, to: Math.min(now, last + pad)};
    const answer = await get('api/v1/series', {metric: 'rarity', host: subjectOf(incident), site: incident.site, from: new Date(limits.from * 1000), to: new Date(limits.to * 1000), step: 'auto', points: 600}, {signal});
    const step = answer.step_seconds || 1;
    const most = mostOf(evidence);
    const known = answer.rows.map(([time, , value]) => [time, Number.isFinite(value) && value >= 1 ? Math.min(value, most) : null]);
    const points = withGaps(known, step);
    const limited = evidence.filter((row) => Number.isFinite(row.threshold)).sort((a, b) => (b.model?.calibration_rows ?? 0) - (a.model?.calibration_rows ?? 0))[0];
    const rows = limited?.model?.calibration_rows;
    const limit = limited ? drawnRarity(limited.threshold, rows) : null;
    // At most about forty marks: more would be one bar.
    const apart = Math.max(step, (limits.to - limits.from) / 40);
    const found = hitsOf(evidence.filter((row) => row.is_anomaly !== false && row.host === subjectOf(incident)), apart);
    rarityPanel.state('ready');
    text(rarityPanel.heading, t('incident.rarityOf', {host: format.shorten(subjectOf(incident), 26)}));
    rarityFigure.show({
      points, smoothed: smooth(points), expected: points.map(([time]) => [time, Math.max(1, step)]), limit: limit?.n ?? null,
      most, hits: found, bands: bands.list(now), ...limits,
    });
    text(rarityNote, [known.length === 0 ? t('incident.noRarity') : Math.min(...known.map(([, value]) => value ?? Infinity)) >= 19 ? t('incident.notBelow') : '',
      limit?.capped ? t('incident.limitBeyond', {limit: format.count(twoDigits(rarity(limited.threshold, null)?.n)), n: rows, rows: format.count(rows)}) : ''].filter(Boolean).join(' '));
  }

  // Forecast
  function showForecast() {
    const hops = incident.next_hops;
    if (hops.length === 0) {
      forecast.state('empty', emptyView(t('incident.noHop')));
      return;
    }
    forecast.state('ready');
    const horizon = hops[0].horizon_seconds;
    forecast.setAside(Number.isFinite(horizon) ? h('span', {class: 'muted'}, t('incident.horizon', {time: format.durationText(horizon * 1000)})) : null);
    fill(forecast.body, h('p', {}, t('incident.nextHop', {host: hops[0].host, probability: format.probability(hops[0].probability)})),
      h('ul', {class: 'hops'}, hops.slice(0, 5).map(({host, probability}) => h('li', {'data-testid': 'hop-row', 'data-id': host},
        h('b', {class: 'mono cut', title: host}, format.shorten(host, 24)), shareBar(probability), h('span', {}, format.probability(probability))))));
  }

  // History
  const draft = `note:${id}`;
  const noteInput = h('textarea', {class: 'input', id: 'note', rows: '2', maxlength: '2000', 'data-testid': 'note', on: {input: () => store.set(draft, noteInput.value)}});
  // What is half written stays when one looks at another page.
  noteInput.value = store.get(draft) ?? '';
  const noteButton = h('button', {class: 'button', type: 'submit', 'data-testid': 'action-note'}, t('incident.addNote'));
  const noteError = h('p', {class: 'filter-error', role: 'alert'});
  const noteForm = h('form', {class: 'note-form', on: {submit: async (event) => {
    event.preventDefault();
    const note = noteInput.value.trim();
    if (!note || !online() || noteButton.disabled) {
      text(noteError, online() ? t('dialog.noteRequired') : t('action.offline'));
      return;
    }
    noteButton.disabled = true;
    fill(noteButton, t('state.saving'));
    try {
      take(await send(incident, 'notes', {note}, () => refresh()));
      noteInput.value = '';
      store.set(draft, '');
      text(noteError, '');
    } catch (error) {
      text(noteError, error.detail || error.title);
    }
    noteButton.disabled = false;
    fill(noteButton, t('incident.addNote'));
  }}}, h('label', {class: 'muted', for: 'note'}, t('incident.note')), noteInput, noteError, noteButton);
  const historyList = h('ol', {class: 'history'});
  history.body.append(historyList);
  if (analyst) {
    history.body.append(noteForm);
  }

  function showHistory() {
    history.state('ready');
    fill(historyList, (incident.history ?? []).slice().reverse().map((entry) => h('li', {'data-testid': 'history-row'},
      h('p', {}, h('b', {}, entry.by ?? t('incident.system')), ' ', word('action', entry.action), ' ', h('span', {class: 'muted'}, ageOf(entry.at, format))),
      entry.note ? h('p', {class: 'muted wrap'}, entry.note) : null)));
  }

  // Evidence
  async function readEvidence() {
    const {det} = here().params;
    const answer = await get(`${base}/evidence`, {detector: det, limit: EVIDENCE}, {signal});
    evidence = answer.items;
    nextCursor = answer.next_cursor;
    showEvidence();
    return evidence.length ? undefined : 'empty';
  }

  async function readMore() {
    more.disabled = true;
    try {
      const answer = await get(`${base}/evidence`, {detector: here().params.det, limit: EVIDENCE, cursor: nextCursor}, {signal});
      evidence = [...evidence, ...answer.items];
      nextCursor = answer.next_cursor;
      showEvidence();
    } catch (error) {
      error.name === 'AbortError' || toast(error.detail || error.title, 'high');
    }
    more.disabled = false;
  }

  function showEvidence() {
    const shown = evidence.filter((row) => here().params.hits === 'off' || row.is_anomaly !== false);
    table.show(shown);
    more.hidden = !nextCursor;
    evidencePanel.state(shown.length ? 'ready' : 'empty', shown.length ? [] : emptyView(t('incident.noEvidence')));
    evidencePanel.setNote(shown.length ? t('incident.evidenceNote', {n: shown.length, shown: format.count(shown.length)}) : '');
  }

  function showRecord(row) {
    const pre = h('pre', {class: 'record', tabindex: '0', 'aria-label': t('column.record')}, JSON.stringify(row, null, 2));
    const box = h('dialog', {class: 'wide', 'aria-labelledby': 'record-title', 'data-testid': 'dialog-record'},
      h('h2', {id: 'record-title'}, t('incident.recordOf', {time: format.time(row.observed_at)})),
      row.reasons?.length ? h('ul', {class: 'plain-list'}, row.reasons.map((reason) => h('li', {}, reasonText(reason)))) : null,
      row.flow ? h('p', {class: 'mono wrap'}, flowText(row.flow)) : null, pre,
      h('div', {class: 'actions'}, h('button', {class: 'button', type: 'button', on: {click: async () => {
        try {
          await navigator.clipboard.writeText(JSON.stringify(row, null, 2));
          toast(t('incident.recordCopied'));
        } catch {
          toast(t('error.unknown'), 'medium');
        }
      }}}, icon('copy'), t('action.copy')), h('button', {class: 'button', type: 'button', on: {click: () => box.close()}}, t('action.close'))));
    showDialog(box);
  }

  async function download() {
    await saveRows(csvName(`evidence-${format.shortId(id)}`, incident.site, new Date(incident.first_seen), new Date(incident.last_seen)), `${base}/evidence`, {detector: here().params.det});
  }

  // Start
  detector.sync();
  const loaded = loadInto(failure, async () => {
    incident = await get(base, {}, {signal});
    failure.element.hidden = true;
    main.hidden = false;
    showHead();
    showForecast();
    showHistory();
    await Promise.all([loadInto(evidencePanel, async () => {
      const state = await readEvidence();
      showWhy();
      return state ?? 'kept';
    }), loadInto(saysPanel, readSays)]);
    await loadInto(rarityPanel, readRarity);
  }).then(() => {
    failure.element.hidden = failure.element.dataset.state !== 'error';
    element.dataset.state = 'ready';
  });

  ends.add(store.on('zone', () => incident && (showHead(), showHistory(), table.rerender())), store.on('age', () => refreshAges(element, format)), store.on('connection', () => incident && showHead()),
    onKey('a', () => analyst && incident && online() && canDo('acknowledge', incident.status) && perform('acknowledge')),
    onKey('j', () => table.move(1)), onKey('k', () => table.move(-1)),
    onKey('Escape', () => go(listLink())));
  ends.add(onParams(['det', 'hits'], (changed) => {
    detector.sync();
    if (changed === 'det') {
      loadInto(evidencePanel, async () => (await readEvidence()) ?? 'kept');
    } else {
      showEvidence();
    }
  }));
  if (store.get('live')) {
    const freshSays = onNews(5, readSays);
    ends.add(freshSays.stop);
    ends.add(store.feeds.open('incidents', {
      frame: (where, frame) => {
        const row = frame.rows.find((one) => one.id === id);
        if (!row || !incident) {
          return;
        }
        const statusChanged = row.status !== incident.status || row.assignee !== incident.assignee;
        incident = {...incident, ...row};
        store.painter.text('incident:head', showHead, {live: true});
        store.painter.text('incident:forecast', showForecast, {live: true});
        statusChanged && refresh().catch(() => {});
        freshSays.news();
      },
      cut: (where, since) => {
        if (incident && where === incident.site) {
          bands.open(where, (since ?? store.get('lastFrameTime') ?? store.now()).getTime() / 1000);
          readRarity().catch(() => {});
        }
      },
      repair: async (where, first) => {
        await loaded;
        if (incident && where === incident.site) {
          await refresh();
          if (first) {
            return;
          }
          await readEvidence();
          await readSays();
          bands.repaired(where);
          await readRarity();
        }
      },
    }));
  }
  return ends.end;
}

/** Tells which of the parameters changed while the page stays. */
function onParams(names, listener) {
  return onAddress((next, before) => {
    if (next.page === before.page && next.id === before.id) {
      const changed = names.find((name) => next.params[name] !== before.params[name]);
      changed && listener(changed);
    }
  });
}

/** A step that is missing breaks the line: it is never drawn as if it were known. */
function withGaps(points, step) {
  const out = [];
  for (const [i, point] of points.entries()) {
    if (i > 0 && point[0] - points[i - 1][0] > step * 5) {
      out.push([points[i - 1][0] + step, null]);
    }
    out.push(point);
  }
  return out;
}

/** Moving mean of the logarithm: a line an eye can follow on a log axis. */
function smooth(points) {
  let level = null;
  return points.map(([time, value]) => {
    if (value === null) {
      level = null;
      return [time, null];
    }
    level = level === null ? Math.log(value) : level + 0.15 * (Math.log(value) - level);
    return [time, Math.exp(level)];
  });
}

function flowText(flow) {
  const end = (ip, port) => `${ip ?? '–'}${port === null || port === undefined ? '' : `:${port}`}`;
  return t('incident.flow', {from: end(flow.src_ip, flow.src_port), to: end(flow.dst_ip, flow.dst_port), protocol: flow.protocol ?? '–', state: flow.state ?? '–', out: format.bytes(flow.bytes_out), in: format.bytes(flow.bytes_in)});
}

function rarityLegend() {
  return h('span', {class: 'legend', 'aria-hidden': 'true'},
    h('span', {class: 'key'}, h('i', {class: 'line-key line-lstm'}), t('chart.rarest')), h('span', {class: 'key'}, h('i', {class: 'line-key line-text'}), t('chart.smoothed')), h('span', {class: 'key'}, h('i', {class: 'line-key line-expected'}), t('chart.expected')));
}
