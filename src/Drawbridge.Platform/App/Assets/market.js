// Watchlist and chart over the simulated prices.
import { capacity, draw } from './chart.js';
import { h, ltr, svg } from './dom.js';
import { t } from './i18n.js';
import { localeOf } from './money.js';
import { SYMBOLS, TIMEFRAMES, candles, day, price } from './prices.js';
import { ticket } from './ticket.js';
import { state } from './state.js';

const memory = { symbol: SYMBOLS[0], timeframe: 'm5' };
/** The symbol of that name, or the first whose name has the text in it; false when there is none. */
export function pickSymbol(text) {
  const wanted = text.toUpperCase();
  const found = SYMBOLS.find(({ name }) => name === wanted) ?? SYMBOLS.find(({ name }) => name.includes(wanted));
  if (found) memory.symbol = found;
  return Boolean(found);
}

const now = () => Math.floor(Date.now() / 1000);
const describe = ({ name, text }) => {
  if (text) return t(text);
  const currencies = new Intl.DisplayNames(localeOf(state.lang), { type: 'currency' });
  return `${currencies.of(name.slice(0, 3))} / ${currencies.of(name.slice(3))}`;
};
const percent = (value, open) => `${value >= open ? '+' : '−'}${Math.abs(((value - open) / open) * 100).toFixed(2)}%`;

function spark(symbol, at) {
  const points = Array.from({ length: 25 }, (_, i) => price(symbol, at - (24 - i) * 1800));
  const low = Math.min(...points);
  const span = Math.max(...points) - low || 1;
  const d = points.map((value, i) => `${i ? 'L' : 'M'}${(i * 2.5).toFixed(1)} ${(18 - ((value - low) / span) * 16).toFixed(1)}`).join('');
  return svg('svg', { class: 'spark', viewBox: '0 0 60 20', width: 60, height: 20, 'aria-hidden': 'true' }, svg('path', { d, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.5, 'stroke-linejoin': 'round' }));
}

function watchlist(onPick) {
  const rows = SYMBOLS.map((symbol, index) => {
    const pace = [2, 3, 5, 4, 2, 4, 3, 5, 2][index] ?? 3;
    const value = ltr('', 'span.quote');
    const change = ltr('', 'span.change');
    const line = h('span.spark-slot');
    const button = h('button.symbol', { type: 'button', testid: 'symbol', 'data-symbol': symbol.name, onclick: () => onPick(symbol) },
      h('span.symbol-name', {}, h('strong', { translate: 'no' }, symbol.name), h('small', {}, describe(symbol))), line, h('span.symbol-quote', {}, value, change));
    let before = 0;
    const update = (second) => {
      const at = memory.symbol === symbol ? second : second - (second % pace); // the others move less often
      const bid = price(symbol, at);
      const { open } = day(symbol, at);
      value.textContent = bid.toFixed(symbol.digits);
      value.dataset.tick = before && bid !== before ? (bid > before ? 'up' : 'down') : '';
      change.textContent = percent(bid, open);
      button.dataset.trend = bid >= open ? 'up' : 'down';
      button.setAttribute('aria-pressed', String(memory.symbol === symbol));
      if (!before || second % 60 === 0) line.replaceChildren(spark(symbol, at));
      before = bid;
    };
    return { node: h('li', {}, button), update };
  });
  return {
    node: h('section.card.card-markets', { 'aria-label': t('markets') }, h('div.card-head', {}, h('h2.card-title', {}, t('markets')), h('span.tag', {}, t('simulated'))), h('ul.symbols', {}, rows.map((row) => row.node))),
    update: (at) => rows.forEach((row) => row.update(at)),
  };
}

function chartCard(redraw) {
  const canvas = h('canvas.chart', { role: 'img' });
  const name = h('h2.chart-symbol', { translate: 'no' });
  const value = ltr('', 'span.chart-price');
  const change = ltr('', 'span.change');
  const facts = h('dl.chart-facts');
  const legend = ltr('', 'p.chart-legend', { 'aria-hidden': 'true' });
  const frames = h('div.segments', { role: 'group', 'aria-label': t('timeframe') }, Object.keys(TIMEFRAMES).map((key) =>
    h('button', { type: 'button', 'data-key': key, onclick: () => { memory.timeframe = key; redraw(); } }, key)));
  const order = ticket();
  let pointer = null;
  canvas.addEventListener('pointermove', (event) => { pointer = { x: event.offsetX, y: event.offsetY }; redraw(); });
  canvas.addEventListener('pointerleave', () => { pointer = null; redraw(); });

  const update = (at) => {
    const { symbol, timeframe } = memory;
    const length = TIMEFRAMES[timeframe];
    const bid = price(symbol, at);
    const today = day(symbol, at);
    const fixed = (number) => number.toFixed(symbol.digits);
    order.update(symbol, bid);
    name.textContent = symbol.name;
    value.textContent = fixed(bid);
    change.textContent = percent(bid, today.open);
    change.dataset.trend = bid >= today.open ? 'up' : 'down';
    facts.replaceChildren(...[['bid', fixed(bid)], ['ask', fixed(bid + symbol.spread)], ['spread', fixed(symbol.spread)], ['dayRange', `${fixed(today.low)} – ${fixed(today.high)}`]]
      .map(([key, text]) => h('div', {}, h('dt', {}, t(key)), h('dd', { dir: 'ltr' }, text))));
    for (const button of frames.children) button.setAttribute('aria-pressed', String(button.dataset.key === timeframe));
    canvas.setAttribute('aria-label', t('chartOf', { symbol: symbol.name }));
    const shown = draw(canvas, candles(symbol, length, capacity(canvas.clientWidth), at), { digits: symbol.digits, length, pointer });
    legend.textContent = shown ? `O ${fixed(shown.open)}  H ${fixed(shown.high)}  L ${fixed(shown.low)}  C ${fixed(shown.close)}` : '';
  };
  return {
    canvas, update,
    node: h('section.card.card-chart', { 'aria-label': t('symbol') },
      h('div.chart-head', {}, h('div.chart-title', {}, name, value, change), frames),
      facts, h('div.chart-box', { dir: 'ltr' }, legend, canvas, h('span.tag.chart-tag', { dir: 'auto' }, t('simulated'))), order.node),
  };
}

export function market() {
  const chart = chartCard(() => refresh());
  const list = watchlist((symbol) => { memory.symbol = symbol; refresh(); });
  const refresh = () => { const at = now(); chart.update(at); list.update(at); };
  const observer = new ResizeObserver(refresh);
  observer.observe(chart.canvas);
  const timer = setInterval(() => { if (!document.hidden) refresh(); }, 1000);
  list.update(now());
  return { chart: chart.node, list: list.node, dispose: () => { clearInterval(timer); observer.disconnect(); } };
}
