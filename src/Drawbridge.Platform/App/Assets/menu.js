// A menu button after the ARIA pattern: arrows move, Escape closes, focus comes back.
import { h, icon } from './dom.js';

/** `items` are the choices, `more` what else the menu offers. */
export function menuButton({ label, content, items, more = [], testid }) {
  const list = h('div.menu', { role: 'menu', 'aria-label': label, hidden: true });
  const button = h('button.menu-button', { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', testid }, h('span.sr-only', {}, `${label}: `), content, icon('chevron', 18));
  const node = h('div.menu-slot', {}, button, list);
  const entries = items.map((item) => h('button.menu-item', {
    type: 'button', role: 'menuitemradio', 'aria-checked': String(item.checked), tabindex: '-1', testid: item.testid, 'data-login': item.data,
    onclick: () => { close(true); item.choose(); },
  }, item.node, h('span.menu-check', {}, item.checked ? icon('check', 16) : null)));
  entries.push(...more.map((item) => h('button.menu-item.menu-more', { type: 'button', role: 'menuitem', tabindex: '-1', testid: item.testid, onclick: () => { close(true); item.choose(); } },
    icon(item.symbol, 18), item.text)));
  list.append(...entries);

  const outside = (event) => { if (!node.contains(event.target)) close(false); };

  function open() {
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', outside);
    (entries.find((entry) => entry.getAttribute('aria-checked') === 'true') ?? entries[0])?.focus();
  }

  function close(back) {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside);
    if (back) button.focus();
  }

  button.addEventListener('click', () => (list.hidden ? open() : close(true)));
  button.addEventListener('keydown', (event) => { if (event.key === 'ArrowDown' && list.hidden) { event.preventDefault(); open(); } });
  list.addEventListener('keydown', (event) => {
    const at = entries.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); entries[(to + entries.length) % entries.length].focus(); }
    if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); close(true); }
    if (event.key === 'Tab') close(false);
  });
  return node;
}
