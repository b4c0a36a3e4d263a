import {test} from './assert.js';

// Text, marks and lines keep their contrast in both themes: a changed token cannot break it unseen.
const TEXT = 4.5;
const MARK = 3;
const PAIRS = [
  ['text', 'surface', TEXT], ['text', 'page', TEXT], ['muted', 'surface', TEXT], ['muted', 'page', TEXT], ['muted', 'sunken', TEXT], ['subtle', 'surface', TEXT],
  ['accent', 'surface', TEXT], ['accent', 'page', TEXT], ['on-accent', 'accent', TEXT], ['line-strong', 'surface', MARK], ['ok', 'surface', TEXT],
  ...['critical', 'high', 'medium', 'low', 'info'].flatMap((level) => [[`sev-${level}`, 'surface', MARK], ['text', `sev-${level}-soft`, TEXT]]),
  ...['lstm', 'iforest', 'physics'].map((detector) => [`det-${detector}`, 'surface', MARK]),
  ...['probe', 'dos', 'brute', 'command', 'exfiltration', 'lateral', 'unauthorised', 'travel', 'other'].map((label) => [`cls-${label}`, 'surface', MARK]),
];

const sheet = new Promise((resolve, reject) => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('../css/tokens.css', import.meta.url);
  link.onload = resolve;
  link.onerror = reject;
  document.head.append(link);
});

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

for (const theme of ['light', 'dark']) {
  test(`contrast_${theme}_isKept`, async () => {
    await sheet;
    document.documentElement.dataset.theme = theme;
    const style = getComputedStyle(document.documentElement);
    const low = PAIRS.map(([front, back, least]) => {
      const [a, b] = [front, back].map((name) => luminance(style.getPropertyValue(`--${name}`).trim()));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return ratio >= least ? null : `${front} on ${back} ${ratio.toFixed(2)}`;
    }).filter(Boolean);
    if (low.length > 0) {
      throw new Error(low.join(', '));
    }
  });
}
