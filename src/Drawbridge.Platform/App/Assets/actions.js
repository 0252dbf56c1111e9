// In-app actions: a one-time token (call 4.4 underneath), then the broker's screen (FLOW-INAPP-4 to 9).
import { api } from './api.js';
import { t } from './i18n.js';
import { h, icon } from './dom.js';
import { actionUrl } from './screen-url.js';
import { refreshSession } from './session-watch.js';
import { openSheet } from './sheet.js';
import { toast } from './shell.js';
import { state } from './state.js';

export const ACTIONS = ['deposit', 'withdraw', 'newAccount', 'kyc', 'chat', 'action', 'changePassword', 'changeEmail'];

export const offered = () => ACTIONS.filter((key) => state.broker.screens?.[key]);

export async function openScreen(key, title, address) {
  const session = state.session;
  try {
    const { token } = await api.oneTimeToken(session.sessionId);
    if (state.session?.sessionId !== session.sessionId) return;
    openSheet({ key, title, url: actionUrl(address, token) });
  } catch (error) {
    if (error.status === undefined) return toast(t('badScreen'), 'bad');
    toast([t('tokenFailed'), error.code].filter(Boolean).join(' '), 'bad');
    if (error.status === 401 || error.status === 404) refreshSession();
  }
}

function button(key) {
  const node = h('button.action', { type: 'button', testid: `action-${key}`, onclick: async () => {
    node.setAttribute('aria-busy', 'true');
    node.disabled = true;
    await openScreen(key, t(key), state.broker.screens[key]);
    node.disabled = false;
    node.removeAttribute('aria-busy');
  } }, h('span.action-icon', { 'aria-hidden': 'true' }, icon(key, 19)), h('span', {}, t(key)));
  // Without an account there is nothing to pay into or out of (SCR-28).
  if (['deposit', 'withdraw'].includes(key) && !state.account) node.disabled = true;
  return node;
}

export function actionsCard() {
  const list = h('div.actions');
  const update = () => {
    const focused = document.activeElement?.dataset?.testid;
    list.replaceChildren(...offered().map(button));
    if (state.broker.clientAreaUrl) {
      list.append(h('a.action', { href: state.broker.clientAreaUrl, target: '_blank', rel: 'noopener noreferrer', testid: 'action-clientArea' },
        h('span.action-icon', { 'aria-hidden': 'true' }, icon('external', 19)), h('span', {}, t('clientArea'), h('span.sr-only', {}, ` (${t('opensWindow')})`))));
    }
    if (focused?.startsWith('action-')) list.querySelector(`[data-testid="${focused}"]`)?.focus();
  };
  update();
  return { node: h('section.card.card-actions', { 'aria-label': t('actions') }, h('h2.card-title', {}, t('actions')), list), update };
}
