// Buys and sells at once, at the platform's price of that moment.
import { api } from './api.js';
import { h, ltr } from './dom.js';
import { t } from './i18n.js';
import { localeOf } from './money.js';
import { loadPortfolio } from './portfolio.js';
import { toast } from './shell.js';
import { state } from './state.js';

const REASONS = { NOT_ENOUGH_MONEY: 'notEnoughMargin', CH_NOT_ENOUGH_RIGHTS: 'tradingForbidden', NOT_ENOUGH_RIGHTS: 'tradingForbidden' };
const chosen = new Map();

export const volumeText = (volume) => new Intl.NumberFormat(localeOf(state.lang), { maximumFractionDigits: 2 }).format(volume);

/** Says why an order was not carried out. */
export const refuse = (error) => toast(t(REASONS[error.code] ?? (error.status === 0 ? 'offlineTitle' : 'brokenTitle')), 'bad');

export function ticket() {
  let symbol = null;
  const volume = h('select', { testid: 'ticket-volume', 'aria-label': t('volume'), onchange: () => chosen.set(symbol.name, volume.value) });
  const prices = { SELL: ltr('', 'span.ticket-price'), BUY: ltr('', 'span.ticket-price') };

  async function send(direction, control) {
    control.disabled = true;
    try {
      const position = await api.openPosition(state.session.sessionId, { login: state.account.login, symbol: symbol.name, direction, volume: Number(volume.value) });
      toast(t('opened', { direction: t(direction === 'BUY' ? 'buy' : 'sell'), volume: volumeText(position.volume), symbol: symbol.name, price: position.entryPrice.toFixed(symbol.digits) }), 'good');
      await loadPortfolio();
    } catch (error) {
      refuse(error);
    }
    control.disabled = !state.account;
  }

  const side = (direction, key) => h(`button.order.order-${key}`, { type: 'button', testid: `ticket-${key}`, disabled: !state.account, onclick: (event) => send(direction, event.currentTarget) }, h('span', {}, t(key)), prices[direction]);
  const node = h('div.ticket', { role: 'group', 'aria-label': t('order') }, side('SELL', 'sell'), h('label.ticket-volume', {}, h('span', {}, t('volume')), volume), side('BUY', 'buy'));
  return {
    node,
    update(next, bid) {
      if (next !== symbol) {
        symbol = next;
        volume.replaceChildren(...symbol.volumes.map((units) => h('option', { value: units }, volumeText(units))));
        volume.value = chosen.get(symbol.name) ?? String(symbol.volumes[0]);
      }
      prices.SELL.textContent = bid.toFixed(symbol.digits);
      prices.BUY.textContent = (bid + symbol.spread).toFixed(symbol.digits);
    },
  };
}
