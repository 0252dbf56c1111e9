// The app's screens outside trading: splash, errors, closed, logged out.
import { state } from './state.js';
import { device } from './storage.js';
import { t } from './i18n.js';
import { h, icon, ltr } from './dom.js';
import { monogram } from './brand.js';
import { card, detail, primary } from './cards.js';
import { problemCard } from './problems.js';

export const splash = (key) => () => ({
  node: h('div.splash', {}, state.broker ? monogram(state.broker, 'span.monogram.monogram-large') : null,
    state.broker ? h('strong', {}, state.broker.displayName) : null,
    h('p', { role: 'status' }, t(key)), h('span.progress', { 'aria-hidden': 'true' })),
});

export const unreachable = (error, kept, retry) => () => ({
  node: error.status === 0
    ? card('plug', t('offlineTitle'), 'warn', h('p', {}, t('offlineText')), primary(t('tryAgain'), retry, 'retry', 'retry'))
    : card('plug', t('unreachableTitle', { broker: state.broker.displayName }), 'warn',
      h('p', {}, t(kept ? 'unreachableText' : 'unreachableTextNew')), detail(error), primary(t('tryAgain'), retry, 'retry', 'retry')),
});

export const certificate = (retry) => () => {
  const base = state.broker.brokerBase;
  return {
    node: card('lock', t('certTitle'), 'warn', h('p', {}, t('certText')),
      h('ol.steps', {},
        h('li', {}, h('span', {}, t('certStep1')), ltr('./drawbridge trust', 'code.command')),
        h('li', {}, h('span', {}, t('certStep2')),
          h('a.button', { href: base, target: '_blank', rel: 'noopener noreferrer', testid: 'open-broker' }, icon('external', 16), t('certOpen', { host: new URL(base).host })))),
      primary(t('tryAgain'), retry, 'retry', 'retry')),
  };
};

/** The login screen could not be shown for another reason. */
export const notShown = (error, url, retry) => () => ({ node: problemCard(error, { url, retry }) });

export const loggedOut = (go) => () => ({
  node: card('logout', t('loggedOutTitle'), 'info', h('p', {}, t('loggedOutText')), primary(t('logInAgain'), go, 'log-in-again')),
});

export const closed = (go) => () => ({
  node: card('power', t('closedTitle'), 'calm',
    h('p', {}, t(device.read(state.broker, state.source).accessToken ? 'tokenStored' : 'tokenMissing')), primary(t('openApp'), go, 'open-app')),
});

export const empty = (retry) => () => ({ node: card('door', t('noBrokers'), 'calm', h('p', {}, t('noBrokersText')), primary(t('tryAgain'), retry, 'retry', 'retry')) });
