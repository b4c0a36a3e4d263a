// The frame around every page: rail, header, connection, banner, bottom bar.

import {here, linkTo, onAddress, setParams} from '../address.js';
import {count, rate, time, useFormat, zoneName} from '../format.js';
import {t} from '../i18n.js';
import {post} from '../rest.js';
import {Store} from '../store.js';
import {h, fill, svg, text} from './dom.js';
import {brandMark, icon} from './icons.js';
import {installKeys, showKeys} from './keys.js';
import {listBox, popup} from './popup.js';
import {signInAgain} from './panel.js';
import {search} from './search.js';
import {mark} from './severity.js';
import {applyTheme, onSystemTheme} from './theme.js';
import {isOfFile, isWholeFile, resetRange, timePicker} from './timepicker.js';

const STALE_MILLIS = 10000;
const PAGES = [['overview', 'monitor'], ['live', 'monitor'], ['incidents', 'monitor']];
const OTHERS = [['learn', ['federated']], ['operate', ['upload', 'system']]];

/** @returns {{main: HTMLElement, close: () => void}} */
export function buildFrame(store) {
  const {bus, feeds} = store;
  const main = h('main', {id: 'main', tabindex: '-1'});
  const banner = h('div', {class: 'banner-host'});
  const notice = h('div', {class: 'banner-host'});
  const outage = h('div', {class: 'banner-host'});
  const picker = timePicker(store);
  const finder = search(store);

  // Navigation
  const badges = [];
  const links = [];
  const navLink = (page) => {
    const badge = h('span', {class: 'badge', hidden: true, 'data-testid': `badge-${page}`});
    const link = h('a', {class: 'nav-link', href: linkTo(page), 'data-page': page, 'data-testid': `nav-${page}`, title: t(`nav.${page}`)},
      icon(page), h('span', {class: 'name'}, t(`nav.${page}`)), page === 'incidents' ? badge : null);
    links.push(link);
    if (page === 'incidents') {
      badges.push(badge);
    }
    return link;
  };
  const rail = h('nav', {class: 'rail', 'aria-label': t('nav.label')},
    h('a', {class: 'brand', href: linkTo('overview')}, brandMark(), h('span', {}, 'fedics')),
    h('p', {class: 'nav-group'}, h('span', {}, t('nav.monitor'))),
    h('ul', {}, PAGES.map(([page]) => h('li', {}, navLink(page)))),
    OTHERS.map(([group, pages]) => [h('p', {class: 'nav-group'}, h('span', {}, t(`nav.${group}`))), h('ul', {}, pages.map((page) => h('li', {}, navLink(page))))]),
    h('p', {class: 'rail-foot'}, t('person.version', {version: store.get('me').version})));
  const moreButton = h('button', {type: 'button', 'data-testid': 'nav-more'}, icon('more'), t('nav.more'));
  const bottom = h('nav', {class: 'bottom', 'aria-label': t('nav.label')}, PAGES.map(([page]) => {
    const badge = h('span', {class: 'badge', hidden: true});
    const link = h('a', {href: linkTo(page), 'data-page': page}, icon(page), t(`nav.${page}`), page === 'incidents' ? badge : null);
    links.push(link);
    if (page === 'incidents') {
      badges.push(badge);
    }
    return link;
  }), moreButton);

  // Site
  const siteName = h('b', {class: 'strong'});
  const siteCount = h('span', {class: 'muted site-count'});
  const siteButton = h('button', {class: 'button site-button', type: 'button', 'data-testid': 'site-switcher'}, icon('sites'), siteName, siteCount, icon('down'));
  popup(siteButton, (close) => [listBox(
    [{value: '', name: t('site.all')}, ...(store.get('me').sites ?? []).map((site) => ({value: site, name: site, note: store.get('me').spans[site] ? t('site.file') : ''}))],
    {label: t('site.label'), chosen: store.get('site'), testId: 'site-list', onChoose: (site) => {
      close();
      setParams({site, cursor: '', page: ''});
    }})], {label: t('site.label')});

  // Zone, pause, theme
  const zoneButtons = (className) => {
    const buttons = ['utc', 'local'].map((zone) => h('button', {type: 'button', 'data-zone': zone, 'aria-pressed': String(zone === store.get('zone')), on: {click: () => store.choose('zone', zone)}}, t(`zone.${zone}`)));
    return h('div', {class: `segmented ${className}`, role: 'group', 'aria-label': t('zone.label'), 'data-testid': 'tz-toggle'}, buttons);
  };
  const zone = zoneButtons('zone-toggle');
  const pauseIcon = h('span', {class: 'pause-icon'});
  const pauseName = h('span', {class: 'pause-label'});
  const pauseButton = h('button', {class: 'button', type: 'button', 'data-testid': 'pause', 'aria-pressed': 'false', on: {click: () => togglePause()}}, pauseIcon, pauseName);
  const themeButton = h('button', {class: 'icon-button theme-button', type: 'button', 'data-testid': 'theme-toggle', on: {click: () => nextTheme()}});

  // Connection
  const connMark = h('span', {class: 'conn-mark'});
  const connWord = h('span', {class: 'word'});
  const connMore = h('span', {class: 'subtle', 'aria-hidden': 'true'});
  const conn = h('div', {class: 'conn', role: 'status', 'data-testid': 'conn-state', 'data-state': 'connecting'}, connMark, connWord, connMore);
  const backName = h('span', {class: 'back-name'});
  const backToLive = h('button', {class: 'button back', type: 'button', hidden: true, 'data-testid': 'action-back-to-live', on: {click: () => resetRange()}}, icon('live'), backName);

  // Person
  const me = store.get('me');
  const avatar = h('button', {class: 'avatar', type: 'button', 'data-testid': 'person-menu', 'aria-label': t('person.label', {name: me.person, initials: initials(me.person)})}, initials(me.person));
  const personMenu = (withFrame) => (close) => [
    h('p', {class: 'group'}, t('person.signedInAs', {name: me.person, roles: me.roles.join(', ')})),
    withFrame ? h('div', {class: 'field'}, zoneButtons('')) : null,
    withFrame ? menuItem(t('theme.change'), () => nextTheme()) : null,
    menuItem(t(document.documentElement.dataset.density === 'comfortable' ? 'density.compact' : 'density.comfortable'), () => {
      store.choose('density', document.documentElement.dataset.density === 'comfortable' ? 'compact' : 'comfortable');
      close();
    }, 'action-density'),
    menuItem(t(store.get('shortcuts') === 'off' ? 'keys.turnOn' : 'keys.turnOff'), () => {
      store.choose('shortcuts', store.get('shortcuts') === 'off' ? 'on' : 'off');
      close();
    }, 'action-shortcuts'),
    menuItem(t('keys.title'), () => {
      close();
      showKeys();
    }),
    withFrame ? OTHERS.flatMap(([, pages]) => pages).map((page) => h('a', {class: 'menu-item', href: linkTo(page)}, t(`nav.${page}`))) : null,
    h('a', {class: 'menu-item', href: linkTo('welcome')}, t('nav.welcome')),
    h('hr'),
    menuItem(t('person.signOut'), () => signOut(), 'action-sign-out'),
    h('p', {class: 'group'}, t('person.version', {version: me.version})),
  ].filter(Boolean);
  popup(avatar, personMenu(false), {label: t('person.menu'), end: true, testId: 'person-popup'});
  popup(moreButton, personMenu(true), {label: t('nav.more'), end: true, testId: 'more-popup'});
  const searchButton = h('button', {class: 'icon-button search-button', type: 'button', 'aria-label': t('search.placeholder'), on: {click: () => finder.focus()}}, icon('search'));

  const top = h('header', {class: 'top'}, siteButton, finder.element, h('span', {class: 'spacer'}), searchButton, picker.zoomOut, picker.button, zone, pauseButton, conn, backToLive, themeButton, avatar);
  const skip = h('a', {class: 'skip button primary', href: '#main', on: {click: (event) => {
    event.preventDefault();
    main.focus();
  }}}, t('nav.skip'));
  document.body.replaceChildren(skip,
    h('div', {class: 'frame'}, rail, h('div', {class: 'page-column'}, top, banner, outage, notice, main)),
    bottom, h('div', {class: 'popups'}), h('div', {class: 'toasts', role: 'status', 'aria-live': 'polite'}));

  function togglePause() {
    store.set('paused', !store.get('paused'));
  }

  function nextTheme() {
    const order = ['system', 'light', 'dark'];
    store.choose('theme', order[(order.indexOf(Store.choice('theme', 'system')) + 1) % 3]);
  }

  async function signOut() {
    try {
      await post('api/v1/sign-out');
    } catch {
      // Signed out is also what the sign-in page shows when the session was gone already.
    }
    bus.close();
    location.assign('signin');
  }

  let lastConn = '';
  function connection() {
    const {name, attempt, nextAt} = bus.state;
    const seconds = nextAt ? Math.max(0, Math.ceil((nextAt - Date.now()) / 1000)) : 0;
    let state = name;
    let more = '';
    if (store.get('signedOut') || name === 'closed') {
      state = 'signed-out';
    } else if (name === 'connecting' || name === 'reconnecting') {
      more = name === 'reconnecting' ? t('conn.try', {n: attempt, seconds}) : '';
    } else if (!store.get('live')) {
      state = 'history';
    } else if (store.get('paused')) {
      state = 'paused';
      more = t('conn.waiting', {n: feeds.waiting, shown: count(feeds.waiting)});
    } else if (Date.now() - (feeds.lastFrameAt ?? store.get('openedAt') ?? Date.now()) > STALE_MILLIS) {
      state = 'stale';
    } else {
      state = 'live';
      more = t('conn.rate', {n: rate(feeds.rate())});
    }
    text(connMore, more);
    if (state !== lastConn) {
      lastConn = state;
      conn.dataset.state = state;
      text(connWord, t(`conn.${state}`));
      fill(connMark, connShape(state));
      store.set('connection', state);
    }
    showBanner(state, seconds);
    const paused = Boolean(store.get('paused'));
    text(pauseName, paused ? t('pause.resume', {n: count(feeds.waiting)}) : t('pause.pause'));
    pauseButton.setAttribute('aria-label', paused ? t('pause.resumeLabel', {name: pauseName.textContent}) : t('pause.pauseLabel'));
    // What is over does not move: there is nothing to pause.
    pauseButton.hidden = !store.get('live');
    backToLive.hidden = state !== 'history' || isWholeFile(store);
    text(backName, t(isOfFile(store) ? 'conn.wholeFile' : 'conn.backToLive'));
    backToLive.setAttribute('aria-label', backName.textContent);
    top.dataset.back = String(!backToLive.hidden);
  }

  let bannerSays = null;
  function showBanner(state, seconds) {
    if (state !== 'reconnecting' && state !== 'signed-out') {
      if (bannerSays) {
        banner.replaceChildren();
        bannerSays = null;
      }
      return;
    }
    if (bannerSays?.state !== state) {
      const next = h('span');
      const since = h('b');
      const button = state === 'signed-out'
        ? h('button', {class: 'button', type: 'button', 'data-testid': 'action-sign-in', on: {click: () => signInAgain()}}, t('signin.go'))
        : h('button', {class: 'button', type: 'button', 'data-testid': 'action-try-now', on: {click: () => bus.tryNow()}}, t('conn.tryNow'));
      fill(banner, h('div', {class: 'banner', role: 'alert', 'data-testid': 'banner-connection'}, mark('medium'), h('p', {}, since, ' ', t(`banner.${state}`), ' ', next), button));
      bannerSays = {state, next, since};
    }
    const stopped = feeds.lastFrameAt ? store.get('lastFrameTime') : null;
    text(bannerSays.since, state === 'signed-out' ? t('banner.signedOutTitle') : stopped ? t('banner.stoppedAt', {time: time(stopped), zone: zoneName()}) : t('banner.stopped'));
    text(bannerSays.next, state === 'signed-out' ? '' : t('banner.next', {seconds}));
  }

  let noticeSays = '';
  function showNotice() {
    const unknown = store.get('unknownSite') ?? '';
    if (unknown !== noticeSays) {
      noticeSays = unknown;
      fill(notice, unknown ? h('div', {class: 'banner', role: 'status', 'data-testid': 'banner-unknown-site'}, mark('medium'), h('p', {}, t('site.unknown', {site: unknown})),
        h('button', {class: 'button', type: 'button', on: {click: () => setParams({site: ''}, {replace: true})}}, t('site.dismiss'))) : null);
    }
  }

  function showOutage(away) {
    fill(outage, away ? h('div', {class: 'banner', role: 'alert', 'data-testid': 'banner-history'}, mark('medium'), h('p', {}, h('b', {}, t('banner.noHistory')), ' ', t('banner.noHistorySays'))) : null);
  }

  function update() {
    const {page} = here();
    document.querySelectorAll('[data-page]').forEach((link) => {
      link.setAttribute('href', linkTo(link.dataset.page));
      if (link.dataset.page === page) {
        link.setAttribute('aria-current', 'page');
      } else {
        link.removeAttribute('aria-current');
      }
    });
    const site = store.get('site');
    text(siteName, site || t('site.all'));
    text(siteCount, site ? '' : count(store.get('me').sites.length));
    siteButton.setAttribute('aria-label', `${t('site.label')}: ${siteName.textContent} ${siteCount.textContent}`.trim());
    siteButton.title = siteName.textContent;
    showNotice();
    picker.update();
    document.querySelectorAll('[data-zone]').forEach((button) => button.setAttribute('aria-pressed', String(button.dataset.zone === store.get('zone'))));
    const theme = Store.choice('theme', 'system');
    fill(themeButton, icon({system: 'system', light: 'sun', dark: 'moon'}[theme]));
    themeButton.setAttribute('aria-label', t('theme.label', {name: t(`theme.${theme}`)}));
    themeButton.title = t('theme.label', {name: t(`theme.${theme}`)});
    const paused = Boolean(store.get('paused'));
    pauseButton.setAttribute('aria-pressed', String(paused));
    fill(pauseIcon, icon(paused ? 'play' : 'pause'));
    connection();
  }

  function showBadge() {
    const open = store.get('open');
    const total = open ? Object.values(open).reduce((sum, n) => sum + n, 0) : 0;
    for (const badge of badges) {
      badge.hidden = !open || total === 0;
      fill(badge, count(total), h('span', {class: 'visually-hidden'}, ` ${t('nav.openIncidents')}`));
    }
    store.emit('title');
  }

  const theme = () => {
    store.set('shownTheme', applyTheme());
    update();
  };
  const ends = [
    store.on('theme', theme), store.on('density', () => applyTheme()), store.on('open', showBadge), store.on('site', update), store.on('live', update), store.on('me', update),
    store.on('signedOut', update), store.on('unknownSite', showNotice), store.on('historyAway', showOutage),
    store.on('zone', (zoneNow) => {
      useFormat({zone: zoneNow});
      update();
    }),
    store.on('paused', (paused) => {
      feeds.waiting = 0;
      store.painter.hold(paused);
      update();
    }),
    onAddress(update), bus.onState(() => connection()),
    store.on('registered', (registered) => {
      conn.dataset.registered = String(registered);
    }),
  ];
  onSystemTheme(theme);
  installKeys({enabled: () => store.get('shortcuts') !== 'off', search: () => finder.focus(), time: () => picker.open(), pause: () => store.get('live') && togglePause()});
  const seconds = setInterval(() => connection(), 1000);
  const minutes = setInterval(() => {
    picker.update();
    store.emit('age');
  }, 10000);
  update();
  return {main, close: () => {
    ends.forEach((end) => end());
    clearInterval(seconds);
    clearInterval(minutes);
  }};
}

function menuItem(name, act, testId) {
  return h('button', {class: 'menu-item', type: 'button', 'data-testid': testId, on: {click: act}}, name);
}

function initials(person) {
  return String(person).split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((part) => part[0].toUpperCase()).join('') || '?';
}

/** Each state has its own shape. */
function connShape(state) {
  if (state === 'live') {
    return svg('svg', {viewBox: '0 0 12 12', 'aria-hidden': 'true', focusable: 'false'}, svg('circle', {class: 'halo', cx: 6, cy: 6, r: 7}), svg('circle', {class: 'dot', cx: 6, cy: 6, r: 4}));
  }
  if (state === 'paused') {
    return icon('pause');
  }
  if (state === 'history') {
    return icon('clock');
  }
  return mark(state === 'signed-out' ? 'high' : state === 'connecting' ? 'info' : 'medium');
}

