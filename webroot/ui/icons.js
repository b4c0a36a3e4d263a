// Own line icons on a 16 px grid.

import {svg} from './dom.js';

const PATHS = {
  overview: ['M2 2.5h5v5H2zM9.5 2.5H14v3H9.5zM9.5 8H14v5.5H9.5zM2 10h5v3.5H2z'],
  live: ['M1.5 8.5h3l2-5 3 9 2-5.5 1 1.5h2'],
  incidents: ['M8 2 14.5 13.5h-13z', 'M8 6.5v3.2M8 11.6v.1'],
  welcome: ['M3 8.5 6.5 12 13 4'],
  sites: ['M2 13.5V6l4 2.5V6l4 2.5V3h4v10.5z', 'M5 11h1M8 11h1M11 11h1'],
  search: ['M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z', 'm10.5 10.5 3.5 3.5'],
  zoomOut: ['M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9z', 'm10.5 10.5 3.5 3.5', 'M5 7h4'],
  clock: ['M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2z', 'M8 4.8V8l2.2 1.5'],
  down: ['m4 6 4 4 4-4'],
  pause: ['M5.5 3.5v9M10.5 3.5v9'],
  play: ['M5 3.5 12 8l-7 4.5z'],
  moon: ['M13 9.6A5.6 5.6 0 0 1 6.4 3 5.6 5.6 0 1 0 13 9.6z'],
  sun: ['M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6z', 'M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9'],
  federated: ['M8 2.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM3.6 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM12.4 10.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z', 'm7 5.6-2.5 4.7M9 5.6l2.5 4.7M5.4 12h5.2'],
  upload: ['M8 10.5v-8M4.8 5.5 8 2.3l3.2 3.2', 'M2.5 10v3.5h11V10'],
  system: ['M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3'],
  close: ['m4 4 8 8M12 4l-8 8'],
  link: ['M7 9a2.8 2.8 0 0 0 4 0l2-2a2.8 2.8 0 0 0-4-4l-.8.8', 'M9 7a2.8 2.8 0 0 0-4 0L3 9a2.8 2.8 0 0 0 4 4l.8-.8'],
  check: ['M3.5 8.5 6.5 11.5 12.5 5'],
  more: ['M2.5 4.5h11M2.5 8h11M2.5 11.5h11'],
  sort: ['m5 6 3-3 3 3M5 10l3 3 3-3'],
  up: ['m4 10 4-4 4 4'],
  right: ['m6 4 4 4-4 4'],
  columns: ['M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10'],
  copy: ['M5.5 5.5h8v8h-8z', 'M10.5 5.5v-3h-8v8h3'],
};

export function icon(name) {
  return svg('svg', {class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false'}, PATHS[name].map((d) => svg('path', {d})));
}

/** The sign of the house: a cell with three links. */
export function brandMark() {
  return svg('svg', {viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false'},
    svg('path', {d: 'M12 2.5 20.5 7.3v9.4L12 21.5l-8.5-4.8V7.3z'}),
    svg('path', {d: 'M12 12 12 7.5M12 12l4 2.6M12 12l-4 2.6'}),
    svg('circle', {cx: 12, cy: 12, r: 1.6}));
}
