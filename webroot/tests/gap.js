import {Bands, GapWatch, repair} from '../gap.js';
import {same, test} from './assert.js';

test('see_sequence_isNext', () => {
  const watch = new GapWatch();
  same([1, 2, 3].map((seq) => watch.see({epoch: 'a', seq})), ['first', 'next', 'next']);
});
test('see_jumpOrNewEpoch_isGap', () => {
  const watch = new GapWatch();
  same([['a', 5], ['a', 7], ['a', 8], ['b', 1], ['b', 2]].map(([epoch, seq]) => watch.see({epoch, seq})), ['first', 'gap', 'next', 'gap', 'next']);
});
test('see_repeat_isToldApart', () => {
  const watch = new GapWatch();
  same([1, 2, 2, 1, 3].map((seq) => watch.see({epoch: 'a', seq})), ['first', 'next', 'repeat', 'repeat', 'next']);
});
test('bands_repaired_areGone', () => {
  const bands = new Bands();
  bands.open('demo', 100);
  bands.open('demo', 120);
  same(bands.list(150), [{from: 100, to: 150, reason: 'no-data'}]);
  bands.repaired('demo');
  same([bands.list(150), bands.empty], [[], true]);
});
test('bands_lost_stayWithTheirReason', () => {
  const bands = new Bands();
  bands.open('demo', 100);
  bands.open('other', 110);
  bands.lost('demo', 130, 'no-data');
  same(bands.list(140), [{from: 100, to: 140, reason: 'no-data'}]);
  bands.repaired('other');
  same(bands.list(140), [{from: 100, to: 130, reason: 'no-data'}]);
});
test('repair_pages_untilNoMore', async () => {
  const pages = {null: ['a', 'b'], 2: ['c', 'd'], 4: ['e']};
  const seen = [];
  const end = await repair(async (cursor) => {
    const items = (pages[cursor] ?? []).map((name, i) => ({name, position: String(Number(cursor ?? 0) + i + 1)}));
    return {items, next_cursor: items.length === 2 ? 'more' : null, last_position: items.at(-1)?.position ?? null};
  }, null, (rows) => seen.push(...rows.map(({name}) => name)));
  same([seen, end], [['a', 'b', 'c', 'd', 'e'], '5']);
});
test('repair_nothingMissed_keepsTheCursor', async () => same(await repair(async () => ({items: [], next_cursor: null, last_position: null}), '7', () => {}), '7'));
