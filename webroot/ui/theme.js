// Sets the theme before the first paint, from the person's choice or the system's.

const dark = matchMedia('(prefers-color-scheme: dark)');

function choice(key, otherwise) {
  try {
    return localStorage.getItem(`fedics.${key}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** @returns {'light'|'dark'} what is shown now */
export function applyTheme() {
  const wanted = choice('theme', 'system');
  const shown = wanted === 'system' ? (dark.matches ? 'dark' : 'light') : wanted;
  document.documentElement.dataset.theme = shown;
  document.documentElement.dataset.density = choice('density', 'compact');
  return shown;
}

export function onSystemTheme(listener) {
  dark.addEventListener('change', listener);
}

applyTheme();
