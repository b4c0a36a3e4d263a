// Runs the tests of the pure modules; the outcome stands in data attributes of the body.

import {results} from './assert.js';
import './format.js';
import './rarity.js';
import './gap.js';
import './store.js';
import './csv.js';
import './range.js';
import './views.js';
import './rounds.js';
import './markdown.js';
import './tokens.js';

const {passed, failures} = await results();
for (const failure of failures) {
  const line = document.createElement('p');
  line.textContent = failure;
  document.body.append(line);
}
document.body.dataset.passed = String(passed);
document.body.dataset.failed = String(failures.length);
