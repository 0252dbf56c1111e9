// The account selector in the header and the summary card.
import { openAction } from './actions.js';
import { t } from './i18n.js';
import { h, icon, ltr } from './dom.js';
import { menuButton } from './menu.js';
import { formatMoney, localeOf } from './money.js';
import { portfolio } from './portfolio.js';
import { selectAccount } from './session-watch.js';
import { state } from './state.js';

const amount = (account) => formatMoney(account.balance, account.moneyDigits, state.lang);

function badge(account) {
  const name = String(account.environmentName ?? '');
  const kind = name.startsWith('demo') ? 'demo' : 'live';
  return h(`span.badge.badge-${kind}`, { 'data-environment': name }, name === 'live' || name === 'demo' ? t(kind) : name);
}

const money = (account, props = {}) => h('span.money', { dir: 'ltr', ...props }, h('span', {}, amount(account)), ' ', h('span.currency', {}, account.depositCurrency));

const offersAccount = () => Boolean(state.broker.screens.newAccount);

export function accountSelector() {
  const node = h('div.account-slot');
  const update = () => {
    const { account, session } = state;
    const openOne = { text: t('openAccount'), symbol: 'newAccount', testid: 'open-account', choose: () => openAction('newAccount') };
    if (!account) return node.replaceChildren(h('p.account-none', {}, t('noAccounts')));
    const label = h('span.account-current', {},
      h('span.account-line', {}, ltr(String(account.login), 'span.account-number', { testid: 'account-login' }), badge(account)),
      money(account, { testid: 'account-balance', 'data-units': account.balance, 'data-money-digits': account.moneyDigits, 'data-currency': account.depositCurrency }));
    const items = session.accounts.map((one) => ({
      node: h('span.account-option', {}, h('span.account-line', {}, ltr(String(one.login), 'span.account-number'), badge(one)), h('span.account-line', {}, h('span.muted', {}, one.brokerName), money(one))),
      checked: one === account, testid: 'account-option', data: one.login, choose: () => selectAccount(one.login),
    }));
    const hadFocus = node.contains(document.activeElement);
    node.replaceChildren(menuButton({ label: t('switchAccount'), content: label, items, more: offersAccount() ? [openOne] : [], testid: 'account-select' }));
    if (hadFocus) node.querySelector('button').focus();
  };
  update();
  return { node, update };
}

export function summaryCard() {
  const node = h('section.card.card-summary', { 'aria-label': t('summary') });
  const row = (key, value) => h('div', {}, h('dt', {}, t(key)), h('dd', { dir: 'ltr' }, value));
  const update = () => {
    const { account } = state;
    if (!account) {
      return node.replaceChildren(h('h2.card-title', {}, t('summary')), h('p.summary-none', {}, t(offersAccount() ? 'noAccountsText' : 'noAccounts')),
        offersAccount() ? h('button.button.button-primary', { type: 'button', testid: 'open-account', onclick: () => openAction('newAccount') }, icon('newAccount'), t('openAccount')) : null);
    }
    const known = portfolio();
    const show = (units) => formatMoney(units, account.moneyDigits, state.lang);
    const count = known?.positions.length ?? 0;
    const level = known?.usedMargin ? `${new Intl.NumberFormat(localeOf(state.lang), { maximumFractionDigits: 0 }).format((known.equity / known.usedMargin) * 100)} %` : '—';
    node.replaceChildren(h('div.card-head', {}, h('h2.card-title', {}, t('balance')), h('p.summary-user', {}, `${t('userId')} `, ltr(String(state.session.userId)))),
      h('p.summary-balance', {}, money(account)),
      h('p.summary-note', {}, icon(count ? 'trade' : 'check', 14), count ? t('openPositions', { count }) : t('noPositions')),
      h('dl.summary-list', {}, row('equity', show(known?.equity ?? account.balance)), row('usedMargin', show(known?.usedMargin ?? 0)), row('freeMargin', show(known?.freeMargin ?? account.balance)), row('marginLevel', level)));
  };
  update();
  return { node, update };
}
