import * as format from '../format.js';
import {same, test} from './assert.js';

const at = (now, zone = 'utc') => format.useFormat({locale: 'en', zone, now: () => new Date(now)});

test('count_missing_isADash', () => {
  same([format.count(null), format.count(undefined), format.count(NaN), format.rate(null), format.percent(null), format.bytes(null), format.probability(undefined)], Array(7).fill('–'));
  same([format.count(0), format.rate(0), format.percent(0)], ['0', '0', '0']);
});
test('count_large_hasGroups', () => same([format.count(9846), format.count(18400.4), format.rate(9846.2), format.rate(0.25)], ['9,846', '18,400', '9,846', '0.3']));
test('percent_small_keepsTwoDigits', () => same([format.percent(0.0031), format.percent(0.62), format.percent(1)], ['0.31', '62', '100']));
test('axisCount_large_hasUnit', () => same([format.axisCount(18400), format.axisCount(1200), format.axisCount(2.5e6)], ['18.4 k', '1,200', '2.5 M']));
test('duration_bySize_choosesUnit', () => {
  same([84, 0.0005, 1500, 540000, 7.2e6, 2.6e8].map(format.durationText), ['84 ms', '500 ns', '1.5 s', '9 min', '2 h', '3 d']);
  same(format.durationText(NaN), '–');
});
test('bytes_si_hasUnit', () => same([0, 999, 14200, 2100, 1.5e9].map(format.bytes), ['0 B', '999 B', '14.2 kB', '2.1 kB', '1.5 GB']));
test('epsilon_always_roundsUp', () => same([format.epsilon(3.671), format.epsilon(3.67), format.epsilon(null)], ['3.68', '3.67', '–']));
test('minuteBehind_sameDay_hasNoDay', () => {
  at('2026-11-21T08:00:00Z');
  same(['2026-11-20T12:30:00Z', '2026-11-21T07:30:00Z', '2025-11-20T12:30:00Z', null].map((end) => format.minuteBehind('2026-11-20T11:00:00Z', end)), ['12:30', '07:30', '20 Nov 2025 12:30', '–']);
});
test('time_todayAndBefore_differ', () => {
  at('2026-11-21T08:00:00Z');
  same([format.time('2026-11-21T07:36:08.25Z'), format.time('2026-11-20T07:36:08Z'), format.time('2025-11-20T07:36:08Z'), format.time('nonsense'), format.time(null)],
    ['07:36:08', '20 Nov 07:36:08', '20 Nov 2025 07:36:08', '–', '–']);
  same(format.iso(1795246568), '2026-11-21T07:36:08.000Z');
});
test('age_byServerClock_neverNegative', () => {
  at('2026-11-21T08:00:00Z');
  same([format.age('2026-11-21T07:59:30Z'), format.age('2026-11-21T07:56:00Z'), format.age('2026-11-21T05:00:00Z'), format.age('2026-11-18T05:00:00Z'), format.age('2026-11-21T09:00:00Z')],
    ['30 s', '4 min', '3 h', '3 d', '0 s']);
});
test('age_moreThanAMonth_isTheDay', () => {
  at('2026-11-21T08:00:00Z');
  same([format.age('2026-10-23T08:00:00Z'), format.age('2026-10-20T08:00:00Z'), format.age('2023-11-16T05:00:00Z')], ['29 d', '20 Oct', '16 Nov 2023']);
});
test('visible_controlAndBidi_areShown', () => same(format.visible('a\u202eb\u0000c\u200bd'), 'a\\u{202e}b\\u{0}c\\u{200b}d'));
test('visible_markup_isKept', () => same(format.visible('<img src=x onerror=alert(1)>'), '<img src=x onerror=alert(1)>'));
test('shorten_long_keepsBothEnds', () => {
  same(format.shorten('10.0.0.1', 12), '10.0.0.1');
  same(format.shorten('2001:0db8:85a3:0000:0000:8a2e:0370:7334', 20).length, 20);
  same(format.shorten('2001:0db8:85a3:0000:0000:8a2e:0370:7334', 20).endsWith('7334'), true);
});
