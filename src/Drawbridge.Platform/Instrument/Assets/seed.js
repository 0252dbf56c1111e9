// Makes users with accounts and positions, the same ones for the same seed.
import { h } from '/app/dom.js';
import { call } from './api.js';
import { brokerSelect, button, card, count, field, input, run } from './ui.js';

const FIELDS = [
  ['seed', 'Seed', { value: '42' }], ['users', 'Users', { value: '10', min: 1, max: 10000 }], ['tradersPerUser', 'Accounts for each', { placeholder: '1', max: 100 }],
  ['positionsPerTrader', 'Positions in each', { placeholder: '2', max: 100 }], ['operationsPerTrader', 'Changes of balance in each', { placeholder: '1', max: 1000 }],
  ['balance', 'Balance, in the smallest unit', { placeholder: '10,000 of the currency' }],
];

function result({ users, traderPassword }) {
  return h('div.seeded', { testid: 'seeded' }, h('p', { role: 'status' }, `${count(users.length, 'user')} made.`, traderPassword ? ' The password of their accounts is ' : '', traderPassword ? h('code', {}, traderPassword) : ''),
    h('div.table-scroll', { tabindex: '0', role: 'region', 'aria-label': 'New users' }, h('table', {},
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'User'), h('th', { scope: 'col' }, 'Address'), h('th', { scope: 'col' }, 'Accounts'))),
      h('tbody', {}, users.map((user) => h('tr', {}, h('td', {}, String(user.userId)), h('td', {}, user.email), h('td', {}, user.traders.join(', '))))))));
}

export function seedCard() {
  const slot = h('div');
  const broker = brokerSelect('', { testid: 'seed-brokerName', required: true });
  const texts = { groupName: input('groupName', { testid: 'seed-groupName', placeholder: 'the first' }), depositCurrency: input('depositCurrency', { testid: 'seed-depositCurrency', placeholder: 'the first', maxlength: 8 }) };
  const numbers = FIELDS.map(([name, label, props]) => ({ name, label, control: input(name, { type: 'number', min: 0, step: 1, testid: `seed-${name}`, ...props }) }));
  const submit = button('Make them', null, { kind: 'primary', type: 'submit', testid: 'seed-go' });
  const form = h('form.form', { onsubmit: async (event) => {
    event.preventDefault();
    const body = { brokerName: broker.value };
    for (const { name, control } of numbers) if (control.value !== '') body[name] = Number(control.value);
    for (const [name, control] of Object.entries(texts)) if (control.value.trim()) body[name] = control.value.trim();
    const made = await run(submit, () => call('POST', 'seed', body));
    if (made) slot.replaceChildren(result(made));
  } }, h('div.form-grid', {}, field('Broker', broker), numbers.map(({ label, control }) => field(label, control)), field('Group', texts.groupName), field('Currency', texts.depositCurrency)), submit);

  return card('People to try things with', h('p', {}, 'Users, accounts and positions, at the platform only: the broker does not know them. The same seed makes the same ones.'), form, slot);
}
