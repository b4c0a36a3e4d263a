// What privacy was spent, in words: never an epsilon without its unit, delta, accountant and steps.

import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {shareBar} from '../ui/bar.js';
import {h} from '../ui/dom.js';
import {mark} from '../ui/severity.js';

const LOW_SHARE = 0.1;

/** `{epsilon, unit, delta, accountant, steps}` in one sentence; unknown where one of them is missing. */
export function privacyText(figure) {
  return isWhole(figure)
    ? t('privacy.sentence', {epsilon: format.epsilon(figure.epsilon), unit: word('privacyUnit', figure.unit), delta: format.tiny(figure.delta), accountant: accountantText(figure), n: figure.steps, steps: format.count(figure.steps)})
    : t('privacy.unknown');
}

/** An epsilon alone says nothing. */
export function isWhole(figure) {
  return Boolean(figure) && Number.isFinite(figure.epsilon) && Boolean(figure.unit) && Number.isFinite(figure.delta) && Boolean(figure.accountant) && Number.isFinite(figure.steps);
}

export function accountantText({accountant}) {
  return String(accountant).toUpperCase();
}

/** How much of a budget is gone, as a bar with words; nothing where there is no budget. */
export function budgetBar({epsilon, budget_epsilon: budget, left}) {
  if (!Number.isFinite(budget) || !Number.isFinite(epsilon)) {
    return null;
  }
  const low = left <= budget * LOW_SHARE;
  return h('div', {class: 'budget', 'data-testid': 'budget', 'data-left': String(left)},
    shareBar(epsilon / budget),
    h('span', {class: 'status'}, low ? mark('medium') : null, t(low ? 'privacy.leftLow' : 'privacy.left', {left: format.epsilonLeft(left), budget: format.epsilonLeft(budget)})));
}
