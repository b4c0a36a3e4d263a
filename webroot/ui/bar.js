// A share as a bar; the number beside it is what is read out.

import {h} from './dom.js';

/** @param {number} share 0 to 1; more is a full bar */
export function shareBar(share) {
  const fill = h('span', {class: 'bar-fill fill-accent'});
  fill.style.width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return h('span', {class: 'bar', 'aria-hidden': 'true'}, fill);
}
