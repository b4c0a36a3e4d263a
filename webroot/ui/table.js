// The table of all pages: sortable headers, keyed rows that keep focus, keyboard, columns, paging by cursor, CSV.

import {t} from '../i18n.js';
import {h, fill, text} from './dom.js';
import {icon} from './icons.js';
import {popup} from './popup.js';
import {Store} from '../store.js';

/**
 * @typedef {{key: string, title: string|(() => string), cell: (row: object) => (Node|string|Array), end?: boolean, sort?: string,
 *            fixed?: boolean, off?: boolean, className?: string}} Column
 *   `title`: a function where it changes with the time zone; `sort`: the name the server sorts by; `fixed`: cannot be hidden; `off`: hidden until the person shows it
 */

/**
 * @param {{name: string, label: string, columns: Column[], id: (row: object) => string, testId: string, store: Store,
 *   onOpen?: (row: object) => void, onFocusRow?: (row: object|null) => void, onSort?: (sort: string) => void,
 *   select?: {change: (ids: Set<string>) => void, able?: (row: object) => boolean}}} options
 */
export class Table {
  #options;
  #rows = new Map();
  #list = [];
  #hidden;
  #selected = new Set();
  #sort = '';
  #version = 0;

  constructor(options) {
    this.#options = options;
    const usual = options.columns.filter(({off}) => off).map(({key}) => key).join(',');
    this.#hidden = new Set(Store.choice(`columns.${options.name}`, usual).split(',').filter(Boolean));
    this.head = h('tr');
    this.body = h('tbody');
    this.table = h('table', {class: 'table', 'data-testid': `table-${options.name}`}, h('caption', {class: 'visually-hidden'}, options.label), h('thead', {}, this.head), this.body);
    this.element = h('div', {class: 'table-box', tabindex: '0', role: 'region', 'aria-label': options.label}, this.table);
    this.body.addEventListener('keydown', (event) => this.#key(event));
    this.body.addEventListener('click', (event) => this.#click(event));
    this.body.addEventListener('focusin', (event) => options.onFocusRow?.(this.rowAt(event.target)));
    this.#heads();
  }

  get selected() {
    return this.#selected;
  }

  clearSelection() {
    this.#selected.clear();
    this.rerender();
    this.#options.select?.change(this.#selected);
  }

  #columns() {
    return this.#options.columns.filter(({key, fixed}) => fixed || !this.#hidden.has(key));
  }

  #heads() {
    const {select, onSort} = this.#options;
    fill(this.head, select ? h('th', {scope: 'col', class: 'select-cell'}, h('span', {class: 'visually-hidden'}, t('table.select'))) : null,
      this.#columns().map(({title: named, end, sort, className = ''}) => {
        const title = titleText(named);
        const cell = h('th', {scope: 'col', class: `${end ? 'end' : ''} ${className.includes('nowrap') ? 'nowrap' : ''}`});
        if (!sort || !onSort) {
          return set(cell, title);
        }
        const down = this.#sort === `-${sort}`;
        const active = down || this.#sort === sort;
        cell.setAttribute('aria-sort', active ? (down ? 'descending' : 'ascending') : 'none');
        return set(cell, h('button', {type: 'button', class: 'sort', 'data-testid': `sort-${sort}`, on: {click: () => onSort(active && down ? sort : `-${sort}`)}},
          title, active ? icon(down ? 'down' : 'up') : icon('sort')));
      }));
  }

  setSort(sort) {
    if (sort !== this.#sort) {
      this.#sort = sort;
      this.#heads();
    }
  }

  /** Shows these rows in this order, in groups with how many rows each has here. Rows already shown keep their element, so focus stays; unchanged ones are left alone. */
  show(rows, groupOf = null, countText = String) {
    const {id} = this.#options;
    this.#list = rows;
    const wanted = [];
    const keep = new Set();
    let group = null;
    for (const row of rows) {
      if (groupOf) {
        const name = groupOf(row);
        if (name !== group) {
          group = name;
          const count = rows.filter((other) => groupOf(other) === name).length;
          wanted.push(h('tr', {class: 'group-row'}, h('th', {scope: 'colgroup', colspan: String(this.#columns().length + (this.#options.select ? 1 : 0))}, name, ' ', h('span', {class: 'muted', 'data-testid': 'group-count'}, countText(count)))));
        }
      }
      const key = id(row);
      keep.add(key);
      let shown = this.#rows.get(key);
      if (!shown || shown.row !== row || shown.version !== this.#version) {
        shown = {...this.#render(row, shown?.element), row, version: this.#version};
        this.#rows.set(key, shown);
      }
      wanted.push(shown.element);
    }
    for (const key of [...this.#rows.keys()]) {
      if (!keep.has(key)) {
        this.#rows.delete(key);
        this.#selected.delete(key);
      }
    }
    place(this.body, wanted);
    this.#tabStop();
  }

  rerender() {
    this.#version++;
    this.#heads();
    this.show(this.#list);
  }

  #render(row, before) {
    const {id, testId, select, onOpen} = this.#options;
    const element = before ?? h('tr', {'data-testid': testId, 'data-id': id(row), tabindex: '-1', class: onOpen ? 'openable' : ''});
    const box = select && h('input', {type: 'checkbox', tabindex: '-1', 'aria-label': t('table.selectRow'), checked: this.#selected.has(id(row)), disabled: select.able ? !select.able(row) : false,
      on: {change: () => this.#toggle(row, box.checked)}});
    fill(element, select ? h('td', {class: 'select-cell'}, box) : null,
      this.#columns().map(({cell, end, className = '', key}) => h('td', {class: `${end ? 'end' : ''} ${className}`, 'data-column': key}, cell(row))));
    return {element};
  }

  #toggle(row, on) {
    const key = this.#options.id(row);
    this.#selected[on ? 'add' : 'delete'](key);
    this.#options.select.change(this.#selected);
  }

  rowAt(target) {
    const element = target instanceof Element ? target.closest('tr[data-id]') : null;
    return element ? (this.#rows.get(element.dataset.id)?.row ?? null) : null;
  }

  get focused() {
    return this.body.contains(document.activeElement);
  }

  #tabStop() {
    const rows = [...this.body.querySelectorAll('tr[data-id]')];
    const focused = rows.find((row) => row.contains(document.activeElement));
    rows.forEach((row, i) => {
      row.tabIndex = (focused ? row === focused : i === 0) ? 0 : -1;
    });
  }

  /** Moves focus by rows: j, k, arrows. */
  move(by) {
    const rows = [...this.body.querySelectorAll('tr[data-id]')];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + by))];
    if (next) {
      rows.forEach((row) => {
        row.tabIndex = row === next ? 0 : -1;
      });
      next.focus();
      next.scrollIntoView({block: 'nearest'});
    }
  }

  toggleFocused() {
    const row = this.rowAt(document.activeElement);
    const box = document.activeElement?.closest?.('tr[data-id]')?.querySelector('input[type=checkbox]');
    if (row && box && !box.disabled) {
      box.checked = !box.checked;
      this.#toggle(row, box.checked);
    }
  }

  #key(event) {
    const onRow = event.target instanceof HTMLTableRowElement;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      this.move(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter' && onRow && this.#options.onOpen) {
      event.preventDefault();
      this.#options.onOpen(this.rowAt(event.target));
    } else if (event.key === ' ' && onRow && this.#options.select) {
      event.preventDefault();
      this.toggleFocused();
    }
  }

  #click(event) {
    if (event.target.closest('a, button, input, summary') || getSelection()?.toString()) {
      return;
    }
    const row = this.rowAt(event.target);
    if (row) {
      this.#options.onOpen?.(row);
    }
  }

  /** A button that shows and hides columns; the choice is the person's. */
  columnsButton() {
    const button = h('button', {class: 'button', type: 'button', 'data-testid': 'action-columns'}, icon('columns'), h('span', {class: 'label'}, t('table.columns')));
    popup(button, () => this.#options.columns.filter(({fixed}) => !fixed).map(({key, title}) => {
      const box = h('input', {type: 'checkbox', checked: !this.#hidden.has(key), on: {change: () => {
        this.#hidden[box.checked ? 'delete' : 'add'](key);
        this.#options.store.choose(`columns.${this.#options.name}`, [...this.#hidden].join(','));
        this.rerender();
      }}});
      return h('label', {class: 'menu-item check'}, box, titleText(title));
    }), {label: t('table.columns'), end: true});
    return button;
  }
}

/** Puts the wanted children in order with as few moves as possible, so that focus and scroll stay. */
function place(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) {
    if (!keep.has(child)) {
      child.remove();
    }
  }
  let at = parent.firstElementChild;
  for (const element of wanted) {
    if (element === at) {
      at = at.nextElementSibling;
    } else {
      parent.insertBefore(element, at);
    }
  }
}

function titleText(title) {
  return typeof title === 'function' ? title() : title;
}

function set(cell, child) {
  cell.append(child);
  return cell;
}

/** `51 to 75 of 1,000+` with buttons; pages by cursor, so back is remembered. */
export function pager({onPage, onSize}) {
  const label = h('span', {class: 'muted', 'data-testid': 'page-label', role: 'status'});
  const before = h('button', {class: 'button', type: 'button', 'data-testid': 'page-before', on: {click: () => onPage(-1)}}, t('table.before'));
  const next = h('button', {class: 'button', type: 'button', 'data-testid': 'page-next', on: {click: () => onPage(1)}}, t('table.next'));
  const size = h('select', {class: 'select', 'aria-label': t('table.rows'), 'data-testid': 'page-size', on: {change: () => onSize(Number(size.value))}});
  for (const n of [25, 50, 100]) {
    const option = h('option', {}, String(n));
    option.value = String(n);
    size.append(option);
  }
  return {
    element: h('div', {class: 'pager'}, label, h('label', {class: 'filter'}, h('span', {}, t('table.rows')), size), before, next),
    show({text: shown, hasBefore, hasNext, rows}) {
      text(label, shown);
      before.disabled = !hasBefore;
      next.disabled = !hasNext;
      size.value = String(rows);
    },
  };
}

/** A table that is all there: nothing to sort, to choose or to page. `attributes`: of the table, beside its class. */
export function tableOf(label, header, rows, {class: more = '', ...attributes} = {}) {
  return h('div', {class: 'table-box', tabindex: '0', role: 'region', 'aria-label': label}, h('table', {class: `table ${more}`.trim(), ...attributes},
    h('caption', {class: 'visually-hidden'}, label), h('thead', {}, h('tr', {}, header)), h('tbody', {}, rows)));
}
