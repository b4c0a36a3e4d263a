// What can be done to an incident in which state, and the question asked before.

import {time} from '../format.js';
import {t, word} from '../i18n.js';
import {Problem, post} from '../rest.js';
import {ask} from '../ui/dialog.js';

const FROM = {
  acknowledge: ['new', 'reopened'],
  resolve: ['new', 'acknowledged', 'reopened'],
  'false-positive': ['new', 'acknowledged', 'reopened'],
  reopen: ['resolved', 'false-positive'],
};

export function canDo(action, status) {
  return FROM[action]?.includes(status) ?? false;
}

export function actionsFor(status) {
  return Object.keys(FROM).filter((action) => canDo(action, status));
}

/**
 * Asks, sends, and gives the server's state back; it is never shown before the server has it.
 *
 * @param {(answer: object) => void} done
 * @param {() => void} lost someone was faster: show their change
 */
export function act(action, incident, done, lost) {
  const required = action === 'false-positive';
  return ask({
    title: t(`workflow.${action}.title`), says: [t(`workflow.${action}.says`), t(`workflow.${action}.undo`)], confirm: t(`workflow.${action}.go`), testId: `dialog-${action}`,
    note: {label: t(required ? 'dialog.reason' : 'dialog.note'), required},
    send: async (note) => done(await send(incident, action, note ? {note} : {}, lost)),
  });
}

/** A conflict becomes a sentence that names who was faster, and when. */
export async function send(incident, action, body, lost = () => {}) {
  try {
    return await post(`api/v1/incidents/${encodeURIComponent(incident.id)}/${action}`, body, {ifMatch: incident.position});
  } catch (error) {
    if (error.status === 409) {
      lost();
      const {current_status: now, incident_status: also, by, at} = error.more ?? {};
      throw new Problem({...error, title: error.title, status: 409, detail: by ? t('workflow.conflict', {status: word('statusShort', now ?? also), name: by, time: time(at)}) : error.detail || t('workflow.conflictUnknown')});
    }
    throw error;
  }
}
