// The page "Trade": markets, chart, account and services.
import { summaryCard } from './accounts.js';
import { actionsCard } from './actions.js';
import { h } from './dom.js';
import { on } from './events.js';
import { market } from './market.js';

export function tradePage() {
  const summary = summaryCard();
  const actions = actionsCard();
  const markets = market();
  const stop = on('session', () => { summary.update(); actions.update(); });
  return {
    node: h('div.page.app-body', { 'data-page': 'trade' }, h('div.side', {}, summary.node, actions.node), markets.chart, markets.list),
    dispose: () => { stop(); markets.dispose(); },
  };
}
