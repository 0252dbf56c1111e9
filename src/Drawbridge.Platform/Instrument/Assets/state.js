// Page "State": snapshots, the state of the first start, and people to try things with.
import { h } from '/app/dom.js';
import { call } from './api.js';
import { seedCard } from './seed.js';
import { button, card, confirm, count, emptyState, failure, field, iconButton, input, loading, moment, run, size, toast } from './ui.js';

const ENDS = 'Sessions of applications that are not in it end. Journal, faults and clock stay as they are.';

export function statePage() {
  const slot = h('div', {}, loading());

  async function restore(snapshot, control) {
    if (!await confirm({ title: `Go back to ${snapshot.name}?`, text: `Users, accounts, balances and everything else become what they were ${moment(snapshot.createdAt)}. ${ENDS}`, yes: 'Go back' })) return;
    if (await run(control, () => call('POST', `snapshots/${encodeURIComponent(snapshot.name)}/restore`))) toast(`Everything is as it was in ${snapshot.name}.`, 'good');
  }

  async function remove(snapshot, control) {
    if (!await confirm({ title: `Delete ${snapshot.name}?`, text: 'The state that is in force stays as it is.', yes: 'Delete' })) return;
    await run(control, async () => { await call('DELETE', `snapshots/${encodeURIComponent(snapshot.name)}`); await load(); });
  }

  function row(snapshot) {
    return h('li.snapshot', { testid: 'snapshot', 'data-name': snapshot.name },
      h('div.fault-main', {}, h('strong', {}, snapshot.name), h('small', {}, `${moment(snapshot.createdAt)} · ${count(snapshot.users, 'user')}, ${count(snapshot.traders, 'account')} · ${size(snapshot.sizeBytes)}`)),
      button('Go back to it', (event) => restore(snapshot, event.currentTarget), { symbol: 'retry', testid: 'snapshot-restore' }),
      iconButton('trash', `Delete ${snapshot.name}`, (event) => remove(snapshot, event.currentTarget), 'snapshot-delete'));
  }

  async function load() {
    try {
      const { snapshots } = await call('GET', 'snapshots');
      slot.replaceChildren(snapshots.length ? h('ul.fault-list', {}, snapshots.map(row)) : emptyState('copy', 'No snapshots', 'Keep the state before you try something that is hard to take back.'));
    } catch (error) {
      slot.replaceChildren(failure(error, load));
    }
  }

  const name = input('name', { required: true, maxlength: 64, pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]*', title: 'Letters, digits, -, _ and .', testid: 'snapshot-name', placeholder: 'before-the-migration' });
  const keep = button('Keep', null, { kind: 'primary', type: 'submit', testid: 'snapshot-create' });
  const form = h('form.form-line', { onsubmit: async (event) => {
    event.preventDefault();
    if (!await run(keep, () => call('POST', 'snapshots', { name: name.value }))) return;
    name.value = '';
    await load();
  } }, field('Name of a new snapshot', name), keep);

  const reset = button('Begin afresh', async (event) => {
    const control = event.currentTarget;
    if (!await confirm({ title: 'Begin afresh?', text: 'All users, accounts, links, sessions and balances are deleted. What the settings say is there again, as at the first start. Snapshots stay.', yes: 'Delete everything' })) return;
    if (await run(control, async () => { await call('POST', 'reset'); return true; })) toast('Everything is as at the first start.', 'good');
  }, { symbol: 'trash', kind: 'danger', testid: 'reset' });

  load();
  return {
    node: h('div.columns', {},
      h('div.stack', {}, card('Snapshots', form, slot), card('First start', h('p', {}, 'Only what the settings say remains: managers, brokers, groups. The broker is not told: its own users stay.'), reset)),
      seedCard()),
  };
}
