// Starts the simulated app.
import { readEntry } from './entry.js'; // first: it strips the address bar
import { api } from './api.js';
import { followLink } from './deeplink.js';
import { LANGUAGES } from './i18n.js';
import { watchJournal } from './journal-feed.js';
import { renderJournal, startJournal } from './journal.js';
import { launch } from './launch.js';
import { setPanel, startPanels } from './panels.js';
import * as screens from './screens.js';
import { watchSession } from './session-watch.js';
import { startSetup, syncSetup } from './setup.js';
import { show } from './shell.js';
import { state } from './state.js';
import { brokerKey, device, settings } from './storage.js';

const entry = readEntry();
const saved = settings.read();
const journal = () => renderJournal(() => setPanel('journal', false));

// Inside a page of the broker there is only the app, without the instrument around it (SCR-13).
const embedded = window.parent !== window;
document.documentElement.dataset.embedded = String(embedded);

const languageOfBrowser = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => LANGUAGES.includes(tag));
state.lang = [entry.lang, saved.lang, languageOfBrowser].find((lang) => LANGUAGES.includes(lang)) ?? 'en';
state.theme = entry.theme ?? saved.theme ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
state.source = entry.source ?? saved.source ?? 'Web';
state.extras = { ...saved.extras, ...entry.extras };

function pickBroker() {
  const { brokers } = state.config;
  const named = brokers.find((broker) => broker.brokerName === entry.brokerName && (!entry.brokerCrmName || broker.brokerCrmName === entry.brokerCrmName));
  state.broker = named ?? brokers.find((broker) => brokerKey(broker) === saved.broker) ?? brokers[0] ?? null;
}

async function start() {
  try {
    state.config = await api.config();
  } catch (error) {
    return show('unreachable', screens.unreachable({ ...error, status: 0 }, true, start));
  }
  if (!embedded && state.config.instrument) watchJournal();
  pickBroker();
  syncSetup(journal);
  if (!state.broker) return show('unreachable', screens.empty(start));
  if (entry.invitedBy) device.patch(state.broker, state.source, { invitedBy: entry.invitedBy }); // until a session opens, however long a sign-up takes
  const token = entry.token;
  entry.token = null;
  followLink(entry);
  return launch({ token, account: entry.account });
}

window.addEventListener('hashchange', () => followLink(readEntry())); // a link into the app that is open already
startSetup(journal);
startPanels();
startJournal();
syncSetup(journal);
show('launching', screens.splash('launching'));
watchSession();
start();
