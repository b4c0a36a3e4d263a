// Overview: in five seconds, is anything wrong, what first, is the platform itself well?

import {linkTo, setParams} from '../address.js';
import * as format from '../format.js';
import {Bands} from '../gap.js';
import {t, word} from '../i18n.js';
import {get} from '../rest.js';
import {everyStep, stepFor} from '../range.js';
import {RollingSeries} from '../store.js';
import {h, fill, valueOr} from '../ui/dom.js';
import {figure} from '../ui/figure.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {LEVELS, levelRank, mark} from '../ui/severity.js';
import {spark} from '../ui/spark.js';
import {tableOf} from '../ui/table.js';
import {learningLine} from './learning.js';
import {askHealth, stageName} from './platform.js';
import {ageOf, endings, incidentTitle, onNews, pageHead, rangeOf, refreshAges} from './shared.js';
import {classLegend, stackClasses} from './classes.js';
import {whileCut} from './cut.js';
import {movedOn, readWindows, windowsFigure} from './windows.js';

const FIRST_ROWS = 5;
const HOSTS = 7;
const OLD_MILLIS = 3600000;
/** Incidents that the chart marks; of so many the newest have their line. */
const MARKED_LEVELS = 'critical,high';
const MARKED = 50;
/** From then on a stage that reads nothing, or flows without a verdict, are an alarm. */
const STANDS_SECONDS = 30;
const STAGES = ['ingest', 'aggregate', 'physics-flow', 'physics-host', 'physics-travel', 'iforest', 'lstm', 'records', 'classify', 'predict', 'incident', 'respond', 'persist', 'present'];

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  const range = rangeOf(store);
  const ask = (path, params) => get(`api/v1/${path}`, params, {signal});
  const site = store.get('site');
  const bands = new Bands();

  element.dataset.testid = 'page-overview';
  element.dataset.state = 'loading';
  const head = pageHead(store, ends, {title: t('overview.title'), subtitle: t('overview.subtitle')});

  // Strip
  const strip = panel({id: 'panel-attention', title: t('overview.attention'), className: 'strip'});
  const cells = {open: h('div', {class: 'cell cell-wide'}), waiting: h('div', {class: 'cell'}), learning: h('div', {class: 'cell'}), platform: h('div', {class: 'cell'})};
  strip.body.append(...Object.values(cells));
  cells.learning.hidden = true;

  // Tiles
  const tiles = h('div', {class: 'tiles'});
  const tile = (id, page) => {
    const box = h(page ? 'a' : 'div', {class: 'tile', 'data-testid': `tile-${id}`, href: page ? linkTo(page) : null});
    const value = h('p', {class: 'tile-value'});
    const line = h('span', {class: 'tile-spark'});
    const note = h('p', {class: 'tile-note'});
    box.append(h('p', {class: 'tile-name'}, t(`tile.${id}`)), h('div', {class: 'tile-row'}, value, line), note);
    tiles.append(box);
    return {
      show({value: shown, unit = '', says = '', points = []}) {
        store.painter.text(`tile:${id}`, () => {
          fill(value, valueOr(shown, t('state.noValue')), shown === format.MISSING || !unit ? null : h('span', {class: 'unit'}, unit));
          fill(note, says);
          fill(line, spark(points));
        });
      },
    };
  };
  const shownTiles = {
    flows: tile('flows'), anomalous: tile('anomalous', 'live'), findings: tile('findings', 'live'), verdict: tile('verdict'), shed: tile('shed'), lag: tile('lag'),
  };

  const windows = windowsFigure(store);
  const windowsPanel = panel({id: 'panel-windows', title: stepFor(range.seconds) === 60 ? t('windows.perMinute') : t('windows.title', {step: format.durationText(stepFor(range.seconds) * 1000)}), className: 'span-wide', aside: [legend(), windows.toggle]});
  windowsPanel.body.append(windows.element);
  const attention = panel({id: 'panel-needs-attention', title: t('overview.needs')});
  const firstRows = h('ul', {class: 'incident-list'});
  attention.body.append(firstRows);

  const classes = figure(store, {
    id: 'chart-classes', kind: 'classes', title: t('classes.title'), height: 'mid',
    summary: ({labels, shares}) => t('classes.summary', {shares: labels.map((label, i) => `${word('label', label)} ${format.percent(shares[i].at(-1))} %`).join(', ')}),
    table: ({times = [], labels = [], shares = []}) => ({header: [t('column.time'), ...labels.map((label) => word('label', label))], rows: times.map((time, i) => [format.iso(time), ...shares.map((values) => `${format.percent(values[i])} %`)])}),
    points: ({times, labels, shares}) => times.map((time, i) => ({time, says: `${format.minute(time)}: ${labels.map((label, n) => `${word('label', label)} ${format.percent(shares[n][i])} %`).join(', ')}`})),
  });
  const classesPanel = panel({id: 'panel-classes', title: t('classes.title'), aside: [classes.toggle]});
  const classNames = h('div', {class: 'legend'});
  classesPanel.body.append(classes.element, classNames);
  const hosts = panel({id: 'panel-hosts-risk', title: t('hosts.title')});
  const pipeline = panel({id: 'panel-pipeline', title: t('pipeline.title')});

  ends.add(windows.dispose, classes.dispose);
  element.append(head.element, strip.element, tiles,
    h('div', {class: 'grid grid-main'}, windowsPanel.element, attention.element),
    h('div', {class: 'grid grid-three'}, classesPanel.element, hosts.element, pipeline.element));
  // The first paint is the person's own doing; only what follows is live and waits in a pause.
  const painted = new Set();
  const later = (key, job) => {
    store.painter.text(`overview:${key}`, () => {
      painted.add(key);
      signal.aborted || job();
    }, {live: painted.has(key)});
  };

  let stages = [];
  // Incidents: the strip and the list come from one query, so they agree.
  let incidents = [];
  async function readIncidents() {
    const answer = await ask('incidents', {status: 'open', sort: '-level', limit: FIRST_ROWS, site});
    incidents = answer.items;
    later('incidents', () => {
      showOpen(answer);
      showFirst(answer.total, answer.total_capped);
    });
  }

  function showOpen({facets, total}) {
    const counts = Object.fromEntries(LEVELS.map((level) => [level, facets?.level?.[level] ?? 0]));
    store.set('open', counts);
    const present = LEVELS.filter((level) => counts[level] > 0);
    fill(cells.open, h('p', {class: 'cell-name'}, t('overview.open')), h('p', {class: 'cell-values'}, total === 0
      ? [mark('ok'), h('span', {}, t('overview.noneOpen'))]
      : present.map((level) => h('a', {class: 'count', href: linkTo('incidents', '', {sev: level}), 'data-testid': `open-${level}`}, mark(level), h('b', {}, format.count(counts[level])), h('span', {}, word('levelInText', level))))));
    const waiting = (facets?.status?.new ?? 0) + (facets?.status?.reopened ?? 0);
    fill(cells.waiting, h('p', {class: 'cell-name'}, t('overview.unacknowledged')), h('p', {class: 'cell-values'},
      h('a', {class: 'count', href: linkTo('incidents', '', {status: 'new'})}, h('b', {}, format.count(waiting)), h('span', {}, t('overview.nobodyYet', {n: waiting})))));
  }

  function showFirst(total, capped) {
    attention.setAside(h('a', {href: linkTo('incidents'), 'data-testid': 'all-incidents'}, t('overview.all', {n: `${format.count(total)}${capped ? '+' : ''}`})));
    if (incidents.length === 0) {
      attention.state('empty', emptyView(t('overview.calm'), h('a', {href: linkTo('incidents', '', {status: 'all'})}, t('overview.earlier'))));
      return;
    }
    attention.state('ready');
    const focused = document.activeElement?.closest?.('[data-id]')?.dataset.id;
    fill(firstRows, incidents.map((incident) => h('li', {class: 'incident-item', 'data-testid': 'incident-row', 'data-id': incident.id},
      mark(incident.level, word('level', incident.level)),
      h('a', {class: 'strong title-link', href: linkTo('incidents', incident.id)}, incidentTitle(incident)),
      h('span', {class: 'muted nowrap'}, ageOf(incident.last_seen, format)),
      h('p', {class: 'muted cut', title: incident.summary}, incident.summary))));
    if (focused) {
      [...firstRows.children].find((row) => row.dataset.id === focused)?.querySelector('a').focus();
    }
  }

  // Windows and tiles
  let windowData = null;
  let severe = [];
  const sparks = {findings: new RollingSeries(120), verdict: new RollingSeries(120), shed: new RollingSeries(120)};
  async function readSeries() {
    const now = rangeOf(store);
    const data = await readWindows(ask, now);
    const [flows, lag, marked] = await Promise.all([
      ask('series', {metric: 'flows', step: stepFor(now.seconds), ...now.query}),
      ask('series', {metric: 'lag', step: stepFor(now.seconds), ...now.query}).catch(() => ({rows: [], step_seconds: 60})),
      ask('incidents', {status: 'open', level: MARKED_LEVELS, sort: '-last_seen', limit: MARKED, ...now.query}).catch(() => ({items: severe})),
    ]);
    severe = marked.items;
    windowData = {...data, flows, lag, range: now};
    later('series', () => {
      showSeries();
      head.updated();
    });
  }

  function showSeries() {
    const {range: now} = windowData;
    const seconds = store.now().getTime() / 1000;
    const gaps = bands.list(seconds);
    if (windowData.bars.every(([, value]) => value === null) && gaps.length === 0) {
      windowsPanel.setNote('');
      windowsPanel.state('empty', emptyView(t(now.live ? 'windows.emptyYet' : 'windows.empty'), spanLink('24h')));
    } else {
      windowsPanel.setNote(windowData.since === null ? '' : t('windows.since', {time: format.minute(windowData.since)}));
      windowsPanel.state('ready');
      windows.show({...(now.live ? movedOn(windowData, seconds) : windowData), markers: markers(), bands: gaps}, {live: true});
    }
    showTiles();
  }

  function markers() {
    const from = rangeOf(store).from.getTime();
    const found = severe.filter(({first_seen: at}) => Date.parse(at) >= from)
      .map(({first_seen: at, attacker}) => ({time: Date.parse(at) / 1000, name: format.shorten(attacker, 18)}))
      .sort((a, b) => b.time - a.time).slice(0, 8);
    // Names that would lie on one another: the newest keeps its name, all keep their line.
    let last = Infinity;
    for (const one of found) {
      if (last - one.time < range.seconds * 0.13) {
        one.name = '';
      } else {
        last = one.time;
      }
    }
    return found;
  }

  /** Sums over sites; null when no site has said anything. */
  function total(field, join = (a, b) => a + b) {
    const values = [...(store.get('numbers')?.values() ?? [])].map((row) => row[field]).filter((v) => Number.isFinite(v));
    return values.length ? values.reduce((a, b) => join(a, b)) : null;
  }

  function showTiles() {
    const {flows, lag, bars, normal} = windowData ?? {flows: {rows: []}, lag: {rows: []}, bars: [], normal: []};
    const seconds = flows.step_seconds || 1;
    const rates = everyStep(flows.rows, windowData?.range ?? range, flows.step_seconds || 60).map(([, row]) => (row === null ? null : row[3] / seconds));
    // The last step is still filling: its count would read as a fall.
    const settled = range.live ? rates.slice(0, -1) : rates;
    const told = settled.filter((value) => value !== null);
    const average = told.length ? told.reduce((a, b) => a + b, 0) / told.length : null;
    const now = range.live ? total('flows_per_second') ?? settled.at(-1) ?? null : average;
    const peak = told.length ? Math.max(...told, now ?? 0) : null;
    shownTiles.flows.show({value: format.rate(now), unit: '/s', says: peak === null ? t('tile.noData') : t('tile.peak', {value: format.rate(peak)}), points: settled.slice(-60)});
    const sum = (list) => list.reduce((all, [, value]) => all + (value ?? 0), 0);
    const [bad, good] = [sum(bars), sum(normal)];
    const share = bad + good > 0 ? bad / (bad + good) : null;
    shownTiles.anomalous.show({value: format.percent(share), unit: '%', says: share === null ? t('tile.noData') : t('tile.ofWindows', {bad: format.count(bad), all: format.count(bad + good)}),
      points: bars.map(([, value], i) => (value === null ? null : value / Math.max(1, value + (normal[i]?.[1] ?? 0)))).slice(-60)});
    shownTiles.findings.show({value: format.rate(total('anomalies_per_second')), unit: '/s', says: findingsNote(), points: sparks.findings.values()});
    const p95 = format.duration(total('verdict_p95_ms', Math.max));
    shownTiles.verdict.show({value: p95.value, unit: p95.unit, says: t('tile.p95'), points: sparks.verdict.values()});
    shownTiles.shed.show({value: format.count(total('shed')), says: t('tile.shedNote'), points: sparks.shed.values()});
    const lagNow = range.live ? total('lag', Math.max) ?? lag.rows.at(-1)?.[2] ?? null : lag.rows.at(-1)?.[2] ?? null;
    shownTiles.lag.show({value: format.count(lagNow), says: t('tile.lagNote'), points: lag.rows.map(([, , most]) => most).slice(-60)});
  }

  function findingsNote() {
    const by = {};
    for (const row of store.get('numbers')?.values() ?? []) {
      for (const [detector, n] of Object.entries(row.by_detector ?? {})) {
        by[detector] = (by[detector] ?? 0) + n;
      }
    }
    const parts = Object.entries(by).map(([detector, n]) => `${word('detectorShort', detector)} ${format.rate(n)}`);
    return parts.length ? parts.join(' · ') : t('tile.findingsNote');
  }

  async function readClasses() {
    const now = rangeOf(store);
    const step = Math.max(300, stepFor(now.seconds) * 5);
    const {rows} = await ask('classes', {step, ...now.query});
    later('classes', () => {
      if (rows.length === 0) {
        classesPanel.state('empty', emptyView(t('classes.empty'), spanLink('24h')));
        return;
      }
      classesPanel.state('ready');
      const steps = everyStep(rows, rangeOf(store), step, (row) => row.t).map(([time, row]) => row ?? {t: time, share: {}});
      const stack = stackClasses(steps, step);
      fill(classNames, classLegend(stack.labels));
      classes.show(stack, {live: true});
    });
  }

  async function readHosts() {
    const {items} = await ask('hosts', {sort: '-risk', limit: HOSTS, site});
    later('hosts', () => {
      if (items.length === 0) {
        hosts.state('empty', emptyView(t('hosts.empty')));
        return;
      }
      hosts.state('ready');
      const zoned = items.some(({zone}) => zone);
      // The same address may be of several sites.
      const sited = !site && store.sites().length > 1;
      fill(hosts.body, tableOf(t('hosts.title'),
        [h('th', {scope: 'col'}, t('column.host')), zoned ? h('th', {scope: 'col', class: 'wide-only'}, t('column.zone')) : null, h('th', {scope: 'col', class: 'wide-only'}, t('hosts.severity')),
          h('th', {scope: 'col', class: 'end'}, t('hosts.now')), h('th', {scope: 'col'}, t('hosts.next'))],
        items.map((host) => h('tr', {'data-testid': 'host-row', 'data-id': `${host.site}/${host.host}`},
          h('th', {scope: 'row', class: 'nowrap'}, h('a', {class: 'plain strong', href: linkTo('incidents', '', {host: host.host, site: host.site}), title: host.host}, format.shorten(host.host, 24)),
            sited ? h('p', {class: 'muted', title: host.site}, format.shorten(host.site, 18)) : null),
          zoned ? h('td', {class: 'muted wide-only nowrap'}, host.zone ?? '–') : null,
          h('td', {class: 'wide-only'}, spark((host.severity_series ?? []).map(([, value]) => value), {tone: host.level, width: 84})),
          h('td', {class: 'end'}, format.probability(host.risk), isOld(host, store.now()) ? h('p', {class: 'muted', 'data-testid': 'host-seen'}, format.minute(host.last_seen)) : null),
          h('td', {class: 'muted'}, host.next_hops?.length ? t('hosts.hop', {probability: format.probability(host.next_hops[0].probability), host: format.shorten(host.next_hops[0].host, 18)}) : t('hosts.noHop')))), {'data-testid': 'table-hosts-risk'}));
    });
  }

  async function readPipeline() {
    const {items, learning} = await ask('system/stages');
    stages = items;
    later('pipeline', () => {
      if (items.length === 0) {
        pipeline.state('empty', emptyView(t('pipeline.empty')));
      } else {
        showPipeline(inOrder(items));
      }
      showLearning(learning);
      showPlatform();
    });
  }

  /** Stages that read nothing although records wait: the one that records have waited for longest first. */
  function standing() {
    return stages.filter(({lag, standing_seconds: seconds}) => lag > 0 && seconds >= STANDS_SECONDS).sort((a, b) => b.standing_seconds - a.standing_seconds);
  }

  /** What keeps verdicts from coming, in sentences. */
  function alarms() {
    const says = standing().map(({stage, lag, standing_seconds: seconds}) => t('platform.stands', {stage: stageName(stage), n: lag, shown: format.count(lag), time: format.durationText(seconds * 1000)}));
    const numbers = store.get('numbers') ?? new Map();
    for (const [name, {flows_per_second: flows, flows_since: began, judged_at: at}] of range.live ? numbers : []) {
      const now = (store.get('lastFrameTime') ?? store.now()).getTime();
      // A site that sends now and then is not late with its first verdict.
      const seconds = flows > 0 && at ? (now - Math.max(Date.parse(at), began ? Date.parse(began) : 0)) / 1000 : 0;
      if (seconds >= STANDS_SECONDS) {
        says.push(t('platform.noVerdict', {site: name, time: format.durationText(seconds * 1000)}));
      }
    }
    return says;
  }

  function showPipeline(items) {
    pipeline.state('ready');
    const still = standing().map(({stage}) => stageName(stage));
    const wrong = items.filter(({difference}) => Number.isFinite(difference) && difference !== 0).map(({stage}) => word('stage', stage));
    const unknown = items.some(({difference}) => !Number.isFinite(difference));
    pipeline.setAside(still.length ? h('span', {class: 'agree wrong', 'data-testid': 'pipeline-stands'}, mark('critical'), t('pipeline.stands', {stages: still.join(', ')})) : null,
      h('span', {class: `agree ${wrong.length ? 'wrong' : ''}`, 'data-testid': 'counts-agree'}, unknown && !wrong.length ? null : mark(wrong.length ? 'critical' : 'ok'),
      wrong.length ? t('pipeline.disagree', {stages: wrong.join(', ')}) : unknown ? t('pipeline.unknown') : t('pipeline.agree')));
    fill(pipeline.body, tableOf(t('pipeline.title'), ['stage', 'rate', 'lag', 'dead', 'difference'].map((name, i) => h('th', {scope: 'col', class: i ? 'end' : ''}, t(`pipeline.${name}`))),
      items.map((stage) => h('tr', {'data-testid': 'stage-row', 'data-id': stage.stage},
        h('th', {scope: 'row'}, word('stage', stage.stage)), h('td', {class: 'end'}, format.rate(stage.rate)), h('td', {class: `end ${stage.lag ? '' : 'subtle'}`}, format.count(stage.lag)),
        h('td', {class: `end ${stage.dead_lettered ? '' : 'subtle'}`}, format.count(stage.dead_lettered)), h('td', {class: `end ${stage.difference ? 'strong' : 'subtle'}`}, format.count(stage.difference))))));
  }

  function showLearning(learning) {
    const shown = Object.entries(learning ?? {}).filter(([name]) => store.sites().includes(name));
    cells.learning.hidden = shown.length === 0;
    const files = store.get('me')?.spans ?? {};
    const open = shown.filter(([name, {share}]) => share < 1 && !files[name]); // a file that ended learns nothing more
    fill(cells.learning, h('p', {class: 'cell-name'}, t('learning.title')), h('p', {class: 'cell-values'}, open.length === 0
      ? [mark('ok'), h('span', {}, t('learning.done', {n: shown.filter(([, {share}]) => share >= 1).length}))]
      : open.slice(0, 2).map(([name, {share, seconds_left: left, detectors}]) => h('span', {class: 'learns', 'data-testid': 'learning'}, h('span', {class: 'count'}, h('b', {class: 'nowrap'}, `${format.percent(share)} %`), h('span', {}, Number.isFinite(left)
        ? t('learning.left', {site: name, time: format.durationText(left * 1000)}) : name)), learningLine(detectors)))));
  }

  let platform = null;
  async function readPlatform() {
    platform = await askHealth(signal);
    later('platform', showPlatform);
  }

  function showPlatform() {
    if (platform === null) {
      return;
    }
    const bad = (platform.checks ?? []).filter(({status}) => status !== 'ok');
    const still = alarms();
    const state = platform.status === 'ok' && still.length ? 'stands' : platform.status;
    const level = state === 'ok' ? 'ok' : state === 'degraded' ? 'medium' : 'critical';
    const says = [...(platform.status === 'ok' ? [] : [t('platform.bad', {parts: bad.map(({id}) => id).join(', ') || platform.status})]), ...still];
    fill(cells.platform, h('p', {class: 'cell-name'}, t('platform.title')), h('p', {class: 'cell-values', 'data-testid': 'platform-state', 'data-state': state}, mark(level),
      h('span', {class: says.length ? 'stands' : ''}, says.length ? says.map((sentence) => h('span', {}, sentence)) : t('platform.ok'))));
  }

  function spanLink(span) {
    return h('button', {class: 'link-button', type: 'button', on: {click: () => setParams({from: `now-${span}`, to: ''})}}, t('empty.show', {span: t(`range.inText.${span}`)}));
  }

  // First data, then live
  const readers = [[strip, async () => {
    await Promise.all([readIncidents(), readPlatform()]);
  }], [windowsPanel, readSeries], [classesPanel, readClasses], [hosts, readHosts], [pipeline, readPipeline]];
  showTiles();
  const loaded = Promise.all(readers.map(([shown, read]) => loadInto(shown, async () => {
    await read();
    return shown === strip ? undefined : 'kept';
  }))).then(() => {
    attention.element.dataset.state === 'loading' && attention.state(strip.element.dataset.state === 'error' ? 'empty' : 'ready', strip.element.dataset.state === 'error' ? emptyView(t('error.above')) : []);
    element.dataset.state = 'ready';
  });

  if (range.live) {
    const fresh = {incidents: onNews(1, readIncidents), series: onNews(3, readSeries), hosts: onNews(5, readHosts), pipeline: onNews(5, async () => {
      await Promise.all([readPipeline(), readPlatform()]);
    }), classes: onNews(15, readClasses)};
    Object.values(fresh).forEach(({stop}) => ends.add(stop));
    const cut = (where, since) => {
      const from = (since ?? store.now()).getTime() / 1000;
      bands.open(where, from);
      Object.values(sparks).forEach((series) => series.push(from + 1, null));
      windowData && store.painter.text('overview:series', showSeries);
    };
    whileCut(store, ends, [strip, windowsPanel, attention, classesPanel, hosts, pipeline], () => windowData && later('series', showSeries));
    ends.add(store.feeds.open('overview', {
      frame: (where, frame) => {
        const at = Date.parse(frame.at) / 1000;
        sparks.findings.push(at, total('anomalies_per_second'));
        sparks.verdict.push(at, total('verdict_p95_ms', Math.max));
        sparks.shed.push(at, total('shed'));
        later('tiles', showTiles);
        [fresh.series, fresh.hosts, fresh.pipeline, fresh.classes].forEach(({news}) => news());
        head.updated();
      },
      cut,
      repair: async () => {
        await Promise.all([readSeries(), readIncidents()]);
      },
      repaired: (where, error) => {
        if (error) {
          bands.lost(where, store.now().getTime() / 1000, 'no-data');
        } else {
          bands.repaired(where);
        }
        windowData && store.painter.text('overview:series', showSeries);
      },
    }), store.feeds.open('incidents', {
      frame: (where, frame) => {
        const byId = new Map(incidents.map((incident) => [incident.id, incident]));
        for (const row of frame.rows) {
          if (row.status === 'resolved' || row.status === 'false-positive') {
            byId.delete(row.id);
          } else {
            byId.set(row.id, row);
          }
        }
        // As the server sorts them: what is not among the first now is not in its next answer either.
        incidents = [...byId.values()].sort((a, b) => levelRank(a.level) - levelRank(b.level) || Date.parse(b.last_seen) - Date.parse(a.last_seen)).slice(0, FIRST_ROWS);
        later('first', () => showFirst(Math.max(incidents.length, Object.values(store.get('open') ?? {}).reduce((a, b) => a + b, 0)), false));
        fresh.incidents.news();
      },
      repair: async () => {
        await loaded;
        await readIncidents();
      },
    }));
  }
  ends.add(store.on('span', () => {
    loadInto(windowsPanel, async () => (await readSeries()) ?? 'kept');
    loadInto(classesPanel, async () => (await readClasses()) ?? 'kept');
  }), store.on('age', () => refreshAges(element, format)), store.on('zone', () => {
    windowData && store.painter.text('overview:series', showSeries);
    refreshAges(element, format);
  }));
  return ends.end;
}

/** Stages as the data pass them; what stores the kinds of records is one line. */
function inOrder(items) {
  const stored = items.filter(({stage}) => stage.startsWith('persist-'));
  const sum = (field) => {
    const known = stored.map((one) => one[field]).filter((value) => Number.isFinite(value));
    return known.length === stored.length ? known.reduce((a, b) => a + Math.abs(b), 0) : null;
  };
  const rest = items.filter((one) => !stored.includes(one));
  if (stored.length > 0) {
    rest.push({stage: 'persist', rate: sum('rate'), lag: sum('lag'), dead_lettered: sum('dead_lettered'), difference: sum('difference')});
  }
  const rank = ({stage}) => (STAGES.includes(stage) ? STAGES.indexOf(stage) : STAGES.length);
  return rest.sort((a, b) => rank(a) - rank(b));
}

/** Open as its incident is, a host may have been quiet for long: its risk is of then. */
function isOld({last_seen: seen}, now) {
  return now - Date.parse(seen) > OLD_MILLIS;
}

function legend() {
  return h('span', {class: 'legend', 'aria-hidden': 'true'},
    h('span', {class: 'key'}, h('i', {class: 'swatch swatch-accent'}), t('chart.anomalous')),
    h('span', {class: 'key'}, h('i', {class: 'swatch swatch-normal'}), t('chart.normal')));
}
