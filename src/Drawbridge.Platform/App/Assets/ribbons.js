// Coloured bars of the broker (call 3.9, SCR-14). Which ones are shown follows B2P-3.9-14 to 16.
import { openAddress } from './actions.js';
import { h, icon } from './dom.js';
import { t } from './i18n.js';
import { plainUrl } from './screen-url.js';
import { openSheet } from './sheet.js';
import { state } from './state.js';

const closedOnes = new Set();
const identity = (ribbon) => JSON.stringify(ribbon);

/** Closed ribbons come back at the next launch (FLOW-RIBBON-6). */
export const resetRibbons = () => closedOnes.clear();

export function selectRibbons(ribbons, account, broker) {
  const enabled = (ribbons ?? []).filter((ribbon) => ribbon.enabled);
  const ofBroker = account?.brokerName ?? broker.brokerName;
  const byAccount = enabled.filter((r) => r.ctidTraderAccountId && String(r.ctidTraderAccountId) === String(account?.ctidTraderAccountId));
  if (byAccount.length) return byAccount;
  const byBroker = enabled.filter((r) => !r.ctidTraderAccountId && r.brokerName && r.brokerName === ofBroker);
  return byBroker.length ? byBroker : enabled.filter((r) => !r.ctidTraderAccountId && !r.brokerName);
}

/** Black or white, whichever can be read on the broker's colour. */
function inkOn(color) {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#0b0d12' : '#ffffff';
}

const webAddress = (text) => {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
};

function openInApp(ribbon) {
  const url = webAddress(ribbon.action.urlinApp);
  const sheet = { key: 'ribbon', title: ribbon.title, address: url.href };
  // On the broker's own base it is a screen like the others and gets a token (FLOW-RIBBON-5).
  if (url.origin === new URL(state.broker.brokerBase).origin) openAddress(sheet);
  else openSheet({ ...sheet, build: async () => plainUrl(url.href) });
}

function bar(ribbon, onClosed) {
  const color = /^#[0-9a-f]{6}$/i.test(ribbon.color) ? ribbon.color : '#3340c4';
  const external = webAddress(ribbon.action?.urlExternal);
  const label = [h('span.ribbon-title', { dir: 'auto' }, ribbon.title)];
  let main = h('span.ribbon-main', {}, ...label);
  if (external) {
    main = h('a.ribbon-main', { href: external.href, target: '_blank', rel: 'noopener noreferrer' }, ...label, icon('external', 16), h('span.sr-only', {}, ` (${t('opensWindow')})`));
  } else if (webAddress(ribbon.action?.urlinApp)) {
    main = h('button.ribbon-main', { type: 'button', onclick: () => openInApp(ribbon) }, ...label);
  }
  const close = ribbon.closable ? h('button.ribbon-close', { type: 'button', testid: 'ribbon-close', 'aria-label': t('dismiss', { title: ribbon.title }), onclick: onClosed }, icon('close', 16)) : null;
  const node = h('li.ribbon', { testid: 'ribbon', 'data-title': ribbon.title }, main, close);
  node.style.setProperty('--ribbon', color);
  node.style.setProperty('--ribbon-ink', inkOn(color));
  return node;
}

export function ribbonArea() {
  const list = h('ul');
  const node = h('section.ribbons', { 'aria-label': t('messages') }, list);
  let drawn = '';

  function close(ribbon, index) {
    closedOnes.add(identity(ribbon));
    update();
    // Who closed it by keyboard goes on where it was.
    const next = list.children[Math.min(index, list.children.length - 1)]?.querySelector('a, button') ?? document.querySelector('[data-testid="account-select"]');
    next?.focus({ preventScroll: true });
  }

  function update() {
    const shown = selectRibbons(state.session?.ribbons, state.account, state.broker).filter((ribbon) => !closedOnes.has(identity(ribbon)));
    const now = JSON.stringify(shown);
    if (now === drawn) return; // leaves the focus alone
    drawn = now;
    list.replaceChildren(...shown.map((ribbon, index) => bar(ribbon, () => close(ribbon, index))));
    node.hidden = shown.length === 0;
  }

  node.hidden = true;
  update();
  return { node, update };
}
