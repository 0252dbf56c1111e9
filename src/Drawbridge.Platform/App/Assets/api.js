// The platform's app interface. Tokens travel in request bodies only.
export class ApiError extends Error {
  /** status 0: the simulator's own server did not answer. */
  constructor(status, code, description) {
    super(description || code || `HTTP ${status}`);
    this.status = status;
    this.code = code;
  }
}

async function call(method, path, body, base = '/app/api/') {
  let response;
  try {
    response = await fetch(`${base}${path}`, {
      method,
      cache: 'no-store',
      headers: body ? { 'Content-Type': 'application/json', Accept: 'application/json' } : { Accept: 'application/json' },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new ApiError(0, '', '');
  }
  const text = await response.text();
  let json = {};
  try {
    json = text ? JSON.parse(text) : {};
  } catch {
    if (response.ok) throw new ApiError(502, 'BAD_ANSWER', '');
  }
  if (!response.ok) throw new ApiError(response.status, json.error?.errorCode ?? '', json.error?.description ?? '');
  return json;
}

const session = (id) => `sessions/${encodeURIComponent(id)}`;

export const api = {
  config: () => call('GET', 'config'),
  // An invite link names the partner as u (INV-40).
  open: (brokerName, source, credential) => call('POST', 'sessions', { brokerName, source, u: new URLSearchParams(location.search).get('u') ?? undefined, ...credential }),
  read: (id) => call('GET', session(id)),
  close: (id) => call('DELETE', session(id)),
  oneTimeToken: (id) => call('POST', `${session(id)}/onetime-tokens`),
  journal: (after) => call('GET', `journal?after=${encodeURIComponent(after)}`, undefined, '/instrument/api/'),
};
