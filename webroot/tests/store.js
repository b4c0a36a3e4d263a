import {Painter, RollingSeries, RowBuffer, Store} from '../store.js';
import {same, test} from './assert.js';

test('push_overCapacity_dropsTheOldest', () => {
  const series = new RollingSeries(3);
  [1, 2, 3, 4].forEach((time) => series.push(time, time * 10));
  same(series.points(), [[2, 20], [3, 30], [4, 40]]);
});
test('push_sameTime_replaces_andEarlierIsIgnored', () => {
  const series = new RollingSeries(3);
  series.push(5, 1);
  series.push(5, 2);
  series.push(4, 9);
  same(series.points(), [[5, 2]]);
});
test('merge_repeat_collapses', () => {
  const rows = new RowBuffer();
  const row = {event_id: 'a', observed_at: '2026-11-21T07:00:00Z'};
  same([rows.merge([row]), rows.merge([row]), rows.size], [1, 0, 1]);
});
test('merge_overCapacity_dropsTheOldestAndCounts', () => {
  const rows = new RowBuffer({capacity: 2});
  rows.merge([3, 1, 2].map((n) => ({event_id: `r${n}`, observed_at: `2026-11-21T07:00:0${n}Z`})));
  same([rows.list().map(({event_id: id}) => id), rows.dropped], [['r3', 'r2'], 1]);
});
test('list_fractionsOfASecond_areOrderedByTime', () => {
  const rows = new RowBuffer();
  rows.merge(['.5', '', '.25', '.250001'].map((fraction, i) => ({event_id: 'abcd'[i], observed_at: `2026-11-21T07:00:00${fraction}Z`})));
  same(rows.list().map(({event_id: id}) => id), ['a', 'd', 'c', 'b']);
});

function painterOf() {
  let now = 1000;
  const frames = [];
  const painter = new Painter((callback) => frames.push(callback), () => now);
  return {painter, frame: (millis = 16) => {
    now += millis;
    frames.splice(0).forEach((callback) => callback());
  }};
}

test('paint_manyCharts_onePerFrame', () => {
  const {painter, frame} = painterOf();
  const drawn = [];
  ['a', 'b', 'c'].forEach((name) => painter.chart(name, () => drawn.push(name)));
  frame();
  same(drawn, ['a']);
  frame();
  frame();
  same(drawn, ['a', 'b', 'c']);
});
test('paint_oneChart_atMostTwiceASecond', () => {
  const {painter, frame} = painterOf();
  let drawn = 0;
  for (let i = 0; i < 125; i++) {
    painter.chart('a', () => drawn++);
    frame();
  }
  same(drawn <= 5 && drawn >= 4, true);
});
test('paint_held_liveWaitsAndTheRestGoesOn', () => {
  const {painter, frame} = painterOf();
  const done = [];
  painter.hold(true);
  painter.text('live', () => done.push('live'), {live: true});
  painter.text('own', () => done.push('own'));
  frame();
  same(done, ['own']);
  painter.hold(false);
  frame();
  same(done, ['own', 'live']);
});
test('now_wrongBrowserClock_followsTheServer', () => {
  const store = new Store();
  store.serverTime(new Date(Date.now() + 3600_000).toISOString());
  same(Math.abs(store.now() - Date.now() - 3600_000) < 1000, true);
});
