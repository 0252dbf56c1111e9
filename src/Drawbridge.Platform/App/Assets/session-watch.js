// Keeps a running session true: a gentle poll, and a look at once when the broker has just called the platform.
import { api } from './api.js';
import { emit, on, step } from './events.js';
import { t } from './i18n.js';
import { sessionEnded } from './launch.js';
import { formatMoney } from './money.js';
import { shownState, toast } from './shell.js';
import { pickAccount, state } from './state.js';
import { device } from './storage.js';

const INTERVAL = 15000;
const INTERVAL_ALONE = 5000; // nobody tells us of calls: we are inside a page of the broker, or the journal is closed
const SETTLE = 250;
let before = null;
let soon = 0;

export async function refreshSession() {
  const current = state.session;
  if (!current || shownState() !== 'trading') return;
  try {
    const fresh = await api.read(current.sessionId);
    if (state.session !== current) return;
    const wasEmpty = current.accounts.length === 0;
    state.session = { ...current, ...fresh, sessionId: current.sessionId };
    selectAccount(state.account?.login);
    if (wasEmpty && state.account && !before) toast(t('switched', { login: state.account.login }), 'good');
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
  let looked = 0;
  setInterval(() => {
    const told = state.config.instrument && window.parent === window;
    if (document.hidden || Date.now() - looked < (told ? INTERVAL : INTERVAL_ALONE)) return;
    looked = Date.now();
    refreshSession();
  }, INTERVAL_ALONE);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) refreshSession(); });
  const settle = () => { clearTimeout(soon); soon = setTimeout(refreshSession, SETTLE); };
  on('journal', (entry) => { if (entry.direction === 'broker-to-platform') settle(); });
  on('session-ended', (detail) => { if (!detail?.sessionId || detail.sessionId === state.session?.sessionId) settle(); });
  on('look', refreshSession);
  on('screen-opened', () => { before = new Map(state.session.accounts.map((account) => [String(account.login), account.balance])); });
  on('screen-closed', async ({ key, finished }) => {
    const known = before;
    step('stepScreenClosed', key);
    await refreshSession();
    if (state.session && known) tell(known, finished);
    if (before === known) before = null; // else the next screen is open already
  });
}

/** What came of a screen: a new account, which the app goes to (FLOW-NEWACC-4); another balance; or that it is done. */
function tell(known, finished) {
  const added = state.session.accounts.find((account) => !known.has(String(account.login)));
  const { account } = state;
  if (added && finished !== 'no') {
    selectAccount(added.login);
    toast(t('switched', { login: added.login }), 'good');
  } else if (account && known.has(String(account.login)) && known.get(String(account.login)) !== account.balance) {
    toast(t('balanceNow', { login: account.login, amount: `${formatMoney(account.balance, account.moneyDigits, state.lang)} ${account.depositCurrency}` }), 'good');
  } else if (finished === 'yes') toast(t('screenDone'), 'good');
}
