/** The service's API, relative to this script, so that it holds under any address and prefix. */
const root = new URL('../', import.meta.url);
const keyName = 'voiceprep.key';

/** An answer that is no success, or none at all (`status` 0, `code` `no_answer`). */
export class ApiError extends Error {
  constructor(status, code, detail, retryAfter) {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may succeed later. */
  get passing() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

/** Fires `away` with an error as `detail` when the service stops to answer, `back` when it answers again, and `key` when a key is kept or forgotten. */
export const connection = new EventTarget();
let away = false;

/** Asks for the function key; set by the page. Resolves to null where the user gives none. */
let askForKey = async () => null;
let asking = null;

export function onKeyNeeded(ask) {
  askForKey = ask;
}

export const hasKey = () => sessionStorage.getItem(keyName) !== null;

export function forgetKey() {
  sessionStorage.removeItem(keyName);
  connection.dispatchEvent(new Event('key'));
}

export const urlOf = path => new URL(path, root).href;

/**
 * Sends a request under the API's root and returns the answer; throws an `ApiError` for any that is no success, nor among `accept`.
 * Asks for the key where the service wants one.
 */
export const request = (path, { accept = [], ...options } = {}) => exchange(async keyHeaders => {
  try {
    return await fetch(urlOf(path), { cache: 'no-cache', ...options, headers: { ...options.headers, ...keyHeaders } });
  } catch (error) {
    throw error.name === 'AbortError' ? error : noAnswer();
  }
}, accept);

export const getJson = async (path, options) => (await request(path, options)).json();

/** A file as a blob: an element that plays it by its address could send no key. */
export const getBlob = async (path, options) => (await request(path, options)).blob();

export const postJson = async (path, value) =>
  (await request(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) })).json();

/**
 * Uploads a recording; resolves to the voice's status.
 * By XMLHttpRequest, which alone tells how much was sent: `onProgress` gets the share, 0 to 1.
 */
export async function upload(blob, { name, language, consent, onProgress, signal }) {
  const query = new URLSearchParams({ fileName: name, ...(language ? { language } : {}), ...(consent ? { consent } : {}) });
  const answer = await exchange(keyHeaders => new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', urlOf(`voices?${query}`));
    for (const [header, value] of Object.entries({ 'Content-Type': 'application/octet-stream', ...keyHeaders })) {
      xhr.setRequestHeader(header, value);
    }

    xhr.upload.onprogress = event => event.lengthComputable && onProgress?.(event.loaded / event.total);
    xhr.onload = () => resolve(new Response(xhr.responseText, { status: xhr.status, headers: { 'Retry-After': xhr.getResponseHeader('Retry-After') ?? '' } }));
    xhr.onerror = () => reject(noAnswer());
    xhr.onabort = () => reject(new DOMException('The upload was cancelled.', 'AbortError'));
    signal?.addEventListener('abort', () => xhr.abort());
    xhr.send(blob);
  }));
  return answer.json();
}

/** Sends by `send(keyHeaders)`, again with a new key where that is refused; throws where the answer is no success, nor among `accept`. */
async function exchange(send, accept = []) {
  for (;;) {
    const key = sessionStorage.getItem(keyName);
    const response = await send(key ? { 'x-functions-key': key } : {});
    if (response.status === 401) {
      await renewKey(key);
      continue;
    }

    if (!response.ok && !accept.includes(response.status)) {
      const failure = problemOf(response.status, await response.text(), response.headers.get('Retry-After'));
      throw failure.status >= 500 ? noteAway(failure) : failure;
    }

    noteBack();
    return response;
  }
}

const noAnswer = () => noteAway(new ApiError(0, 'no_answer', 'The service does not answer.'));

/** Asks once, however many requests were refused; `used` is the key that was refused. */
async function renewKey(used) {
  if (sessionStorage.getItem(keyName) !== used) {
    return;
  }

  asking ??= askForKey(used !== null).finally(() => { asking = null; });
  const key = await asking;
  if (!key) {
    throw new ApiError(401, 'key_missing', 'The service wants a function key.');
  }

  sessionStorage.setItem(keyName, key);
  connection.dispatchEvent(new Event('key'));
}

/** Codes for what the Functions host answers in the service's place, without one. */
const hostCodes = { 413: 'body_too_large', 500: 'function_failed', 502: 'host_unavailable', 503: 'host_unavailable', 504: 'host_unavailable' };

function problemOf(status, body, retryAfter) {
  let problem = {};
  try {
    problem = JSON.parse(body);
  } catch {
    // what the Functions host answers by itself may have no body, or another
  }

  return new ApiError(status, problem.code ?? hostCodes[status] ?? `http_${status}`, problem.detail ?? problem.title ?? `HTTP ${status}`, Number(retryAfter) || undefined);
}

function noteAway(error) {
  away = true;
  connection.dispatchEvent(new CustomEvent('away', { detail: error }));
  return error;
}

function noteBack() {
  if (away) {
    away = false;
    connection.dispatchEvent(new Event('back'));
  }
}
