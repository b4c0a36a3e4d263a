// What a model says of itself.

import {t} from '../i18n.js';
import {showDialog} from '../ui/dialog.js';
import {h} from '../ui/dom.js';
import {markdownView} from '../ui/markdown.js';

/** @param {{name: string, sha256: string, card: string}} model */
export function showCard(model) {
  const box = h('dialog', {class: 'wide', 'aria-labelledby': 'card-title', 'data-testid': 'dialog-card'},
    h('h2', {id: 'card-title'}, t('models.cardOf', {name: model.name})),
    h('p', {class: 'muted mono wrap'}, `SHA-256 ${model.sha256}`),
    h('div', {class: 'model-card', tabindex: '0', role: 'region', 'aria-labelledby': 'card-title'}, markdownView(model.card)),
    h('div', {class: 'actions'}, h('button', {class: 'button', type: 'button', on: {click: () => box.close()}}, t('action.close'))));
  showDialog(box);
}
