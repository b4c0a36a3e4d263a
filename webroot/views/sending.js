// Files on their way to the server, one after the other. They go on while other pages are shown: a person who looks at an
// incident meanwhile finds them, with their progress and their Cancel, when they come back.

import * as format from '../format.js';
import {t} from '../i18n.js';
import {post, sendFile} from '../rest.js';
import {h, fill, text} from '../ui/dom.js';
import {toast} from '../ui/toast.js';
import {faultList} from './record.js';

export const FILE_ENDINGS = ['.csv', '.txt'];
/** Between the database's clock and the server's. */
const CLOCK_MILLIS = 2000;

/** The one queue of this tab. */
export function fileQueue(store) {
  if (!store.get('files')) {
    store.set('files', new FileQueue(store));
  }
  return store.get('files');
}

class FileQueue {
  #store;
  #items = [];
  #waiting = [];
  #sending = null;
  #page = null;

  constructor(store) {
    this.#store = store;
    this.element = h('ul', {class: 'uploads', 'data-testid': 'upload-list', 'aria-live': 'polite'});
    // Only leaving the console altogether ends what is being sent: the browser asks first.
    addEventListener('beforeunload', (event) => this.#sending && event.preventDefault());
  }

  /**
   * @param {{kept: (batch: object) => void, show: (id: string) => void}} page the one on screen
   * @returns {() => void} stops listening; sending goes on
   */
  listen(page) {
    this.#page = page;
    return () => {
      this.#page = null;
    };
  }

  /** @param {File[]} files @param {{site: string, mostBytes: number|null}} to where their records are counted, and the largest that is taken */
  take(files, {site, mostBytes}) {
    for (const file of files) {
      const item = this.#item(file, site);
      this.#items.push(item);
      this.element.prepend(item.element);
      const objection = objectionTo(file, mostBytes);
      if (objection) {
        item.refused(objection);
      } else {
        this.#waiting.push(item);
      }
    }
    this.#sendNext();
  }

  /** How far the server is with files, as far as they are of this queue. @param {object[]} batches */
  follow(batches) {
    batches.forEach((batch) => this.#items.forEach((item) => item.follows(batch)));
  }

  async #sendNext() {
    if (this.#sending || this.#waiting.length === 0) {
      return;
    }
    this.#sending = this.#waiting.shift();
    await this.#sending.send();
    this.#sending = null;
    this.#sendNext();
  }

  #item(file, site) {
    const control = new AbortController();
    const bar = h('span', {class: 'bar-fill fill-accent'});
    const track = h('span', {class: 'bar', role: 'progressbar', 'aria-label': t('upload.progress', {name: file.name}), 'aria-valuemin': '0', 'aria-valuemax': '100', hidden: true}, bar);
    const says = h('p', {class: 'muted', 'data-testid': 'upload-says'}, t('upload.waits'));
    const more = h('div');
    const cancel = h('button', {class: 'button', type: 'button', 'data-testid': 'action-cancel-upload', on: {click: () => callOff()}}, t('action.cancel'));
    const element = h('li', {'data-testid': 'upload-item', 'data-state': 'waiting'}, h('div', {class: 'card-head'}, h('b', {class: 'wrap'}, format.shorten(file.name, 60)), h('span', {class: 'muted'}, format.bytes(file.size)), cancel), track, says, more);
    const began = this.#store.now().getTime();
    let id = null;
    let sent = false;
    let over = false;

    const to = (state, sentence) => {
      element.dataset.state = state;
      text(says, sentence);
      if (state !== 'sending' && state !== 'judging' && state !== 'waiting') {
        over = true;
        cancel.remove();
        track.hidden = true;
      }
    };

    const refused = (sentence, errors = []) => {
      to('refused', sentence);
      says.classList.add('error');
      says.setAttribute('role', 'alert');
      fill(more, faultList(errors));
      this.#page ?? toast(sentence, 'high');
    };

    const progress = (gone, all) => {
      const share = all > 0 ? gone / all : 0;
      track.hidden = false;
      bar.style.width = `${share * 100}%`;
      track.setAttribute('aria-valuenow', String(Math.round(share * 100)));
      sent = gone >= all;
      to(sent ? 'judging' : 'sending', sent ? t('upload.judging') : t('upload.sending', {sent: format.bytes(gone), all: format.bytes(all)}));
    };

    /** The server tells the id when it is done; until then a batch of this name that began meanwhile is this file's. */
    const isMine = (batch) => element.dataset.state === 'judging' && batch.file_name === file.name && batch.sent_by === this.#store.get('me').person && Date.parse(batch.started_at) >= began - CLOCK_MILLIS;

    const follows = (batch) => {
      if (over || (id ? id !== batch.id : !isMine(batch))) {
        return;
      }
      id = batch.id;
      if (batch.status === 'reading') {
        to('judging', t('upload.judgedRows', {n: batch.rows, shown: format.count(batch.rows)}));
      } else {
        done(batch);
      }
    };

    const done = (batch) => {
      id = batch.id;
      to(batch.status, batch.failure ?? t(`upload.ended.${batch.status}`, {n: batch.rows, shown: format.count(batch.rows), scored: format.count(batch.scored), rejected: format.count(batch.rejected), alarms: format.count(batch.alarms)}));
      fill(more, h('p', {}, h('button', {class: 'link-button', type: 'button', on: {click: () => this.#page?.show(batch.id)}}, t('upload.showBatch'))));
      this.#page ?? toast(`${file.name}: ${says.textContent}`, batch.status === 'done' ? 'ok' : 'medium');
    };

    const callOff = async () => {
      if (!sent) {
        this.#waiting = this.#waiting.filter((one) => one !== item);
        control.abort();
        to('cancelled', t('upload.notKept'));
        return;
      }
      if (!id) {
        return;
      }
      try {
        await post(`api/v1/upload/batch/${id}/cancel`);
      } catch (error) {
        toast(error.detail || error.title, 'high');
      }
    };

    const send = async () => {
      try {
        const batch = await sendFile('api/v1/upload/csv', file, {params: {site}, progress, signal: control.signal});
        this.#page?.kept(batch);
        if (batch.status === 'reading') {
          id = batch.id;
          follows(batch);
        } else if (!over) {
          done(batch);
        }
      } catch (error) {
        if (error.name !== 'AbortError') {
          refused(error.detail || (error.type === 'fedics:unreachable' ? t('error.unreachable') : error.title), error.errors);
        }
      }
    };
    const item = {element, send, refused, follows};
    return item;
  }
}

function objectionTo(file, mostBytes) {
  if (!FILE_ENDINGS.some((ending) => file.name.toLowerCase().endsWith(ending))) {
    return t('upload.wrongKind', {name: file.name, endings: FILE_ENDINGS.join(', ')});
  }
  if (file.size === 0) {
    return t('upload.emptyFile', {name: file.name});
  }
  return mostBytes !== null && file.size > mostBytes ? t('upload.tooLarge', {name: file.name, size: format.bytes(file.size), most: format.bytes(mostBytes)}) : '';
}
