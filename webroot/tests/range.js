import {hostMatches, hostQuery} from '../filter.js';
import {agoOf, everyStep, resolve, resolveRange, stepFor} from '../range.js';
import {same, test} from './assert.js';

const NOW = new Date('2026-11-21T08:00:00Z');
const iso = (word) => {
  const at = resolve(word, NOW);
  return at === null ? null : new Date(at).toISOString();
};

test('resolve_words_areRelativeToTheServer', () => same([iso('now'), iso('now-15m'), iso('now-2h'), iso('now-7d')], ['2026-11-21T08:00:00.000Z', '2026-11-21T07:45:00.000Z', '2026-11-21T06:00:00.000Z', '2026-11-14T08:00:00.000Z']));
test('resolve_isoWithoutZone_isUtc', () => same([iso('2026-11-21T07:00'), iso('2026-11-21 07:00'), iso('2026-11-21'), iso('2026-11-21T07:00+01:00')], ['2026-11-21T07:00:00.000Z', '2026-11-21T07:00:00.000Z', '2026-11-21T00:00:00.000Z', '2026-11-21T06:00:00.000Z']));
test('resolve_nonsense_isNull', () => same([iso('yesterday'), iso('now-1y'), iso('now+1h'), iso(''), iso('2026-99-99')], [null, null, null, null, null]));
test('resolveRange_endBeforeStart_isNull', () => same(resolveRange({from: 'now', to: 'now-1h'}, NOW), null));
test('resolveRange_endsNow_isLive', () => same([resolveRange({from: 'now-1h', to: 'now'}, NOW).live, resolveRange({from: 'now-2h', to: 'now-1h'}, NOW).live], [true, false]));
test('stepFor_range_hasFortyToEightyBars', () => same([300, 900, 3600, 21600, 86400, 604800].map(stepFor), [5, 15, 60, 300, 1800, 10800]));
test('hostMatches_exactPrefixAndBlock', () => {
  same([hostMatches('10.0.4.17', '10.0.4.17'), hostMatches('10.0.4.170', '10.0.4.17'), hostMatches('10.0.4.17', '10.0.'), hostMatches('10.0.4.17', '10.0.*')], [true, false, true, true]);
  same([hostMatches('10.0.4.17', '10.0.0.0/16'), hostMatches('10.1.4.17', '10.0.0.0/16'), hostMatches('plc-7', '10.0.0.0/16'), hostMatches('10.0.4.17', '0.0.0.0/0')], [true, false, false, true]);
  same([hostMatches('x', ''), hostQuery('10.0.4.17'), hostQuery('10.0.'), hostQuery('10.0.0.0/8'), hostQuery('')], [true, '10.0.4.17', '10.0.*', '10.0.0.0/8', '']);
});
test('everyStep_stepsWithoutRows_areNullNotLeftOut', () => same(everyStep([[60, 7], [240, 8]], {from: new Date(61000), to: new Date(241000)}, 60), [[60, [60, 7]], [120, null], [180, null], [240, [240, 8]]]));
test('agoOf_onlyRelativeWords_areASpan', () => same(['now-10d', 'now-05m', 'now-3h', 'now', '2026-11-21T07:00'].map(agoOf), ['10 d', '5 min', '3 h', null, null]));
