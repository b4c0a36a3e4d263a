import {isAlone} from '../charts.js';
import {spark} from '../ui/spark.js';
import {stackClasses} from '../views/classes.js';
import {evidenceName, evidenceValue, featureName, featureValue, largest, wholeShares} from '../views/reasons.js';
import {joined, untold} from '../views/throughput.js';
import {movedOn, windowBars} from '../views/windows.js';
import {near, same, test} from './assert.js';

test('wholeShares_sumToHundred', () => {
  same(wholeShares([0.335, 0.335, 0.33]).reduce((a, b) => a + b), 100);
  same(wholeShares([1 / 3, 1 / 3, 1 / 3]), [34, 33, 33]);
  same(wholeShares([0.44, 0.58, -0.02]), [44, 58, -2]);
});
test('stackClasses_moreThanSix_restIsOther', () => {
  const share = {probe: 0.2, dos: 0.2, 'brute-force': 0.1, 'command-and-control': 0.1, exfiltration: 0.1, 'lateral-movement': 0.1, 'unauthorised-command': 0.05, 'impossible-travel': 0.05, benign: 0.1};
  const {labels, shares} = stackClasses([{t: 0, share}], 300);
  same(labels, ['probe', 'dos', 'brute-force', 'command-and-control', 'exfiltration', 'lateral-movement', 'other']);
  near(shares.reduce((sum, [value]) => sum + value, 0), 1, 1e-12);
});
test('stackClasses_noShare_drawsNothing', () => same(stackClasses([{t: 0, share: {}}], 300).labels, []));
test('featureValue_logarithmOfAModel_isShownInItsUnit', () => same([featureValue('log-bytes-out', Math.log1p(14200)), featureValue('log-duration-ms', Math.log1p(84)), featureValue('log-bytes-in', -1)], ['14.2 kB', '84 ms', '–']));
test('featureValue_codes_areWordsAndTheirMeansNumbers', () => same([featureValue('direction', 0.2), featureValue('failed', 0.02)], ['0.2', '0.02']));
test('featureValue_hashOfAService_saysNothing', () => same(featureValue('service-hash', 0.42), '–'));
test('largest_moreThanShown_sumsTheRest', () => {
  const {shown, rest, sum} = largest([{contribution: 0.1}, {contribution: -3}, {contribution: 2}, {contribution: -0.3}], 2);
  same(shown.map(({contribution}) => contribution), [-3, 2]);
  same(rest.count, 2);
  near(rest.sum, -0.2, 1e-12);
  near(sum, -1.2, 1e-12);
});

const rows = (...of) => of.map(([time, value]) => [time, value, value, value]);
const range = (from, to) => ({from: new Date(from * 1000), to: new Date(to * 1000)});
test('windowBars_firstSecondsOfAMinute_itsBarIsInSight', () => {
  const {bars, from, to} = windowBars(rows([120, 4]), rows([120, 9]), range(0, 123), 60);
  same([from, to, bars], [0, 180, [[0, null], [60, null], [120, 4]]]);
});
test('windowBars_nothingCounted_isNoValueNotZero', () => {
  const {bars, normal} = windowBars(rows([60, 1]), rows([0, 7]), range(0, 180), 60);
  same([bars, normal], [[[0, 0], [60, 1], [120, null]], [[0, 7], [60, 0], [120, null]]]);
});
test('windowBars_mostOfTheRangeBeforeTheFirst_saysSinceWhen', () => {
  const since = (...times) => windowBars([], rows(...times.map((time) => [time, 1])), range(0, 1200), 60).since;
  same([since(1140), since(180), since(120), since(0), since()], [1140, 180, null, null, null]);
});
test('movedOn_timeWithoutFrames_isInTheRangeAndUnknown', () => {
  const data = windowBars(rows([0, 1], [60, 2]), [], range(0, 120), 60);
  same(movedOn(data, 119), data);
  const {bars, from, to} = movedOn(data, 121);
  same([from, to, bars], [60, 180, [[60, 2], [120, null]]]);
});
test('joined_stretchWithoutFrames_hasWhatRestKnows', () => same(joined([[0, 1], [60, 2], [120, 3], [180, 4]], [[50, 9], [51, null], [150, 8]]), [[0, 1], [50, 9], [51, null], [60, 2], [120, 3], [150, 8]]));
test('untold_nullsInARow_areOneBandToTheNextPoint', () => same(untold([[1, 5], [2, null], [3, null], [9, 5], [10, null]], 14).map(({from, to}) => [from, to]), [[2, 9], [10, 14]]));
test('isAlone_betweenUnknownOnes_isADot', () => same([0, 1, 2, 3, 4].map((i) => isAlone([[1, 5], [2, null], [3, 0], [4, null], [5, null]], i)), [true, false, true, false, false]));
test('spark_valueBetweenUnknownOnes_isADot', () => {
  const drawn = spark([1, 2, null, 3, null, 4, 5]);
  same([drawn.querySelectorAll('polyline').length, drawn.querySelectorAll('circle').length], [2, 2]);
});
