// Page "Faults": what goes wrong on purpose.
import { h, icon } from '/app/dom.js';
import { call } from './api.js';
import { faultForm } from './fault-form.js';
import { KINDS } from './fault-kinds.js';
import { button, card, emptyState, failure, iconButton, loading, moment, run, toast } from './ui.js';

const LOOK = 2000;
const changed = () => document.dispatchEvent(new Event('changed'));

const percent = (probability) => (probability < 1 ? `${Math.round(probability * 1000) / 10} % of the calls` : null);

function details(fault) {
  return [
    fault.latencyMs ? `${fault.latencyMs} ms` : null, fault.status ? `${fault.status} ${fault.errorCode}` : null,
    { in: 'from brokers', out: 'to brokers' }[fault.direction], fault.brokerName, percent(fault.probability),
    fault.times ? `at most ${fault.times} times` : null, fault.until ? `until ${moment(fault.until)}` : null, fault.probability < 1 ? `seed ${fault.seed}` : null,
  ].filter(Boolean).join(' · ');
}

export function faultsPage([route, direction]) {
  const slot = h('div', {}, loading());
  const all = button('Remove all', (event) => remove('faults', event.currentTarget), { symbol: 'trash', testid: 'faults-clear' });
  let shown = '';

  async function remove(path, control) {
    await run(control, async () => { await call('DELETE', path); changed(); await load(); });
  }

  function row(fault) {
    return h('li.fault', { testid: 'fault', 'data-id': fault.id, 'data-kind': fault.kind },
      h('span.fault-icon', { 'aria-hidden': 'true' }, icon('plug', 17)),
      h('div.fault-main', {}, h('strong', {}, KINDS[fault.kind]?.title ?? fault.kind), h('code', {}, fault.route), h('small', {}, details(fault))),
      h('span.fault-hits', { title: 'Calls that it befell, of those that it fits', testid: 'fault-hits' }, h('strong', {}, String(fault.hits)), ` of ${fault.seen}`),
      iconButton('trash', `Remove ${fault.kind} on ${fault.route}`, (event) => remove(`faults/${fault.id}`, event.currentTarget), 'fault-remove'));
  }

  async function load() {
    try {
      const { faults } = await call('GET', 'faults');
      const text = JSON.stringify(faults);
      if (text === shown) return;
      shown = text;
      all.hidden = faults.length === 0;
      const focused = slot.contains(document.activeElement) ? document.activeElement.closest('[data-id]')?.dataset.id : null;
      slot.replaceChildren(faults.length ? h('ul.fault-list', {}, faults.map(row)) : emptyState('check', 'Nothing fails', 'Every call is answered as it should be. Add a fault, or begin with one of the examples.'));
      if (focused) slot.querySelector(`[data-id="${focused}"] button`)?.focus();
    } catch (error) {
      shown = '';
      slot.replaceChildren(failure(error, load));
    }
  }

  async function add(fault, control) {
    const added = await run(control, () => call('POST', 'faults', fault));
    if (!added) return false;
    toast('The fault is there.', 'good');
    changed();
    await load();
    return true;
  }

  load();
  const looking = setInterval(() => { if (!document.hidden) load(); }, LOOK);
  return {
    node: h('div.columns', {}, faultForm(add, { route, direction }), h('section.card', { 'aria-label': 'Faults' }, h('div.card-head', {}, h('h2.card-title', {}, 'Faults'), all), slot)),
    dispose: () => clearInterval(looking),
  };
}
