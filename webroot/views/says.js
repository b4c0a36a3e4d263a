// Who says so: what each detector found of an incident, whether it speaks for the label, and what the verdict weighed.

import * as format from '../format.js';
import {isCalibrated} from '../rarity.js';
import {t, word} from '../i18n.js';
import {h} from '../ui/dom.js';
import {mark} from '../ui/severity.js';
import {tableOf} from '../ui/table.js';
import {evidenceName, evidenceValue, featureName, featureValue, largest, signed, wholeShares} from './reasons.js';

export const DETECTORS = ['physics', 'iforest', 'lstm'];
const SHOWN = 8;

/** The chip of a score that was calibrated on too little of this site, or nothing. */
function uncalibratedChip(model) {
  const rows = model?.calibration_rows;
  return isCalibrated(rows) ? null : h('span', {class: 'chip', 'data-testid': 'uncalibrated', title: t('says.uncalibratedWhy', {n: rows, shown: format.count(rows)})}, mark('medium'), t('says.uncalibrated'));
}

/** What was seen, what is usual, and the share of each; shares sum to 100. */
export function reasonTable(given, {label, testId = 'reason-row'}) {
  const reasons = given.filter(({contribution}) => Number.isFinite(contribution));
  const shares = wholeShares(reasons.map(({contribution}) => contribution));
  const widest = Math.max(0.01, ...reasons.map(({contribution}) => Math.abs(contribution)));
  return tableOf(label,
    [h('th', {scope: 'col'}, t('says.looked')), h('th', {scope: 'col', class: 'end'}, t('incident.seen')), h('th', {scope: 'col', class: 'end'}, t('incident.usual')), h('th', {scope: 'col', class: 'end', colspan: '2'}, t('incident.share'))],
    reasons.map((reason, i) => {
      const bar = h('span', {class: `share-bar ${reason.contribution < 0 ? 'negative' : ''}`, 'aria-hidden': 'true'});
      bar.style.width = `${Math.max(3, (Math.abs(reason.contribution) / widest) * 30)}px`;
      return h('tr', {'data-testid': testId, 'data-share': String(shares[i])}, h('th', {scope: 'row'}, featureName(reason.feature)), h('td', {class: 'end'}, featureValue(reason.feature, reason.value)), h('td', {class: 'end muted'}, featureValue(reason.feature, reason.expected)),
        h('td', {class: 'bar-cell'}, bar), h('td', {class: 'end nowrap'}, `${signed(shares[i], format.count)} %`));
    }), {class: 'reasons'});
}

/** @param {{verdict: object|null, findings: Record<string, object>}} says answer of `incidents/{id}/verdict` */
export function saysView({verdict, findings}) {
  const supporters = verdict?.supporters ?? [];
  const tookPart = DETECTORS.filter((name) => findings[name] || verdict?.detectors?.includes(name));
  return [
    h('p', {class: 'lead', 'data-testid': 'says-lead'}, verdict ? t('says.lead', {n: supporters.length, shown: format.count(supporters.length), all: format.count(tookPart.length), label: word('label', verdict.label)}) : t('says.unknown')),
    h('div', {class: 'says'}, DETECTORS.map((name) => detectorView(name, findings[name], {part: tookPart.includes(name), votes: verdict && tookPart.includes(name) ? supporters.includes(name) : null})),
      verdict ? weighedView(verdict) : null),
  ];
}

function detectorView(name, finding, {part, votes}) {
  return h('section', {class: 'say', 'data-testid': `says-${name}`, 'data-vote': votes === null ? 'unknown' : votes ? 'for' : 'against', 'aria-labelledby': `says-${name}-title`},
    h('h3', {id: `says-${name}-title`}, h('i', {class: `line-key line-${name}`, 'aria-hidden': 'true'}), word('detector', name)),
    h('p', {class: 'chips'}, voteChip(votes), finding ? uncalibratedChip(finding.model) : null),
    finding ? [
      h('p', {}, h('b', {class: 'say-rarity', 'data-testid': 'says-rarity'}, rarityText(finding)), ' ',
        h('span', {class: 'muted'}, t('says.strongest', {time: format.time(finding.observed_at)}))),
      finding.reasons?.length ? reasonTable(finding.reasons, {label: t('says.reasonsOf', {detector: word('detector', name)}), testId: 'says-reason'}) : h('p', {class: 'muted'}, t('says.noReasons')),
    ] : h('p', {class: 'muted'}, !part ? t('says.absent') : votes ? t('says.supportsLately') : t('says.silent')));
}

/** A rule spoke or it did not: of a young site or host, how rare that is would be a claim about nothing. */
function rarityText({detector, rule, score, model}) {
  const rare = t('rarity.oneIn', {n: format.rarityNumber(score, model?.calibration_rows)});
  if (detector !== 'physics') {
    return rare;
  }
  return isCalibrated(model?.calibration_rows) ? `${rare} · ${word('rule', rule)}` : word('rule', rule);
}

function voteChip(votes) {
  return votes === null ? null : h('span', {class: 'chip'}, mark(votes ? 'ok' : 'info'), h('b', {}, t(votes ? 'says.for' : 'says.against')));
}

function weighedView({attributions = [], label}) {
  const {shown, rest, sum} = largest(attributions, SHOWN);
  const widest = Math.max(0.01, ...shown.map(({contribution}) => Math.abs(contribution)));
  const named = (value) => signed(value, (size) => format.decimal(size, 2));
  const row = (name, seen, contribution, testId) => {
    const bar = h('span', {class: `weigh-fill ${contribution < 0 ? 'negative' : ''}`});
    bar.style.width = `${Math.min(50, (Math.abs(contribution) / widest) * 50)}%`;
    return h('li', {'data-testid': testId, 'data-contribution': String(contribution)}, h('span', {class: 'weigh-name'}, name, seen ? h('span', {class: 'muted'}, ` · ${seen}`) : null),
      h('span', {class: 'weigh-bar', 'aria-hidden': 'true'}, bar), h('b', {class: 'weigh-value'}, named(contribution), h('span', {class: 'visually-hidden'}, ` ${t(contribution < 0 ? 'says.againstIt' : 'says.forIt')}`)));
  };
  return h('section', {class: 'say say-weighed', 'data-testid': 'says-weighed', 'aria-labelledby': 'says-weighed-title'},
    h('h3', {id: 'says-weighed-title'}, t('says.weighed')),
    attributions.length === 0 ? h('p', {class: 'muted'}, t('says.byRules')) : [
      h('ul', {class: 'weighed'}, shown.map((one) => row(evidenceName(one.feature), evidenceValue(one.feature, one.value), one.contribution, 'attribution-row')),
        rest.count ? row(t('says.others', {n: rest.count, shown: format.count(rest.count)}), '', rest.sum, 'attribution-rest') : null),
      h('p', {class: 'touched', 'data-testid': 'attribution-sum', 'data-sum': String(sum)}, t('says.sum', {n: format.count(attributions.length), sum: named(sum), label: word('label', label), odds: format.odds(sum)}), ' ', t('says.sumNote')),
    ]);
}
