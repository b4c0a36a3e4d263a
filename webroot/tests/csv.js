import {csvCell, csvName, csvText} from '../csv.js';
import {same, test} from './assert.js';

test('csvCell_formula_getsAnApostrophe', () => same(['=1+1', '+1', '-1', '@x', '\tx'].map(csvCell), ["'=1+1", "'+1", "'-1", "'@x", "'\tx"]));
test('csvCell_number_staysANumber', () => same([csvCell(-1.5), csvCell(0), csvCell(NaN), csvCell(null)], ['-1.5', '0', '', '']));
test('csvCell_quotesAndCommas_areQuoted', () => same([csvCell('a,b'), csvCell('say "hi"'), csvCell('two\nlines'), csvCell('\rx')], ['"a,b"', '"say ""hi"""', '"two\nlines"', '"\'\rx"']));
test('csvText_rows_endWithCrLf', () => same(csvText(['a', 'b'], [[1, 'x']]), 'a,b\r\n1,x\r\n'));
test('csvName_siteAndRange_areSafe', () => same(csvName('anomalies', '../x y', new Date('2026-11-21T06:36:00Z'), new Date('2026-11-21T07:36:00Z')), 'fedics-anomalies-.._x_y-20261121T0636Z-20261121T0736Z.csv'));
test('csvName_stateWithoutABeginning_hasOneTime', () => same(csvName('incidents-open', '', null, new Date('2026-11-21T07:36:00Z')), 'fedics-incidents-open-all-sites-20261121T0736Z.csv'));
