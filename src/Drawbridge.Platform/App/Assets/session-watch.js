// Keeps a running session true: a gentle poll, and a look at once when the broker has just called the platform.
import { api } from './api.js';
import { emit, on, step } from './events.js';
import { t } from './i18n.js';
import { sessionEnded } from './launch.js';
import { shownState, toast } from './shell.js';
import { pickAccount, state } from './state.js';
import { device } from './storage.js';

const INTERVAL = 15000;
const SETTLE = 250;
let expectingAccount = false;
let soon = 0;

export const expectNewAccount = () => { expectingAccount = true; };

export async function refreshSession() {
  const current = state.session;
  if (!current || shownState() !== 'trading') return;
  try {
    const fresh = await api.read(current.sessionId);
    if (state.session !== current) return;
    const known = new Set(current.accounts.map((account) => String(account.login)));
    const added = (fresh.accounts ?? []).find((account) => !known.has(String(account.login)));
    state.session = { ...current, ...fresh, sessionId: current.sessionId };
    const follow = added && (expectingAccount || known.size === 0);
    if (follow) expectingAccount = false;
    selectAccount(follow ? added.login : state.account?.login);
    if (follow) toast(t('switched', { login: added.login }), 'good');
  } catch (error) {
    if ((error.status === 404 || error.status === 401) && state.session === current) sessionEnded();
  }
}

export function selectAccount(login) {
  pickAccount(login);
  if (state.account) device.patch(state.broker, state.source, { account: state.account.login });
  emit('session');
}

export function watchSession() {
  setInterval(() => { if (!document.hidden) refreshSession(); }, INTERVAL);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refreshSession(); });
  const settle = () => { clearTimeout(soon); soon = setTimeout(refreshSession, SETTLE); };
  on('journal', (entry) => { if (entry.direction === 'broker-to-platform') settle(); });
  on('session-ended', (detail) => { if (!detail?.sessionId || detail.sessionId === state.session?.sessionId) settle(); });
  on('screen-closed', ({ key, finished }) => {
    step('stepScreenClosed', key);
    if (!finished) return;
    if (key === 'newAccount') expectNewAccount();
    else toast(t('screenDone'), 'good');
    refreshSession();
  });
}
