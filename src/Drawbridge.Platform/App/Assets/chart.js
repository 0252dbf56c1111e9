// Draws candles on a canvas: grid, axes, last price and a crosshair which follows the pointer.
const AXIS = 66;
const FOOT = 24;
const PITCH = 10;

const niceStep = (span, lines) => {
  const raw = span / lines;
  const power = 10 ** Math.floor(Math.log10(raw));
  return [1, 2, 2.5, 5, 10].find((m) => m * power >= raw) * power;
};

const clock = (seconds, length) => {
  const at = new Date(seconds * 1000);
  const two = (n) => String(n).padStart(2, '0');
  const hours = `${two(at.getHours())}:${two(at.getMinutes())}`;
  return length >= 3600 && at.getHours() === 0 ? `${two(at.getDate())}.${two(at.getMonth() + 1)}.` : hours;
};

export const capacity = (width) => Math.max(12, Math.floor((width - AXIS - 6) / PITCH));

export function draw(canvas, series, { digits, length, pointer }) {
  const box = canvas.getBoundingClientRect();
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(box.width), Math.round(box.height)];
  if (width < 40 || height < 40 || !series.length) return null;
  if (canvas.width !== width * ratio || canvas.height !== height * ratio) { canvas.width = width * ratio; canvas.height = height * ratio; }
  const style = getComputedStyle(canvas);
  const ink = (name) => style.getPropertyValue(name).trim();
  const pen = canvas.getContext('2d');
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  pen.font = `11px ${style.fontFamily}`;

  const low = Math.min(...series.map((c) => c.low));
  const high = Math.max(...series.map((c) => c.high));
  const pad = (high - low) * 0.1 || 1;
  const [bottom, top] = [low - pad, high + pad];
  const [right, floor] = [width - AXIS, height - FOOT];
  const y = (value) => ((top - value) / (top - bottom)) * floor;
  const x = (index) => right - 8 - (series.length - 1 - index) * PITCH;
  const line = (x1, y1, x2, y2) => { pen.beginPath(); pen.moveTo(x1, y1); pen.lineTo(x2, y2); pen.stroke(); };

  pen.lineWidth = 1;
  pen.textBaseline = 'middle';
  const step = niceStep(top - bottom, Math.max(3, floor / 56));
  for (let value = Math.ceil(bottom / step) * step; value < top; value += step) {
    const at = Math.round(y(value)) + 0.5;
    pen.strokeStyle = ink('--chart-grid');
    line(0, at, right, at);
    pen.fillStyle = ink('--text-3');
    if (at > 8 && at < floor - 4 && Math.abs(at - y(series.at(-1).close)) > 14) pen.fillText(value.toFixed(digits), right + 8, at);
  }
  pen.textAlign = 'center';
  series.forEach((c, i) => {
    if ((c.start / length) % 10 !== 0 || x(i) < 20 || x(i) > right - 20) return;
    pen.strokeStyle = ink('--chart-grid');
    line(x(i) + 0.5, 0, x(i) + 0.5, floor);
    pen.fillStyle = ink('--text-3');
    pen.fillText(clock(c.start, length), x(i), floor + FOOT / 2);
  });
  pen.textAlign = 'start';

  for (const [i, c] of series.entries()) {
    const tone = c.close >= c.open ? ink('--up') : ink('--down');
    pen.strokeStyle = tone;
    pen.fillStyle = tone;
    line(x(i) + 0.5, y(c.high), x(i) + 0.5, y(c.low));
    const [from, to] = [y(Math.max(c.open, c.close)), y(Math.min(c.open, c.close))];
    pen.fillRect(x(i) - 3, from, 7, Math.max(1, to - from));
  }

  const tag = (value, fill, text) => {
    const at = Math.min(Math.max(y(value), 10), floor - 10);
    pen.fillStyle = fill;
    pen.beginPath();
    pen.roundRect(right + 2, at - 9, AXIS - 4, 18, 4);
    pen.fill();
    pen.fillStyle = text;
    pen.fillText(value.toFixed(digits), right + 8, at + 0.5);
  };
  const last = series.at(-1);
  pen.setLineDash([2, 3]);
  pen.strokeStyle = last.close >= last.open ? ink('--up') : ink('--down');
  line(0, Math.round(y(last.close)) + 0.5, right, Math.round(y(last.close)) + 0.5);
  pen.setLineDash([]);
  tag(last.close, last.close >= last.open ? ink('--up-strong') : ink('--down-strong'), '#fff');

  if (!pointer || pointer.x > right || pointer.y > floor) return last;
  const index = Math.min(Math.max(Math.round(series.length - 1 - (right - 8 - pointer.x) / PITCH), 0), series.length - 1);
  pen.strokeStyle = ink('--chart-cross');
  pen.setLineDash([3, 3]);
  line(x(index) + 0.5, 0, x(index) + 0.5, floor);
  line(0, pointer.y, right, pointer.y);
  pen.setLineDash([]);
  tag(top - (pointer.y / floor) * (top - bottom), ink('--text-2'), ink('--surface'));
  return series[index];
}
