// Page "Clock": the platform's time, and the distance of the CRM's.
import { h } from '/app/dom.js';
import { call } from './api.js';
import { button, card, failure, field, input, loading, run, span, toast } from './ui.js';

const STEPS = [['−1 d', -86400], ['−1 h', -3600], ['+61 s', 61], ['+1 h', 3600], ['+1 d', 86400], ['+7 d', 604800]];

export function clockPage() {
  const node = h('div.columns', {}, loading());
  let ticking = 0;

  function show(state) {
    clearInterval(ticking);
    document.dispatchEvent(new Event('changed'));
    const ahead = Date.parse(state.now) - Date.now();
    const now = h('output.now', { testid: 'clock-now' });
    const tick = () => {
      const at = new Date(Date.now() + ahead);
      now.replaceChildren(h('span.now-time', {}, at.toISOString().slice(11, 19)), h('span.now-date', {}, `${at.toLocaleDateString('en-GB', { dateStyle: 'full', timeZone: 'UTC' })}, UTC`));
    };
    tick();
    ticking = setInterval(tick, 1000);

    const wanted = input('now', { type: 'datetime-local', step: '1', testid: 'clock-set', required: true, value: state.now.slice(0, 19) });
    const skew = input('skew', { type: 'number', step: 'any', value: String(state.crmSkewSeconds), testid: 'clock-skew', required: true });
    const form = (control, label, hint, text, testid, body) => h('form.form-line', { onsubmit: (event) => { event.preventDefault(); move(body(), event.submitter); } }, field(label, control, hint), button(text, null, { type: 'submit', testid }));
    const isMoved = state.offsetSeconds !== 0 || state.crmSkewSeconds !== 0;
    node.replaceChildren(
      card('The platform’s clock', now,
        h('p.clock-state', { testid: 'clock-offset', 'data-offset': state.offsetSeconds }, state.offsetSeconds ? `${span(state.offsetSeconds)} from the real time` : 'The real time'),
        h('div.steps', { role: 'group', 'aria-label': 'Move the clock' }, STEPS.map(([text, seconds]) => button(text, (event) => move({ advanceSeconds: seconds }, event.currentTarget), { testid: `clock-${seconds}`, label: `Move the clock by ${text}` }))),
        h('p.hint', {}, 'One minute and a second is what an OT token does not survive.'),
        isMoved ? button('Back to the real time', (event) => reset(event.currentTarget), { symbol: 'retry', kind: 'primary', testid: 'clock-reset' }) : null),
      card('More',
        form(wanted, 'Set it to, UTC', 'Lifetimes, due times, prices and everything that is stored follow it.', 'Set', 'clock-set-go', () => ({ now: `${wanted.value.length === 16 ? `${wanted.value}:00` : wanted.value}Z` })),
        state.crmFollows
          ? form(skew, 'The broker is ahead by, seconds', 'Clocks of two companies never agree. Below zero, the broker is behind.', 'Apply', 'clock-skew-go', () => ({ offsetSeconds: state.offsetSeconds, crmSkewSeconds: Number(skew.value) }))
          : h('p.hint', {}, 'The broker runs in another process and keeps its own time: whatever this clock is moved by is the skew between the two.')));
  }

  async function move(body, control) {
    const state = await run(control, () => call('PUT', 'clock', body));
    if (!state) return;
    show(state);
    node.querySelector(`[data-testid="${CSS.escape(control.dataset.testid)}"]`)?.focus();
  }

  async function reset(control) {
    if (await run(control, async () => { await call('DELETE', 'clock'); return true; })) {
      toast('Back to the real time.', 'good');
      await load();
    }
  }

  async function load() {
    try {
      show(await call('GET', 'clock'));
    } catch (error) {
      node.replaceChildren(failure(error, load));
    }
  }

  load();
  return { node, dispose: () => clearInterval(ticking) };
}
