// How many incidents are open, by level: the badge and the strip. Live from the overview numbers, exact by REST.

import {get} from '../rest.js';
import {RollingSeries} from '../store.js';
import {LEVELS} from '../ui/severity.js';

/** Keeps `open` (counts by level), `numbers` (latest row by site) and `lastFrameTime` of the store. */
export function openCounts(store) {
  let close = () => {};
  let rows = new Map();
  store.rates = {flows: new RollingSeries(), lstm: new RollingSeries(), iforest: new RollingSeries(), physics: new RollingSeries()};

  async function read() {
    const site = store.get('site');
    const {facets} = await get('api/v1/incidents', {status: 'open', limit: 1, site});
    if (site === store.get('site')) {
      store.set('open', levels(facets?.level));
    }
  }

  function open() {
    close();
    rows = new Map();
    store.set('numbers', rows);
    Object.values(store.rates).forEach((series) => series.clear());
    read().catch(() => {});
    close = store.get('live') ? store.feeds.open('overview', {
      frame: (site, frame) => {
        const row = frame.rows.at(-1);
        if (row) {
          rows.set(site, row);
          store.set('lastFrameTime', new Date(frame.at));
          store.emit('numbers', rows);
          const all = store.sites().map((one) => rows.get(one)).filter(Boolean);
          keepRates(store.rates, Math.floor(Date.parse(frame.at) / 1000), all);
          if (store.sites().every((one) => rows.get(one)?.open)) {
            const sum = levels(Object.fromEntries(LEVELS.map((level) => [level, all.reduce((total, one) => total + (one.open[level] ?? 0), 0)])));
            if (JSON.stringify(sum) !== JSON.stringify(store.get('open'))) {
              store.set('open', sum);
            }
          }
        }
      },
      // Only the bus has these: what was not told stays unknown, and no line leads over it.
      cut: (_, since) => breakRates(store.rates, since ?? store.now()),
      repair: read,
    }) : () => {};
  }

  store.on('site', open);
  store.on('live', open);
  open();
}

function levels(counts = {}) {
  return Object.fromEntries(LEVELS.map((level) => [level, counts[level] ?? 0]));
}

function breakRates(rates, since) {
  const second = Math.floor(since.getTime() / 1000) + 1;
  Object.values(rates).forEach((series) => series.push(second, null));
}

/** One point a second, summed over sites; what no site reports stays unknown. */
function keepRates(rates, second, rows) {
  const sum = (value) => {
    const known = rows.map(value).filter((one) => Number.isFinite(one));
    return known.length ? known.reduce((a, b) => a + b, 0) : null;
  };
  rates.flows.push(second, sum((row) => row.flows_per_second));
  for (const detector of ['lstm', 'iforest', 'physics']) {
    rates[detector].push(second, sum((row) => (row.by_detector ? row.by_detector[detector] ?? 0 : null)));
  }
}
