// The screen after login: header, ribbons, markets and account.
import { accountSelector, summaryCard } from './accounts.js';
import { actionsCard } from './actions.js';
import { monogram } from './brand.js';
import { h, icon } from './dom.js';
import { on } from './events.js';
import { t } from './i18n.js';
import { closeApp, logOut } from './launch.js';
import { market } from './market.js';
import { ribbonArea } from './ribbons.js';
import { state } from './state.js';

const tool = (key, symbol, testid, onclick) => h('button.tool', { type: 'button', testid, onclick, title: t(key), 'aria-label': t(key) }, icon(symbol, 18), h('span.tool-label', { 'aria-hidden': 'true' }, t(key)));

export function tradingScreen() {
  const accounts = accountSelector();
  const ribbons = ribbonArea();
  const summary = summaryCard();
  const actions = actionsCard();
  const markets = market();
  const parts = [accounts, ribbons, summary, actions];
  const stop = on('session', () => parts.forEach((part) => part.update()));

  const node = h('div.trading', {},
    h('header.app-head', {},
      h('div.app-brand', {}, monogram(state.broker), h('h2', { tabindex: '-1', 'data-focus': true }, state.broker.displayName)),
      accounts.node,
      h('div.app-tools', {}, tool('closeApp', 'power', 'close-app', closeApp), tool('logout', 'logout', 'logout', logOut))),
    ribbons.node,
    h('div.app-body', {}, h('div.side', {}, summary.node, actions.node), markets.chart, markets.list));
  return { node, dispose: () => { stop(); markets.dispose(); } };
}
