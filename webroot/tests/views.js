import {stackClasses} from '../views/classes.js';
import {wholeShares} from '../views/reasons.js';
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
