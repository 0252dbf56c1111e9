// The browser window inside the app: opens a screen of the broker and notices the visit of the success URL (SCR-50 to SCR-57).
import { api } from './api.js';
import { state } from './state.js';
import { t } from './i18n.js';
import { h, icon } from './dom.js';
import { probe } from './probe.js';
import { ScreenError } from './problems.js';

const ALLOW = ['camera', 'microphone', 'payment', 'fullscreen', 'clipboard-write', 'publickey-credentials-get', 'publickey-credentials-create'];
// Everything a screen needs except navigating the app away.
const SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads allow-storage-access-by-user-activation';
const SLOW = 3000; // SCR-67
const HOPELESS = 20000;

const readAddress = (frame) => {
  try {
    return new URL(frame.contentWindow.location.href);
  } catch {
    return null; // another origin: still on the broker's screen
  }
};

const isSuccessPage = (url) => url.origin === location.origin && (url.pathname === '/app/callback'
  || (state.broker.successUrls ?? []).some((known) => { const k = new URL(known); return k.origin === url.origin && k.pathname === url.pathname; }));

/** The screens that the brokers' settings name, without parameters. Others may not be asked for anything. */
const isConfigured = (address) => state.config.brokers.some((broker) => [broker.loginUrl, ...Object.values(broker.screens)].includes(address));

const allowed = new Set();

/** Asks no more once a screen was found to be fine. */
async function checkOnce(address) {
  if (allowed.has(address)) return {};
  const found = await api.checkScreen(state.broker.brokerName, address);
  if (!found.refusal) allowed.add(address);
  return found;
}

const answered = (frame) => {
  const status = frame.contentWindow.performance?.getEntriesByType('navigation')[0]?.responseStatus;
  return !status || status < 400; // a refused callback (SCR-54) stays visible instead of being used
};

/**
 * `address` is the screen as it is configured, `url` the same with its parameters. onSuccess({ token, brokerName, brokerCrmName }) or
 * onFailed(ScreenError) is called, at most one of them and at most once, after the frame has been closed.
 */
export function openFrame({ address, url, title, onSuccess, onFailed }) {
  const host = new URL(url).host;
  const waiting = h('p', {}, t('openingScreen', { host }));
  const veil = h('div.veil', { role: 'status' }, h('span.spinner', { 'aria-hidden': 'true' }), waiting);
  const frame = h('iframe.broker-frame', { testid: 'broker-frame', title, referrerpolicy: 'no-referrer', allow: ALLOW.join('; '), sandbox: SANDBOX });
  const node = h('div.frame-box', {}, frame, veil);
  const slow = setTimeout(() => waiting.replaceChildren(t('slowScreen')), SLOW);
  const hopeless = setTimeout(() => fail('timeout', host), HOPELESS);
  const known = isConfigured(address);
  let open = true;
  let loaded = false;
  let reachable = !known;

  const reveal = () => { if (loaded && reachable) { clearTimeout(slow); clearTimeout(hopeless); veil.remove(); } };

  function close() {
    if (!open) return;
    open = false;
    clearTimeout(slow);
    clearTimeout(hopeless);
    window.removeEventListener('message', listen);
    frame.remove();
  }

  function fail(kind, detail) {
    if (!open) return;
    close();
    onFailed(new ScreenError(kind, detail));
  }

  function finish({ token, brokerName, brokerCrmName }) {
    if (!open) return;
    close();
    const text = (value) => (typeof value === 'string' && value.length > 0 && value.length <= 4096 ? value : null);
    onSuccess({ token: text(token), brokerName: text(brokerName), brokerCrmName: text(brokerCrmName) });
  }

  function listen(event) {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
    if (event.data?.type === 'drawbridge:success') finish(event.data);
  }

  function look() {
    const address = readAddress(frame);
    if (address?.protocol === 'about:') return;
    loaded = true;
    reveal();
    if (!address || !isSuccessPage(address) || !answered(frame)) return;
    const query = address.searchParams;
    const found = { token: query.get('token'), brokerName: query.get('brokerName'), brokerCrmName: query.get('brokerCrmName') };
    frame.contentWindow.history.replaceState(null, '', address.pathname);
    // The page's own message is the better source: it has already taken the token out of the address.
    if (found.token) finish(found);
    else setTimeout(() => finish(found), 400);
  }

  window.addEventListener('message', listen);
  frame.addEventListener('load', look);
  frame.src = url;
  if (known) {
    probe(new URL(url).origin === new URL(state.broker.brokerBase).origin ? state.broker.brokerBase : new URL(url).origin).then((result) => {
      reachable = result !== 'blocked';
      if (reachable) reveal();
      else fail('unreachable');
    });
    // A frame that is forbidden stays empty and looks to us like one that is not.
    checkOnce(address).then(({ refusal, isCertain }) => {
      if (refusal && isCertain) fail('framing', refusal);
      else if (refusal && open) node.before(notice(t('framingMaybe', { host, header: refusal })));
    }, () => { /* then nobody knows */ });
  }
  return { node, close };
}

/** A line above a frame: what went wrong before, or what to do. */
export const notice = (text, action) => h('div.notice', { role: 'status', testid: 'notice' }, icon('plug', 18), h('p', {}, text), action);
