// Welcome: three steps of a fresh instance, ticked live.

import {linkTo} from '../address.js';
import {count, durationText, percent} from '../format.js';
import {t} from '../i18n.js';
import {get, post} from '../rest.js';
import {h, fill} from '../ui/dom.js';
import {loadInto, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {toast} from '../ui/toast.js';
import {learningLine} from './learning.js';
import {endings, onNews, pageHead} from './shared.js';

const SITES = 5;

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  ends.add(() => abort.abort());
  element.dataset.testid = 'page-welcome';
  element.dataset.state = 'loading';
  const head = pageHead(store, ends, {title: t('welcome.title'), subtitle: t('welcome.subtitle')});
  const steps = panel({id: 'panel-steps', title: t('welcome.steps')});
  element.append(head.element, steps.element);
  const start = store.may('admin') ? h('button', {class: 'button', type: 'button', 'data-testid': 'action-start-test', on: {click: () => startTest()}}, t('welcome.startTest')) : null;

  async function startTest() {
    start.disabled = true;
    try {
      const {records, rate, site} = await post('api/v1/test/start-stream');
      toast(t('welcome.testStarted', {n: records, shown: count(records), rate: count(rate), site}));
    } catch (error) {
      toast(error.detail || error.title || t('error.unknown'), 'high');
    }
    start.disabled = false;
  }

  async function read() {
    const [stats, stages] = await Promise.all([get('api/v1/stats', {window: '24h'}, {signal: abort.signal}), get('api/v1/system/stages', {}, {signal: abort.signal})]);
    const learning = Object.entries(stages.learning ?? {});
    const left = learning.filter(([, {share}]) => share < 1).sort((a, b) => a[1].share - b[1].share);
    const verdicts = Object.values(stats.verdicts ?? {}).reduce((sum, n) => sum + n, 0) + (stats.benign_windows ?? 0);
    const flowing = stats.flows > 0;
    const ready = learning.length > 0 && left.length === 0;
    const rows = [
      ['data', flowing, flowing ? t('welcome.dataDone', {n: stats.flows, shown: count(stats.flows)}) : t('welcome.dataWaits')],
      ['detectors', ready, ready ? t('welcome.detectorsDone') : left.length ? t('welcome.detectorsLearn', {share: percent(left[0][1].share), time: durationText((left[0][1].seconds_left ?? NaN) * 1000)}) : t('welcome.detectorsWait'), left.slice(0, SITES)],
      ['verdict', verdicts > 0, verdicts > 0 ? t('welcome.verdictDone', {n: verdicts, shown: count(verdicts)}) : t('welcome.verdictWaits')],
    ];
    fill(steps.body, h('ol', {class: 'steps'}, rows.map(([name, done, says, sites = []]) => h('li', {'data-testid': `step-${name}`, 'data-done': String(done)}, mark(done ? 'ok' : 'info', t(done ? 'welcome.done' : 'welcome.open')),
      h('div', {}, h('p', {class: 'strong'}, t(`welcome.${name}`)), h('p', {class: 'muted'}, says),
        sites.length ? h('ul', {class: 'plain-list'}, sites.map(([site, {detectors}]) => h('li', {'data-testid': 'learning', 'data-id': site}, h('b', {class: 'nowrap'}, site), ' ', learningLine(detectors)))) : null)))),
    h('p', {class: 'chips'}, h('a', {class: 'button primary', href: linkTo('overview')}, t('welcome.toOverview')), start, h('a', {class: 'button', href: 'docs'}, t('welcome.toApi'))));
    head.updated();
  }

  loadInto(steps, read).then(() => {
    element.dataset.state = 'ready';
  });
  const fresh = onNews(3, read);
  ends.add(fresh.stop, store.on('numbers', fresh.news));
  return ends.end;
}
