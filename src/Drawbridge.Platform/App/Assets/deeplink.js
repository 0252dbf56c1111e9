// Links into the app (SCR-83, SCR-84): the path says where to, `acc` which account. They wait until a session is open.
import { openAction } from './actions.js';
import { emit, on, step } from './events.js';
import { t } from './i18n.js';
import { pickSymbol } from './market.js';
import { toast } from './shell.js';
import { selectAccount } from './session-watch.js';
import { state } from './state.js';

let pending = null;

const trade = () => emit('go', 'trade');

function symbol(name) {
  if (!pickSymbol(name)) toast(t('noSuchSymbol', { symbol: name }), 'warn');
  trade();
}

// In the order of the requirement. What this app has no page for leads to the one where it would be.
const ROUTES = [
  [/^\/symbols\/filter\/([^/]+)$/, symbol],
  [/^\/symbols\/([^/]+)\/(?:info|chart)$/, symbol],
  [/^\/orders\/create-(?:market|limit)-order\/([^/]+)$/, symbol],
  [/^\/price-alerts\/create\/([^/]+)$/, symbol],
  [/^\/accounts\/create-(?:demo|live)$/, () => openAction('newAccount')],
  [/^\/deposit$/, () => openAction('deposit')],
  [/^\/invite$/, () => emit('go', 'invite')],
  [/^\/accounts\/sign-in$/, () => {}],
  [/^\/(?:finder|watchlists|positions|orders|history|transactions|news|bonus|price-alerts|search|symbols|symbols\/add|orders\/create-(?:market|limit)-order|deal\/[^/]+)?$/, trade],
];

function follow({ path, account }) {
  if (account && String(state.account?.login) !== String(account)) {
    if (state.session.accounts.some((one) => String(one.login) === String(account))) selectAccount(account);
    else toast(t('noSuchAccount', { login: account }), 'warn');
  }
  if (!path) return;
  step('stepLink', path);
  for (const [pattern, go] of ROUTES) {
    const found = pattern.exec(path);
    if (found) return void go(found[1]);
  }
  toast(t('noSuchLink'), 'warn');
}

/** Follows a link now, or as soon as somebody is logged in. */
export function followLink(link) {
  if (!link.path && !link.account) return;
  if (state.session) follow(link);
  else pending = link;
}

on('entered', () => {
  const link = pending;
  pending = null;
  if (link) follow(link);
});
