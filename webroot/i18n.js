// All texts of the console, by key. A missing key is reported, never hidden.

let texts = {};
let plural = new Intl.PluralRules('en');
let pseudo = false;

/** @param {object} table nested texts of `i18n/en.json` @param {string} locale `xx` lengthens and accents every text */
export function useTexts(table, locale) {
  texts = table;
  pseudo = locale === 'xx';
  plural = new Intl.PluralRules(pseudo ? 'en' : locale);
}

function find(key) {
  let at = texts;
  for (const part of key.split('.')) {
    at = at?.[part];
  }
  return at;
}

export function hasText(key) {
  return find(key) !== undefined;
}

/** `{name}` takes a parameter; a text with plural forms is chosen by the parameter `n`. */
export function t(key, params = {}) {
  let text = find(key);
  if (text !== null && typeof text === 'object') {
    text = text[plural.select(Number(params.n))] ?? text.other;
  }
  if (typeof text !== 'string') {
    console.error(`missing text: ${key}`);
    return key;
  }
  const shown = pseudo ? accent(text) : text;
  return shown.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/** The text of a code the server sent; the code itself where the console does not know it. */
export function word(group, code) {
  if (code === null || code === undefined) {
    return '–';
  }
  const key = `${group}.${code}`;
  return hasText(key) ? t(key) : String(code);
}

function accent(text) {
  const table = {a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', c: 'č', n: 'ñ', s: 'š', y: 'ý', z: 'ž', A: 'Á', E: 'É', O: 'Ó'};
  const longer = text.replace(/(\{\w+\})|([a-zA-Z])/g, (whole, param, letter) => param ?? table[letter] ?? letter);
  return longer + '~'.repeat(Math.ceil(text.replace(/\{\w+\}/g, '').length * 0.4));
}
