// The only file that calls fetch. Same origin, a time limit on every request, problem documents become errors.

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

const session = {csrf: '', onSignedOut: () => {}, onAnswer: () => {}};

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
  session.onAnswer(response);
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
  const problem = new Problem({...body, title: body.title ?? `HTTP ${response.status}`, status: response.status});
  if (problem.signedOut) {
    session.onSignedOut();
  }
  return problem;
}

async function read(path, params, accept, signal) {
  const url = address(path, params);
  try {
    return await send(url, {headers: {Accept: accept}}, signal);
  } catch (error) {
    if (!AGAIN.has(error.status)) {
      throw error;
    }
    return send(url, {headers: {Accept: accept}}, signal);
  }
}

/** @returns {Promise<any>} the JSON of a GET; once more on 502, 503, 504 */
export async function get(path, params, {signal} = {}) {
  return (await read(path, params, 'application/json', signal)).json();
}

/** The same rows as CSV where the server writes it, else as the JSON it gave. @returns {Promise<Blob|object>} */
export async function getCsv(path, params) {
  const response = await read(path, params, 'text/csv, application/json;q=0.5');
  return response.headers.get('content-type')?.startsWith('text/csv') ? response.blob() : response.json();
}

/** A POST is never sent twice; the key lets the server see a repeat that the network made. */
export async function post(path, body = {}, {ifMatch} = {}) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
  const headers = {'Content-Type': 'application/json', Accept: 'application/json', 'Idempotency-Key': key};
  if (session.csrf) {
    headers['X-CSRF-Token'] = session.csrf;
  }
  if (ifMatch) {
    headers['If-Match'] = ifMatch;
  }
  const response = await send(address(path), {method: 'POST', headers, body: JSON.stringify(body)});
  return response.status === 204 ? null : response.json();
}
