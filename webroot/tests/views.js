import {stackClasses} from '../views/classes.js';
import {evidenceName, evidenceValue, featureName, featureValue, largest, wholeShares} from '../views/reasons.js';
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
