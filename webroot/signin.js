// Puts the texts of the language in, and says when the last try failed (`?error`).

import {t, useTexts} from './i18n.js';
import {get} from './rest.js';

const texts = await get('i18n/en.json');
useTexts(texts, 'en');
for (const element of document.querySelectorAll('[data-text]')) {
  element.textContent = t(element.dataset.text);
}
// What was asked for before: the browser keeps it over the redirect, and the server never sees it.
document.querySelector('form').action = `signin${location.hash}`;
document.title = t('signin.title');
document.querySelector('.signin-error').hidden = !new URLSearchParams(location.search).has('error');
