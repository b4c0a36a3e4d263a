// Incidents: the list, its facets, and acknowledging many at once.

import {go, here, linkTo, onAddress, setParams} from '../address.js';
import {csvName} from '../csv.js';
import {hostQuery} from '../filter.js';
import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {get, post} from '../rest.js';
import {h, fill, text} from '../ui/dom.js';
import {ask as askDialog} from '../ui/dialog.js';
import {chips, known, selectFilter, textFilter} from '../ui/filters.js';
import {onKey} from '../ui/keys.js';
import {loadInto, panel} from '../ui/panel.js';
import {severity, LEVELS} from '../ui/severity.js';
import {Table, pager} from '../ui/table.js';
import {toast} from '../ui/toast.js';
import {LABELS, ageOf, endings, incidentTitle, onNews, pageHead, rangeOf, refreshAges, saveRows, victimText} from './shared.js';
import {canDo} from './workflow.js';

const STATUSES = ['open', 'new', 'acknowledged', 'reopened', 'resolved', 'false-positive', 'all'];
/** Of one answer. */
const MOST_ROWS = 1000;
const WEEK_SECONDS = 604800;
const OPEN = new Set(['open', 'new', 'acknowledged', 'reopened']);
const FILTERS = ['status', 'sev', 'label', 'host', 'sort', 'group', 'cursor', 'page', 'rows'];

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  let reading = new AbortController();
  ends.add(() => reading.abort());
  let cursors = [];
  let cursorsOf = '';
  let items = [];
  let more = false;
  let unseen = new Set();

  element.dataset.testid = 'page-incidents';
  element.dataset.state = 'loading';
  const head = pageHead(store, ends, {title: t('incidents.title')});

  const filters = [
    selectFilter({name: 'status', label: t('filter.status'), otherwise: 'open', options: STATUSES.map((value) => ({value, name: word('status', value)}))}),
    textFilter({name: 'host', label: t('filter.host'), placeholder: t('filter.hostExact')}),
    selectFilter({name: 'group', label: t('filter.group2'), options: ['', 'host', 'label', 'technique'].map((value) => ({value, name: t(`incidents.group.${value || 'none'}`)}))}),
  ];
  const chipBox = h('div', {class: 'chips', 'data-testid': 'chips'});
  const facets = h('div', {class: 'facets'});
  const facetBox = h('details', {class: 'facet-box', open: innerWidth >= 900}, h('summary', {}, t('incidents.facets')), facets);

  // The title names class and host already, the sentence below it how many were touched; where there is room they have
  // columns of their own. Status, age and last seen are in sight on a laptop.
  const narrow = innerWidth < 1700;
  const laptop = innerWidth < 1440;
  const phone = innerWidth < 700;
  const analyst = store.may('analyst') || store.may('engineer');
  const bulk = h('button', {class: 'button primary', type: 'button', 'data-testid': 'action-bulk-acknowledge', on: {click: acknowledgeSelected}});
  bulk.hidden = true;
  const newRows = h('button', {class: 'button new-rows', type: 'button', 'data-testid': 'incidents-new', 'data-count': '0', on: {click: () => reload()}});
  newRows.hidden = true;

  const table = new Table({
    name: 'incidents', label: t('incidents.title'), testId: 'incident-row', store, id: (row) => row.id,
    columns: [
      {key: 'severity', title: t('column.severity'), fixed: true, sort: 'severity', className: 'nowrap', cell: (row) => severity(row.level)},
      {key: 'title', title: t('column.incident'), fixed: true, className: 'title-cell', cell: (row) => [
        h('a', {class: 'strong title-link', href: linkTo('incidents', row.id), tabindex: '-1'}, incidentTitle(row)), h('p', {class: 'muted cut', title: row.summary}, row.summary)]},
      {key: 'site', off: phone, title: t('column.site'), className: 'muted nowrap', cell: (row) => row.site},
      {key: 'victims', off: laptop, title: t('column.victims'), className: 'mono nowrap', cell: (row) => h('span', {title: row.victims.join(', ')}, victimText(row))},
      {key: 'class', off: narrow, title: t('column.label'), className: 'nowrap', cell: (row) => [word('label', row.label), ' ', h('span', {class: 'muted'}, format.probability(row.probability))]},
      {key: 'technique', off: narrow, title: t('column.technique'), className: 'mono muted nowrap', cell: (row) => row.techniques.join(', ') || '–'},
      {key: 'windows', off: narrow, title: t('column.windows'), end: true, cell: (row) => format.count(row.verdicts)},
      {key: 'first', off: narrow, title: t('column.first'), className: 'nowrap muted', cell: (row) => h('time', {datetime: row.first_seen, title: format.iso(row.first_seen)}, format.time(row.first_seen))},
      {key: 'last', off: phone, title: () => t('column.lastIn', {zone: format.zoneName()}), sort: 'last_seen', className: 'nowrap', cell: (row) => h('time', {datetime: row.last_seen, title: format.iso(row.last_seen)}, format.time(row.last_seen))},
      {key: 'status', title: t('column.status'), className: 'nowrap', cell: statusCell},
      {key: 'assignee', off: narrow, title: t('column.assignee'), className: 'nowrap muted', cell: (row) => row.assignee ?? '–'},
      {key: 'age', off: phone, title: t('column.age'), end: true, className: 'nowrap', cell: (row) => ageOf(row.first_seen, format)},
    ],
    onOpen: (row) => go(linkTo('incidents', row.id)),
    // The server sorts worst first or newest first, nothing else.
    onSort: (sort) => setParams({sort: sort.replace('-', '') === 'severity' ? '' : '-last_seen', cursor: '', page: ''}),
    select: analyst ? {change: showBulk, able: (row) => canDo('acknowledge', row.status)} : undefined,
  });
  const pages = pager({
    onPage: (by) => {
      const page = pageNumber() + by;
      setParams({page: page > 1 ? page : '', cursor: page > 1 ? cursors[page] ?? '' : ''});
    },
    onSize: (rows) => setParams({rows: rows === 25 ? '' : rows, cursor: '', page: ''}),
  });
  const listPanel = panel({id: 'panel-incidents', title: t('incidents.list'), className: 'grow-panel', aside: [newRows, bulk, table.columnsButton(), h('button', {class: 'button', type: 'button', 'data-testid': 'action-csv', on: {click: download}}, t('action.csv'))]});
  listPanel.body.append(table.element, pages.element);
  element.append(head.element, h('div', {class: 'filters', role: 'group', 'aria-label': t('filter.group')}, filters.map((filter) => filter.element)), chipBox,
    h('div', {class: 'grid grid-list'}, facetBox, listPanel.element));

  const pageNumber = () => Math.max(1, Number(here().params.page) || 1);
  const size = () => ([25, 50, 100].includes(Number(here().params.rows)) ? Number(here().params.rows) : 25);
  const status = () => (STATUSES.includes(here().params.status) ? here().params.status : 'open');

  /** What is open needs a person however old it is; what is closed is looked up by time. */
  function query() {
    const {host, sort} = here().params;
    const now = rangeOf(store);
    const time = OPEN.has(status()) ? {} : {from: now.query.from, to: now.query.to};
    return {status: status(), level: known('sev', LEVELS), label: known('label', LABELS), host: hostQuery(host), sort: sort === '-last_seen' ? sort : '-severity', site: store.get('site'), ...time};
  }

  /** Where a page begins. One that a link or a reload led to knows nothing of those before it: they are walked. */
  async function cursorOf(page, mine) {
    const {status: asked, sev, label, host, sort, rows} = here().params;
    const list = JSON.stringify([asked, sev, label, host, sort, rows, store.get('site'), rangeOf(store).words]);
    if (list !== cursorsOf) {
      cursors = [];
      cursorsOf = list;
    }
    if (page > 1 && here().params.cursor) {
      cursors[page] = here().params.cursor;
    }
    let at = page;
    while (at > 1 && !cursors[at]) {
      at--;
    }
    while (at < page) {
      const pages = Math.min(page - at, Math.floor(MOST_ROWS / size()));
      const answer = await get('api/v1/incidents', {...query(), limit: pages * size(), cursor: cursors[at]}, {signal: mine});
      at += pages;
      if (!answer.next_cursor) {
        return null;
      }
      cursors[at] = answer.next_cursor;
    }
    return cursors[page] ?? '';
  }

  async function read() {
    reading.abort();
    reading = new AbortController();
    const mine = AbortSignal.any([reading.signal, signal]);
    const page = pageNumber();
    const cursor = await cursorOf(page, mine);
    if (cursor === null) {
      // There is no such page any more.
      setParams({page: '', cursor: ''}, {replace: true});
      return 'kept';
    }
    const answer = await get('api/v1/incidents', {...query(), limit: size(), cursor}, {signal: mine});
    items = answer.items;
    more = Boolean(answer.next_cursor);
    unseen = new Set();
    cursors[page + 1] = answer.next_cursor ?? '';
    showFacets(answer.facets ?? {});
    showUnseen();
    const now = rangeOf(store);
    head.subtitle(OPEN.has(status()) ? t('incidents.ofAnyAge') : () => t('incidents.seenIn', {from: format.minute(now.from), to: format.minuteBehind(now.from, now.to)}));
    head.updated();
    table.setSort(here().params.sort || '-severity');
    if (items.length === 0) {
      table.show([]);
      listPanel.state('empty', emptyList());
      return 'empty';
    }
    showRows();
    const first = (page - 1) * size() + 1;
    pages.show({
      text: t('table.range', {first: format.count(first), last: format.count(first + items.length - 1), total: `${format.count(answer.total)}${answer.total_capped ? '+' : ''}`}),
      hasBefore: page > 1, hasNext: Boolean(answer.next_cursor), rows: size(),
    });
    element.dataset.total = String(answer.total);
    return undefined;
  }

  /** Why nothing is there, and what shows more: closed ones or a longer time first, for what was asked stays asked then. */
  function emptyList() {
    const narrowed = ['sev', 'label', 'host'].some((name) => here().params[name]);
    const timed = !OPEN.has(status());
    const span = timed || narrowed ? '7d' : '24h';
    const remedy = (testId, says, changes) => h('button', {class: 'link-button', type: 'button', 'data-testid': testId, on: {click: () => setParams({...changes, cursor: '', page: ''})}}, says);
    const longer = timed && rangeOf(store).seconds >= WEEK_SECONDS ? null
      : remedy('action-widen', t(timed ? 'empty.show' : 'incidents.closedToo', {span: t(`range.inText.${span}`)}), {status: timed ? here().params.status : 'all', from: `now-${span}`, to: ''});
    return [h('p', {class: 'muted'}, narrowed ? t(timed ? 'incidents.noneFilteredInTime' : 'incidents.noneFilteredOpen') : t(timed ? 'incidents.none' : 'incidents.noneOpen')),
      h('p', {class: 'chips'}, longer, narrowed ? remedy('action-clear', t('filter.clear'), {sev: '', label: '', host: ''}) : null)];
  }

  function showRows() {
    const group = here().params.group;
    const groupOf = {host: (row) => row.attacker, label: (row) => word('label', row.label), technique: (row) => row.techniques[0] ?? t('incidents.noTechnique')}[group] ?? null;
    const rows = groupOf ? items.slice().sort((a, b) => (groupOf(a) < groupOf(b) ? -1 : groupOf(a) > groupOf(b) ? 1 : 0)) : items;
    const whole = pageNumber() === 1 && !more;
    table.show(rows, groupOf, whole ? undefined : (n) => t('incidents.onThisPage', {n: format.count(n)}));
  }

  function statusCell(row) {
    const by = row.acknowledged_by && row.status === 'acknowledged' ? t('incidents.by', {name: row.acknowledged_by}) : '';
    return h('span', {class: `status status-${row.status}`, title: by || null, 'data-testid': 'row-status', 'data-status': row.status}, word('statusShort', row.status),
      row.changed ? h('span', {class: 'chip changed'}, t('incidents.changed')) : null);
  }

  function showFacets(groups) {
    const focused = document.activeElement?.dataset?.facet;
    const chosen = {level: known('sev', LEVELS).split(',').filter(Boolean), label: [here().params.label].filter(Boolean), status: [status()], site: [store.get('site')].filter(Boolean)};
    const order = {level: LEVELS};
    fill(facets, ['level', 'status', 'label', 'site'].map((name) => {
      const counts = Object.entries(groups[name] ?? {}).filter(([value, n]) => n > 0 || chosen[name].includes(value));
      counts.sort(order[name] ? (a, b) => order[name].indexOf(a[0]) - order[name].indexOf(b[0]) : (a, b) => b[1] - a[1]);
      return counts.length === 0 ? null : h('div', {class: 'facet', role: 'group', 'aria-label': t(`column.${name === 'level' ? 'severity' : name}`)},
        h('h2', {class: 'facet-name'}, t(`column.${name === 'level' ? 'severity' : name}`)),
        counts.map(([value, n]) => h('button', {type: 'button', class: 'facet-value', 'aria-pressed': String(chosen[name].includes(value)), 'data-testid': `facet-${name}`, 'data-facet': `${name}:${value}`, 'data-count': String(n), on: {click: () => toggleFacet(name, value, chosen[name])}},
          name === 'level' ? severity(value) : h('span', {class: 'cut'}, name === 'site' ? value : word(name === 'status' ? 'statusShort' : 'label', value)), h('span', {class: 'muted'}, format.count(n)))));
    }));
    if (focused) {
      facets.querySelector(`[data-facet="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function toggleFacet(name, value, chosen) {
    const on = chosen.includes(value);
    const reset = {cursor: '', page: ''};
    if (name === 'level') {
      setParams({sev: (on ? chosen.filter((one) => one !== value) : [...chosen, value]).join(','), ...reset});
    } else if (name === 'status') {
      setParams({status: on ? '' : value, ...reset});
    } else if (name === 'site') {
      setParams({site: on ? '' : value, ...reset});
    } else {
      setParams({label: on ? '' : value, ...reset});
    }
  }

  function showBulk(selected) {
    bulk.hidden = selected.size === 0;
    const online = store.get('connection') !== 'reconnecting';
    bulk.disabled = !online;
    bulk.title = online ? '' : t('action.offline');
    text(bulk, t('incidents.acknowledge', {n: selected.size}));
  }

  function acknowledgeSelected() {
    const ids = [...table.selected];
    const results = [];
    askDialog({
      title: t('incidents.acknowledgeTitle', {n: ids.length}), says: [t('workflow.acknowledge.says'), t('workflow.acknowledge.undo')], confirm: t('workflow.acknowledge.go'), testId: 'dialog-acknowledge',
      note: {label: t('dialog.note')},
      send: async (note) => {
        for (const id of ids) {
          try {
            await post(`api/v1/incidents/${encodeURIComponent(id)}/acknowledge`, note ? {note} : {});
            results.push(true);
          } catch (error) {
            if (error.status !== 409) {
              throw error;
            }
            results.push(false);
          }
        }
      },
    }).then((done) => {
      if (results.length > 0) {
        const good = results.filter(Boolean).length;
        toast(t('incidents.acknowledged', {n: good}) + (good < results.length ? ` ${t('incidents.wereFaster', {n: results.length - good})}` : ''));
        table.clearSelection();
        reload();
      }
      return done;
    });
  }

  async function download() {
    const now = rangeOf(store);
    // Open ones are of any age: the file is named by when they were open.
    const name = OPEN.has(status()) ? csvName(`incidents-${status()}`, store.get('site'), null, store.now()) : csvName('incidents', store.get('site'), now.from, now.to);
    await saveRows(name, 'api/v1/incidents', query());
  }

  // Live: rows in sight are renewed in place; new ones come by themselves unless a hand is on the table.
  let hovered = false;
  table.element.addEventListener('pointerenter', (event) => {
    hovered = event.pointerType === 'mouse';
  });
  table.element.addEventListener('pointerleave', () => {
    hovered = false;
  });
  const held = () => hovered || table.focused || table.selected.size > 0 || store.get('paused') || pageNumber() > 1;

  function reload() {
    return loadInto(listPanel, read);
  }

  function showUnseen() {
    newRows.hidden = unseen.size === 0;
    newRows.dataset.count = String(unseen.size);
    text(newRows, t('live.new', {n: unseen.size, shown: format.count(unseen.size)}));
  }

  const sync = () => {
    filters.forEach((filter) => filter.sync());
    chips(chipBox, [
      {name: 'status', label: t('filter.status'), shown: (value) => word('status', value), allowed: STATUSES},
      {name: 'sev', label: t('column.severity'), allowed: LEVELS, shown: (value) => value.split(',').map((one) => word('level', one)).join(', ')},
      {name: 'label', label: t('filter.label'), shown: (value) => value.split(',').map((one) => word('label', one)).join(', '), allowed: LABELS}, {name: 'host', label: t('filter.host')},
    ]);
  };
  sync();
  const loaded = reload().then(() => {
    element.dataset.state = 'ready';
  });
  const fresh = onNews(1, async () => {
    if (!held()) {
      await reload();
    }
  });
  const listen = () => store.feeds.open('incidents', {
    frame: (where, frame) => {
      const byId = new Map(frame.rows.map((row) => [row.id, row]));
      let touched = false;
      items = items.map((row) => {
        const next = byId.get(row.id);
        byId.delete(row.id);
        touched ||= Boolean(next);
        return next ? {...next, changed: row.changed || next.status !== row.status} : row;
      });
      byId.forEach((row, id) => OPEN.has(row.status) && unseen.add(id));
      if (touched) {
        store.painter.text('incidents:rows', showRows, {live: true});
      }
      if (held()) {
        store.painter.text('incidents:unseen', showUnseen);
      }
      fresh.news();
    },
    repair: async (where, first) => {
      if (!first) {
        await reload();
        return;
      }
      await loaded;
      // A panel that shows an error keeps it until the person tries again.
      listPanel.element.dataset.state !== 'error' && fresh.news();
    },
  });
  let close = null;
  // Open ones are of any age: others work on them whatever the range is. What was closed in a range that is over stays.
  const follow = () => {
    const wanted = rangeOf(store).live || OPEN.has(status());
    if (wanted) {
      close ??= listen();
    } else {
      close?.();
      close = null;
    }
  };
  follow();
  ends.add(fresh.stop, () => close?.(), store.on('paused', (paused) => !paused && reload()));
  ends.add(onAddress((next, before) => {
    if (next.page === 'incidents' && !next.id && !before.id && FILTERS.some((name) => next.params[name] !== before.params[name])) {
      sync();
      follow();
      const onlyGroup = FILTERS.every((name) => name === 'group' || next.params[name] === before.params[name]);
      onlyGroup ? showRows() : reload();
    }
  }), onKey('j', () => table.move(1)), onKey('k', () => table.move(-1)), onKey('x', () => table.toggleFocused()), onKey('a', () => {
    if (analyst && table.selected.size === 0) {
      table.toggleFocused();
    }
    table.selected.size > 0 && acknowledgeSelected();
  }), store.on('age', () => refreshAges(element, format)), store.on('zone', () => table.rerender()), store.on('span', () => held() || reload()), store.on('connection', () => showBulk(table.selected)));
  return ends.end;
}
