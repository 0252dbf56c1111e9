// Page "Triggers": a call to a CRM, sent now.
import { tone } from '/app/calls.js';
import { h } from '/app/dom.js';
import { call } from './api.js';
import { jsonView } from './json.js';
import { brokerSelect, button, card, emptyState, failure, field, input, loading, run } from './ui.js';

const OUTCOMES = { answered: 'Answered', refused: 'Refused', unreachable: 'Not reached', nonsense: 'Makes no sense' };

function answerView(answer) {
  return h('div.answer', { testid: 'trigger-answer', 'data-outcome': answer.outcome },
    h('p.answer-head', {}, h(`span.status.status-large.status-${tone(answer.status)}`, {}, answer.status || 'no answer'), h('strong', {}, `${OUTCOMES[answer.outcome] ?? answer.outcome}: call ${answer.call ?? ''}`)),
    answer.reason ? h('p', {}, answer.reason) : null,
    answer.body ? h('pre', { tabindex: '0', 'aria-label': 'Answer' }, jsonView(answer.body)) : h('p.muted', {}, 'No body.'),
    answer.journalId ? h('a.button', { href: `#/journal/${answer.journalId}`, testid: 'trigger-journal' }, 'In the journal') : null);
}

export function triggersPage(rest) {
  const node = h('div.columns', {}, loading());
  const kept = new Map(); // what was typed, while one chooses among the calls

  function show(triggers, name) {
    const trigger = triggers.find((one) => one.call === name) ?? triggers[0];
    const typed = kept.get(trigger.call) ?? {};
    const answer = h('div', { 'aria-live': 'polite' }, emptyState('right', 'Not sent yet', 'What is left out is taken from the newest session or invitation at that broker.'));
    const controls = trigger.fields.map((one) => (one.name === 'brokerName' ? brokerSelect('The first one', { testid: 'trigger-brokerName' }, typed.brokerName)
      : input(one.name, { type: one.type === 'number' ? 'number' : 'text', inputmode: one.type === 'number' ? 'numeric' : undefined, value: typed[one.name] ?? '', testid: `trigger-${one.name}` })));
    const send = button('Send', null, { kind: 'primary', type: 'submit', symbol: 'right', testid: 'trigger-send' });
    const form = h('form.form', { onsubmit: async (event) => {
      event.preventDefault();
      const filled = controls.filter((control) => control.value.trim() !== '');
      kept.set(trigger.call, Object.fromEntries(filled.map((control) => [control.name, control.value])));
      const body = Object.fromEntries(filled.map((control) => [control.name, control.type === 'number' ? Number(control.value) : control.value.trim()]));
      const got = await run(send, () => call('POST', `triggers/${trigger.call}`, body));
      if (!got) return;
      answer.replaceChildren(answerView(got));
      answer.scrollIntoView({ block: 'nearest' }); // on a phone it is below the form
    } }, h('p', {}, trigger.description, trigger.route ? h('code.route', {}, trigger.route) : null),
    h('div.form-grid', {}, trigger.fields.map((one, index) => field(one.name, controls[index], one.name === 'brokerName' ? null : `Left out: ${one.default}`))), send);
    const choose = (one) => h('a.choice', { href: `#/triggers/${one.call}`, testid: 'trigger', 'data-call': one.call, 'aria-current': one === trigger ? 'true' : undefined }, /^[\d.]+$/.test(one.number) ? h('span.row-call', {}, one.number) : null, one.call);
    node.replaceChildren(card('Call', h('nav.choices', { 'aria-label': 'Calls' }, triggers.map(choose)), form), card('Answer', answer));
  }

  let all = null;
  async function load(name) {
    try {
      all ??= (await call('GET', 'triggers')).triggers;
      show(all, name);
    } catch (error) {
      node.replaceChildren(failure(error, () => load(name)));
    }
  }

  load(rest[0]);
  return { node, go: ([name]) => load(name) };
}
