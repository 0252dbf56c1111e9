// A screen of the broker above the trading screen: in-app actions and in-app ribbons. It opens at once; what goes wrong is said in it.
import { openFrame } from './broker-frame.js';
import { emit, step } from './events.js';
import { t } from './i18n.js';
import { h, icon, ltr } from './dom.js';
import { problemCard } from './problems.js';
import { masked } from './screen-url.js';
import { clearToasts } from './shell.js';
import { state } from './state.js';

const layer = document.getElementById('layer');
const view = document.getElementById('view');
let closeCurrent = null;

function openDialog({ key, title, onDismiss }) {
  const back = document.activeElement;
  const where = h('p.sheet-where', { 'aria-hidden': 'true' });
  const body = h('div.sheet-body');
  const control = (symbol, testid, name) => h('button.icon-button', { type: 'button', 'aria-label': t(name), title: t(name), testid, onclick: onDismiss }, icon(symbol, 20));
  const dialog = h('div.sheet', { role: 'dialog', 'aria-modal': 'true', 'aria-label': title, testid: 'sheet', 'data-screen': key, tabindex: '-1' },
    h('div.sheet-head', {}, control('left', 'sheet-back', 'back'), h('div', {}, h('h2', {}, title), where), control('close', 'sheet-close', 'close')), body);
  const escape = (event) => { if (event.key === 'Escape' && !event.defaultPrevented) onDismiss(); };
  layer.replaceChildren(h('div.backdrop', { onclick: onDismiss }), dialog);
  view.inert = true;
  document.addEventListener('keydown', escape);
  dialog.focus({ preventScroll: true });
  return {
    body, dialog,
    name: (url) => where.replaceChildren(icon('lock', 13), ltr(new URL(url).host)),
    close() {
      layer.replaceChildren();
      view.inert = false;
      document.removeEventListener('keydown', escape);
      const there = back?.isConnected ? back : view.querySelector(`[data-testid="${CSS.escape(back?.dataset?.testid ?? '')}"]`);
      there?.focus({ preventScroll: true });
    },
  };
}

/**
 * `address` is the screen as it is configured; `build()` makes its URL, with a token of its own for every attempt: a token is good for
 * one visit and one minute. `logIn()` leads to the login screen.
 */
export function openSheet({ key, title, address, build, logIn }) {
  closeSheet();
  clearToasts();
  let frame = null;
  let attempt = 0;
  const dismiss = () => end('no');
  const dialog = openDialog({ key, title, onDismiss: dismiss });
  closeCurrent = dismiss;
  emit('screen-opened', { key });

  function end(finished) {
    if (closeCurrent !== dismiss) return;
    closeCurrent = null;
    attempt += 1;
    frame?.close();
    dialog.close();
    emit('screen-closed', { key, finished });
  }

  function fail(error, url) {
    dialog.dialog.dataset.problem = error.kind ?? error.code ?? 'unknown';
    dialog.body.replaceChildren(h('div', { role: 'alert' }, problemCard(error, { url, retry: start, logIn: () => { dismiss(); logIn(); } })));
    dialog.body.querySelector('[data-testid="retry"]')?.focus({ preventScroll: true });
  }

  async function start() {
    const mine = ++attempt;
    delete dialog.dialog.dataset.problem;
    dialog.body.replaceChildren(h('div.veil', { role: 'status' }, h('span.spinner', { 'aria-hidden': 'true' }), h('p', {}, t('askingBroker', { broker: state.broker.displayName }))));
    let url = null;
    try {
      url = await build();
      if (mine !== attempt) return;
      dialog.name(url);
      frame = openFrame({
        address, url, title,
        // Without a token it is the screen's own close control (SCR-69); with one the action is done, and the session goes on without it.
        // Under handoff there never is one (FLOW-HANDOFF-10).
        onSuccess: ({ token }) => end(token ? 'yes' : state.broker.identity === 'handoff' ? 'perhaps' : 'no'),
        onFailed: (error) => { if (mine === attempt) fail(error, url); },
      });
      dialog.body.replaceChildren(frame.node);
      step('stepScreen', masked(url));
    } catch (error) {
      if (mine === attempt) fail(error, url);
    }
  }

  return start();
}

export const closeSheet = () => closeCurrent?.();
