// The address bar is the state of a page: `#/incidents/ID?site=brno&from=now-1h&to=now&sev=high`.

const SHARED = ['site', 'from', 'to'];
const listeners = new Set();
let current = parse(location.hash);

export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, ...rest] = path.split('/');
  let id = rest.join('/');
  try {
    id = decodeURIComponent(id);
  } catch {
    // A broken escape is taken as it stands.
  }
  return {page: page || '', id, params: Object.fromEntries(new URLSearchParams(query))};
}

export function link({page, id = '', params = {}}) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') {
      query.set(name, value);
    }
  }
  const path = id ? `${page}/${encodeURIComponent(id)}` : page;
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
  return `#/${path}${text ? `?${text}` : ''}`;
}

/** A link to another page that keeps site and time. */
export function linkTo(page, id = '', params = {}) {
  const shared = Object.fromEntries(SHARED.filter((name) => current.params[name]).map((name) => [name, current.params[name]]));
  return link({page, id, params: {...shared, ...params}});
}

export function here() {
  return current;
}

/** Changes parameters of this page; an empty value removes one. `replace` leaves no entry for Back. */
export function setParams(changes, {replace = false} = {}) {
  go(link({...current, params: {...current.params, ...changes}}), {replace});
}

export function go(hash, {replace = false} = {}) {
  if (hash !== location.hash) {
    history[replace ? 'replaceState' : 'pushState'](null, '', hash);
    changed();
  }
}

/** @returns {() => void} */
export function onAddress(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  const next = parse(location.hash);
  const before = current;
  current = next;
  if (link(next) !== link(before)) {
    for (const listener of [...listeners]) {
      listener(next, before);
    }
  }
}

addEventListener('popstate', changed);
addEventListener('hashchange', changed);
