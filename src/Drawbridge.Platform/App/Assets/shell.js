// Shows one screen of the app at a time and tells assistive technology about it.
import { t } from './i18n.js';
import { h, icon } from './dom.js';

const app = document.getElementById('app');
const view = document.getElementById('view');
const announcer = document.getElementById('announcer');
const toasts = document.getElementById('toasts');
let render = null;
let cleanup = null;

function paint() {
  cleanup?.();
  cleanup = null;
  const { node, dispose } = render();
  cleanup = dispose ?? null;
  view.replaceChildren(node);
}

/** `build` returns { node, dispose? } and is called again when the language changes. */
export function show(name, build) {
  const hadFocus = app.contains(document.activeElement) || document.activeElement === document.body;
  render = build;
  app.dataset.state = name;
  toasts.replaceChildren();
  paint();
  announcer.textContent = view.querySelector('.notice p, .splash p, [data-focus]')?.textContent ?? view.querySelector('iframe')?.title ?? '';
  if (hadFocus) view.querySelector('[data-focus]')?.focus({ preventScroll: true });
}

export const repaint = () => { if (render) paint(); };
export const shownState = () => app.dataset.state;

export const clearToasts = () => toasts.replaceChildren();

export function toast(text, tone = 'info') {
  const node = h(`div.toast.toast-${tone}`, { testid: 'toast' }, h('span', {}, text),
    h('button.icon-button', { type: 'button', 'aria-label': t('close'), onclick: () => node.remove() }, icon('close', 16)));
  toasts.replaceChildren(node);
  setTimeout(() => node.remove(), 8000);
}
