// The screen after login: header, ribbons, and one page at a time.
import { accountSelector } from './accounts.js';
import { monogram } from './brand.js';
import { h, icon } from './dom.js';
import { on } from './events.js';
import { t } from './i18n.js';
import { invitePage } from './invite.js';
import { closeApp, logOut } from './launch.js';
import { ribbonArea } from './ribbons.js';
import { state } from './state.js';
import { tradePage } from './trade.js';

const PAGES = { trade: { symbol: 'trade', build: tradePage }, invite: { symbol: 'invite', build: invitePage } };

const tool = (key, symbol, testid, onclick) => h('button.tool', { type: 'button', testid, onclick, title: t(key), 'aria-label': t(key) }, icon(symbol, 18), h('span.tool-label', { 'aria-hidden': 'true' }, t(key)));

function pages() {
  const slot = h('div.page-slot');
  let current = null;
  const buttons = Object.entries(PAGES).map(([key, { symbol }]) =>
    h('button.tab', { type: 'button', testid: `tab-${key}`, 'data-page': key, onclick: () => go(key) }, icon(symbol, 21), h('span', {}, t(key))));

  function go(key) {
    current?.dispose();
    state.page = PAGES[key] ? key : 'trade';
    current = PAGES[state.page].build();
    slot.replaceChildren(current.node);
    for (const button of buttons) {
      if (button.dataset.page === state.page) button.setAttribute('aria-current', 'page');
      else button.removeAttribute('aria-current');
    }
  }

  go(state.page);
  const stop = on('go', go);
  return { slot, nav: h('nav.tabs', { 'aria-label': t('pages') }, buttons), dispose: () => { stop(); current.dispose(); } };
}

export function tradingScreen() {
  const accounts = accountSelector();
  const ribbons = ribbonArea();
  const { slot, nav, dispose } = pages();
  const stop = on('session', () => { accounts.update(); ribbons.update(); });
  const node = h('div.trading', {},
    h('header.app-head', {},
      h('div.app-brand', {}, monogram(state.broker), h('h2', { tabindex: '-1', 'data-focus': true }, state.broker.displayName)),
      accounts.node,
      h('div.app-tools', {}, tool('closeApp', 'power', 'close-app', closeApp), tool('logout', 'logout', 'logout', logOut))),
    ribbons.node, slot, nav);
  return { node, dispose: () => { stop(); dispose(); } };
}
