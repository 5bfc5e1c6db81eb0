// Asks the server. Errors become ApiError with what the problem document says; answers are kept
// for a while, so that going back needs no request.

const KEEP = 40;
const cache = new Map();

export class ApiError extends Error {
  constructor(status, title, detail, retryAfter) {
    super(detail || title);
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Not a problem document (a proxy's page, say): the status alone has to do.
  }
  const detail = typeof body.detail === 'string' ? body.detail : '';
  return new ApiError(response.status, body.title || response.statusText || String(response.status),
    body.param && !detail.includes(body.param) ? `${body.param}: ${detail}` : detail, response.headers.get('Retry-After'));
}

/** GETs JSON; what is not to be kept leaves room for what is. Throws ApiError, or AbortError when the signal says so. Status 0: no answer at all. */
export async function get(path, {signal, fresh = false, keep = true} = {}) {
  if (!fresh && cache.has(path)) return cache.get(path);
  let response;
  try {
    response = await fetch(path, {signal, headers: {Accept: 'application/json'}});
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, '', '');
  }
  if (!response.ok) throw await problemOf(response);
  let body;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new ApiError(0, '', '');
  }
  if (keep) cache.set(path, body);
  if (cache.size > KEEP) cache.delete(cache.keys().next().value);
  return body;
}

export function forget() {
  cache.clear();
}
