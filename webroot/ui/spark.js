// A sparkline: own SVG, no axis; the number beside it says the value.

import {svg} from './dom.js';

/**
 * @param {Array<number|null>} values in order of time; a null breaks the line
 * @param {{tone?: string}} options class suffix that gives the colour
 */
export function spark(values, {tone = 'accent', width = 92, height = 24} = {}) {
  const box = svg('svg', {class: `spark spark-${tone}`, viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', 'aria-hidden': 'true', focusable: 'false'});
  const known = values.filter((v) => Number.isFinite(v));
  if (known.length < 2) {
    return box;
  }
  const low = Math.min(0, ...known);
  const high = Math.max(...known);
  const x = (i) => 2 + (i / (values.length - 1)) * (width - 6);
  const y = (v) => (high === low ? height - 4 : height - 4 - ((v - low) / (high - low)) * (height - 8));
  const runs = [];
  let run = [];
  values.forEach((value, i) => {
    if (Number.isFinite(value)) {
      run.push([x(i), y(value)]);
    } else if (run.length) {
      runs.push(run);
      run = [];
    }
  });
  if (run.length) {
    runs.push(run);
  }
  for (const points of runs) {
    if (points.length === 1) {
      box.append(svg('circle', {class: 'spark-end', cx: points[0][0].toFixed(1), cy: points[0][1].toFixed(1), r: 1}));
      continue;
    }
    const line = points.map(([px, py]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(' ');
    const [first, last] = [points[0][0], points.at(-1)[0]];
    box.append(svg('polygon', {class: 'spark-area', points: `${first.toFixed(1)},${height - 2} ${line} ${last.toFixed(1)},${height - 2}`}));
    box.append(svg('polyline', {class: 'spark-line', points: line}));
  }
  const [endX, endY] = runs.at(-1).at(-1);
  box.append(svg('circle', {class: 'spark-end', cx: endX.toFixed(1), cy: endY.toFixed(1), r: 2}));
  return box;
}
