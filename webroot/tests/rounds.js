import {epsilonLeft, figures, tiny} from '../format.js';
import {isWhole} from '../views/privacy.js';
import {partIn, runsOf, seriesOf, stepsOf} from '../views/rounds.js';
import {same, test} from './assert.js';

const ROW = {refused: {d: 'NaN'}, left_out: ['b'], client_ids: ['a', 'b'], lost: {c: 'silent'}};

test('partIn_eachFate_isTold', () => same(['a', 'b', 'c', 'd', 'e'].map((client) => partIn(ROW, client).part), ['taken', 'left-out', 'lost', 'refused', 'absent']));
test('runsOf_theOneThatRunsHere_isFirst', () => same(runsOf({run: 'now'}, [{run: 'old', observed_at: '2026-11-01T00:00:00Z'}], [{run: 'older', last_seen: '2026-10-01T00:00:00Z'}, {run: 'old', last_seen: '2026-10-01T00:00:00Z'}]), ['now', 'old', 'older']));
test('seriesOf_roundsWithoutALoss_leaveAGapAndNoZero', () => {
  const rounds = [{round: 2, loss: null, metrics: {auc: 0.9}}, {round: 1, loss: 0.5, metrics: {}}];
  same(seriesOf(rounds, 'loss'), {names: ['loss', 'auc'], points: [[1, 0.5]]});
  same(seriesOf([], 'loss'), {names: [], points: []});
});
test('stepsOf_training_saysHowManyAnswered', () => same(stepsOf({phase: 'training', asked: 3, awaited: ['a']}).map(({state, done}) => [state, done]), [['done', 0], ['now', 2], ['ahead', 0]]));
test('stepsOf_sumsAndCounts_areOfTheStepTheyStandIn', () => same(['summing', 'counting'].map((phase) => stepsOf({phase, asked: 2, awaited: ['a']}).map((step) => [step.phase, step.state, step.done])), [[['summing', 'now', 1], ['training', 'ahead', 0], ['judging', 'ahead', 0]], [['waiting', 'done', 0], ['training', 'done', 0], ['counting', 'now', 1]]]));
test('stepsOf_over_allAreDone', () => same(stepsOf({phase: 'over', asked: 0, awaited: []}).map(({state}) => state), ['done', 'done', 'done']));
test('isWhole_epsilonWithoutItsUnit_isNone', () => same([isWhole({epsilon: 1, delta: 1e-5, accountant: 'rdp', steps: 3}), isWhole(null), isWhole({epsilon: 1, unit: 'record', delta: 1e-5, accountant: 'rdp', steps: 3})], [false, false, true]));
test('epsilonLeft_always_isRoundedDown', () => same([epsilonLeft(0.289), epsilonLeft(4), epsilonLeft(null)], ['0.28', '4.00', '–']));
test('tiny_deltas_areWrittenAsPowersOfTen', () => same([tiny(1e-5), tiny(2.5e-6), tiny(undefined)], ['1e-5', '2.5e-6', '–']));
test('figures_losses_haveFourDigits', () => same([figures(0.99614), figures(0.00001234), figures(0), figures(null)], ['0.9961', '1.23e-5', '0', '–']));
