// One line of the journal. Its details are built when it is opened for the first time.
import { callName, pretty, tone } from './calls.js';
import { h, icon, ltr } from './dom.js';
import { t, time } from './i18n.js';

const directionText = (entry) => t(entry.direction === 'platform-to-broker' ? 'platformToBroker' : 'brokerToPlatform');

function block(key, text) {
  const shown = pretty(text);
  if (shown === null) return h('div.payload', {}, h('h3', {}, t(key)), h('p.muted', {}, t('empty')));
  const copy = h('button.link-button', { type: 'button', onclick: async () => {
    try {
      await navigator.clipboard.writeText(shown);
      copy.textContent = t('copied');
    } catch { /* the browser refused: the text can still be selected */ }
  } }, t('copy'));
  return h('div.payload', {}, h('div.payload-head', {}, h('h3', {}, t(key)), copy), h('pre', { dir: 'ltr', tabindex: '0', 'aria-label': t(key) }, h('code', {}, shown)));
}

function details(entry) {
  const fact = (key, value) => (value ? h('div', {}, h('dt', {}, t(key)), h('dd', { dir: 'ltr' }, value)) : null);
  return h('div.entry-body', {},
    h('dl.entry-facts', {}, fact('broker', entry.brokerName), fact('query', entry.query), fact('correlation', entry.correlationId)),
    block('request', entry.requestBody), block('response', entry.responseBody));
}

/** Everything the filter box looks at. */
export const searchText = (entry) => [entry.call, callName(entry), entry.method, entry.route, entry.status, entry.brokerName, entry.correlationId, entry.requestBody, entry.responseBody]
  .filter(Boolean).map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' ').toLowerCase();

export function entryNode(entry) {
  const out = entry.direction === 'platform-to-broker';
  const node = h('details.entry', { testid: 'journal-entry', 'data-call': entry.call ?? '', 'data-direction': entry.direction, 'data-status': entry.status ?? '' },
    h('summary', {},
      h('span.entry-way', { title: directionText(entry) }, icon(out ? 'right' : 'left', 15), h('span.sr-only', {}, directionText(entry))),
      h('span.entry-main', {},
        h('span.entry-title', {}, entry.call ? ltr(entry.call, 'span.entry-call') : null, h('span.entry-name', { lang: 'en', dir: 'ltr' }, callName(entry))),
        ltr(`${entry.method ?? ''} ${entry.route ?? ''}`.trim(), 'span.entry-route', { title: entry.route ?? '' })),
      h('span.entry-end', {},
        ltr(entry.status ? String(entry.status) : '—', `span.status.status-${tone(entry.status)}`),
        ltr(`${Math.round(entry.milliseconds ?? 0)} ms`, 'span.entry-ms')),
      ltr(time(entry.at), 'time.entry-time', { datetime: entry.at })));
  node.addEventListener('toggle', () => { if (node.open && node.children.length === 1) node.append(details(entry)); });
  return node;
}

/** A step of the app. An opened screen can be unfolded into the parameters of its address. */
function stepText(key, detail) {
  if (!detail.startsWith('/')) return h('div.step-text', {}, t(key), detail ? ltr(detail, 'code') : null);
  const [path, query] = detail.split('?');
  const facts = [...new URLSearchParams(query)].map(([name, value]) => h('div', { dir: 'ltr' }, h('dt', {}, name), h('dd', {}, value)));
  return h('details.step-text', {}, h('summary', {}, t(key), ltr(path, 'code')), h('dl.entry-facts', {}, facts));
}

export const stepNode = ({ key, detail, at }) => h('div.step', { testid: 'journal-step', 'data-step': key },
  h('span.step-dot', { 'aria-hidden': 'true' }), stepText(key, detail), ltr(time(at), 'time', { datetime: at }));
