// The app's life: launch, automatic re-login, login, success URL, session, log-out (FLOW-CREATE, FLOW-AUTH, FLOW-RELOGIN, FLOW-LOGOUT).
import { api } from './api.js';
import { openFrame, notice } from './broker-frame.js';
import { emit, on, step } from './events.js';
import { handoffLogin } from './handoff.js';
import { t } from './i18n.js';
import { h } from './dom.js';
import { loginUrl, masked } from './screen-url.js';
import * as screens from './screens.js';
import { show, shownState, toast } from './shell.js';
import { closeSheet } from './sheet.js';
import { pickAccount, state } from './state.js';
import { brokerKey, device, runningSession, settings } from './storage.js';
import { tradingScreen } from './trading.js';
import { resetRibbons } from './ribbons.js';

// Only these say that the token itself is no longer good (FLOW-RELOGIN-6); anything else is between broker and platform, and passes.
const tokenEnded = ['ACCESS_TOKEN_NOT_FOUND', 'CID_TOKEN_EXPIRED', 'CID_NON_EXISTED_TOKEN'];

let run = 0;
const remember = (changes) => { device.patch(state.broker, state.source, changes); emit('device'); };
const dropSession = () => { state.session = null; state.account = null; runningSession.write(state.broker, state.source, null); };

/** Starts the app as if its icon had been touched: looks for a stored access token first (FLOW-CREATE-2, FLOW-RELOGIN-1, FLOW-RELOGIN-2). */
export async function launch({ token, account } = {}) {
  const mine = ++run;
  closeSheet();
  resetRibbons();
  state.session = null;
  state.account = null;
  emit('device');
  const saved = device.read(state.broker, state.source);
  const sessionId = runningSession.read(state.broker, state.source);
  if (token) { step('stepEmbedded'); return authorise({ token }, { account }); }
  if (sessionId) return resume(sessionId, mine);
  step('stepLaunch', `${state.source} · ${state.broker.brokerName}`);
  return saved.accessToken ? relogin(saved.accessToken) : login();
}

async function resume(sessionId, mine) {
  show('launching', screens.splash('openingSession'));
  try {
    const session = await api.read(sessionId);
    if (mine === run) enter({ ...session, sessionId });
  } catch (error) {
    if (mine !== run) return;
    if (error.status === 404 || error.status === 401) sessionEnded();
    else show('unreachable', screens.unreachable(error, true, () => launch()));
  }
}

function relogin(accessToken) {
  step('stepRelogin');
  show('relogin', screens.splash('signingIn'));
  return authorise({ accessToken });
}

/** One exchange for both kinds of token; the CRM has the last word. What it gives is stored (FLOW-CREATE-14, FLOW-CREATE-19). */
async function authorise(credential, { account, brokerName = state.broker.brokerName } = {}) {
  const mine = ++run;
  if (credential.token) show('launching', screens.splash('openingSession'));
  try {
    const session = await api.open(brokerName, state.source, credential);
    if (mine !== run) return;
    if (session.accessToken) step('stepStored');
    remember({ known: true, invitedBy: undefined, ...(session.accessToken ? { accessToken: session.accessToken } : {}) });
    runningSession.write(state.broker, state.source, session.sessionId);
    enter(session, account);
  } catch (error) {
    if (mine !== run) return;
    if (error.status === 401 && credential.accessToken && tokenEnded.includes(error.code)) {
      step('stepDropped', error.code);
      remember({ accessToken: undefined });
      login({ message: () => t('savedLoginRefused') });
    } else if (error.status === 401 && credential.token) {
      login({ message: () => t('tokenRefused', { broker: state.broker.displayName }) });
    } else {
      if (credential.accessToken) step('stepKept', String(error.status));
      show('unreachable', screens.unreachable(error, Boolean(credential.accessToken), () => launch()));
    }
  }
}

function enter({ accessToken: _, inappToken: __, ...session }, account) {
  state.session = session;
  settings.patch({ broker: brokerKey(state.broker) }); // a link without a broker means the one that was used last
  pickAccount(account ?? device.read(state.broker, state.source).account);
  step('stepSession', `userId ${session.userId}`);
  show('trading', tradingScreen);
  emit('entered');
}

/** The broker's login and signup screen: one address for both (SCR-1). */
export function login({ message } = {}) {
  const mine = ++run;
  dropSession();
  emit('device');
  if (state.broker.identity === 'handoff') {
    step('stepHandoff');
    return show('login', handoffLogin(enterByPassword));
  }
  let frame = null;
  const address = state.broker.loginUrl;
  step('stepLogin', masked(loginUrl(!device.read(state.broker, state.source).known)));
  show('login', () => {
    const url = loginUrl(!device.read(state.broker, state.source).known);
    frame = openFrame({
      address, url,
      title: t('loginScreen', { broker: state.broker.displayName }),
      onSuccess: (found) => { if (mine === run) succeeded(found); },
      onFailed: (error) => {
        if (mine !== run) return;
        if (error.kind === 'unreachable') show('certificate', screens.certificate(() => login()));
        else show('not-shown', screens.notShown(error, url, () => login()));
      },
    });
    return { node: h('div.login', {}, message ? notice(message()) : null, frame.node), dispose: () => frame.close() };
  });
}

/** Under handoff the CRM is not asked, and nothing is stored: there is no access token (FLOW-HANDOFF-10). */
async function enterByPassword(login, password) {
  const mine = ++run;
  try {
    const session = await api.open(state.broker.brokerName, state.source, { login, password });
    if (mine !== run) return undefined;
    remember({ known: true, invitedBy: undefined });
    runningSession.write(state.broker, state.source, session.sessionId);
    enter(session, login);
    return undefined;
  } catch (error) {
    return error.status === 401 ? 'wrongPassword' : error.status === 0 ? 'offlineTitle' : 'brokenTitle';
  }
}

function succeeded({ token, brokerName, brokerCrmName }) {
  step('stepSuccess');
  const again = (key) => show('login', () => ({
    node: h('div.login', {}, notice(t(key), h('button.button', { type: 'button', onclick: () => login(), testid: 'retry' }, t('openLogin')))),
  }));
  if (brokerCrmName && brokerCrmName !== state.broker.brokerCrmName) return again('wrongBroker');
  const named = state.config.brokers.find((b) => b.brokerName === brokerName && b.brokerCrmName === state.broker.brokerCrmName);
  if (brokerName && !named) return again('wrongBroker');
  if (!token) return again('noToken');
  return authorise({ token }, { brokerName: named?.brokerName });
}

export async function logOut() {
  const mine = ++run;
  const sessionId = state.session?.sessionId;
  let told = true;
  closeSheet();
  remember({ accessToken: undefined });
  dropSession();
  step('stepLogout');
  show('launching', screens.splash('loggingOut'));
  // The login screen comes after the broker has ended its own sessions (call 4.5): else it would still know the trader.
  try {
    if (sessionId) await api.close(sessionId);
  } catch (error) {
    told = error.status === 404 || error.status === 401;
  }
  if (mine !== run) return;
  login();
  if (!told) toast(t('logoutFailed'), 'warn');
}

export function closeApp() {
  run += 1;
  closeSheet();
  dropSession();
  step('stepClosed');
  show('closed', screens.closed(() => launch()));
}

/** The platform dropped the session, because the trader logged out in the client area for example (call 3.12). */
export function sessionEnded() {
  run += 1;
  closeSheet();
  dropSession();
  step('stepEnded');
  show('logged-out', screens.loggedOut(() => launch()));
}

on('log-in', () => { closeSheet(); login(); });

/** A changed language or theme: the login screen has to be told, everything else only repaints. */
export const reopenLogin = () => { if (shownState() === 'login') login(); };
