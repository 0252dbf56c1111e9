// The two panels beside the device: docked where there is room, drawers where there is not.
import { settings } from './storage.js';

const wide = window.matchMedia('(min-width: 1180px)');
const root = document.documentElement;
const scrim = document.getElementById('scrim');
const openDrawers = { setup: false, journal: false };

const parts = (name) => ({ panel: document.getElementById(name), toggle: document.getElementById(`${name}-toggle`) });

function apply() {
  const docked = wide.matches;
  for (const name of ['setup', 'journal']) {
    const { panel, toggle } = parts(name);
    const shown = docked ? name === 'setup' || !settings.read().journalHidden : openDrawers[name];
    panel.dataset.open = String(shown);
    panel.inert = !shown;
    toggle.setAttribute('aria-expanded', String(shown));
  }
  root.dataset.journal = parts('journal').panel.dataset.open;
  scrim.hidden = docked || !(openDrawers.setup || openDrawers.journal);
}

export function setPanel(name, shown) {
  if (wide.matches) { if (name === 'journal') settings.patch({ journalHidden: !shown }); }
  else { openDrawers.setup = false; openDrawers.journal = false; openDrawers[name] = shown; }
  apply();
  const { panel, toggle } = parts(name);
  if (shown) panel.querySelector('button, select, input')?.focus({ preventScroll: true });
  else toggle.focus();
}

export function startPanels() {
  for (const name of ['setup', 'journal']) parts(name).toggle.addEventListener('click', () => setPanel(name, parts(name).panel.dataset.open !== 'true'));
  document.querySelector('[data-close="setup"]').addEventListener('click', () => setPanel('setup', false));
  const closeDrawers = () => ['setup', 'journal'].forEach((name) => { if (openDrawers[name]) setPanel(name, false); });
  scrim.addEventListener('click', closeDrawers);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !scrim.hidden) { event.preventDefault(); closeDrawers(); } }, true);
  wide.addEventListener('change', apply);
  apply();
}
