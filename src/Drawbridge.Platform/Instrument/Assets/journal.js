// Page "Journal": the calls of both directions as they happen, newest first.
import { callName, tone } from '/app/calls.js';
import { h, icon } from '/app/dom.js';
import { call, download, events, withFilters } from './api.js';
import { entryView } from './journal-entry.js';
import { filterBar } from './journal-filters.js';
import { button, clock, confirm, count, emptyState, failure, iconButton, loading, run, toast } from './ui.js';

const PAGE = 300;
const AGAIN = 2000;
// Kept while one looks at other pages.
const memory = { filters: {}, grouped: false, limit: PAGE };

const isOut = (entry) => entry.direction === 'platform-to-broker';

function row(entry, isSelected, inGroup) {
  const way = isOut(entry) ? 'Platform calls broker' : 'Broker calls platform';
  return h(`a.row${inGroup ? '.row-in' : ''}`, {
    href: `#/journal/${entry.id}`, testid: 'entry', 'data-id': entry.id, 'data-call': entry.call ?? '', 'data-direction': entry.direction, 'data-status': entry.status,
    'aria-current': isSelected ? 'true' : undefined, tabindex: isSelected ? '0' : '-1',
  },
  h('span.way', { title: way }, icon(isOut(entry) ? 'right' : 'left', 15), h('span.sr-only', {}, way)),
  h('span.row-main', {},
    h('span.row-title', {}, entry.call ? h('span.row-call', {}, entry.call) : null, h('span.row-name', {}, callName(entry)), entry.fault ? h('span.badge-fault', {}, entry.fault) : null),
    h('span.row-route', {}, `${entry.method} ${entry.route}`)),
  h('span.row-end', {}, h(`span.status.status-${tone(entry.status)}`, {}, entry.status ? String(entry.status) : 'no answer'), h('span.row-ms', {}, `${Math.round(entry.milliseconds)} ms`)),
  h('time.row-time', { datetime: entry.at }, clock(entry.at)));
}

/** Calls that belong together stand together, in the order in which they began; the group with the newest call is on top. */
function groups(entries) {
  const byId = new Map();
  for (const entry of entries) {
    if (!byId.has(entry.correlationId)) byId.set(entry.correlationId, []);
    byId.get(entry.correlationId).push(entry);
  }
  return [...byId.entries()].map(([id, members]) => ({ id, members: members.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.id - b.id) }));
}

export function journalPage(rest) {
  let entries = []; // newest first
  let held = [];
  let oldest = null;
  let selected = Number(rest[0]) || null;
  let paused = false;
  let watching = null;

  const list = h('div.rows', { role: 'group', 'aria-label': 'Calls' });
  const state = h('span.live', { role: 'status', testid: 'journal-state' });
  const detail = h('section.detail', { 'aria-label': 'Call' });
  const split = h('div.split', { 'data-detail': 'false' }, h('div.list', { testid: 'journal-list' }, list), detail);
  const pause = iconButton('pause', 'Pause', () => setPaused(!paused), 'journal-pause');
  const grouping = h('button.toggle', { type: 'button', testid: 'journal-group', 'aria-pressed': String(memory.grouped), onclick: () => {
    memory.grouped = !memory.grouped;
    grouping.setAttribute('aria-pressed', String(memory.grouped));
    draw();
  } }, icon('layers', 16), 'Group by correlation');

  function tell(connection) {
    state.dataset.state = paused ? 'paused' : connection ?? state.dataset.state ?? 'down';
    state.textContent = { paused: held.length ? `Paused, ${held.length} waiting` : 'Paused', live: 'Live', down: 'Connecting…' }[state.dataset.state];
  }

  function setPaused(now) {
    paused = now;
    pause.replaceChildren(icon(paused ? 'play' : 'pause', 18));
    pause.title = paused ? 'Go on' : 'Pause';
    pause.setAttribute('aria-label', pause.title);
    if (!paused) { entries = [...held.reverse(), ...entries]; held = []; draw(); }
    tell('live');
  }

  function drawList() {
    if (!entries.length) {
      const filtered = Object.values(memory.filters).some(Boolean);
      return [filtered ? emptyState('search', 'Nothing matches', 'No call that is kept fits all the filters.', button('Show all calls', () => bar.clear(), { testid: 'journal-show-all' }))
        : emptyState('calls', 'No calls yet', 'Log in to the simulator, or let your CRM call the platform: every call appears here while it happens.', h('a.button', { href: '/app/' }, 'Open the simulator'))];
    }
    const shown = memory.grouped
      ? groups(entries).flatMap(({ id, members }) => [h('div.group', { testid: 'group' }, icon('layers', 14), h('code', {}, id), h('span', {}, count(members.length, 'call'))), ...members.map((entry) => row(entry, entry.id === selected, true))])
      : entries.map((entry) => row(entry, entry.id === selected, false));
    if (entries.length >= memory.limit && entries.at(-1).id > oldest) shown.push(button('Older calls', () => { memory.limit += PAGE; load(); }, { testid: 'journal-older' }));
    return shown;
  }

  function draw() {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    list.replaceChildren(...drawList());
    const rows = [...list.querySelectorAll('.row')];
    if (rows.length && !rows.some((one) => one.tabIndex === 0)) rows[0].tabIndex = 0;
    if (focused) list.querySelector(`[data-id="${focused}"]`)?.focus({ preventScroll: true });
  }

  async function select(id) {
    selected = id;
    split.dataset.detail = String(Boolean(id));
    draw();
    if (!id) return detail.replaceChildren(emptyState('calls', 'No call chosen', 'Choose a call to see its parameters and bodies.'));
    let entry = entries.find((one) => one.id === id);
    try {
      entry ??= await call('GET', `journal/${id}`);
      const page = await call('GET', withFilters('journal', { correlation: entry.correlationId }));
      if (selected !== id) return undefined;
      detail.replaceChildren(entryView(entry, page.entries, { back: () => { location.hash = '#/journal'; }, only: (correlation) => bar.set({ correlation }) }));
      detail.scrollTop = 0;
      if (window.matchMedia('(max-width: 1023.9px)').matches) detail.querySelector('h2').focus({ preventScroll: true });
    } catch (error) {
      if (selected === id) detail.replaceChildren(failure(error, () => select(id)));
    }
    return undefined;
  }

  function take(entry) {
    if (entries.some((known) => known.id === entry.id)) return;
    if (paused) held.push(entry);
    else { entries.unshift(entry); entries.length = Math.min(entries.length, Math.max(memory.limit, PAGE) + PAGE); draw(); }
    tell('live');
  }

  /** The stream of what fits the filters; when it ends, it is opened again after the last entry. */
  async function watch(signal) {
    while (!signal.aborted) {
      try {
        const after = Math.max(0, entries[0]?.id ?? 0, held.at(-1)?.id ?? 0);
        for await (const { name, data } of events(withFilters('journal/stream', { ...memory.filters, after }), signal)) {
          if (signal.aborted) return;
          if (name === 'open') tell('live');
          if (name === 'message') take(data);
        }
      } catch (error) {
        if (signal.aborted || error.status === 401) return;
      }
      tell('down');
      await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
    }
  }

  async function load() {
    watching?.abort();
    watching = new AbortController();
    const { signal } = watching;
    if (!entries.length) list.replaceChildren(loading());
    try {
      const page = await call('GET', withFilters('journal', { ...memory.filters, limit: memory.limit }));
      if (signal.aborted) return;
      entries = page.entries.reverse();
      held = [];
      oldest = page.oldest;
      draw();
      watch(signal);
    } catch (error) {
      if (!signal.aborted) { entries = []; list.replaceChildren(failure(error, load)); }
    }
  }

  async function har(control) {
    await run(control, async () => {
      const link = h('a', { href: URL.createObjectURL(await download(withFilters('journal/har', memory.filters))), download: 'drawbridge.har' });
      link.click();
      URL.revokeObjectURL(link.href);
    });
  }

  async function clear(control) {
    if (!await confirm({ title: 'Forget all calls?', text: 'The journal is emptied, for everybody who looks at it.', yes: 'Forget' })) return;
    await run(control, async () => {
      await call('DELETE', 'journal');
      toast('The journal is empty.', 'good');
      location.hash = '#/journal';
      entries = [];
      await load();
    });
  }

  list.addEventListener('keydown', (event) => {
    const rows = [...list.querySelectorAll('.row')];
    const to = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    const at = rows.indexOf(document.activeElement);
    if (!to || at < 0 || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const next = rows[Math.min(Math.max(at + to, 0), rows.length - 1)];
    rows.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
    next.focus();
  });

  const bar = filterBar(memory, load, h('div.tools', {}, state, pause, grouping,
    button('HAR', (event) => har(event.currentTarget), { symbol: 'download', testid: 'journal-har', label: 'Download as HAR' }),
    button('Clear', (event) => clear(event.currentTarget), { symbol: 'trash', testid: 'journal-clear' })));
  tell('down');
  load();
  select(selected);
  return {
    node: h('div.journal', {}, bar.node, split),
    go: ([id]) => select(Number(id) || null),
    dispose: () => watching?.abort(),
  };
}
