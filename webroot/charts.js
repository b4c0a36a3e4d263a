// The only file that knows the chart library. Canvas, no animation, colours from the tokens, gaps never joined.

import {axisCount, count, figures, iso, percent, probability, rate, tick} from './format.js';
import {t, word} from './i18n.js';

const library = () => import('./webjars/echarts/5.5.0/echarts.esm.min.js');

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const millis = (seconds) => seconds * 1000;

const CLASS_TOKENS = {
  benign: 'cls-benign', probe: 'cls-probe', dos: 'cls-dos', 'brute-force': 'cls-brute', 'command-and-control': 'cls-command',
  exfiltration: 'cls-exfiltration', 'lateral-movement': 'cls-lateral', 'unauthorised-command': 'cls-unauthorised', 'impossible-travel': 'cls-travel',
  other: 'cls-other',
};
const DETECTOR_LINES = {lstm: ['det-lstm', 'solid'], iforest: ['det-iforest', 'dashed'], physics: ['det-physics', 'dotted']};

export function classToken(label) {
  return CLASS_TOKENS[label] ?? 'cls-other';
}

/**
 * Draws a chart of one of the kinds below into an element of fixed size.
 *
 * @returns {Promise<{update: (data: object) => void, point: (index: number|null) => void, timeAt: (x: number) => number|null,
 *   bounds: () => {left: number, right: number, top: number, bottom: number}, dispose: () => void}>}
 */
export async function mount(element, kind, data) {
  const echarts = await library();
  const chart = echarts.init(element, null, {renderer: 'canvas', useDirtyRect: false});
  let shown = data;
  const draw = () => chart.setOption({...frame(shown), ...KINDS[kind](shown)}, {replaceMerge: ['series', 'yAxis', 'xAxis', 'grid']});
  const resize = new ResizeObserver(() => element.clientWidth > 0 && element.clientHeight > 0 && chart.resize());
  resize.observe(element);
  draw();
  return {
    update(next) {
      shown = next;
      draw();
    },
    point(index) {
      chart.dispatchAction(index === null ? {type: 'hideTip'} : {type: 'showTip', seriesIndex: 0, dataIndex: index});
    },
    timeAt(x) {
      const value = chart.convertFromPixel({xAxisIndex: 0}, x);
      return Number.isFinite(value) ? value / 1000 : null;
    },
    dispose() {
      resize.disconnect();
      chart.dispose();
    },
  };
}

/** What all kinds share. */
function frame({summary}) {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: 'transparent',
    textStyle: {fontFamily: token('font'), fontSize: 11, color: token('axis')},
    aria: {enabled: true, label: {description: summary ?? ''}},
    tooltip: {
      trigger: 'axis', renderMode: 'richText', confine: true, transitionDuration: 0,
      backgroundColor: token('raised'), borderColor: token('line-strong'), borderWidth: 1, padding: [6, 9],
      textStyle: {color: token('text'), fontSize: 12, fontFamily: token('font')},
      axisPointer: {type: 'line', lineStyle: {color: token('line-strong'), type: 'solid'}},
    },
  };
}

function timeAxis({from, to}, {labels = true, grid = 0, small = false} = {}) {
  const seconds = (to - from) <= 600;
  return {
    type: 'time', gridIndex: grid, minInterval: small ? millis((to - from) / 4) : 0, min: millis(from), max: millis(to), boundaryGap: false,
    axisLine: {show: false}, axisTick: {show: false}, splitLine: {show: false},
    axisLabel: {show: labels, color: token('axis'), fontSize: 11, hideOverlap: true, formatter: (value) => tick(value / 1000, seconds)},
    axisPointer: {label: {show: false}},
  };
}

function valueAxis(more = {}) {
  return {
    type: 'value', min: 0, axisLine: {show: false}, axisTick: {show: false},
    splitLine: {lineStyle: {color: token('grid')}},
    axisLabel: {color: token('axis'), fontSize: 11, formatter: (value) => axisCount(value)},
    ...more,
  };
}

function bandArea(bands = [], span = 0) {
  return bands.length === 0 ? {} : {
    markArea: {
      silent: true, itemStyle: {color: token('line'), opacity: 0.55},
      label: {color: token('text'), fontSize: 11, position: 'insideBottom'},
      data: bands.map(({from, to, reason}) => [{name: to - from > span * 0.05 ? t(`gap.${reason}`) : '', xAxis: millis(from)}, {xAxis: millis(to)}]),
    },
  };
}

/** Whether no line leads to a point or from it: it is drawn as a dot, or nobody would see it. */
export function isAlone(points, i) {
  const known = (at) => Number.isFinite(points[at]?.[1]);
  return known(i) && !known(i - 1) && !known(i + 1);
}

function tip(rows) {
  return rows.filter(Boolean).join('\n');
}

const KINDS = {
  /** Bars of anomalous windows over bars of normal ones; incidents as markers, gaps as bands. */
  windows({bars, normal, markers, bands, from, to, step}) {
    const at = (time) => millis(time + step / 2);
    return {
      grid: [{left: 40, right: 12, top: 26, height: '56%'}, {left: 40, right: 12, bottom: 26, height: '15%'}],
      xAxis: [timeAxis({from, to}, {labels: false}), timeAxis({from, to}, {grid: 1})],
      yAxis: [valueAxis({splitNumber: 3, minInterval: 1}), valueAxis({gridIndex: 1, splitNumber: 1, minInterval: 1})],
      axisPointer: {link: [{xAxisIndex: 'all'}]},
      tooltip: {...frame({}).tooltip, formatter: (items) => {
        const i = items[0]?.dataIndex ?? 0;
        return tip([iso(bars[i]?.[0]), `${t('chart.anomalous')}: ${count(bars[i]?.[1])}`, `${t('chart.normal')}: ${count(normal[i]?.[1])}`]);
      }},
      series: [
        {
          type: 'bar', name: t('chart.anomalous'), data: bars.map(([time, value]) => [at(time), value]), barMaxWidth: 18, barMinWidth: 1, barCategoryGap: '35%',
          itemStyle: {color: token('accent')}, emphasis: {disabled: true},
          markLine: {
            silent: true, symbol: 'none', lineStyle: {color: token('line-strong'), type: 'solid', width: 1},
            label: {position: 'end', color: token('text'), fontSize: 11, formatter: ({name}) => name, distance: 4},
            data: markers.map(({time, name}) => ({name, xAxis: millis(time)})),
          },
          ...bandArea(bands, to - from),
        },
        {
          type: 'bar', name: t('chart.normal'), xAxisIndex: 1, yAxisIndex: 1, data: normal.map(([time, value]) => [at(time), value]), barMinWidth: 1, barCategoryGap: '10%',
          itemStyle: {color: token('line-strong'), opacity: 0.55}, emphasis: {disabled: true},
          ...bandArea(bands.map((band) => ({...band, reason: 'unnamed'}))),
        },
      ],
    };
  },

  /** Bars stacked to 100 %: mean probabilities of anomalous windows. */
  classes({times, labels, shares, step}) {
    return {
      grid: [{left: 46, right: 4, top: 10, bottom: 24}],
      xAxis: [{
        type: 'category', data: times.map(String), axisLine: {show: false}, axisTick: {show: false},
        axisLabel: {color: token('axis'), fontSize: 11, hideOverlap: true, formatter: (value) => tick(Number(value))},
      }],
      yAxis: [valueAxis({max: 1, interval: 0.25, axisLabel: {color: token('axis'), fontSize: 11, formatter: (value) => `${percent(value)} %`}})],
      tooltip: {...frame({}).tooltip, formatter: (items) => {
        const i = items[0]?.dataIndex ?? 0;
        return tip([iso(times[i]), ...labels.map((label, n) => shares[n][i] > 0 && `${word('label', label)}: ${percent(shares[n][i])} %`)]);
      }},
      series: labels.map((label, n) => ({
        type: 'bar', stack: 'share', name: word('label', label), data: shares[n], barMaxWidth: Math.min(22, step), barCategoryGap: '30%', emphasis: {disabled: true},
        itemStyle: {color: token(classToken(label)), borderColor: token('surface'), borderWidth: 1},
      })),
    };
  },

  /** Findings per step by detector: solid, dashed, dotted. */
  rates({series, from, to, bands = []}) {
    return {
      grid: [{left: 40, right: 12, top: 12, bottom: 24}],
      xAxis: [timeAxis({from, to}, {small: true})],
      yAxis: [valueAxis({splitNumber: 3})],
      tooltip: {...frame({}).tooltip, formatter: (items) => tip([iso((items[0]?.value[0] ?? 0) / 1000), ...items.map(({seriesName, value}) => `${seriesName}: ${rate(value[1])}`)])},
      series: series.map(({name, detector, points}, i) => ({
        type: 'line', name, data: points.map(([time, value]) => [millis(time), value]), showSymbol: true, symbol: (_, {dataIndex}) => (isAlone(points, dataIndex) ? 'circle' : 'none'), symbolSize: 4, connectNulls: false, sampling: 'minmax', emphasis: {disabled: true},
        lineStyle: {color: token(DETECTOR_LINES[detector]?.[0] ?? 'accent'), width: 1.6, type: DETECTOR_LINES[detector]?.[1] ?? 'solid'},
        itemStyle: {color: token(DETECTOR_LINES[detector]?.[0] ?? 'accent')},
        areaStyle: detector ? undefined : {color: token('accent'), opacity: 0.1},
        ...(i === 0 ? bandArea(bands, to - from) : {}),
      })),
    };
  },

  /** Rarest window per step on a log axis, "1 in N"; limit as a full line, hits as triangles where they lie on the same scale. */
  rarity({points, smoothed, expected, limit, most, hits, from, to, bands}) {
    const line = (name, values, style) => ({
      type: 'line', name, data: values.map(([time, value]) => [millis(time), value]), showSymbol: values.length < 3, symbolSize: 4, connectNulls: false, sampling: 'minmax', emphasis: {disabled: true},
      lineStyle: style, itemStyle: {color: style.color},
    });
    return {
      grid: [{left: 52, right: 40, top: 22, bottom: 24}],
      xAxis: [timeAxis({from, to})],
      yAxis: [{
        type: 'log', logBase: 10, min: 1, max: most, axisLine: {show: false}, axisTick: {show: false}, splitLine: {lineStyle: {color: token('grid')}},
        axisLabel: {color: token('axis'), fontSize: 11, formatter: (value) => (value === 10 ? t('rarity.oneIn', {n: '10'}) : axisCount(value))},
      }],
      tooltip: {...frame({}).tooltip, formatter: (items) => tip([iso((items[0]?.value[0] ?? 0) / 1000), ...items.filter(({seriesType}) => seriesType === 'line').map(({seriesName, value}) => `${seriesName}: ${t('rarity.oneIn', {n: count(value[1])})}`)])},
      series: [
        {
          ...line(t('chart.rarest'), points, {color: token('det-lstm'), width: 1.2}),
          markLine: limit ? {
            silent: true, symbol: 'none', lineStyle: {color: token('text'), type: 'solid', width: 1},
            label: {position: 'end', color: token('muted'), fontSize: 11, formatter: () => t('chart.limit')}, data: [{yAxis: limit}],
          } : undefined,
          ...bandArea(bands, to - from),
        },
        line(t('chart.smoothed'), smoothed, {color: token('text'), width: 2}),
        line(t('chart.expected'), expected, {color: token('axis'), width: 1.2, type: 'dashed'}),
        {type: 'scatter', name: t('chart.hits'), symbol: 'triangle', symbolSize: 8, data: hits.map(([time, value]) => [millis(time), value]), itemStyle: {color: token('sev-critical')}, emphasis: {disabled: true}, silent: true},
      ],
    };
  },

  /** One figure by round: the axis need not begin at zero, but rounds are whole. */
  rounds({name, points}) {
    const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 1];
    return {
      grid: [{left: 56, right: 16, top: 14, bottom: 26}],
      xAxis: [{
        type: 'value', min: first === last ? first - 1 : first, max: first === last ? last + 1 : last, minInterval: 1, axisLine: {show: false}, axisTick: {show: false}, splitLine: {show: false},
        axisLabel: {color: token('axis'), fontSize: 11, hideOverlap: true, formatter: (value) => (Number.isInteger(value) ? count(value) : '')},
      }],
      yAxis: [{...valueAxis({splitNumber: 4, scale: true, axisLabel: {color: token('axis'), fontSize: 11, formatter: (value) => figures(value)}}), min: undefined}],
      tooltip: {...frame({}).tooltip, formatter: (items) => t('federated.point', {round: count(items[0]?.value[0]), name, value: figures(items[0]?.value[1])})},
      series: [{
        type: 'line', name, data: points, showSymbol: points.length < 60, symbolSize: 5, connectNulls: false, emphasis: {disabled: true},
        lineStyle: {color: token('accent'), width: 1.8}, itemStyle: {color: token('accent')},
      }],
    };
  },

  /** Probability by next hop or severity over time: 0 to 1. */
  severity({points, from, to, tone}) {
    return {
      grid: [{left: 26, right: 10, top: 8, bottom: 22}],
      xAxis: [timeAxis({from, to})],
      yAxis: [valueAxis({max: 1, interval: 1})],
      tooltip: {...frame({}).tooltip, formatter: (items) => tip([iso((items[0]?.value[0] ?? 0) / 1000), `${t('chart.severity')}: ${probability(items[0]?.value[1])}`])},
      series: [{
        type: 'line', name: t('chart.severity'), data: points.map(([time, value]) => [millis(time), value]), showSymbol: points.length < 3, connectNulls: false, emphasis: {disabled: true},
        lineStyle: {color: token(`sev-${tone}`), width: 1.6}, itemStyle: {color: token(`sev-${tone}`)}, areaStyle: {color: token(`sev-${tone}`), opacity: 0.12},
      }],
    };
  },
};
