// One page at a time, after the # of the address.
import { h, icon } from '/app/dom.js';
import { settings } from '/app/storage.js';
import { call, InstrumentError, useKey } from './api.js';
import { clockPage } from './clock.js';
import { faultsPage } from './faults.js';
import { journalPage } from './journal.js';
import { statePage } from './state.js';
import { triggersPage } from './triggers.js';
import { button, clearToasts, count, failure, field, input, span } from './ui.js';

const PAGES = {
  journal: { title: 'Journal', build: journalPage },
  faults: { title: 'Faults', build: faultsPage },
  clock: { title: 'Clock', build: clockPage },
  triggers: { title: 'Triggers', build: triggersPage },
  state: { title: 'State', build: statePage },
};
const LOOK = 5000;

const page = document.getElementById('page');
const links = new Map();
let current = null;
let shownName = null;

const address = () => {
  const [name, ...rest] = location.hash.replace(/^#\/?/, '').split('/');
  return { name: PAGES[name] ? name : 'journal', rest: rest.map(decodeURIComponent) };
};

function show(node) {
  current?.dispose?.();
  current = null;
  page.replaceChildren(node);
}

async function open() {
  const { name, rest } = address();
  if (name === shownName && current?.go) return current.go(rest);
  shownName = name;
  clearToasts();
  document.title = `${PAGES[name].title} · Drawbridge Instrument`;
  for (const [key, link] of links) {
    if (key === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  try {
    await look();
  } catch (error) {
    shownName = null;
    if (error.status === 401) return show(keyForm());
    return show(failure(error, open));
  }
  if (shownName !== name) return undefined;
  show(h('p'));
  current = PAGES[name].build(rest);
  page.replaceChildren(current.node);
  return undefined;
}

/** The key stays in the memory of this tab (it is a secret of the platform's operator). */
function keyForm() {
  const secret = input('key', { type: 'password', testid: 'key', required: true });
  const wrong = h('p.form-error', { role: 'alert', testid: 'key-error' });
  const form = h('form.key', { testid: 'key-form', onsubmit: async (event) => {
    event.preventDefault();
    useKey(secret.value.trim());
    try {
      await call('GET', 'clock');
      open();
    } catch (error) {
      useKey(null);
      wrong.textContent = error instanceof InstrumentError && error.status === 401 ? 'That is not the key.' : error.message;
      secret.select();
    }
  } }, h('span.empty-icon', { 'aria-hidden': 'true' }, icon('lock', 24)), h('h2', {}, 'This instrument has a key'),
  h('p', {}, 'It is the setting InstrumentKey of the platform. It is kept in this tab only, until you close or reload it.'),
  field('Key', secret), wrong, button('Open', null, { kind: 'primary', type: 'submit', testid: 'key-open' }));
  setTimeout(() => secret.focus());
  return form;
}

/** What changes how the platform behaves stays in sight, wherever one is. */
async function look() {
  const [time, { faults }] = await Promise.all([call('GET', 'clock'), call('GET', 'faults')]);
  const chip = (to, symbol, text, testid) => h('a.chip', { href: `#/${to}`, testid }, icon(symbol, 14), text);
  document.getElementById('chips').replaceChildren(...[
    time.offsetSeconds || time.crmSkewSeconds ? chip('clock', 'clock', time.offsetSeconds ? `Clock ${span(time.offsetSeconds)}` : `CRM ${span(time.crmSkewSeconds)}`, 'chip-clock') : null,
    faults.length ? chip('faults', 'plug', count(faults.length, 'fault'), 'chip-faults') : null,
  ].filter(Boolean));
}

function useTheme(theme) {
  document.documentElement.dataset.theme = theme;
  const toggle = document.getElementById('theme');
  const label = theme === 'dark' ? 'Switch to the light theme' : 'Switch to the dark theme';
  toggle.replaceChildren(icon(theme === 'dark' ? 'sun' : 'moon', 19));
  toggle.setAttribute('aria-label', label);
  toggle.title = label;
  toggle.onclick = () => { const other = theme === 'dark' ? 'light' : 'dark'; settings.patch({ theme: other }); useTheme(other); };
}

for (const [name, { title }] of Object.entries(PAGES)) {
  const link = h('a.tab', { href: `#/${name}`, testid: `tab-${name}` }, title);
  links.set(name, link);
  document.getElementById('tabs').append(link);
}
// Pages of their own, which need no script.
for (const [href, title] of [['/instrument/coverage', 'Coverage'], ['/instrument/does-not-do', 'Does not do']]) {
  document.getElementById('tabs').append(h('a.tab', { href }, title));
}
useTheme(settings.read().theme ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
window.addEventListener('hashchange', open);
document.addEventListener('changed', () => look().catch(() => {}));
setInterval(() => { if (!document.hidden && shownName) look().catch((error) => { if (error.status === 401) open(); }); }, LOOK);
open();
