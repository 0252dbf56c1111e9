// The platform's app interface. Tokens travel in request bodies only.
import { state } from './state.js';
import { device } from './storage.js';

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
  open: (brokerName, source, credential) => call('POST', 'sessions', { brokerName, source, u: device.read(state.broker, source).invitedBy, ...credential }),
  read: (id) => call('GET', session(id)),
  close: (id) => call('DELETE', session(id)),
  /** For the account that is chosen: under handoff the token belongs to one account (FLOW-HANDOFF-3). */
  oneTimeToken: (id, login) => call('POST', `${session(id)}/onetime-tokens`, login ? { login } : undefined),
  positions: (id, login) => call('GET', `${session(id)}/positions?login=${encodeURIComponent(login)}`),
  openPosition: (id, order) => call('POST', `${session(id)}/positions`, order),
  closePosition: (id, positionId, login) => call('DELETE', `${session(id)}/positions/${positionId}?login=${encodeURIComponent(login)}`),
  invite: (id) => call('GET', `${session(id)}/invite`),
  inviteCode: (id) => `/app/api/${session(id)}/invite/code.svg`,
  tellAgain: (brokerName, userId) => call('POST', `invitations/${encodeURIComponent(brokerName)}/${userId}/resend`),
  checkScreen: (brokerName, address) => call('GET', `screens/check?${new URLSearchParams({ brokerName, address })}`),
  journal: (after) => call('GET', `journal?after=${encodeURIComponent(after)}`, undefined, '/instrument/api/'),
};
