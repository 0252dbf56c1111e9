// Simulated prices: a pure function of symbol and time, so every browser sees the same market and nothing has to be stored.
export const SYMBOLS = [
  { name: 'EURUSD', base: 1.0842, digits: 5, swing: 0.011, spread: 0.00008, volumes: [1000, 10000, 100000] },
  { name: 'GBPUSD', base: 1.2719, digits: 5, swing: 0.013, spread: 0.00011, volumes: [1000, 10000, 100000] },
  { name: 'USDJPY', base: 151.34, digits: 3, swing: 0.012, spread: 0.011, volumes: [1000, 10000, 100000] },
  { name: 'AUDUSD', base: 0.6588, digits: 5, swing: 0.013, spread: 0.0001, volumes: [1000, 10000, 100000] },
  { name: 'XAUUSD', text: 'gold', base: 2338.4, digits: 2, swing: 0.021, spread: 0.28, volumes: [1, 10, 100] },
  { name: 'XTIUSD', text: 'oil', base: 81.42, digits: 2, swing: 0.03, spread: 0.04, volumes: [10, 100, 1000] },
  { name: 'US500', text: 'us500', base: 5214.2, digits: 1, swing: 0.017, spread: 0.6, volumes: [1, 5, 10] },
  { name: 'DE40', text: 'de40', base: 18105.5, digits: 1, swing: 0.018, spread: 1.4, volumes: [1, 5, 10] },
  { name: 'BTCUSD', text: 'bitcoin', base: 64210, digits: 2, swing: 0.06, spread: 18, volumes: [0.01, 0.1, 1] },
];

export const TIMEFRAMES = { m1: 60, m5: 300, m15: 900, h1: 3600 };

// Each octave is slower and stronger than the one before, as in a random walk.
const OCTAVES = [3, 11, 37, 140, 520, 1900, 7200, 27000, 100000];
const LOUDEST = OCTAVES.reduce((sum, period) => sum + Math.sqrt(period), 0);

function random(seed, n) {
  let x = Math.imul(seed ^ (n | 0), 0x9e3779b1) ^ Math.imul((n / 4294967296) | 0, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return ((x ^ (x >>> 15)) >>> 0) / 2147483648 - 1;
}

const seedOf = (name) => [...name].reduce((seed, char) => Math.imul(seed ^ char.charCodeAt(0), 16777619), 2166136261);

/** The bid at a time in seconds. */
export function price(symbol, seconds) {
  symbol.seed ??= seedOf(symbol.name);
  let sum = 0;
  OCTAVES.forEach((period, octave) => {
    const at = seconds / period;
    const n = Math.floor(at);
    const f = at - n;
    const ease = f * f * (3 - 2 * f);
    const seed = symbol.seed + octave * 7919;
    sum += Math.sqrt(period) * (random(seed, n) * (1 - ease) + random(seed, n + 1) * ease);
  });
  return symbol.base * (1 + 1.6 * symbol.swing * (sum / LOUDEST));
}

const closedCandles = new Map();

export function candle(symbol, start, length, now) {
  const key = `${symbol.name}/${length}/${start}`;
  if (closedCandles.has(key)) return closedCandles.get(key);
  const end = Math.min(start + length, now);
  const values = [];
  for (let at = start; at < end; at += length / 16) values.push(price(symbol, at));
  values.push(price(symbol, end));
  const made = { start, open: values[0], close: values.at(-1), high: Math.max(...values), low: Math.min(...values) };
  if (start + length <= now) {
    if (closedCandles.size > 4000) closedCandles.clear();
    closedCandles.set(key, made);
  }
  return made;
}

export function candles(symbol, length, count, now) {
  const last = Math.floor(now / length) * length;
  return Array.from({ length: count }, (_, i) => candle(symbol, last - (count - 1 - i) * length, length, now));
}

/** Where the day began and how far it went. */
export function day(symbol, now) {
  const start = Math.floor(now / 86400) * 86400;
  const hours = [];
  for (let at = start; at < now; at += 3600) hours.push(candle(symbol, at, 3600, now));
  if (!hours.length) hours.push(candle(symbol, start, 3600, start + 1));
  return { open: hours[0].open, high: Math.max(...hours.map((c) => c.high)), low: Math.min(...hours.map((c) => c.low)) };
}
