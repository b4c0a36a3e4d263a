import {blocks} from '../ui/markdown.js';
import {same, test} from './assert.js';

test('blocks_ofACard_areHeadingTextListAndTable', () => same(blocks('# Verdict\n\nOne line,\nand its second.\n\n- Judges: one flow;\n  twelve numbers.\n- Not meant for: naming.\n\n| detectors | error |\n|---|---|\n| lstm | 0.01 |\n'), [
  {kind: 'heading', level: 1, text: 'Verdict'},
  {kind: 'text', text: 'One line, and its second.'},
  {kind: 'list', items: ['Judges: one flow; twelve numbers.', 'Not meant for: naming.']},
  {kind: 'table', header: ['detectors', 'error'], rows: [['lstm', '0.01']]},
]));
test('blocks_ofHtml_stayText', () => same(blocks('<img src=x onerror=alert(1)>'), [{kind: 'text', text: '<img src=x onerror=alert(1)>'}]));
test('blocks_headingWithoutABlankLine_endsThere', () => same(blocks('# A\nb').map(({kind}) => kind), ['heading', 'text']));
