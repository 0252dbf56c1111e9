// Calls 4.1 to 4.5, which the platform makes (docs/protocol/platform-to-broker.md).
import { STATUS_CODES } from 'node:http';
import { isWellFormed, sameText, Throttle } from './store.mjs';

/** Error of a call: `{"error","message","code"}` (ERR-1). */
export class CrmError extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
  get body() { return { error: STATUS_CODES[this.status], message: this.message, code: this.code }; }
}

const missing = (name) => new CrmError(400, 'MISSING_REQUIRED_PARAMETER', `Required parameter '${name}' is missing`);
const invalid = (name) => new CrmError(400, 'INVALID_REQUEST', `'${name}' has the wrong type`);
const authFailure = () => new CrmError(403, 'CH_CLIENT_AUTH_FAILURE', 'Client authentication failed');
const malformed = () => new CrmError(417, 'CID_NON_EXISTED_TOKEN', 'Token is malformed');
const unknownUser = () => new CrmError(404, 'USER_NOT_FOUND', 'User is unknown');
const unknownAccessToken = () => new CrmError(404, 'ACCESS_TOKEN_NOT_FOUND', 'Access token is unknown or revoked');
const oneTimeFaults = {
  malformed: malformed(),
  unknown: new CrmError(404, 'OT_TOKEN_NOT_FOUND', 'One-time token is unknown or already used'),
  expired: new CrmError(410, 'CID_TOKEN_EXPIRED', 'Token has expired'),
};
export const oneTimeFault = (fault) => oneTimeFaults[fault];

/** Finds out whether a request means this broker (BID-20 to BID-30): missing, then unknown. With one broker nothing known can mismatch. */
export function checkBrokerNames(settings, query, body = {}) {
  const names = [['brokerName', settings.brokerName], ['brokerCrmName', settings.crmName]]
    .map(([name, expected]) => ({ expected, given: [...query.getAll(name), body[name]].filter(Boolean) }));
  if (names.some(({ given }) => given.length === 0)) throw new CrmError(400, 'BROKER_ID_MISSING', 'Required broker identification parameters missing');
  if (names.some(({ given, expected }) => given.some((name) => name !== expected))) throw new CrmError(401, 'BROKER_ID_INVALID', 'Invalid broker identification parameters');
}

export function crmCalls(settings, store) {
  const wrongPasswords = new Throttle(50);

  const calls = {
    '/oauth2/crmApiToken': { strings: ['password'], answer: authenticate, open: true },
    '/oauth2/onetime/authorize': { strings: ['code'], answer: exchange },
    '/oauth2/authorize': { strings: ['accessToken'], answer: validate },
    '/oauth2/onetime/generate': { strings: [], answer: generate },
    '/oauth2/logout': { strings: [], answer: logOut, bodyOptional: true },
  };

  /** Answers `{ status, body }` or throws a CrmError. The checks are in the order of P2B-0-8: the first that fails answers. */
  return function answer({ method, path, query, text, address }) {
    const call = calls[path];
    if (!call) throw new CrmError(404, 'NOT_FOUND', 'There is nothing at this path');
    if (method !== 'POST') throw new CrmError(405, 'METHOD_NOT_ALLOWED', 'This path does not take this method');
    const body = readBody(text, call); // 1
    checkBrokerNames(settings, query, body); // 2
    if (!call.open) checkCrmApiToken(query); // 3, 4; this broker is always enabled, which would be 5
    return call.answer({ body, query, address }); // 6, 7
  };

  function readBody(text, call) {
    if (text === '' && call.bodyOptional) return {};
    let body;
    try { body = JSON.parse(text.replace(/^\uFEFF/, '')); } catch { body = null; }
    if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new CrmError(400, 'INVALID_REQUEST', 'The request body is not a readable JSON object');
    for (const name of ['brokerName', 'brokerCrmName', ...call.strings]) {
      if (body[name] !== undefined && body[name] !== null && typeof body[name] !== 'string') throw invalid(name);
    }
    const { userId } = body;
    if (call.answer === generate && userId !== undefined && userId !== null && !/^-?\d{1,18}$/.test(typeof userId === 'number' || typeof userId === 'string' ? String(userId) : '')) throw invalid('userId');
    return body;
  }

  function checkCrmApiToken(query) {
    const given = query.getAll('crmApiToken');
    if (given.length === 0) throw missing('crmApiToken'); // P2B-0-10: absent is not the same as bad
    if (given.length > 1 || !store.isCrmApiToken(given[0])) throw authFailure();
  }

  /** 4.1: the platform gives its password and gets a token for a week. */
  function authenticate({ body, address }) {
    if (!body.password) throw missing('password');
    if (wrongPasswords.wait(address)) throw new CrmError(429, 'REQUEST_FREQUENCY_EXCEEDED', 'Too many failed attempts, try again later');
    if (!sameText(body.password, settings.crmPassword)) {
      wrongPasswords.fail(address);
      throw authFailure();
    }
    wrongPasswords.forget(address);
    return { status: 200, body: { crmApiToken: store.addCrmApiToken() } };
  }

  /** 4.2: an OT token for the user it stands for, and an access token if the user chose to stay logged in. */
  function exchange({ body }) {
    if (!body.code) throw missing('code');
    const { user, keep, fault } = store.takeOneTimeToken(body.code);
    if (fault) throw oneTimeFaults[fault];
    const accessToken = keep ? store.addAccessToken(user) : undefined; // P2B-4.2-4: else the key is absent
    return { status: 200, body: { userId: user.userId, accessToken, inappToken: inAppToken(user, accessToken) } };
  }

  /** 4.3: whose access token is it? Asked again and again. */
  function validate({ body }) {
    if (!body.accessToken) throw missing('accessToken');
    if (!isWellFormed(body.accessToken)) throw malformed();
    const entry = store.accessToken(body.accessToken);
    if (!entry || entry.revoked) throw unknownAccessToken();
    const user = store.findUserById(entry.user);
    return { status: 200, body: { userId: user.userId, inappToken: inAppToken(user, body.accessToken) } };
  }

  /** 4.4: an OT token for an in-app action of a user who is logged in. */
  function generate({ body, query }) {
    if (body.userId === undefined || body.userId === null) throw missing('userId');
    const user = store.findUserByPlatformId(Number(body.userId));
    if (!user) throw unknownUser();
    if (settings.inAppTokens && store.inAppTokenUser(query.get('inappToken') ?? '') !== user.id) throw authFailure(); // P2B-IT-2 to P2B-IT-4
    return { status: 200, body: { token: store.addOneTimeToken(user, 'in-app', false) } };
  }

  /** 4.5: the user logged out of an application. Other devices stay in, and no 3.12 goes back (DEC-19). */
  function logOut({ query }) {
    const [userId, accessToken] = [query.get('userId'), query.get('accessToken')];
    if (!userId) throw missing('userId');
    if (accessToken === null) throw missing('accessToken'); // P2B-4.5-3: empty is fine
    if (!/^\d{1,18}$/.test(userId)) throw invalid('userId');
    if (accessToken && !isWellFormed(accessToken)) throw malformed();
    const user = store.findUserByPlatformId(Number(userId));
    if (!user) throw unknownUser();
    if (accessToken && store.accessToken(accessToken)?.user !== user.id) throw unknownAccessToken();
    store.revokeAccessToken(user, accessToken);
    store.endSessions(user);
    return { status: 204 };
  }

  function inAppToken(user, accessToken) {
    return settings.inAppTokens ? store.addInAppToken(user, accessToken) : undefined;
  }
}
