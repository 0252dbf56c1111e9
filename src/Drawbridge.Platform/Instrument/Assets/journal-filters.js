// What of the journal is shown. The platform does the filtering, so that a list, a stream and a file are filtered alike.
import { h, icon } from '/app/dom.js';
import { brokerSelect, input, select } from './ui.js';

const SETTLE = 250;
const STATUSES = [['', 'Any status'], ['2xx', '2xx done'], ['3xx', '3xx'], ['4xx', '4xx refused'], ['5xx', '5xx failed'], ['0', 'No answer']];
const METHODS = [['', 'Any method'], 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const WAYS = [['', 'Both ways'], ['in', 'From brokers'], ['out', 'To brokers']];

/** `memory.filters` is what the interface takes; `apply` is called when it has changed. */
export function filterBar(memory, apply, tools) {
  let settling = 0;
  const controls = {
    search: input('search', { type: 'search', placeholder: 'Search in everything', 'aria-label': 'Search', testid: 'filter-search' }),
    direction: select('direction', WAYS, { 'aria-label': 'Direction', testid: 'filter-direction' }),
    status: select('status', STATUSES, { 'aria-label': 'Status', testid: 'filter-status' }),
    method: select('method', METHODS, { 'aria-label': 'Method', testid: 'filter-method' }),
    route: input('route', { placeholder: 'Route, * for anything', 'aria-label': 'Route', testid: 'filter-route' }),
    brokerName: brokerSelect('Any broker', { 'aria-label': 'Broker', testid: 'filter-broker' }, memory.filters.brokerName),
  };
  const chip = h('button.filter-chip', { type: 'button', testid: 'filter-correlation', onclick: () => set({ correlation: '' }) });
  const count = h('span.filter-count', { hidden: true });

  function show() {
    for (const [name, control] of Object.entries(controls)) if (document.activeElement !== control) control.value = memory.filters[name] ?? '';
    const { correlation } = memory.filters;
    chip.hidden = !correlation;
    chip.replaceChildren('Correlation ', h('code', {}, correlation ?? ''), icon('close', 14), h('span.sr-only', {}, 'Remove this filter'));
    const used = Object.entries(memory.filters).filter(([name, value]) => value && name !== 'search').length;
    count.hidden = used === 0;
    count.textContent = String(used);
  }

  function set(changes) {
    memory.filters = { ...memory.filters, ...changes };
    show();
    apply();
  }

  for (const [name, control] of Object.entries(controls)) {
    control.addEventListener(control.tagName === 'SELECT' ? 'change' : 'input', () => {
      clearTimeout(settling);
      settling = setTimeout(() => set({ [name]: control.value.trim() }), control.tagName === 'SELECT' ? 0 : SETTLE);
    });
  }

  const { search, ...others } = controls;
  const more = h('details.more', {}, h('summary', {}, icon('sliders', 16), 'Filters', count), h('div.more-body', {}, Object.values(others)));
  const wide = window.matchMedia('(min-width: 1180px)');
  const fit = () => { more.open = wide.matches; };
  wide.addEventListener('change', fit);
  fit();
  show();
  return {
    node: h('div.filters', { role: 'search' }, h('div.search', {}, icon('search', 16), search), tools, more, chip),
    set,
    clear: () => { memory.filters = {}; show(); apply(); },
  };
}
