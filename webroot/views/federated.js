// Federated: is the round moving, what does it wait for, what privacy is left?

import {here, onAddress, setParams} from '../address.js';
import * as format from '../format.js';
import {t, word} from '../i18n.js';
import {get, post} from '../rest.js';
import {RowBuffer} from '../store.js';
import {ask} from '../ui/dialog.js';
import {shareBar} from '../ui/bar.js';
import {h, fill, text, valueOr} from '../ui/dom.js';
import {figure} from '../ui/figure.js';
import {onKey} from '../ui/keys.js';
import {emptyView, loadInto, panel} from '../ui/panel.js';
import {mark} from '../ui/severity.js';
import {Table} from '../ui/table.js';
import {toast} from '../ui/toast.js';
import {csvName, csvText, saveFile} from '../csv.js';
import {accountantText, budgetBar, isWhole, privacyText} from './privacy.js';
import {partIn, runsOf, seriesOf, stepsOf} from './rounds.js';
import {ageOf, endings, onNews, pageHead, refreshAges} from './shared.js';

/** Whose events a training's are: it is of all sites together. */
const FEDERATION = () => ['federation'];
const ROUNDS = 200;
const CARDS = 12;
const COLUMNS = 12;
const EVENTS = 50;
// An event is sent before it is stored: what was sent just now is read again this much later.
const STORED_MILLIS = 4000;
const KINDS = ['round-completed', 'client-joined', 'client-reported', 'client-lost', 'client-refused', 'budget-spent', 'influence-reported', 'training-stopped', 'model-compared'];

export function mount(element, store) {
  const ends = endings();
  const abort = new AbortController();
  const {signal} = abort;
  ends.add(() => abort.abort());
  element.dataset.testid = 'page-federated';
  element.dataset.state = 'loading';

  const rounds = new RowBuffer({capacity: ROUNDS});
  let training = null;
  // Frames tell how the training stands, not which rounds and clients there were: what REST has not said is unknown.
  let answered = false;
  let clients = [];
  let runs = [];
  let run = '';
  let allCards = false;
  let events = [];
  let nextEvents = null;

  const runSelect = h('select', {class: 'select', 'data-testid': 'filter-run', 'aria-label': t('federated.run'), on: {change: () => setParams({run: runSelect.value})}});
  const runFilter = h('label', {class: 'filter'}, h('span', {}, t('federated.run')), runSelect);
  const triggerBox = h('span', {class: 'trigger'});
  const head = pageHead(store, ends, {title: t('federated.title'), subtitle: t('federated.subtitle'), aside: [runFilter, triggerBox]});

  const strip = panel({id: 'panel-round', title: t('federated.round'), className: 'strip'});
  const cards = panel({id: 'panel-clients', title: t('federated.clients')});
  const parts = panel({id: 'panel-parts', title: t('federated.parts'), aside: [partsLegend()]});
  const metricSelect = h('select', {class: 'select', 'data-testid': 'filter-metric', 'aria-label': t('federated.metric'), on: {change: () => setParams({metric: metricSelect.value === 'loss' ? '' : metricSelect.value}, {replace: true})}});
  const chart = figure(store, {
    id: 'chart-accuracy', kind: 'rounds', title: t('federated.overRounds'), height: 'mid',
    summary: ({name, points}) => (points.length ? t('federated.chartSummary', {name, n: points.length, value: format.figures(points.at(-1)[1]), round: points.at(-1)[0], first: format.figures(points[0][1])}) : t('federated.noFigure')),
    table: ({name = '', points = []}) => ({header: [t('federated.roundColumn'), name], rows: points.map(([round, value]) => [round, value])}),
    points: ({name, points}) => points.map(([round, value]) => ({time: round, says: t('federated.point', {round, name, value: format.figures(value)})})),
  });
  const metricFilter = h('label', {class: 'filter'}, h('span', {}, t('federated.metric')), metricSelect);
  const chartPanel = panel({id: 'panel-accuracy', title: t('federated.overRounds'), aside: [metricFilter, chart.toggle]});
  chartPanel.body.append(chart.element);
  const roundsPanel = panel({id: 'panel-rounds', title: t('federated.rounds')});
  const privacyPanel = panel({id: 'panel-privacy', title: t('federated.spent')});
  const attestedPanel = panel({id: 'panel-attested', title: t('federated.attested')});
  const ledgerPanel = panel({id: 'panel-ledger', title: t('federated.ledger')});
  const kindSelect = h('select', {class: 'select', 'data-testid': 'filter-kind', 'aria-label': t('federated.kind'), on: {change: () => setParams({kind: kindSelect.value}, {replace: true})}},
    ['', ...KINDS].map((kind) => option(kind, kind ? word('flEvent', kind) : t('filter.any'))));
  const eventsPanel = panel({id: 'panel-fl-events', title: t('federated.events'), aside: [h('label', {class: 'filter'}, h('span', {}, t('federated.kind')), kindSelect)]});

  const roundsTable = new Table({
    name: 'rounds', label: t('federated.rounds'), testId: 'round-row', store, id: (row) => row.event_id,
    columns: [
      {key: 'round', title: t('federated.roundColumn'), fixed: true, end: true, cell: (row) => format.count(row.round)},
      {key: 'time', title: () => t('column.timeIn', {zone: format.zoneName()}), fixed: true, className: 'nowrap', cell: (row) => h('time', {datetime: row.observed_at, title: format.iso(row.observed_at)}, format.time(row.observed_at))},
      {key: 'clients', title: t('federated.clientsColumn'), end: true, cell: (row) => h('span', {title: row.client_ids.join(', ')}, format.count(row.clients))},
      {key: 'examples', title: t('federated.examples'), end: true, cell: (row) => format.count(row.examples)},
      {key: 'loss', title: t('federated.loss'), end: true, cell: (row) => valueOr(format.figures(row.loss), t('state.noValue'))},
      {key: 'metrics', title: t('federated.metrics'), className: 'nowrap', cell: (row) => metricsText(row.metrics)},
      {key: 'out', title: t('federated.out'), className: 'nowrap', cell: outCell},
      {key: 'privacy', title: t('federated.privacy'), className: 'nowrap', cell: (row) => (row.privacy ? [privacyText(row.privacy), row.privacy.attested ? h('span', {class: 'muted'}, ` · ${t('federated.attestedShort')}`) : null] : t('privacy.unknown'))},
      {key: 'strategy', title: t('federated.strategy'), off: true, className: 'nowrap muted', cell: (row) => row.strategy ?? format.MISSING},
      {key: 'hash', title: t('federated.hash'), className: 'mono nowrap muted', cell: (row) => h('span', {title: row.parameters_sha256}, format.shorten(row.parameters_sha256, 12))},
    ],
  });
  roundsPanel.setAside(roundsTable.columnsButton());
  roundsPanel.body.append(roundsTable.element);

  element.append(head.element, h('div', {class: 'stack'}, strip.element, cards.element), h('div', {class: 'grid grid-two'}, parts.element, chartPanel.element),
    h('div', {class: 'stack below'}, roundsPanel.element), h('div', {class: 'grid grid-two'}, privacyPanel.element, attestedPanel.element), h('div', {class: 'stack below'}, ledgerPanel.element, eventsPanel.element));
  ends.add(chart.dispose);

  // Rounds and clients
  async function readTraining() {
    const asked = here().params.run ?? '';
    const [answer, all] = await Promise.all([get('api/v1/fl/rounds', {run: asked, limit: ROUNDS}, {signal}), get('api/v1/fl/clients', {}, {signal})]);
    training = answer.training;
    answered = true;
    runs = runsOf(training, answer.items, all.items);
    run = runs.includes(asked) ? asked : (runs[0] ?? '');
    clients = all.items.filter((row) => row.run === run);
    rounds.keep((row) => row.run === run);
    rounds.merge(answer.items.filter((row) => row.run === run));
    showTraining();
    head.updated();
    return strip.element.dataset.state === 'empty' ? 'empty' : undefined;
  }

  function mine() {
    return training?.run === run ? training : null;
  }

  function showTraining() {
    head.subtitle(run ? t('federated.runLine', {run, strategy: mine()?.strategy ?? rounds.list()[0]?.strategy ?? format.MISSING}) : t('federated.subtitle'));
    runFilter.hidden = runs.length < 2;
    if (runSelect.dataset.runs !== runs.join()) {
      runSelect.dataset.runs = runs.join();
      fill(runSelect, runs.map((name) => option(name, format.shorten(name, 28))));
    }
    runSelect.value = run;
    showTrigger();
    showStrip();
    showCards();
    showParts();
    showChart();
    showRounds();
  }

  /** Before REST has answered: a failure, which has a way to try again, stays in sight. */
  function showUnderWay() {
    run = here().params.run ?? training?.run ?? '';
    if (run && strip.element.dataset.state !== 'error') {
      showStrip();
    }
  }

  function showTrigger() {
    const shown = mine();
    if (!shown || !store.may('scientist')) {
      fill(triggerBox);
      return;
    }
    const why = !online() ? t('action.offline') : shown.phase === 'over' ? t('federated.over') : '';
    const focused = triggerBox.contains(document.activeElement);
    fill(triggerBox, why ? h('span', {class: 'muted', id: 'trigger-reason'}, why, ' ') : null,
      h('button', {class: 'button primary', type: 'button', 'data-testid': 'action-trigger', ...(why ? {'aria-disabled': 'true', 'aria-describedby': 'trigger-reason'} : {}), on: {click: () => why || trigger()}}, t('federated.trigger')));
    if (focused) {
      triggerBox.querySelector('button').focus();
    }
  }

  function online() {
    return ['live', 'paused', 'history', 'stale'].includes(store.get('connection') ?? 'live');
  }

  async function trigger() {
    const {next_round: round, present, min_clients: first, min_fit: later, round: finished, dp, delta, budget_epsilon: budget} = training;
    const missing = Math.max(0, (finished === 0 ? first : later) - present.length);
    const says = [
      t('federated.triggerSays', {round, run, n: present.length, shown: format.count(present.length)}),
      missing > 0 ? t('federated.triggerWaits', {n: missing, shown: format.count(missing)}) : t('federated.triggerReady'),
      dp === 'client' ? t('federated.triggerCosts', {unit: word('privacyUnit', 'client'), delta: format.tiny(delta), budget: budget ? format.epsilonLeft(budget) : t('privacy.none')}) : t('federated.triggerSites'),
      t('federated.triggerUndo'),
    ];
    let answer = null;
    const done = await ask({title: t('federated.triggerTitle', {round}), says, confirm: t('federated.trigger'), testId: 'dialog-trigger', send: async () => {
      answer = await post('api/v1/fl/rounds/trigger');
    }});
    if (done) {
      toast(answer.waiting_for > 0 ? t('federated.triggeredWaits', {round: answer.round, n: answer.waiting_for, shown: format.count(answer.waiting_for)}) : t('federated.triggered', {round: answer.round}));
      fresh.news();
    }
  }

  function showStrip() {
    const shown = mine();
    if (!run) {
      strip.state('empty', training ? [] : [h('p', {class: 'muted', 'data-testid': 'no-training'}, t('federated.none'))]);
      return;
    }
    strip.state('ready');
    const last = rounds.list()[0];
    fill(strip.body,
      cell(t('federated.round'), h('b', {class: 'round-number', 'data-testid': 'round-number'}, format.count(shown ? shown.next_round : last?.round)),
        h('span', {class: 'muted'}, shown?.rounds ? t('federated.ofRounds', {n: format.count(shown.rounds)}) : shown ? t('federated.noEnd') : t('federated.ended'))),
      shown ? h('div', {class: 'cell cell-wide'}, h('p', {class: 'cell-name'}, t('federated.phase')),
        h('ol', {class: 'phases', 'data-testid': 'phases', 'data-phase': shown.phase}, stepsOf(shown).map(({phase, state, done, asked}) =>
          h('li', {class: `phase phase-${state}`, ...(state === 'now' ? {'aria-current': 'step'} : {})}, h('span', {class: 'phase-name'}, word('flPhase', phase)),
            h('span', {class: 'muted'}, state === 'now' && asked > 0 ? t('federated.answered', {done: format.count(done), asked: format.count(asked)}) : t(`federated.step.${state}`)),
            phaseBar(state, done, asked))))) : null,
      shown ? cell(t('federated.present'), h('b', {'data-testid': 'present'}, format.count(shown.present.length)), h('span', {class: 'muted'}, t('federated.needed', {n: format.count(shown.round === 0 ? shown.min_clients : shown.min_fit)}))) : null,
      shown ? cell(t('federated.waitsFor'), h('span', {'data-testid': 'waits-for'}, waitsText(shown))) : null,
      shown ? cell(t('federated.listening'), h('span', {class: 'mono'}, shown.listening), h('span', {class: 'muted'}, t(`federated.begins.${shown.trigger}`))) : null);
  }

  function waitsText({phase, awaited, stopped, trigger: how, present, round, min_clients: first, min_fit: later}) {
    if (phase === 'over') {
      return stopped ?? t('federated.over');
    }
    if (awaited.length > 0) {
      const names = awaited.slice(0, 3).map(nameOf).join(', ');
      return awaited.length > 3 ? t('federated.andMore', {names, n: format.count(awaited.length - 3)}) : names;
    }
    const missing = (round === 0 ? first : later) - present.length;
    if (missing > 0) {
      return t('federated.moreClients', {n: missing, shown: format.count(missing)});
    }
    return how === 'api' ? t('federated.waitsTrigger') : t('federated.nobody');
  }

  function nameOf(id) {
    return clients.find(({client}) => client === id)?.told_site ?? id;
  }

  function showCards() {
    if (clients.length === 0) {
      cards.state('empty', training ? howToStart(training.listening) : emptyView(t('federated.noClients')));
      return;
    }
    cards.state('ready');
    cards.setNote(t('federated.clientCount', {n: clients.length, shown: format.count(clients.length), there: format.count(clients.filter(({present}) => present).length)}));
    const shown = allCards ? clients : clients.slice(0, CARDS);
    fill(cards.body, h('ul', {class: 'client-cards'}, shown.map(card)),
      clients.length > shown.length ? h('p', {}, h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-all-clients', on: {click: () => {
        allCards = true;
        showCards();
      }}}, t('federated.allClients', {n: format.count(clients.length)}))) : null);
  }

  function card(row) {
    const status = statusOf(row, mine());
    const privacy = row.privacy;
    return h('li', {class: 'client-card', 'data-testid': 'client-card', 'data-id': row.client, 'data-status': status},
      h('div', {class: 'card-head'}, h('h3', {title: row.client}, format.shorten(row.told_site ?? row.client, 26)), h('span', {class: 'status'}, mark(STATUS_MARKS[status]), t(`federated.status.${status}`))),
      h('p', {class: 'muted'}, row.told_site ? `${row.client} · ` : '', row.round ? [t('federated.lastReport', {round: row.round}), ' '] : t('federated.noReport'), ' ', t('federated.seen'), ' ', ageOf(row.last_seen, format)),
      h('dl', {class: 'card-figures'}, [['examples', format.count(row.examples)], ['influence', format.decimal(row.influence)], ['suspicion', format.decimal(row.suspicion)], ['refusals', format.count(row.refusals)]].map(([name, value]) =>
        h('div', {}, h('dt', {title: t(`federated.why.${name}`)}, t(`federated.${name}`)), h('dd', {'data-testid': `card-${name}`}, valueOr(value, t('state.noValue')))))),
      h('p', {class: 'card-privacy', 'data-testid': 'card-privacy'}, isWhole(privacy) ? [h('span', {class: 'muted'}, `${t('federated.attests')} `), privacyText(privacy)] : t('federated.attestsNothing')),
      row.reason ? h('p', {class: 'card-reason', 'data-testid': 'card-reason'}, row.reason) : null);
  }

  function howToStart(address) {
    return [h('p', {class: 'muted', 'data-testid': 'how-to-start'}, t('federated.howToStart')),
      h('pre', {class: 'command', tabindex: '0'}, `./fedics fl client --server ${address} --site NAME --data FILE`),
      h('p', {class: 'muted'}, t('federated.howToFlower')),
      h('pre', {class: 'command', tabindex: '0'}, `flwr.client.start_client(server_address="${address}", client=MyClient().to_client())`)];
  }

  function showParts() {
    const shown = rounds.list().slice(0, COLUMNS).reverse();
    if (shown.length === 0) {
      parts.state('empty', emptyView(t('federated.noRounds')));
      return;
    }
    parts.state('ready');
    const names = [...new Set(shown.flatMap((row) => [...row.client_ids, ...Object.keys(row.lost), ...Object.keys(row.refused)]))].sort();
    fill(parts.body, h('div', {class: 'table-box parts', 'data-testid': 'chart-rounds', tabindex: '0', role: 'region', 'aria-label': t('federated.parts')},
      h('table', {class: 'table'}, h('caption', {class: 'visually-hidden'}, t('federated.parts')),
        h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, t('federated.client')), shown.map(({round}) => h('th', {scope: 'col', class: 'end'}, h('span', {class: 'visually-hidden'}, `${t('federated.roundColumn')} `), format.count(round))))),
        h('tbody', {}, names.map((name) => h('tr', {'data-testid': 'part-row', 'data-id': name}, h('th', {scope: 'row', class: 'nowrap', title: name}, format.shorten(nameOf(name), 22)), shown.map((row) => {
          const {part, why} = partIn(row, name);
          return h('td', {class: 'end', 'data-part': part, title: why ? `${t(`federated.part.${part}`)}: ${why}` : t(`federated.part.${part}`)}, partMark(part));
        })))))));
  }

  function showChart() {
    const {names, points} = seriesOf(rounds.list(), here().params.metric || 'loss');
    const chosen = names.includes(here().params.metric) ? here().params.metric : (names[0] ?? 'loss');
    if (metricSelect.dataset.names !== names.join()) {
      metricSelect.dataset.names = names.join();
      fill(metricSelect, names.map((name) => option(name, metricName(name))));
    }
    metricSelect.value = chosen;
    metricFilter.hidden = names.length === 0;
    chart.toggle.hidden = names.length === 0;
    const shown = chosen === (here().params.metric || 'loss') ? points : seriesOf(rounds.list(), chosen).points;
    if (shown.length === 0) {
      chartPanel.state('empty', emptyView(rounds.size ? t('federated.noFigure') : t('federated.noRounds')));
      return;
    }
    chartPanel.state('ready');
    chart.show({name: metricName(chosen), points: shown}, {live: true});
  }

  function showRounds() {
    if (rounds.size === 0) {
      roundsPanel.state('empty', emptyView(t('federated.noRounds')));
      return;
    }
    roundsPanel.state('ready');
    roundsTable.show(rounds.list());
  }

  // Privacy
  async function readPrivacy() {
    const {spent, attested, unreadable_rows: unreadable} = await get('api/v1/fl/privacy', {}, {signal});
    if (unreadable > 0) {
      privacyPanel.state('error', [h('p', {class: 'strong'}, t('federated.unreadableRows', {n: unreadable, shown: format.count(unreadable)}))]);
    } else {
      showSpent(spent);
    }
    const of = attested.filter((row) => !run || row.run === run);
    const silent = clients.filter((row) => row.round && !isWhole(row.privacy) && !of.some(({client}) => client === row.client));
    if (of.length === 0 && silent.length === 0) {
      attestedPanel.state('empty', emptyView(t('federated.noAttested')));
      return;
    }
    attestedPanel.state('ready');
    fill(attestedPanel.body, h('p', {class: 'muted note'}, t('federated.attestedWhy')),
      plainTable(t('federated.attested'), [['client'], ['unit'], ['epsilon', 'end'], ['delta', 'end'], ['accountant'], ['steps', 'end'], ['roundColumn', 'end']],
        of.map((row) => h('tr', {'data-testid': 'attested-row', 'data-id': row.client}, h('th', {scope: 'row', class: 'nowrap', title: row.client}, format.shorten(row.told_site ?? row.client, 22)), ...figureCells(row), h('td', {class: 'end'}, format.count(row.round)))).concat(
          silent.map((row) => h('tr', {'data-testid': 'unattested-row', 'data-id': row.client}, h('th', {scope: 'row', class: 'nowrap', title: row.client}, format.shorten(row.told_site ?? row.client, 22)),
            h('td', {colspan: '5'}, t('privacy.unknown')), h('td', {class: 'end'}, format.count(row.round)))))));
  }

  function showSpent(spent) {
    if (spent.length === 0) {
      privacyPanel.state('empty', emptyView(t('federated.noSpent')));
      return;
    }
    privacyPanel.state('ready');
    fill(privacyPanel.body, h('p', {class: 'muted note'}, t('federated.spentWhy')),
      spent.map((row) => h('div', {class: 'account', 'data-testid': 'account-row', 'data-id': `${row.site}/${row.unit}`},
        h('p', {}, h('b', {}, row.site), ' ', h('span', {class: 'muted'}, t('federated.hides', {unit: word('privacyUnit', row.unit)}))),
        h('p', {'data-testid': 'account-spent'}, privacyText(row)),
        budgetBar(row) ?? h('p', {class: 'muted'}, t('privacy.noBudget')),
        h('p', {class: 'muted'}, t('federated.lastCharged', {round: format.count(row.round), mechanism: row.mechanism}), ' ', ageOf(row.charged_at, format)))),
      spent.some(({unit}) => unit === 'client') && (mine()?.present.length ?? 0) <= 10 ? h('p', {class: 'status note', 'data-testid': 'few-sites'}, mark('medium'), t('federated.fewSites')) : null);
  }

  let ledger = [];
  async function readLedger() {
    const {items, check} = await get('api/v1/fl/ledger', {limit: 100}, {signal});
    ledger = items;
    ledgerPanel.setAside(checkView(check), items.length ? h('button', {class: 'link-button', type: 'button', 'data-testid': 'action-csv', on: {click: saveLedger}}, t('action.csv')) : null);
    if (items.length === 0) {
      ledgerPanel.state('empty', emptyView(t('federated.noLedger')));
      return;
    }
    ledgerPanel.state('ready');
    fill(ledgerPanel.body, plainTable(t('federated.ledger'), [['rowNumber', 'end'], ['written'], ['account'], ['roundColumn', 'end'], ['unit'], ['mechanism'], ['sampling', 'end'], ['noise', 'end'], ['steps', 'end'], ['delta', 'end'], ['accountant'], ['epsilonTotal', 'end'], ['rowHash']],
      items.map((row) => h('tr', {'data-testid': 'ledger-row', 'data-id': String(row.row), class: check?.first_bad_row === row.row ? 'bad-row' : ''},
        h('th', {scope: 'row', class: 'end'}, format.count(row.row), check?.first_bad_row === row.row ? [' ', mark('critical', t('federated.badRow'))] : null),
        h('td', {class: 'nowrap'}, h('time', {datetime: row.charged_at, title: format.iso(row.charged_at)}, format.time(row.charged_at))),
        row.unreadable ? h('td', {colspan: '11'}, t('federated.unreadable')) : [
          h('td', {}, row.site), h('td', {class: 'end'}, format.count(row.round)), h('td', {class: 'nowrap'}, word('privacyUnit', row.unit)), h('td', {class: 'nowrap'}, row.mechanism),
          h('td', {class: 'end'}, format.quantity(row.sampling_rate)), h('td', {class: 'end'}, format.quantity(row.noise_multiplier)), h('td', {class: 'end'}, format.count(row.steps)),
          h('td', {class: 'end'}, format.tiny(row.delta)), h('td', {}, accountantText(row)), h('td', {class: 'end'}, format.epsilon(row.epsilon)),
          h('td', {class: 'mono muted', title: row.hash}, format.shorten(row.hash ?? '', 12))]))));
  }

  function saveLedger() {
    const header = ['row', 'charged_at', 'site', 'run', 'round', 'unit', 'mechanism', 'sampling_rate', 'noise_multiplier', 'steps', 'delta', 'accountant', 'epsilon', 'previous', 'hash'];
    const times = ledger.map((row) => new Date(row.charged_at)).sort((a, b) => a - b);
    saveFile(csvName('privacy-ledger', '', times[0], times.at(-1)), new Blob([csvText(header, ledger.map((row) => header.map((name) => row[name])))], {type: 'text/csv'}));
  }

  // Events
  async function readEvents(more = false) {
    const kind = KINDS.includes(here().params.kind) ? here().params.kind : '';
    kindSelect.value = kind;
    const answer = await get('api/v1/fl-events', {run, kind, limit: EVENTS, cursor: more ? nextEvents : ''}, {signal});
    events = more ? [...events, ...answer.items] : answer.items;
    nextEvents = answer.items.length ? answer.next_cursor : null;
    if (events.length === 0) {
      eventsPanel.state('empty', emptyView(kind ? t('federated.noEventsOfKind') : t('federated.noEvents')));
      return 'empty';
    }
    fill(eventsPanel.body, h('ul', {class: 'fl-events', tabindex: '0', 'aria-label': t('federated.events')}, events.map((row) => h('li', {'data-testid': 'fl-event-row', 'data-id': row.event_id},
      h('time', {class: 'nowrap muted', datetime: row.observed_at, title: format.iso(row.observed_at)}, format.time(row.observed_at)),
      h('span', {class: 'status nowrap'}, mark(eventMark(row)), word('flEvent', kindOf(row))), h('span', {class: 'wrap'}, eventText(row))))),
      nextEvents ? h('p', {}, h('button', {class: 'button', type: 'button', 'data-testid': 'action-more-events', on: {click: () => loadInto(eventsPanel, () => readEvents(true))}}, t('federated.moreEvents'))) : null);
    return undefined;
  }

  function eventText(row) {
    switch (kindOf(row)) {
      case 'round-completed': return t('federated.said.round', {round: row.round, n: row.clients, shown: format.count(row.clients), loss: format.figures(row.loss)});
      case 'client-joined': return t('federated.said.joined', {client: nameOf(row.client), address: row.address});
      case 'client-reported': return t('federated.said.reported', {client: row.told_site ?? row.client, round: row.round, n: row.examples, shown: format.count(row.examples), privacy: row.privacy ? privacyText(row.privacy) : t('federated.attestsNothing')});
      case 'client-lost': return t('federated.said.lost', {client: nameOf(row.client), how: word('flDeparture', row.how), reason: row.reason});
      case 'client-refused': return t('federated.said.refused', {client: nameOf(row.client), reason: row.reason, n: row.refusals, shown: format.count(row.refusals)});
      case 'budget-spent': return t('federated.said.spent', {account: row.charged, round: row.round, privacy: privacyText(row.privacy)});
      case 'influence-reported': return t('federated.said.influence', {client: nameOf(row.client), round: row.round, influence: format.decimal(row.influence), suspicion: format.decimal(row.suspicion)});
      case 'training-stopped': return t('federated.said.stopped', {round: row.round, reason: row.reason});
      case 'model-compared': return t(`federated.compared.${row.outcome}`, {site: row.site, tried: modelName(row.tried), before: modelName(row.before), reason: row.reason, from: format.time(new Date(row.from_second * 1000).toISOString()), n: row.records, shown: format.count(row.records), triedRate: format.percent(row.tried.alarm_rate), beforeRate: format.percent(row.before.alarm_rate)});
      default: return '';
    }
  }

  // Address, keys, live
  ends.add(onAddress((next, before) => {
    if (next.page !== 'federated') {
      return;
    }
    if (next.params.run !== before.params.run) {
      rounds.clear();
      answered = false;
      readAll();
    } else if (next.params.kind !== before.params.kind) {
      loadInto(eventsPanel, readEvents);
    } else if (next.params.metric !== before.params.metric) {
      showChart();
    }
  }));
  ends.add(onKey('j', () => roundsTable.move(1)), onKey('k', () => roundsTable.move(-1)), onKey('Escape', () => document.activeElement?.blur()));

  async function readAll() {
    await loadInto(strip, readTraining);
    const failed = strip.element.dataset.state === 'error';
    for (const one of [cards, parts, chartPanel, roundsPanel]) {
      if (failed && !answered) {
        one.state('error', [h('p', {class: 'muted'}, t('error.above'))]);
      }
    }
    await Promise.all([loadInto(privacyPanel, async () => {
      try {
        await readPrivacy();
      } catch (error) {
        attestedPanel.state('error', [h('p', {class: 'muted'}, t('error.above'))]);
        throw error;
      }
      return 'set';
    }), loadInto(ledgerPanel, async () => {
      await readLedger();
      return 'set';
    }), loadInto(eventsPanel, readEvents)]);
  }

  readAll().then(() => {
    element.dataset.state = 'ready';
  });
  const fresh = onNews(1, readAll);
  ends.add(fresh.stop);
  let later = null;
  ends.add(() => clearTimeout(later));
  if (store.get('live')) {
    ends.add(store.feeds.open('federated', {
      frame: (_, frame) => {
        let told = (frame.conflated ?? 0) > 0;
        for (const row of frame.rows) {
          if (row.training) {
            training = row.training;
          } else {
            told = true;
          }
          if (row.schema === 'round-completed/1' && row.run === run) {
            rounds.merge([row]);
          }
        }
        store.painter.text('federated', () => (answered ? showTraining() : showUnderWay()), {live: true, every: 250});
        if (told || (answered && training?.run !== run)) {
          store.get('paused') || fresh.news();
          clearTimeout(later);
          later = setTimeout(() => store.get('paused') || fresh.news(), STORED_MILLIS);
        }
      },
      repair: async (_, first) => first || readAll(),
    }, FEDERATION));
    ends.add(store.on('paused', (paused) => !paused && fresh.news()));
  }
  ends.add(store.on('connection', showTrigger), store.on('age', () => refreshAges(element, format)), store.on('zone', () => {
    roundsTable.rerender();
    readAll();
  }), () => store.painter.forget('federated'));
  return ends.end;
}

/** What a client that is awaited is doing, where it does not train. */
const AWAITED = {judging: 'judging', summing: 'telling', counting: 'telling'};

const STATUS_MARKS = {training: 'ok', judging: 'ok', telling: 'ok', there: 'ok', suspect: 'high', refused: 'high', gone: 'info'};

function statusOf(row, training) {
  if (row.suspect) {
    return 'suspect';
  }
  if (!row.present) {
    return row.refusals > 0 ? 'refused' : 'gone';
  }
  return training?.awaited.includes(row.client) ? AWAITED[training.phase] ?? 'training' : 'there';
}

function kindOf({schema}) {
  return schema.split('/')[0];
}

function modelName({name, version}) {
  return `${name}@${version}`;
}

function eventMark(row) {
  return {'client-refused': 'high', 'client-lost': row.how === 'told' ? 'info' : 'medium', 'training-stopped': 'medium', 'round-completed': 'ok', 'influence-reported': row.suspect ? 'high' : 'info', 'model-compared': row.outcome === 'taken' || row.outcome === 'confirmed' ? 'ok' : 'medium'}[kindOf(row)] ?? 'info';
}

const PARTS = {taken: 'ok', 'left-out': 'medium', lost: 'high', refused: 'critical', absent: null};

function partMark(part) {
  return PARTS[part] ? mark(PARTS[part], t(`federated.part.${part}`)) : [h('span', {'aria-hidden': 'true'}, '·'), h('span', {class: 'visually-hidden'}, t('federated.part.absent'))];
}

function partsLegend() {
  return h('span', {class: 'legend', 'aria-hidden': 'true'}, ['taken', 'left-out', 'lost', 'refused'].map((part) => h('span', {class: 'key'}, mark(PARTS[part]), t(`federated.part.${part}`))));
}

function phaseBar(state, done, asked) {
  return shareBar(state === 'done' ? 1 : state === 'now' && asked > 0 ? done / asked : 0);
}

function cell(name, ...values) {
  return h('div', {class: 'cell'}, h('p', {class: 'cell-name'}, name), h('div', {class: 'cell-values'}, values));
}

function option(value, name) {
  const element = h('option', {}, name);
  element.value = value;
  return element;
}

function metricName(name) {
  return name === 'loss' ? t('federated.loss') : name;
}

function metricsText(metrics) {
  const known = Object.entries(metrics ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return known.length ? known.slice(0, 4).map(([name, value]) => `${name} ${format.figures(value)}`).join(' · ') + (known.length > 4 ? ' …' : '') : format.MISSING;
}

function outCell({left_out: leftOut, lost, refused}) {
  const said = [['left-out', leftOut, leftOut.join(', ')], ['lost', Object.keys(lost), reasons(lost)], ['refused', Object.keys(refused), reasons(refused)]].filter(([, names]) => names.length > 0);
  return said.length ? said.map(([part, names, title]) => h('span', {class: 'status', title}, mark(PARTS[part]), `${format.count(names.length)} ${t(`federated.part.${part}`)} `)) : t('federated.nobodyOut');
}

function reasons(map) {
  return Object.entries(map).map(([name, why]) => `${name}: ${why}`).join('\n');
}

function figureCells(row) {
  return [h('td', {class: 'nowrap'}, word('privacyUnit', row.unit)), h('td', {class: 'end'}, isWhole(row) ? format.epsilon(row.epsilon) : t('privacy.unknown')), h('td', {class: 'end'}, format.tiny(row.delta)), h('td', {}, accountantText(row)), h('td', {class: 'end'}, format.count(row.steps))];
}

function plainTable(label, columns, rows) {
  return h('div', {class: 'table-box limited', tabindex: '0', role: 'region', 'aria-label': label}, h('table', {class: 'table'}, h('caption', {class: 'visually-hidden'}, label),
    h('thead', {}, h('tr', {}, columns.map(([name, className = '']) => h('th', {scope: 'col', class: className}, t(`federated.${name}`))))), h('tbody', {}, rows)));
}

function checkView(check) {
  if (!check) {
    return h('span', {class: 'muted', 'data-testid': 'ledger-check', 'data-valid': 'unknown'}, t('federated.unchecked'));
  }
  const says = check.valid ? t('federated.chainGood', {n: check.rows, shown: format.count(check.rows)})
    : check.first_bad_row ? t('federated.chainBroken', {row: format.count(check.first_bad_row)}) : t('federated.chainBad');
  return h('span', {class: `status ${check.valid ? '' : 'chain-broken'}`, 'data-testid': 'ledger-check', 'data-valid': String(check.valid), title: check.detail}, mark(check.valid ? 'ok' : 'critical'), says);
}
