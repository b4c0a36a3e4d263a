// A panel and the states every panel has: loading, empty, learning, error, stale, disconnected, ready.

import {Problem} from '../rest.js';
import {t} from '../i18n.js';
import {h, fill} from './dom.js';

/** @returns {{element, body, head, state, age, setAside, setNote}} */
export function panel({id, title, aside = [], className = '', level = 2}) {
  const heading = h(`h${level}`, {id: `${id}-title`}, title);
  const note = h('span', {class: 'panel-note', hidden: true});
  const asOf = h('span', {class: 'panel-note', hidden: true, 'data-testid': 'as-of'});
  const asideBox = h('div', {class: 'panel-aside'}, aside);
  const message = h('div', {class: 'panel-message', hidden: true});
  const body = h('div', {class: 'panel-body'});
  const element = h('section', {class: `panel ${className}`, 'data-testid': id, 'data-state': 'loading', 'aria-labelledby': `${id}-title`},
    h('header', {class: 'panel-head'}, heading, note, asOf, asideBox), message, body);
  let own = 'loading';
  let aged = '';
  const showState = () => {
    element.dataset.state = own === 'ready' && aged ? aged : own;
    asOf.hidden = own !== 'ready' || !aged;
  };
  return {
    element, body, heading,
    setAside: (...children) => fill(asideBox, ...children),
    setNote(text) {
      note.hidden = !text;
      fill(note, text ?? '');
    },
    /** Data that nothing brings up to date stay: `state` is `stale` or `disconnected`, and empty when they are new again. */
    age(state, says) {
      aged = state;
      fill(asOf, says);
      showState();
    },
    /** @param {string} name @param {Node[]} content what the message says; none shows the body */
    state(name, content = []) {
      own = name;
      showState();
      const covered = name === 'empty' || name === 'error' || name === 'learning-only';
      body.hidden = covered;
      message.hidden = content.length === 0;
      fill(message, ...content);
    },
  };
}

/** To the sign-in page, and from there back to what is shown. */
export function signInAgain() {
  location.assign(`signin${location.hash}`);
}

const failed = new Map();

/** Tries every panel on screen that shows a failure once more. */
export function retryFailed() {
  const all = [...failed].filter(([shown]) => shown.element.isConnected).map(([, again]) => again);
  failed.clear();
  all.forEach((again) => again());
}

/** Words for a failure, a button to try again, and an id to quote. */
export function problemView(error, retry) {
  const known = {'fedics:timeout': 'error.timeout', 'fedics:unreachable': 'error.unreachable'};
  const title = error instanceof Problem && !known[error.type] ? error.title : t(known[error.type] ?? 'error.unknown');
  return [
    h('p', {class: 'strong'}, title),
    error.detail ? h('p', {class: 'muted'}, error.detail) : null,
    error.id ? h('p', {class: 'muted'}, t('error.quote', {id: error.id})) : null,
    h('p', {class: 'chips'}, error.signedOut ? h('button', {class: 'button primary', type: 'button', on: {click: () => signInAgain()}}, t('signin.go')) : null,
      h('button', {class: 'button', type: 'button', 'data-testid': 'action-retry', on: {click: retry}}, t('action.retry'))),
  ];
}

/**
 * Loads into a panel: grey blocks after 300 ms, then what `load` paints, or the problem with Retry. What is already
 * shown stays while it loads again.
 *
 * @param {() => Promise<string|void>} load paints; returns a state name other than `ready` when it has set one
 */
export async function loadInto(shown, load) {
  const again = () => loadInto(shown, load);
  const first = shown.element.dataset.state === 'loading' || shown.element.dataset.state === 'error';
  const timer = first ? setTimeout(() => shown.element.classList.add('slow'), 300) : null;
  try {
    const state = await load();
    failed.delete(shown);
    if (state === undefined) {
      shown.state('ready');
    }
  } catch (error) {
    if (error.name !== 'AbortError') {
      if (!(error instanceof Problem)) {
        console.error(error);
      }
      shown.state('error', problemView(error, again));
      [...failed.keys()].filter((other) => !other.element.isConnected).forEach((left) => failed.delete(left));
      shown.element.isConnected && failed.set(shown, again);
    }
  } finally {
    clearTimeout(timer);
    shown.element.classList.remove('slow');
  }
}

/** One sentence, why, and one link to change it. */
export function emptyView(sentence, link = null) {
  return [h('p', {class: 'muted'}, sentence, link ? ' ' : null, link)];
}
