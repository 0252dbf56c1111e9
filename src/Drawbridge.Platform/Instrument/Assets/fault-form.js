// The form for a new fault. Examples fill it in; nothing happens before it is sent.
import { h } from '/app/dom.js';
import { call, withFilters } from './api.js';
import { KINDS, PRESETS } from './fault-kinds.js';
import { brokerSelect, button, card, field, input, select } from './ui.js';

const NUMBERS = ['probability', 'seed', 'forSeconds', 'times', 'latencyMs', 'status'];

/** Routes to choose from: those of the triggers, and those that were called lately. */
async function knownRoutes(list) {
  try {
    const [{ triggers }, { entries }] = await Promise.all([call('GET', 'triggers'), call('GET', withFilters('journal', { limit: 500 }))]);
    const routes = new Set(['*', ...triggers.map((one) => one.route).filter(Boolean), ...entries.filter((entry) => entry.call).map((entry) => `${entry.method} ${entry.route}`)]);
    list.append(...[...routes].map((route) => h('option', { value: route })));
  } catch { /* it can be typed */ }
}

export function faultForm(add, { route, direction } = {}) {
  const number = (name, props = {}) => input(name, { type: 'number', inputmode: 'numeric', testid: `fault-${name}`, ...props });
  const what = h('small.kind-text', { id: 'kind-text' });
  const controls = {
    kind: select('kind', Object.entries(KINDS).map(([kind, { title }]) => [kind, title]), { testid: 'fault-kind', 'aria-describedby': 'kind-text' }),
    route: input('route', { required: true, list: 'routes', testid: 'fault-route', placeholder: 'POST /oauth2/onetime/authorize' }),
    direction: select('direction', [['', 'Both ways'], ['in', 'From brokers'], ['out', 'To brokers']], { testid: 'fault-direction' }),
    brokerName: brokerSelect('Any broker', { testid: 'fault-broker' }),
    latencyMs: number('latencyMs', { min: 1, max: 120000 }),
    status: number('status', { min: 400, max: 599, placeholder: '500' }),
    errorCode: input('errorCode', { placeholder: 'UNKNOWN_ERROR', testid: 'fault-errorCode', pattern: '[A-Z0-9_]*' }),
    probability: number('probability', { min: 0, max: 1, step: 'any', placeholder: '1' }),
    seed: number('seed', { min: 0, placeholder: 'by chance' }),
    times: number('times', { min: 1, placeholder: 'no limit' }),
    forSeconds: number('forSeconds', { min: 1, placeholder: 'for good' }),
  };
  const only = { latencyMs: field('Milliseconds', controls.latencyMs), status: field('Status', controls.status), errorCode: field('Error code', controls.errorCode) };

  function fit() {
    const kind = controls.kind.value;
    what.textContent = KINDS[kind].text;
    only.latencyMs.hidden = kind !== 'latency';
    only.status.hidden = kind !== 'error';
    only.errorCode.hidden = kind !== 'error';
    controls.latencyMs.required = kind === 'latency';
    if (KINDS[kind].out) controls.direction.value = 'out';
  }

  function fill(fault) {
    for (const [name, control] of Object.entries(controls)) control.value = fault[name] ?? '';
    controls.kind.value = fault.kind ?? 'error';
    fit();
  }

  function read() {
    const fault = {};
    for (const [name, control] of Object.entries(controls)) {
      if (control.value === '' || only[name]?.hidden) continue;
      fault[name] = NUMBERS.includes(name) ? Number(control.value) : control.value.trim();
    }
    return fault;
  }

  const submit = button('Add the fault', null, { kind: 'primary', type: 'submit', testid: 'fault-add' });
  const form = h('form.form', { onsubmit: async (event) => {
    event.preventDefault();
    if (await add(read(), submit)) fill({ kind: controls.kind.value });
  } },
  h('div.form-grid', {}, field('Kind', controls.kind), what, field('Route', controls.route), h('datalist', { id: 'routes' }), field('Direction', controls.direction), field('Broker', controls.brokerName),
    only.latencyMs, only.status, only.errorCode,
    field('Probability', controls.probability), field('Seed', controls.seed), field('At most, times', controls.times), field('For, seconds', controls.forSeconds)), submit);
  controls.kind.addEventListener('change', fit);
  fill({ kind: 'error', route, direction });
  knownRoutes(form.querySelector('datalist'));
  return card('New fault',
    h('div.presets', { role: 'group', 'aria-label': 'Examples' }, PRESETS.map(({ title, fault }) => h('button.preset', { type: 'button', testid: 'preset', onclick: () => { fill(fault); submit.focus(); } }, title))), form);
}
