// Anomalous windows per step over normal ones: the chart of Overview.

import {count, iso, minute, shorten} from '../format.js';
import {t} from '../i18n.js';
import {everyStep, stepFor} from '../range.js';
import {figure} from '../ui/figure.js';

export function windowsFigure(store) {
  return figure(store, {
    id: 'chart-windows', kind: 'windows', title: t('windows.name'), height: 'main', zoom: true,
    summary: ({bars, markers}) => {
      const known = bars.filter(([, value]) => value !== null);
      if (known.length === 0) {
        return t('windows.empty');
      }
      const peak = known.reduce((most, one) => (one[1] > most[1] ? one : most));
      const near = markers.find(({time}) => Math.abs(time - peak[0]) < 300);
      return t(near ? 'windows.summaryBy' : 'windows.summary', {now: count(known.at(-1)[1]), peak: count(peak[1]), time: minute(peak[0]), host: shorten(near?.name ?? '')});
    },
    table: ({bars = [], normal = []}) => ({header: [t('column.time'), t('chart.anomalous'), t('chart.normal')], rows: bars.map(([time, value], i) => [iso(time), value, normal[i]?.[1] ?? null])}),
    points: ({bars, normal}) => bars.map(([time, value], i) => ({time, says: t('windows.point', {time: minute(time), anomalous: count(value), normal: count(normal[i]?.[1])})})),
  });
}

/** Anomalous and normal windows per step of the range. */
export async function readWindows(ask, range) {
  const step = stepFor(range.seconds);
  const [anomalous, usual] = await Promise.all(['anomalous-windows', 'normal-windows'].map((metric) => ask('series', {metric, step, ...range.query})));
  return windowBars(anomalous.rows, usual.rows, range, anomalous.step_seconds || step);
}

/**
 * One bar per step; a step in which nothing was counted has no value, which is not 0. `from` and `to` (epoch seconds)
 * enclose whole steps: the newest one, which is still filling, is as wide as the others and in sight.
 *
 * @param {Array<number[]>} anomalous rows of a series: time, least, most, mean
 * @param {Array<number[]>} usual the same of normal windows
 * @param {number} step seconds
 */
export function windowBars(anomalous, usual, range, step) {
  const good = everyStep(usual, range, step);
  const bars = [];
  const normal = [];
  everyStep(anomalous, range, step).forEach(([time, bad], i) => {
    const known = bad !== null || good[i][1] !== null;
    bars.push([time, known ? bad?.[3] ?? 0 : null]);
    normal.push([time, known ? good[i][1]?.[3] ?? 0 : null]);
  });
  const first = Math.floor(range.from.getTime() / 1000 / step) * step;
  return {bars, normal, step, from: first, to: first + bars.length * step, since: sinceOf(bars)};
}

/** The same windows with the range moved on by whole steps to `now`, epoch seconds: what came since is not known. */
export function movedOn(data, now) {
  const steps = Math.max(0, Math.ceil((now - data.to) / data.step));
  const later = Array.from({length: steps}, (_, i) => [data.to + i * data.step, null]);
  const slide = (list) => [...list, ...later].slice(steps);
  const moved = steps * data.step;
  return {...data, bars: slide(data.bars), normal: slide(data.normal), from: data.from + moved, to: data.to + moved};
}

/** When the first judged step began, where more than a tenth of the range before it is empty; else null. */
function sinceOf(bars) {
  const first = bars.findIndex(([, value]) => value !== null);
  return first > bars.length / 10 ? bars[first][0] : null;
}
