// What live pages show while nothing comes: since when, and charts that go on with the time.

import * as format from '../format.js';
import {t} from '../i18n.js';

const STATES = {reconnecting: 'disconnected', 'signed-out': 'disconnected', stale: 'stale'};
const REDRAW_MILLIS = 1000;

/**
 * Marks panels with the time of their data while nothing comes, and redraws each second: ranges move on, bands grow.
 *
 * @param {{add: (...ends: Array<() => void>) => void}} ends of the page
 * @param {Array<{age: (state: string, says: string) => void}>} panels that live on frames
 * @param {() => void} redraw of the charts
 */
export function whileCut(store, ends, panels, redraw) {
  let timer = null;
  const follow = () => {
    const state = STATES[store.get('connection')] ?? '';
    const at = store.get('lastFrameTime') ?? new Date(store.get('openedAt'));
    panels.forEach((shown) => shown.age(state, state ? t('state.asOf', {time: format.time(at)}) : ''));
    clearInterval(timer);
    timer = state ? setInterval(redraw, REDRAW_MILLIS) : null;
  };
  follow();
  ends.add(store.on('connection', follow), store.on('zone', follow), () => clearInterval(timer));
}
