// The part of Markdown that model cards use, as elements: headings, paragraphs, lists, tables, `code` and **bold**.
// Everything else stays text; nothing in a card becomes a link, an image or HTML.

import {h} from './dom.js';

/**
 * Pure: lines to blocks.
 *
 * @returns {({kind: 'heading', level: number, text: string}|{kind: 'text', text: string}|{kind: 'list', items: string[]}|
 *   {kind: 'table', header: string[], rows: string[][]})[]}
 */
export function blocks(markdown) {
  const out = [];
  let open = null;
  const begin = (block) => {
    out.push(block);
    open = block;
  };
  for (const line of String(markdown).split(/\r?\n/)) {
    const heading = /^(#{1,6})\s+(.*)$/.exec(line);
    const item = /^\s*[-*]\s+(.*)$/.exec(line);
    if (line.trim() === '') {
      open = null;
    } else if (heading) {
      out.push({kind: 'heading', level: heading[1].length, text: heading[2].trim()});
      open = null;
    } else if (/^\s*\|.*\|\s*$/.test(line)) {
      const cells = line.trim().slice(1, -1).split('|').map((cell) => cell.trim());
      if (open?.kind !== 'table') {
        begin({kind: 'table', header: cells, rows: []});
      } else if (!cells.every((cell) => /^:?-+:?$/.test(cell))) {
        open.rows.push(cells);
      }
    } else if (item) {
      open?.kind === 'list' ? open.items.push(item[1].trim()) : begin({kind: 'list', items: [item[1].trim()]});
    } else if (open?.kind === 'list' && /^\s/.test(line)) {
      open.items.push(`${open.items.pop()} ${line.trim()}`);
    } else if (open?.kind === 'text') {
      open.text += ` ${line.trim()}`;
    } else {
      begin({kind: 'text', text: line.trim()});
    }
  }
  return out;
}

function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => (/^`.+`$/.test(part) ? h('code', {}, part.slice(1, -1)) : /^\*\*.+\*\*$/.test(part) ? h('b', {}, part.slice(2, -2)) : part));
}

/** @param {number} top level of the first heading on the page */
export function markdownView(markdown, top = 3) {
  return blocks(markdown).map((block) => {
    switch (block.kind) {
      case 'heading':
        return h(`h${Math.min(6, top + block.level - 1)}`, {}, inline(block.text));
      case 'list':
        return h('ul', {}, block.items.map((item) => h('li', {}, inline(item))));
      case 'table':
        return h('table', {class: 'table'}, h('thead', {}, h('tr', {}, block.header.map((cell) => h('th', {scope: 'col'}, inline(cell))))),
          h('tbody', {}, block.rows.map((row) => h('tr', {}, row.map((cell) => h('td', {}, inline(cell)))))));
      default:
        return h('p', {}, inline(block.text));
    }
  });
}
