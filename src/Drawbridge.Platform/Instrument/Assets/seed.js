// Makes users with accounts and positions, the same ones for the same seed.
import { h } from '/app/dom.js';
import { call } from './api.js';
import { brokerSelect, button, card, field, input, run } from './ui.js';

const FIELDS = [
  ['seed', 'Seed', 42, { min: 0 }], ['users', 'Users', 10, { min: 1 }], ['tradersPerUser', 'Accounts for each', 1, { min: 0 }],
  ['positionsPerTrader', 'Positions in each', 2, { min: 0 }], ['balance', 'Balance', 10000, { min: 0, step: 'any' }],
];

function result(users) {
  return h('div.seeded', { testid: 'seeded' }, h('p', { role: 'status' }, `${users.length} users are there.`),
    h('div.table-scroll', { tabindex: '0', role: 'region', 'aria-label': 'New users' }, h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'User'), h('th', { scope: 'col' }, 'Address'), h('th', { scope: 'col' }, 'Accounts'))),
      h('tbody', {}, users.map((user) => h('tr', {}, h('td', {}, String(user.userId)), h('td', {}, user.email), h('td', {}, user.traders.join(', '))))))));
}

export function seedCard() {
  const slot = h('div');
  const broker = brokerSelect('', { testid: 'seed-brokerName', required: true });
  const texts = { groupName: input('groupName', { testid: 'seed-groupName', placeholder: 'the first' }), depositCurrency: input('depositCurrency', { testid: 'seed-depositCurrency', placeholder: 'EUR', maxlength: 8 }) };
  const numbers = FIELDS.map(([name, label, value, props]) => ({ name, label, control: input(name, { type: 'number', value: String(value), required: true, testid: `seed-${name}`, ...props }) }));
  const submit = button('Make them', null, { kind: 'primary', type: 'submit', testid: 'seed-go' });
  const form = h('form.form', { onsubmit: async (event) => {
    event.preventDefault();
    const body = { brokerName: broker.value };
    for (const { name, control } of numbers) body[name] = Number(control.value);
    for (const [name, control] of Object.entries(texts)) if (control.value.trim()) body[name] = control.value.trim();
    const made = await run(submit, () => call('POST', 'seed', body));
    if (made) slot.replaceChildren(result(made.users));
  } }, h('div.form-grid', {}, field('Broker', broker), numbers.map(({ label, control }) => field(label, control)), field('Group', texts.groupName), field('Currency', texts.depositCurrency)), submit);

  return card('People to try things with', h('p', {}, 'Users, accounts and positions at the platform only. The same seed makes the same ones.'), form, slot);
}
