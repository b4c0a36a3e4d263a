// A chart with what makes it readable by everyone: title, summary sentence, keyboard cursor, table, zoom.

import {mount} from '../charts.js';
import {csvName, csvText, saveFile} from '../csv.js';
import {t} from '../i18n.js';
import {rangeHere, setRange} from './timepicker.js';
import {resolveRange} from '../range.js';
import {h, fill, text} from './dom.js';

/**
 * @param {import('../store.js').Store} store
 * @param {{id: string, kind: string, title: string, height: string, zoom?: boolean,
 *   summary: (data: object) => string, table: (data: object) => {header: string[], rows: Array<Array<any>>},
 *   points?: (data: object) => Array<{time: number, says: string}>}} options
 *   `height`: class suffix; `points`: what the keyboard cursor reads, in order of time
 */
export function figure(store, {id, kind, title, height, zoom = false, summary, table, points = () => []}) {
  const plot = h('div', {class: 'plot', role: 'img', 'aria-label': title});
  const said = h('p', {class: 'visually-hidden', role: 'status'});
  const grid = h('div', {class: 'figure-table', hidden: true, tabindex: '0', role: 'region', 'aria-label': title});
  const brush = h('div', {class: 'brush', hidden: true});
  const box = h('div', {class: `plot-box plot-${height}`}, plot, brush);
  const element = h('figure', {class: 'figure', 'data-testid': id, 'data-state': 'loading', tabindex: '0', role: 'group', 'aria-label': title}, box, grid, said);
  const toggle = h('button', {class: 'link-button', type: 'button', 'aria-pressed': 'false', 'data-testid': `action-table-${id}`, on: {click: () => flip()}}, t('chart.table'));
  const key = `figure:${id}`;
  let data = null;
  let chart = null;
  let mounting = false;
  let disposed = false;
  let onScreen = true;
  let cursor = null;
  let lastSaid = 0;

  const watch = new IntersectionObserver(([entry]) => {
    onScreen = entry.isIntersecting;
    if (onScreen && data) {
      paint(false);
    }
  });
  watch.observe(element);

  function paint(live) {
    if (onScreen && box.hidden === false) {
      store.painter.chart(key, () => draw(), {live});
    }
  }

  function draw() {
    if (disposed || !data) {
      return;
    }
    if (chart) {
      chart.update(data);
      return;
    }
    if (!mounting) {
      mounting = true;
      mount(plot, kind, data).then((made) => {
        chart = made;
        mounting = false;
        if (disposed) {
          chart.dispose();
        } else {
          chart.update(data);
          element.dataset.state = 'ready';
        }
      }, (error) => {
        mounting = false;
        element.dataset.state = 'error';
        fill(said, t('chart.failed'));
        console.warn(`chart library: ${error.message}`);
      });
    }
  }

  function flip() {
    const asTable = grid.hidden;
    grid.hidden = !asTable;
    box.hidden = asTable;
    toggle.setAttribute('aria-pressed', String(asTable));
    text(toggle, t(asTable ? 'chart.chart' : 'chart.table'));
    if (asTable) {
      showTable();
    } else {
      paint(false);
    }
  }

  function showTable() {
    const {header, rows} = table(data ?? {});
    const shown = rows.slice(-200).reverse();
    fill(grid,
      h('table', {class: 'table'}, h('caption', {class: 'visually-hidden'}, title), h('thead', {}, h('tr', {}, header.map((name) => h('th', {scope: 'col'}, name)))),
        h('tbody', {}, shown.map((row) => h('tr', {}, row.map((value, i) => h(i === 0 ? 'th' : 'td', i === 0 ? {scope: 'row'} : {}, value ?? '–')))))),
      h('p', {}, h('button', {class: 'link-button', type: 'button', on: {click: () => {
        const range = resolveRange(rangeHere(store), store.now());
        saveFile(csvName(id, store.get('site'), range.from, range.to), new Blob([csvText(header, rows)], {type: 'text/csv'}));
      }}}, t('action.csv'))));
  }

  element.addEventListener('keydown', (event) => {
    if (event.target !== element || !data) {
      return;
    }
    const list = points(data);
    if ((event.key === 'ArrowRight' || event.key === 'ArrowLeft') && list.length > 0) {
      event.preventDefault();
      cursor = cursor === null ? list.length - 1 : Math.max(0, Math.min(list.length - 1, cursor + (event.key === 'ArrowRight' ? 1 : -1)));
      chart?.point(cursor);
      if (event.timeStamp - lastSaid > 200) {
        lastSaid = event.timeStamp;
        text(said, list[cursor].says);
      }
    } else if (zoom && (event.key === '+' || event.key === '-' || event.key === 'Enter')) {
      const range = resolveRange(rangeHere(store), store.now());
      const middle = cursor === null ? (range.from.getTime() + range.to.getTime()) / 2 : list[cursor].time * 1000;
      const half = (range.seconds * 1000 * (event.key === '-' ? 2 : 0.5)) / 2;
      zoomTo(middle - half, middle + half);
    } else if (event.key === 'Escape') {
      cursor = null;
      chart?.point(null);
    }
  });

  function zoomTo(from, to) {
    const now = store.now().getTime();
    const end = Math.min(to, now);
    if (end - from >= 10000) {
      setRange(store, new Date(from).toISOString().slice(0, 19) + 'Z', new Date(end).toISOString().slice(0, 19) + 'Z');
    }
  }

  if (zoom) {
    let start = null;
    const x = (event) => event.clientX - box.getBoundingClientRect().left;
    box.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.pointerType === 'mouse') {
        start = x(event);
      }
    });
    box.addEventListener('pointermove', (event) => {
      if (start !== null && Math.abs(x(event) - start) > 5) {
        brush.hidden = false;
        brush.style.left = `${Math.min(start, x(event))}px`;
        brush.style.width = `${Math.abs(x(event) - start)}px`;
      }
    });
    const end = (event) => {
      if (start !== null && !brush.hidden && chart && event.type === 'pointerup') {
        const times = [chart.timeAt(Math.min(start, x(event))), chart.timeAt(Math.max(start, x(event)))];
        if (times[0] !== null && times[1] !== null) {
          zoomTo(times[0] * 1000, times[1] * 1000);
        }
      }
      start = null;
      brush.hidden = true;
    };
    box.addEventListener('pointerup', end);
    box.addEventListener('pointerleave', end);
  }

  const offTheme = store.on('shownTheme', () => data && paint(false));
  const offZone = store.on('zone', () => data && paint(false));

  return {
    element,
    toggle,
    /** Shows new data; `live` ones wait while the person has paused. */
    show(next, {live: asked = false} = {}) {
      const live = asked && data !== null;
      data = {...next, summary: summary(next)};
      element.dataset.bands = String(next.bands?.length ?? 0);
      element.dataset.bandSeconds = String(Math.floor((next.bands ?? []).reduce((sum, {from, to}) => sum + to - from, 0)));
      store.painter.text(`${key}:summary`, () => {
        element.setAttribute('aria-label', `${title}. ${data.summary}`);
        if (!grid.hidden) {
          showTable();
        }
      }, {live});
      paint(live);
    },
    dispose() {
      disposed = true;
      watch.disconnect();
      offTheme();
      offZone();
      store.painter.forget(key);
      store.painter.forget(`${key}:summary`);
      chart?.dispose();
    },
  };
}

