// Elements. Text goes in as text; attributes from a short list only.

import {visible} from '../format.js';

const ALLOWED = new Set([
  'id', 'class', 'type', 'name', 'role', 'title', 'for', 'placeholder', 'autocomplete', 'spellcheck', 'tabindex', 'scope',
  'colspan', 'rows', 'maxlength', 'min', 'max', 'step', 'lang', 'dir', 'datetime', 'rel', 'target', 'method', 'list', 'enterkeyhint',
  'inputmode', 'headers', 'value',
]);
const SVG = 'http://www.w3.org/2000/svg';
const FLAGS = new Set(['hidden', 'disabled', 'checked', 'required', 'readonly', 'selected', 'autofocus', 'open']);

/**
 * @param {string} tag
 * @param {object} attributes names of the short list, `aria-*`, `data-*`, flags, `href` and `on: {event: handler}`
 * @param {...(Node|string|number|null|undefined|false|Array)} children text is shown as text
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  set(element, attributes);
  add(element, children);
  return element;
}

export function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) {
      continue;
    }
    if (name === 'on') {
      Object.entries(value).forEach(([event, handler]) => element.addEventListener(event, handler));
    } else if (FLAGS.has(name)) {
      element[name === 'readonly' ? 'readOnly' : name] = Boolean(value);
    } else if (name === 'href') {
      element.setAttribute('href', safeLink(value));
    } else if (ALLOWED.has(name) || /^(aria|data)-[a-z-]+$/.test(name)) {
      element.setAttribute(name, visible(value));
    } else {
      throw new Error(`attribute not allowed: ${name}`);
    }
  }
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) {
      continue;
    }
    element.append(child instanceof Node ? child : visible(child));
  }
  return element;
}

/** Replaces all children. */
export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, children);
}

/** Writes only when it changes, so that a screen reader or a selection is not disturbed. */
export function text(element, value) {
  const shown = visible(value);
  if (element.textContent !== shown) {
    element.textContent = shown;
  }
}

/** Own routes and http(s) only. */
function safeLink(value) {
  const link = String(value);
  if (link.startsWith('#')) {
    return link;
  }
  const url = new URL(link, document.baseURI);
  return url.protocol === 'https:' || url.protocol === 'http:' ? link : '#';
}

/** SVG parts, for icons and sparklines. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, String(value));
  }
  element.append(...children.flat().filter(Boolean));
  return element;
}

/** A value, or a dash with words for those who do not see it. */
export function valueOr(shown, missing) {
  return shown === '–' ? [h('span', {'aria-hidden': 'true'}, '–'), h('span', {class: 'visually-hidden'}, missing)] : shown;
}
