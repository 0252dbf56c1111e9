// One call with everything that is known of it.
import { callName, tone } from '/app/calls.js';
import { h, icon } from '/app/dom.js';
import { curlOf } from './curl.js';
import { indented, jsonView } from './json.js';
import { button, clock, copyable, iconButton, moment } from './ui.js';

const fact = (name, value) => (value ? h('div', {}, h('dt', {}, name), h('dd', {}, value)) : null);

function body(title, text, testid) {
  return h('section.body', { 'aria-label': title, testid },
    h('div.body-head', {}, h('h3', {}, title), text ? copyable('Copy', () => indented(text)) : null),
    text ? h('pre', { tabindex: '0', 'aria-label': title }, jsonView(text)) : h('p.muted', {}, 'empty'));
}

function parameters(query) {
  const pairs = [...new URLSearchParams(query)];
  return pairs.length ? h('section.body', { 'aria-label': 'Parameters' }, h('div.body-head', {}, h('h3', {}, 'Parameters')),
    h('dl.facts', {}, pairs.map(([name, value]) => fact(name, value || '""')))) : null;
}

/** The others of the same correlation, in the order of time: what led to this call, and what it led to. */
function related(entry, others) {
  const list = others.filter((one) => one.id !== entry.id);
  if (!list.length) return null;
  return h('section.body', { 'aria-label': 'Same correlation' }, h('div.body-head', {}, h('h3', {}, 'Same correlation')),
    h('ol.related', {}, [...list, entry].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id).map((one) => h('li', {}, h(one === entry ? 'span.related-one' : 'a.related-one', {
      href: one === entry ? undefined : `#/journal/${one.id}`, testid: 'related', 'data-id': one.id, 'data-direction': one.direction,
    }, h('span.way', {}, icon(one.direction === 'platform-to-broker' ? 'right' : 'left', 13)), h('span.row-call', {}, one.call ?? ''), h('span', {}, callName(one)),
    h(`span.status.status-${tone(one.status)}`, {}, one.status || '—'))))));
}

export function entryView(entry, others, { back, only }) {
  const out = entry.direction === 'platform-to-broker';
  return h('article.entry-view', { testid: 'entry-view', 'data-id': entry.id, 'data-direction': entry.direction },
    h('header.entry-head', {},
      iconButton('left', 'Back to the list', back, 'entry-back'),
      h('div', {}, h('h2', { tabindex: '-1' }, entry.call ? h('span.row-call', {}, `${entry.call} `) : null, callName(entry)), h('p.muted', {}, out ? 'Platform calls broker' : 'Broker calls platform')),
      h(`span.status.status-large.status-${tone(entry.status)}`, {}, entry.status ? String(entry.status) : 'no answer')),
    h('p.entry-line', {}, h('code', {}, `${entry.method} ${entry.url || entry.route}`)),
    h('div.entry-tools', {}, copyable('Copy as curl', () => curlOf(entry), 'entry-curl'), copyable('Copy link', () => `${location.origin}/instrument/#/journal/${entry.id}`, 'entry-link')),
    h('dl.facts', {},
      fact('Time', `${clock(entry.at)} · ${moment(entry.at)}`),
      entry.virtualTime ? fact('By its clock', moment(entry.virtualTime)) : null,
      fact('Took', `${entry.milliseconds.toFixed(1)} ms`),
      fact('Route', entry.route),
      fact('Broker', [entry.brokerCrmName, entry.brokerName].filter(Boolean).join(' / ')),
      entry.fault ? fact('Fault', h('span.badge-fault', {}, entry.fault)) : null,
      h('div', {}, h('dt', {}, 'Correlation'), h('dd', {}, h('code', {}, entry.correlationId), ' ', h('button.link-button', { type: 'button', testid: 'entry-only', onclick: () => only(entry.correlationId) }, 'Only these')))),
    related(entry, others), parameters(entry.query), body('Request', entry.requestBody, 'entry-request'), body('Response', entry.responseBody, 'entry-response'),
    out && entry.status === 0 ? h('p.hint', {}, 'No answer came: the CRM could not be reached, was too slow, or closed the connection.') : null,
    h('p', {}, button('Let this call fail', () => { location.hash = `#/faults/${encodeURIComponent(`${entry.method} ${entry.route}`)}/${out ? 'out' : 'in'}`; }, { symbol: 'plug', testid: 'entry-fault' })));
}
