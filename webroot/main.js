// Starts the console: person, texts, frame, bus, and the page the address bar names.

import {here, go, link, onAddress} from './address.js';
import {Bus} from './bus.js';
import {Feeds} from './feeds.js';
import {useFormat} from './format.js';
import {t, useTexts} from './i18n.js';
import {watchDatabase} from './database.js';
import {get, useSession} from './rest.js';
import {resolveRange} from './range.js';
import {Store} from './store.js';
import {h} from './ui/dom.js';
import {buildFrame} from './ui/frame.js';
import {problemView, retryFailed} from './ui/panel.js';
import {rangeHere} from './ui/timepicker.js';
import {openCounts} from './views/open.js';

const PAGES = {
  overview: () => import('./views/overview.js'),
  live: () => import('./views/live.js'),
  incidents: () => (here().id ? import('./views/incident.js') : import('./views/incidents.js')),
  federated: () => import('./views/federated.js'),
  upload: () => import('./views/upload.js'),
  system: () => import('./views/system.js'),
  welcome: () => import('./views/welcome.js'),
};

const SITES_MILLIS = 60000;
/** Until the first site sends, a person waits for it. */
const NO_SITE_MILLIS = 5000;

const store = new Store();
for (const [key, otherwise] of [['zone', 'utc'], ['theme', 'system'], ['density', 'compact'], ['shortcuts', 'on'], ['language', '']]) {
  store.set(key, Store.choice(key, otherwise));
}
useFormat({zone: store.get('zone'), now: () => store.now()});
useSession({onSignedOut: () => store.set('signedOut', true)});

async function start() {
  let texts;
  try {
    texts = await get('i18n/en.json', {}, {urgent: true, cache: 'default'});
  } catch {
    showNoTexts();
    return;
  }
  useTexts(texts, 'en');
  let me;
  try {
    me = await get('api/v1/me', {}, {urgent: true});
  } catch (error) {
    if (error.signedOut) {
      location.replace(`signin${location.hash}`);
      return;
    }
    showFailure(error);
    return;
  }
  const language = store.get('language') || me.locale || 'en';
  useTexts(texts, language);
  useSession({csrf: me.csrf ?? '', signedOutTitle: t('banner.signedOutTitle'), signedOutDetail: t('error.signInAgain')});
  useFormat({locale: language === 'xx' ? 'en' : language});
  document.documentElement.lang = language === 'xx' ? 'en-XA' : 'en';
  store.serverTime(me.server_time);
  store.set('me', me);
  store.set('openedAt', Date.now());
  readAddress();
  store.bus = new Bus(new URL('eventbus', document.baseURI).href);
  store.feeds = new Feeds(store.bus, store);
  const frame = buildFrame(store);
  openCounts(store);
  watchDatabase(store);
  store.on('title', () => title());
  store.on('signedOut', (ended) => ended && store.bus.close());
  onAddress((next, before) => {
    readAddress();
    rememberList(next, before);
    const samePage = next.page === before.page && Boolean(next.id) === Boolean(before.id) && next.id === before.id;
    const sameView = samePage && ['site', 'from', 'to'].every((name) => (next.params[name] ?? '') === (before.params[name] ?? ''));
    if (!sameView) {
      show(frame.main, !samePage);
    }
  });
  store.bus.connect();
  lookForSites(main);
  await show(frame.main, false);
}

/** Site and range of the address bar; a site the person may not see counts as all, and the frame says so. */
function readAddress() {
  const site = here().params.site ?? '';
  const known = store.get('me').sites.includes(site);
  store.set('unknownSite', known ? '' : site);
  store.set('site', known ? site : '');
  store.set('live', resolveRange(rangeHere(store), store.now()).live);
}

/** From an incident one comes back to the list as it was left; from elsewhere to the whole list. */
function rememberList(next, before) {
  if (next.page === 'incidents' && next.id && !(before.page === 'incidents' && before.id)) {
    const {site, from, to, ...filters} = before.page === 'incidents' ? before.params : {};
    store.set('listFilters', filters);
  }
}

/**
 * A site that begins to send has no address we could listen to before we know of it: ask now and then. The page stays as
 * it is, with what is half written in it; feeds take the new site in, and what shows the time of a file reads on.
 */
function lookForSites(main) {
  const ask = async () => {
    try {
      const me = await get('api/v1/me', {}, {urgent: true});
      const known = store.get('me');
      const site = store.get('site');
      if (me.person !== known.person || (me.roles ?? []).join() !== (known.roles ?? []).join()) {
        location.reload(); // another tab signed in as somebody else
        return;
      }
      // Another tab may have signed in again since.
      useSession({csrf: me.csrf ?? ''});
      if (store.get('signedOut')) {
        store.set('signedOut', false);
        store.bus.tryNow();
        retryFailed();
      }
      if (me.sites.join() !== known.sites.join() || JSON.stringify(me.spans) !== JSON.stringify(known.spans)) {
        store.set('me', me);
      }
      if (store.get('unknownSite') && me.sites.includes(store.get('unknownSite'))) {
        readAddress();
        await show(main, false);
      }
      if (me.spans[site]?.to !== known.spans[site]?.to) {
        store.set('live', resolveRange(rangeHere(store), store.now()).live);
        store.emit('span');
      }
    } catch {
      // The connection state tells.
    }
    clearTimeout(timer);
    timer = setTimeout(ask, store.get('me').sites.length > 0 ? SITES_MILLIS : NO_SITE_MILLIS);
  };
  let timer = setTimeout(ask, store.get('me').sites.length > 0 ? SITES_MILLIS : NO_SITE_MILLIS);
  addEventListener('focus', () => store.get('signedOut') && ask());
  // To a session that has ended the bridge answers like a server that is away: only this tells one from the other.
  store.bus.onState(({name, attempt, nextAt}) => name === 'reconnecting' && nextAt && attempt > 1 && ask());
}

let unmount = () => {};
let showing = 0;

async function show(main, focus) {
  const mine = ++showing;
  const page = here().page || (store.get('me').sites.length > 0 ? 'overview' : 'welcome');
  if (!here().page) {
    go(link({...here(), page}), {replace: true});
    return;
  }
  const view = await (Object.hasOwn(PAGES, page) ? PAGES[page]() : import('./views/nowhere.js'));
  if (mine !== showing) {
    return;
  }
  unmount();
  unmount = () => {};
  const element = h('div', {class: `page page-${page}`});
  main.replaceChildren(element);
  unmount = view.mount(element, store);
  title();
  if (focus) {
    scrollTo(0, 0);
    main.focus({preventScroll: true});
  }
}

function title() {
  const open = store.get('open');
  const total = open ? Object.values(open).reduce((sum, n) => sum + n, 0) : 0;
  const heading = document.querySelector('main h1')?.textContent ?? '';
  document.title = `${total ? `(${total}) ` : ''}${heading ? `${heading} · ` : ''}fedics`;
}

function showFailure(error) {
  document.body.replaceChildren(h('main', {class: 'signin', 'data-testid': 'page-failed', 'data-state': 'error'},
    h('h1', {}, t('start.failed')), problemView(error, () => location.reload())));
}

/** Without its texts the console has these words only. */
function showNoTexts() {
  document.body.replaceChildren(h('main', {class: 'signin', 'data-testid': 'page-failed', 'data-state': 'error'},
    h('h1', {}, 'The console cannot start'), h('p', {}, 'The server cannot be reached.'),
    h('p', {}, h('button', {class: 'button', type: 'button', 'data-testid': 'action-retry', on: {click: () => location.reload()}}, 'Retry'))));
}

start();
