// The page "Invite": the trader's link, as text and as a picture, and whom it brought (INV-40, FLOW-ATTR1-6, FLOW-ATTR1-9).
import { api } from './api.js';
import { copyButton } from './copy.js';
import { h, icon, ltr } from './dom.js';
import { on } from './events.js';
import { date, t } from './i18n.js';
import { problemCard } from './problems.js';
import { toast } from './shell.js';
import { state } from './state.js';

const RESULTS = {
  ATTRIBUTED_NEW: ['good', 'resultNew'], ATTRIBUTED: ['good', 'resultAttributed'], PENDING_ATTRIBUTION: ['warn', 'resultPending'], REATTRIBUTED: ['good', 'resultMoved'],
};

function result(one, brokerIsTold) {
  const [tone, key] = RESULTS[one.brokerResult] ?? [brokerIsTold ? 'warn' : 'info', brokerIsTold ? 'resultWaiting' : 'resultUntold'];
  return h(`span.status.status-${tone}`, { 'data-result': one.brokerResult ?? '' }, one.brokerResult && !RESULTS[one.brokerResult] ? one.brokerResult : t(key));
}

function linkCard(partner, code) {
  const field = h('input.link-text', { readonly: true, dir: 'ltr', value: partner.link, testid: 'invite-link', 'aria-label': t('yourLink'), onfocus: () => field.select() });
  const share = navigator.share ? h('button.button', { type: 'button', testid: 'invite-share', onclick: () => navigator.share({ url: partner.link, title: state.broker.displayName }).catch(() => {}) }, icon('external', 16), t('share')) : null;
  return h('section.card.invite-link', { 'aria-label': t('yourLink') },
    h('div.invite-words', {}, h('h2', {}, t('inviteTitle')), h('p', {}, t('inviteText', { broker: state.broker.displayName })),
      h('div.link-row', {}, field, copyButton(() => partner.link, { testid: 'invite-copy', selector: 'button.button.button-primary' }), share),
      h('dl.invite-facts', {},
        h('div', {}, h('dt', {}, t('nickname')), h('dd', {}, ltr(partner.nickname, 'bdi', { testid: 'invite-nickname' }))),
        partner.partnerId ? h('div', {}, h('dt', {}, t('partnerId')), h('dd', {}, ltr(partner.partnerId, 'bdi', { testid: 'invite-partner-id' }))) : null,
        partner.invitedBy ? h('div', { testid: 'invited-by' }, h('dt', {}, t('invitedBy')), h('dd', {}, ltr(partner.invitedBy.nickname), ' ', result(partner.invitedBy, partner.brokerIsTold))) : null)),
    h('figure.invite-code', {}, h('img', { src: code, alt: t('codeAlt'), width: 196, height: 196, testid: 'invite-code' }), h('figcaption', {}, t('codeHint'))));
}

function row(one, partner) {
  const again = h('button.icon-button', { type: 'button', testid: 'invite-resend', title: t('tellAgain'), 'aria-label': `${t('tellAgain')}: ${one.nickname}`, onclick: async () => {
    again.disabled = true;
    try {
      await api.tellAgain(state.broker.brokerName, one.userId);
      toast(t('toldAgain', { broker: state.broker.displayName }), 'good');
    } catch {
      toast(t('brokenTitle'), 'bad');
    }
    again.disabled = false;
  } }, icon('retry', 17));
  return h('li.invited', { testid: 'invited', 'data-user': one.userId },
    h('span.monogram.monogram-calm', { 'aria-hidden': 'true' }, one.nickname.slice(0, 2).toUpperCase()),
    h('span.invited-name', {}, ltr(one.nickname), h('small', {}, `${t('userId')} `, ltr(String(one.userId)), ` · ${date(one.createTimestamp)}`)),
    result(one, partner.brokerIsTold), partner.brokerIsTold ? again : null);
}

function listCard(partner) {
  const { invited } = partner;
  return h('section.card.invite-list', { 'aria-label': t('invitedTitle') },
    h('div.card-head', {}, h('h2.card-title', {}, t('invitedTitle')), invited.length ? h('span.tag', {}, String(invited.length)) : null),
    invited.length ? h('ul', {}, invited.map((one) => row(one, partner))) : h('div.invite-none', { testid: 'invite-none' }, h('strong', {}, t('nobodyYet')), h('p', {}, t('nobodyYetText'))),
    partner.brokerIsTold ? null : h('p.hint', {}, t('untoldHint', { broker: state.broker.displayName })));
}

export function invitePage() {
  const node = h('div.page.page-invite', { 'data-page': 'invite' }, h('p.page-busy', { role: 'status' }, h('span.spinner', { 'aria-hidden': 'true' }), h('span.sr-only', {}, t('openingSession'))));
  let shown = '';
  let gone = false;

  async function load() {
    const { sessionId } = state.session;
    try {
      const partner = await api.invite(sessionId);
      const text = JSON.stringify(partner);
      if (gone || text === shown || state.session?.sessionId !== sessionId) return; // nothing new: leave focus and selection alone
      shown = text;
      node.replaceChildren(linkCard(partner, api.inviteCode(sessionId)), listCard(partner));
    } catch (error) {
      if (!gone && !shown) node.replaceChildren(problemCard(error, { retry: load }));
    }
  }

  load();
  const stop = on('session', load);
  return { node, dispose: () => { gone = true; stop(); } };
}
