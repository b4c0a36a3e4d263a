// An address that is no page: says so, and leads to one.

import {here, linkTo} from '../address.js';
import {shorten} from '../format.js';
import {t} from '../i18n.js';
import {h} from '../ui/dom.js';

export function mount(element) {
  element.dataset.testid = 'page-nowhere';
  element.dataset.state = 'ready';
  element.append(h('div', {class: 'page-head'}, h('h1', {}, t('nowhere.title'))),
    h('p', {class: 'muted'}, t('nowhere.says', {page: shorten(here().page, 40)})),
    h('p', {class: 'below'}, h('a', {class: 'button primary', href: linkTo('overview')}, t('nowhere.toOverview'))));
  return () => {};
}
