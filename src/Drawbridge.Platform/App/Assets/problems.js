// What can go wrong on the way to a screen of the broker: a sentence for the trader, a line for the developer, a way on.
import { ltr, h } from './dom.js';
import { t } from './i18n.js';
import { ApiError } from './api.js';
import { card, primary } from './cards.js';
import { state } from './state.js';

/** A screen could not be shown. `kind`: 'address', 'noAccount', 'notOffered', 'unreachable', 'timeout' or 'framing'. */
export class ScreenError extends Error {
  constructor(kind, detail = '') {
    super(detail);
    this.kind = kind;
    this.detail = detail;
  }
}

const SCREEN = {
  address: { symbol: 'action', title: 'badScreen', text: 'badScreenText', retry: false },
  noAccount: { symbol: 'door', title: 'noAccounts', text: 'noAccountsText', retry: false },
  notOffered: { symbol: 'door', title: 'notOffered', text: 'notOfferedText', retry: false },
  unreachable: { symbol: 'lock', title: 'certTitle', text: 'certText', visit: true },
  timeout: { symbol: 'plug', title: 'timeoutTitle', text: 'timeoutText' },
  framing: { symbol: 'lock', title: 'framingTitle', text: 'framingText' },
};

// What the CRM says to call 4.4 (the platform hands its code on), and what the platform says itself.
const CODES = {
  CRM_UNREACHABLE: { symbol: 'plug', title: 'unreachableTitle', text: 'nothingChanged' },
  CRM_ANSWER_INVALID: { symbol: 'plug', title: 'nonsenseTitle', text: 'nothingChanged' },
  CH_CLIENT_AUTH_FAILURE: { symbol: 'logout', title: 'loginAgainTitle', text: 'loginAgainText', login: true },
  CH_INSUFFICIENT_PERMISSIONS: { symbol: 'lock', title: 'forbiddenTitle', text: 'forbiddenText' },
  USER_NOT_FOUND: { symbol: 'kyc', title: 'userGoneTitle', text: 'userGoneText' },
  CH_ACCOUNT_NOT_FOUND: { symbol: 'door', title: 'accountGoneTitle', text: 'accountGoneText' },
};
const OFFLINE = { symbol: 'plug', title: 'offlineTitle', text: 'offlineText' };
const REFUSED = { symbol: 'lock', title: 'refusedTitle', text: 'forbiddenText' };
const BROKEN = { symbol: 'plug', title: 'brokenTitle', text: 'nothingChanged' };

function kindOf(error) {
  if (error instanceof ScreenError) return SCREEN[error.kind];
  if (!(error instanceof ApiError)) return BROKEN;
  if (error.status === 0) return OFFLINE;
  return CODES[error.code] ?? (error.status === 401 || error.status === 403 ? REFUSED : BROKEN);
}

function detailOf(error) {
  if (!(error instanceof ApiError)) return error.detail ?? '';
  const said = error.message === error.code ? '' : error.message;
  return [error.code || (error.status ? `HTTP ${error.status}` : ''), error.status ? said : ''].filter(Boolean).join(' · ');
}

/** A card for the place where the screen should have been. */
export function problemCard(error, { url, retry, logIn }) {
  const { symbol, title, text, retry: again = true, visit, login } = kindOf(error);
  const values = { broker: state.broker.displayName, host: url ? new URL(url).host : '' };
  const detail = detailOf(error);
  return card(symbol, t(title, values), 'warn', h('p', {}, t(text, values)),
    detail ? h('p.state-detail', {}, ltr(detail, 'code')) : null,
    visit ? h('a.button', { href: state.broker.brokerBase, target: '_blank', rel: 'noopener noreferrer', testid: 'open-broker' }, t('certOpen', { host: new URL(state.broker.brokerBase).host })) : null,
    login ? primary(t('logInAgain'), logIn, 'log-in-again', 'logout') : null,
    again ? (login ? h('button.button', { type: 'button', onclick: retry, testid: 'retry' }, t('tryAgain')) : primary(t('tryAgain'), retry, 'retry', 'retry')) : null);
}
