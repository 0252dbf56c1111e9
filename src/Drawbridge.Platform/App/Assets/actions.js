// In-app actions: the trader uses a control (FLOW-INAPP-3), then a one-time token (call 4.4 underneath), then the broker's screen (FLOW-INAPP-4 to 9).
import { api } from './api.js';
import { emit } from './events.js';
import { t } from './i18n.js';
import { h, icon } from './dom.js';
import { ScreenError } from './problems.js';
import { actionUrl } from './screen-url.js';
import { openSheet } from './sheet.js';
import { state } from './state.js';

const ACTIONS = ['deposit', 'withdraw', 'newAccount', 'kyc', 'chat', 'action', 'changePassword', 'changeEmail'];
// Without an account there is nothing to pay into or out of (SCR-28).
const NEEDS_ACCOUNT = ['deposit', 'withdraw'];

const inWords = (type) => type.replace(/[-_]+/g, ' ').replace(/^./, (first) => first.toUpperCase());

/** The controls that the broker's settings make: one for each screen, of the generic action one for each `actionType`. */
export const offered = () => ACTIONS.filter((key) => state.broker.screens?.[key]).flatMap((key) => (key === 'action' && state.broker.actionTypes
  ? state.broker.actionTypes.map((type) => ({ key, id: `action-${type}`, title: inWords(type), more: { actionType: type } }))
  : [{ key, id: key, title: t(key) }]));

// What the set-up says the screen gets besides (SCR-33).
const typed = (key) => ({ kyc: { kycType: state.extras.kycType }, action: { actionType: state.extras.actionType } }[key]);

/** A screen at an address. A token is asked for when it is opened, never before (FLOW-INAPP-4). */
export function openAddress({ key, title, address, more }) {
  const session = state.session;
  return openSheet({
    key, title, address,
    logIn: () => emit('log-in'),
    build: async () => {
      if (!address) throw new ScreenError('notOffered');
      if (NEEDS_ACCOUNT.includes(key) && !state.account) throw new ScreenError('noAccount');
      actionUrl(address); // before a token is made for nothing
      try {
        const { token } = await api.oneTimeToken(session.sessionId, state.account?.login);
        return actionUrl(address, token, more);
      } catch (error) {
        if (error.status === 404) emit('look'); // the session or the account is gone
        throw error;
      }
    },
  });
}

/** The screen of a key: by a control, or by a link to it. */
export const openAction = (key, { title = t(key), more = typed(key) } = {}) => openAddress({ key, title, address: state.broker.screens[key], more });

function button({ key, id, title, more }) {
  return h('button.action', { type: 'button', testid: `action-${id}`, disabled: NEEDS_ACCOUNT.includes(key) && !state.account, onclick: () => openAction(key, { title, more }) },
    h('span.action-icon', { 'aria-hidden': 'true' }, icon(key, 19)), h('span', {}, title));
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
    if (!list.children.length) list.append(h('p.muted.actions-none', {}, t('noServices', { broker: state.broker.displayName })));
    if (focused?.startsWith('action-')) list.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  };
  update();
  return { node: h('section.card.card-actions', { 'aria-label': t('actions') }, h('h2.card-title', {}, t('actions')), list), update };
}
