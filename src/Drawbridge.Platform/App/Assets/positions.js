// The open positions of the account.
import { api } from './api.js';
import { h, icon, ltr } from './dom.js';
import { t } from './i18n.js';
import { formatMoney } from './money.js';
import { loadPortfolio, portfolio } from './portfolio.js';
import { SYMBOLS } from './prices.js';
import { toast } from './shell.js';
import { state } from './state.js';
import { refuse, volumeText } from './ticket.js';

const digitsOf = (name) => SYMBOLS.find((symbol) => symbol.name === name)?.digits ?? 5;
const signed = (units) => `${units > 0 ? '+' : ''}${formatMoney(units, state.account.moneyDigits, state.lang)}`;

function line(position) {
  const close = h('button.icon-button', { type: 'button', testid: 'position-close', title: t('closePosition'), 'aria-label': `${t('closePosition')}: ${position.symbol}`, onclick: async () => {
    close.disabled = true;
    try {
      const deal = await api.closePosition(state.session.sessionId, position.positionId, state.account.login);
      toast(t('closedWith', { symbol: position.symbol, amount: `${signed(deal.pnl)} ${state.account.depositCurrency}` }), 'good');
      await loadPortfolio();
    } catch (error) {
      refuse(error);
      close.disabled = false;
    }
  } }, icon('close', 16));
  const direction = position.direction === 'BUY' ? 'buy' : 'sell';
  const price = (value) => value.toFixed(digitsOf(position.symbol));
  const now = ltr('', 'span.position-prices');
  const profit = ltr('', 'strong.position-profit', { testid: 'position-profit' });
  const update = (fresh) => {
    now.textContent = `${price(fresh.entryPrice)} → ${price(fresh.price)}`;
    profit.textContent = signed(fresh.pnl);
    profit.dataset.trend = fresh.pnl < 0 ? 'down' : 'up';
  };
  update(position);
  return {
    update,
    node: h('li.position', { testid: 'position', 'data-symbol': position.symbol, 'data-direction': position.direction, 'data-id': position.positionId },
      h('span.position-what', {}, h('strong', { translate: 'no' }, position.symbol), h(`span.side.side-${direction}`, {}, t(direction)), ltr(volumeText(position.volume), 'span.muted')),
      now, profit, close),
  };
}

export function positionsCard() {
  const list = h('ul.positions');
  const lines = new Map();
  const node = h('section.card.card-positions', { 'aria-label': t('positions') }, h('div.card-head', {}, h('h2.card-title', {}, t('positions'))), list);
  const update = () => {
    const positions = portfolio()?.positions ?? [];
    const ids = positions.map((one) => one.positionId);
    for (const one of positions) {
      if (lines.has(one.positionId)) lines.get(one.positionId).update(one); // keeps the focus
      else { lines.set(one.positionId, line(one)); list.prepend(lines.get(one.positionId).node); }
    }
    for (const [id, gone] of lines) if (!ids.includes(id)) { gone.node.remove(); lines.delete(id); }
    node.hidden = positions.length === 0;
  };
  update();
  return { node, update };
}
