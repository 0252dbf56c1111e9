// A screen of the broker above the trading screen: in-app actions and in-app ribbons.
import { openFrame } from './broker-frame.js';
import { emit, step } from './events.js';
import { t } from './i18n.js';
import { h, icon, ltr } from './dom.js';
import { masked } from './screen-url.js';

const layer = document.getElementById('layer');
const view = document.getElementById('view');
let closeCurrent = null;

export function openSheet({ key, title, url }) {
  closeSheet();
  const back = document.activeElement;
  const end = (finished) => {
    if (closeCurrent !== dismiss) return;
    closeCurrent = null;
    frame.close();
    layer.replaceChildren();
    view.inert = false;
    document.removeEventListener('keydown', escape);
    if (back?.isConnected) back.focus({ preventScroll: true });
    emit('screen-closed', { key, finished });
  };
  const dismiss = () => end(false);
  const escape = (event) => { if (event.key === 'Escape' && !event.defaultPrevented) dismiss(); };
  const frame = openFrame({
    url, title,
    onSuccess: () => end(true), // a further token on the success URL is not needed: the session is open
    onBlocked: () => body.replaceChildren(h('p.sheet-error', { role: 'alert' }, t('certTitle'))),
  });
  const body = h('div.sheet-body', {}, frame.node);
  const close = h('button.icon-button', { type: 'button', 'aria-label': t('close'), title: t('close'), testid: 'sheet-close', onclick: dismiss }, icon('close'));
  layer.replaceChildren(h('div.backdrop', { onclick: dismiss }),
    h('div.sheet', { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, testid: 'sheet', 'data-screen': key },
      h('div.sheet-head', {}, h('div', {}, h('h2', {}, title), h('p', {}, icon('lock', 13), ltr(new URL(url).host))), close), body));
  view.inert = true;
  document.addEventListener('keydown', escape);
  closeCurrent = dismiss;
  step('stepScreen', masked(url));
  close.focus();
}

export const closeSheet = () => closeCurrent?.();
