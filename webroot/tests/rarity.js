import {rarityNumber} from '../format.js';
import {hitsOf, isCalibrated, nearby, position, rarity, scoreOf, twoDigits} from '../rarity.js';
import {near, same, test} from './assert.js';

test('rarity_calibratedScore_isOneInN', () => near(rarity(0.999, 48000).n, 1000, 1e-6));
test('rarity_beyondCalibration_isCapped', () => {
  same(rarity(0.9999999, 48000), {n: 48000, capped: true});
  same(rarity(1, 48000), {n: 48000, capped: true});
});
test('rarity_unknownRows_claimsNothingForOne', () => {
  same(rarity(1, null), null);
  same(rarity(0.5, undefined), {n: 2, capped: false});
});
test('rarity_noScore_isNull', () => same([rarity(null, 10), rarity(NaN, 10), rarity(1.2, 10), rarity(-0.1, 10)], [null, null, null, null]));
test('twoDigits_neverClaimsMore', () => same([8312, 999.9999999999991, 1000, 48000, 41.4, 99, 120_400].map(twoDigits), [8300, 1000, 1000, 48000, 41, 99, 120000]));
test('rarityNumber_capped_saysMoreThan', () => same([rarityNumber(0.99988, 48000), rarityNumber(1, 48000), rarityNumber(null, 48000)], ['8,300', '> 48,000', '–']));
test('scoreOf_inverse_ofRarity', () => near(rarity(scoreOf(10000), 1e6).n, 10000, 1e-3));
test('position_logarithmic', () => {
  near(position(100, 10000), 0.5, 1e-12);
  same([position(1, 10000), position(1e9, 10000), position(NaN, 100)], [0, 1, 0]);
});
test('isCalibrated_fewRowsOfItsSite_isNot', () => same([0, 999, 1000, undefined].map(isCalibrated), [false, false, true, true]));
test('nearby_sameHostInTheMinuteBefore_isTheRarestOfEachDetector', () => {
  const row = (detector, second, score, host = 'a') => ({site: 's', host, detector, second, score});
  const last = row('physics', 100, 0.99);
  const around = nearby([row('lstm', 41, 0.96), row('lstm', 90, 0.98), row('lstm', 40, 0.999), row('iforest', 99, 0.97, 'b'), row('iforest', 101, 0.99), last])(last);
  same([...around].map(([name, {score}]) => [name, score]).sort(), [['lstm', 0.98], ['physics', 0.99]]);
});
test('hitsOf_scoreRarerThanWasSeen_liesWhereTheLineEnds', () => {
  const hit = (at, score, rows) => ({observed_at: `2026-11-21T07:00:${at}Z`, score, model: {calibration_rows: rows}});
  const from = Date.parse('2026-11-21T07:00:00Z') / 1000;
  same(hitsOf([hit('31', 0.9999, 170), hit('02', 0.5, 170), hit('04', 0.9, 170)], 10).map(([time, n]) => [time - from, Math.round(n)]), [[0, 10], [30, 170]]);
});
