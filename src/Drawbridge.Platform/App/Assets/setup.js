// The controls of the instrument: which app, whose broker, which language, what kind of device.
import { useBrand } from './brand.js';
import { renderDevice } from './device.js';
import { h, icon } from './dom.js';
import { on } from './events.js';
import { t, useLanguage } from './i18n.js';
import { launch, reopenLogin } from './launch.js';
import { repaint, shownState, toast } from './shell.js';
import { state } from './state.js';
import { brokerKey, device, settings } from './storage.js';

const form = document.getElementById('setup');
const EXTRAS = ['partnerId', 'eventName', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'kycType', 'actionType'];

function fillBrokers() {
  const groups = new Map();
  for (const broker of state.config.brokers) {
    if (!groups.has(broker.brokerCrmName)) groups.set(broker.brokerCrmName, h('optgroup', { label: broker.brokerCrmName }));
    groups.get(broker.brokerCrmName).append(h('option', { value: brokerKey(broker) }, broker.displayName + (broker.parent ? ` (${t('whiteLabel')})` : '')));
  }
  form.elements.broker.replaceChildren(...groups.values());
  if (state.broker) form.elements.broker.value = brokerKey(state.broker);
}

function showDevice() {
  if (!state.broker) return;
  const saved = device.read(state.broker, state.source);
  form.elements.firstLogin.checked = !saved.known;
  document.getElementById('device-memory').textContent = t(saved.accessToken ? 'tokenStored' : 'tokenMissing');
}

function showExtras() {
  const count = EXTRAS.filter((name) => state.extras[name]).length;
  const badge = document.getElementById('advanced-count');
  badge.hidden = count === 0;
  badge.textContent = String(count);
}

function applyTheme() {
  document.documentElement.dataset.theme = state.theme;
  const button = document.getElementById('theme-toggle');
  const label = t(state.theme === 'dark' ? 'lightTheme' : 'darkTheme');
  button.replaceChildren(icon(state.theme === 'dark' ? 'sun' : 'moon', 19));
  button.setAttribute('aria-label', label);
  button.title = label;
  button.dataset.theme = state.theme;
}

/** Brings every control in line with the state; `onLanguage` repaints what the form does not own. */
export function syncSetup(onLanguage) {
  useLanguage(state.lang);
  form.querySelector('.switch').title = t('firstLoginHint');
  form.elements.source.value = state.source;
  form.elements.lang.value = state.lang;
  for (const name of EXTRAS) form.elements[name].value = state.extras[name] ?? '';
  fillBrokers();
  showDevice();
  showExtras();
  applyTheme();
  useBrand(state.broker);
  renderDevice();
  onLanguage();
}

function forget() {
  device.forget(state.broker, state.source);
  showDevice();
  if (shownState() === 'login' || shownState() === 'closed') launch();
}

const changes = {
  source(value) { state.source = value; settings.patch({ source: value }); renderDevice(); showDevice(); launch(); },
  broker(value) {
    state.broker = state.config.brokers.find((broker) => brokerKey(broker) === value) ?? state.broker;
    settings.patch({ broker: value });
    useBrand(state.broker);
    renderDevice();
    showDevice();
    launch();
  },
  lang(value, onLanguage) {
    state.lang = value;
    settings.patch({ lang: value });
    syncSetup(onLanguage);
    if (shownState() === 'login') reopenLogin();
    else repaint();
  },
  firstLogin(checked) {
    if (checked) return forget();
    device.patch(state.broker, state.source, { known: true });
    reopenLogin();
  },
};

export function startSetup(onLanguage) {
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('change', ({ target }) => {
    if (changes[target.name]) changes[target.name](target.type === 'checkbox' ? target.checked : target.value, onLanguage);
    else if (EXTRAS.includes(target.name)) {
      state.extras = { ...state.extras, [target.name]: target.value.trim() };
      settings.patch({ extras: state.extras });
      showExtras();
      reopenLogin();
    }
  });
  document.getElementById('theme-toggle').addEventListener('click', () => {
    state.theme = state.theme === 'dark' ? 'light' : 'dark';
    settings.patch({ theme: state.theme });
    applyTheme();
    if (shownState() === 'login') reopenLogin();
    else repaint();
  });
  document.getElementById('forget').addEventListener('click', () => { forget(); toast(t('deviceForgotten'), 'good'); });
  document.getElementById('relaunch').addEventListener('click', () => launch());
  // The drop-down closes like one: outside click, Escape.
  const advanced = document.getElementById('advanced');
  const dropDown = window.matchMedia('(min-width: 1180px)');
  const fit = () => { advanced.open = !dropDown.matches; };
  dropDown.addEventListener('change', fit);
  fit();
  document.addEventListener('pointerdown', (event) => { if (dropDown.matches && !advanced.contains(event.target)) advanced.open = false; });
  advanced.addEventListener('keydown', (event) => { if (event.key === 'Escape' && advanced.open && dropDown.matches) { event.stopPropagation(); advanced.open = false; advanced.querySelector('summary').focus(); } });
  on('device', showDevice);
  for (const node of document.querySelectorAll('[data-icon]')) node.append(icon(node.dataset.icon, 19));
}
