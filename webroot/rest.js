// The only file that asks the server by itself. Same origin, a time limit on every request but a file's, problem documents become errors.

const LIMIT_MILLIS = 10000;
const AGAIN = new Set([502, 503, 504]);

/** RFC 9457 problem, or what stands for one when the server did not answer. */
export class Problem extends Error {
  constructor({type = 'about:blank', title, status = 0, detail = '', errors = [], ...more}) {
    super(title);
    Object.assign(this, {type, title, status, detail, errors, more});
    this.id = more.id ?? more.instance ?? '';
  }

  get signedOut() {
    return this.status === 401;
  }
}

const session = {csrf: '', onSignedOut: () => {}, onUnavailable: () => {}, signedOutTitle: '', signedOutDetail: ''};

export function useSession(changes) {
  Object.assign(session, changes);
}

function address(path, params) {
  const url = new URL(path, document.baseURI);
  for (const [name, value] of Object.entries(params ?? {})) {
    if (value !== null && value !== undefined && value !== '') {
      url.searchParams.set(name, value instanceof Date ? value.toISOString() : value);
    }
  }
  return url;
}

async function send(url, init, signal) {
  const limit = AbortSignal.timeout(LIMIT_MILLIS);
  let response;
  try {
    response = await fetch(url, {
      credentials: 'same-origin',
      redirect: 'error',
      ...init,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
  } catch (error) {
    if (signal?.aborted) {
      throw error;
    }
    const late = error.name === 'TimeoutError';
    throw new Problem({title: late ? 'timeout' : 'unreachable', type: late ? 'fedics:timeout' : 'fedics:unreachable'});
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response;
}

async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Not a problem document; the status has to do.
  }
  return signedOutOr(new Problem({...body, title: body.title ?? `HTTP ${response.status}`, status: response.status}));
}

/** The server tells programs how to come in; a person signs in. */
function signedOutOr(problem) {
  if (problem.signedOut) {
    session.onSignedOut();
    Object.assign(problem, {title: session.signedOutTitle, detail: session.signedOutDetail});
  }
  return problem;
}

async function read(path, params, accept, {signal, urgent = false, cache = 'no-store'} = {}) {
  const url = address(path, params);
  const init = {headers: {Accept: accept}, priority: urgent ? 'high' : 'low', cache};
  try {
    return await send(url, init, signal);
  } catch (error) {
    if (urgent) {
      throw error;
    }
    if (error.status === 503 || error.type === 'fedics:timeout') {
      session.onUnavailable();
    }
    if (!AGAIN.has(error.status)) {
      throw error;
    }
    return send(url, init, signal);
  }
}

/**
 * @param {{signal?: AbortSignal, urgent?: boolean, cache?: string}} how `urgent`: before all that waits for one of the few connections a
 *   browser has to a server, which slow questions may hold for long; asked only once. Not by way of the browser's cache, where one
 *   question waits for the same one of another tab
 * @returns {Promise<any>} the JSON of a GET; once more on 502, 503, 504
 */
export async function get(path, params, how) {
  return (await read(path, params, 'application/json', how)).json();
}

/**
 * The same rows as CSV where the server writes it, else as the JSON it gave.
 *
 * @returns {Promise<{csv?: string, items?: object[], next: string|null}>} `next`: the cursor of the rows behind these
 */
export async function getCsv(path, params) {
  const response = await read(path, params, 'text/csv, application/json;q=0.5');
  if (response.headers.get('content-type')?.startsWith('text/csv')) {
    return {csv: await response.text(), next: response.headers.get('x-next-cursor')};
  }
  const {items, next_cursor: next} = await response.json();
  return {items, next: next ?? null};
}

/** What every POST carries: proof that this page sends it, and a key by which the server sees a repeat that the network made. */
function proof() {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  return {Accept: 'application/json', 'Idempotency-Key': key, ...(session.csrf ? {'X-CSRF-Token': session.csrf} : {})};
}

/** A POST is never sent twice. */
export async function post(path, body = {}, {ifMatch, params} = {}) {
  const headers = {...proof(), 'Content-Type': 'application/json'};
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  const response = await send(address(path, params), {method: 'POST', headers, body: JSON.stringify(body)});
  return response.status === 204 ? null : response.json();
}

/**
 * Sends a file as a form. Not by fetch, which does not tell how much has gone out; no time limit, a large file takes long.
 *
 * @param {{params?: object, progress: (sent: number, all: number) => void, signal: AbortSignal}} how bytes of the form
 * @returns {Promise<any>} the JSON of the answer
 */
export function sendFile(path, file, {params, progress, signal}) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(path, params));
    Object.entries(proof()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.responseType = 'json';
    request.upload.addEventListener('progress', ({loaded, total}) => progress(loaded, total));
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300 && request.response !== null) {
        resolve(request.response);
        return;
      }
      reject(signedOutOr(new Problem({...request.response, title: request.response?.title ?? `HTTP ${request.status}`, status: request.status})));
    });
    request.addEventListener('error', () => reject(new Problem({title: 'unreachable', type: 'fedics:unreachable'})));
    request.addEventListener('abort', () => reject(new DOMException('called off', 'AbortError')));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    form.append('file', file);
    request.send(form);
  });
}
