// The page "Trade": markets, chart, orders, account and services.
import { summaryCard } from './accounts.js';
import { actionsCard } from './actions.js';
import { h } from './dom.js';
import { on } from './events.js';
import { market } from './market.js';
import { watchPortfolio } from './portfolio.js';
import { positionsCard } from './positions.js';

export function tradePage() {
  const summary = summaryCard();
  const actions = actionsCard();
  const markets = market();
  const positions = positionsCard();
  const stops = [
    on('session', () => { summary.update(); actions.update(); positions.update(); }),
    on('portfolio', () => { summary.update(); positions.update(); }),
    watchPortfolio(),
  ];
  return {
    node: h('div.page.app-body', { 'data-page': 'trade' }, h('div.side', {}, summary.node, actions.node), markets.chart, positions.node, markets.list),
    dispose: () => { stops.forEach((stop) => stop()); markets.dispose(); },
  };
}
