// The app's screens outside trading: splash, errors, closed, logged out.
import { state } from './state.js';
import { device } from './storage.js';
import { t } from './i18n.js';
import { h, icon, ltr } from './dom.js';
import { monogram } from './brand.js';

export const splash = (key) => () => ({
  node: h('div.splash', {}, state.broker ? monogram(state.broker, 'span.monogram.monogram-large') : null,
    state.broker ? h('strong', {}, state.broker.displayName) : null,
    h('p', { role: 'status' }, t(key)), h('span.progress', { 'aria-hidden': 'true' })),
});

function card(symbol, title, tone, ...content) {
  return h('div.state-screen', {}, h(`div.state-card.tone-${tone}`, {},
    h('span.state-icon', { 'aria-hidden': 'true' }, icon(symbol, 26)),
    h('h2', { tabindex: '-1', 'data-focus': true }, title), ...content));
}

const primary = (text, onclick, testid, symbol) => h('button.button.button-primary', { type: 'button', onclick, testid }, symbol ? icon(symbol) : null, text);
const detail = (error) => (error?.code || error?.status ? h('p.state-detail', {}, ltr([error.status || '', error.code, error.message].filter(Boolean).join(' · '), 'code')) : null);

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

export const loggedOut = (go) => () => ({
  node: card('logout', t('loggedOutTitle'), 'info', h('p', {}, t('loggedOutText')), primary(t('logInAgain'), go, 'log-in-again')),
});

export const closed = (go) => () => ({
  node: card('power', t('closedTitle'), 'calm',
    h('p', {}, t(device.read(state.broker, state.source).accessToken ? 'tokenStored' : 'tokenMissing')), primary(t('openApp'), go, 'open-app')),
});

export const empty = (retry) => () => ({ node: card('door', t('noBrokers'), 'calm', h('p', {}, t('noBrokersText')), primary(t('tryAgain'), retry, 'retry', 'retry')) });
