// A modal question that says what it touches and how it is undone. It closes when the server has answered.

import {Problem} from '../rest.js';
import {t} from '../i18n.js';
import {h, fill} from './dom.js';

/**
 * @param {{title: string, says: string[], confirm: string, note?: {label: string, required?: boolean}, field?: Node,
 *          testId: string, send: (note: string) => Promise<void>}} question
 * @returns {Promise<boolean>} whether it was done
 */
export function ask({title, says, confirm, note = null, testId, send}) {
  return new Promise((resolve) => {
    const input = note && h('textarea', {class: 'input', id: 'dialog-note', maxlength: '2000', 'data-testid': 'dialog-note', rows: '3'});
    const error = h('div', {role: 'alert'});
    const yes = h('button', {class: 'button primary', type: 'submit', 'data-testid': 'dialog-confirm'}, confirm);
    const no = h('button', {class: 'button', type: 'button', on: {click: () => box.close()}}, t('action.cancel'));
    let done = false;
    const submit = async (event) => {
      event.preventDefault();
      if (yes.disabled) {
        return;
      }
      if (note?.required && !input.value.trim()) {
        fill(error, h('p', {class: 'error'}, t('dialog.noteRequired')));
        input.focus();
        return;
      }
      yes.disabled = true;
      fill(yes, t('state.saving'));
      try {
        await send(input ? input.value.trim() : '');
        done = true;
        box.close();
      } catch (failure) {
        fill(yes, confirm);
        yes.disabled = false;
        if (!(failure instanceof Problem)) {
          console.error(failure);
        }
        fill(error, h('p', {class: 'error'}, failure.detail || failure.title || t('error.unknown')));
      }
    };
    const box = h('dialog', {'aria-labelledby': 'dialog-title', 'data-testid': testId},
      h('form', {on: {submit}},
        h('h2', {id: 'dialog-title'}, title),
        says.map((sentence) => h('p', {class: 'muted'}, sentence)),
        input ? h('div', {class: 'field'}, h('label', {for: 'dialog-note'}, note.label), input) : null,
        error,
        h('div', {class: 'actions'}, no, yes)));
    // Enter sends; a new line is Shift and Enter, as the hint in the label says.
    input?.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        submit(event);
      }
    });
    showDialog(box, () => resolve(done));
    (input ?? yes).focus();
  });
}

/** Something to read, with a button to close it. */
export function tell({title, content, testId}) {
  const box = h('dialog', {'aria-labelledby': 'dialog-title', 'data-testid': testId},
    h('h2', {id: 'dialog-title'}, title), content,
    h('div', {class: 'actions'}, h('button', {class: 'button', type: 'button', on: {click: () => box.close()}}, t('action.close'))));
  showDialog(box);
}

/** Shows a dialog; when it closes, it is gone and the focus back where it was. */
export function showDialog(box, onClosed = () => {}) {
  const before = document.activeElement;
  box.addEventListener('close', () => {
    box.remove();
    before?.isConnected && before.focus();
    onClosed();
  });
  document.querySelector('.popups').append(box);
  box.showModal();
}
