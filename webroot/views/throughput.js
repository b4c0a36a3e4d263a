// Flows a second over the range of the page: by REST what was, by the bus what is.

import * as format from '../format.js';
import {t} from '../i18n.js';
import {everyStep, stepFor} from '../range.js';
import {get} from '../rest.js';
import {h} from '../ui/dom.js';
import {figure} from '../ui/figure.js';
import {panel} from '../ui/panel.js';
import {rangeOf} from './shared.js';

/**
 * @param {() => Array<object>} bands stretches without data, as {@link Bands} lists them
 * @returns {{panel, read: () => Promise<void>, show: () => void, dispose: () => void}} `read` asks for the range, `show` draws it with what the bus told since
 */
export function throughputPanel(store, signal, bands) {
  const chart = figure(store, {
    id: 'chart-throughput', kind: 'rates', title: t('live.throughput'), height: 'small',
    summary: ({series}) => t('live.throughputSummary', {value: format.rate(series[0]?.points.at(-1)?.[1])}),
    table: ({series = []}) => seriesTable(series), points: ({series}) => seriesPoints(series),
  });
  const shown = panel({id: 'panel-throughput', title: t('live.throughput'), aside: [h('span', {class: 'muted'}, t('live.perSecond')), chart.toggle]});
  shown.body.append(chart.element);
  let history = [];
  return {
    panel: shown,
    dispose: chart.dispose,
    async read() {
      const now = rangeOf(store);
      const {rows, step_seconds: seconds} = await get('api/v1/series', {metric: 'flows', step: stepFor(now.seconds), ...now.query}, {signal});
      history = everyStep(rows, now, seconds || stepFor(now.seconds)).map(([time, row]) => [time, row === null ? null : row[3] / (seconds || 1)]);
      if (now.live) {
        history.pop();
      }
    },
    show() {
      const now = rangeOf(store);
      const from = now.from.getTime() / 1000;
      const points = now.live ? joined(history, store.rates.flows.points()) : history;
      shown.state('ready');
      chart.show({series: [{name: t('live.flowsPerSecond'), points: points.filter(([time]) => time >= from)}], from, to: now.to.getTime() / 1000, bands: bands()}, {live: true});
    },
  };
}

/** Stretches of time in which the bus told nothing, as bands: from a null of `live` to the next point, at most to `now`. */
export function untold(live, now) {
  const bands = [];
  live.forEach(([time, value], i) => {
    if (value !== null) {
      return;
    }
    const to = live[i + 1]?.[0] ?? Math.max(now, time);
    if (bands.at(-1)?.to === time) {
      bands.at(-1).to = to;
    } else {
      bands.push({from: time, to, reason: 'no-data'});
    }
  });
  return bands;
}

/**
 * The line of the bus, and where the bus told nothing what REST has.
 *
 * @param {Array<Array<number|null>>} live points [time, value]; a null begins a stretch without frames
 */
export function joined(history, live) {
  const gaps = [{from: -Infinity, to: live[0]?.[0] ?? Infinity}, ...untold(live, Infinity)];
  const missed = history.filter(([time]) => gaps.some(({from, to}) => time >= from && time < to));
  return [...missed, ...live].sort(([a], [b]) => a - b);
}

export function seriesTable(series) {
  const times = [...new Set(series.flatMap(({points}) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const maps = series.map(({points}) => new Map(points));
  return {header: [t('column.time'), ...series.map(({name}) => name)], rows: times.map((time) => [format.iso(time), ...maps.map((map) => (map.has(time) ? Math.round((map.get(time) ?? 0) * 100) / 100 : null))])};
}

export function seriesPoints(series) {
  return (series[0]?.points ?? []).map(([time], i) => ({time, says: `${format.time(time)}: ${series.map(({name, points}) => `${name} ${format.rate(points[i]?.[1])}`).join(', ')}`}));
}
