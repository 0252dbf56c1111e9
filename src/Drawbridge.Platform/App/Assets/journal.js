// The panel "Calls between the two sides".
import { h, icon } from './dom.js';
import { on } from './events.js';
import { t } from './i18n.js';
import { entryNode, searchText, stepNode } from './journal-entry.js';

const LIMIT = 400;
const panel = document.getElementById('journal');
let items = [];
let held = [];
let paused = false;
let connected = false;
let filter = '';
const ways = { 'platform-to-broker': true, 'broker-to-platform': true };
let parts = null;

const matches = (item) => (item.entry ? ways[item.entry.direction] !== false && (!filter || item.text.includes(filter)) : !filter && ways['platform-to-broker'] && ways['broker-to-platform']);

function tell() {
  if (!parts) return;
  const shown = items.some(matches);
  parts.none.hidden = shown;
  parts.none.replaceChildren(...(items.length ? [h('p', {}, t('noMatches'))] : [h('strong', {}, t('noCalls')), h('p', {}, t('noCallsText'))]));
  parts.state.textContent = paused ? t('paused', { count: held.length }) : t(connected ? 'connected' : 'disconnected');
  parts.state.dataset.state = paused ? 'paused' : connected ? 'live' : 'down';
}

function insert(item) {
  // Entries may arrive out of order when the backlog and the stream meet: newest stays on top.
  const before = items.findIndex((other) => other.at <= item.at);
  item.node = h('li', {}, item.entry ? entryNode(item.entry) : stepNode(item.step));
  item.node.hidden = !matches(item);
  const next = before === -1 ? null : items[before].node;
  items.splice(before === -1 ? items.length : before, 0, item);
  parts.list.insertBefore(item.node, next);
  for (const old of items.splice(LIMIT)) old.node.remove();
}

function take(item) {
  if (paused) held.push(item);
  else insert(item);
  tell();
}

function refilter() {
  for (const item of items) item.node.hidden = !matches(item);
  tell();
}

function wayButton(direction, key) {
  const node = h('button.way', { type: 'button', 'data-direction': direction, 'aria-pressed': String(ways[direction]), onclick: () => {
    ways[direction] = !ways[direction];
    node.setAttribute('aria-pressed', String(ways[direction]));
    refilter();
  } }, icon(direction === 'platform-to-broker' ? 'right' : 'left', 14), t(key));
  return node;
}

/** Builds the panel; called again when the language changes. */
export function renderJournal(onClose) {
  const input = h('input', { type: 'search', testid: 'journal-filter', placeholder: t('filterHint'), 'aria-label': t('filter'), spellcheck: 'false' });
  input.value = filter;
  input.addEventListener('input', () => { filter = input.value.trim().toLowerCase(); refilter(); });
  const pause = h('button.icon-button', { type: 'button', testid: 'journal-pause' });
  const label = () => {
    pause.replaceChildren(icon(paused ? 'play' : 'pause', 17));
    pause.setAttribute('aria-label', t(paused ? 'resume' : 'pause'));
    pause.title = t(paused ? 'resume' : 'pause');
  };
  pause.addEventListener('click', () => {
    paused = !paused;
    if (!paused) held.splice(0).forEach(insert);
    label();
    tell();
  });
  label();
  const clear = h('button.icon-button', { type: 'button', testid: 'journal-clear', 'aria-label': t('clear'), title: t('clear'), onclick: () => { items = []; held = []; parts.list.replaceChildren(); tell(); } }, icon('trash', 17));
  parts = { list: h('ol.journal-list'), none: h('div.journal-none'), state: h('span.journal-state', { role: 'status', testid: 'journal-state' }) };
  panel.replaceChildren(
    h('div.panel-head', {}, h('div', {}, h('h2', { id: 'journal-title' }, t('calls')), parts.state),
      h('a.icon-button', { href: '/instrument/', target: '_blank', rel: 'noopener', testid: 'to-instrument', title: t('instrument'), 'aria-label': t('instrument') }, icon('external', 17)), pause, clear,
      h('button.icon-button', { type: 'button', 'aria-label': t('close'), title: t('close'), testid: 'journal-close', onclick: onClose }, icon('close', 18))),
    h('div.journal-tools', {}, h('div.search', {}, icon('search', 16), input),
      h('div.ways', {}, wayButton('platform-to-broker', 'platformToBroker'), wayButton('broker-to-platform', 'brokerToPlatform'))),
    h('div.journal-scroll', { tabindex: '0', role: 'group', 'aria-label': t('calls') }, parts.none, parts.list));
  const again = items;
  items = [];
  [...again].reverse().forEach(insert);
  tell();
}

export function startJournal() {
  on('journal-entry', (entry) => take({ entry, at: Date.parse(entry.at) || Date.now(), text: searchText(entry) }));
  on('step', (step) => take({ step, at: Date.parse(step.at) }));
  on('journal-connection', (up) => { connected = up; tell(); });
}
