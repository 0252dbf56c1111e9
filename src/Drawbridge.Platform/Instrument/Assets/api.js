// The instrument's interface. The key, if one is demanded, is kept for as long as this tab shows the page, and nowhere else.
export class InstrumentError extends Error {
  /** status 0: the platform did not answer. */
  constructor(status, code, description) {
    super(description || code || `HTTP ${status}`);
    this.status = status;
    this.code = code;
  }
}

const BASE = '/instrument/api/';
let key = null;

export const useKey = (text) => { key = text; };

async function send(method, path, { body, signal, accept = 'application/json' } = {}) {
  const headers = { Accept: accept };
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  let response;
  try {
    response = await fetch(BASE + path, { method, headers, cache: 'no-store', signal, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new InstrumentError(0, '', 'The platform does not answer. Check that it is still running.');
  }
  if (response.ok) return response;
  let said = {};
  try {
    said = (await response.json()).error ?? {};
  } catch { /* the status has to do */ }
  throw new InstrumentError(response.status, said.errorCode ?? '', said.description ?? '');
}

export async function call(method, path, body) {
  const response = await send(method, path, { body });
  const text = await response.text();
  return text ? JSON.parse(text) : null;
}

export const download = async (path) => (await send('GET', path)).blob();

const query = (filters) => new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== '' && value !== null && value !== undefined)).toString();

export const withFilters = (path, filters) => `${path}?${query(filters)}`;

/** Server-Sent Events by fetch, because EventSource cannot send a key. Yields { name, data } until the connection or the signal ends. */
export async function* events(path, signal) {
  const response = await send('GET', path, { signal, accept: 'text/event-stream' });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  yield { name: 'open' };
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const parts = Object.fromEntries(block.split('\n').filter((line) => !line.startsWith(':')).map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]));
      if (parts.data) yield { name: parts.event ?? 'message', data: JSON.parse(parts.data) };
    }
  }
}
