// The frame around the app: a phone, a browser window or a desktop window.
import { h, icon, ltr } from './dom.js';
import { state } from './state.js';

const dots = (count) => Array.from({ length: count }, () => h('i'));
const title = () => h('span.window-title', {}, state.broker?.displayName ?? 'Drawbridge Simulator');

const chrome = {
  Web: () => [h('span.window-dots', {}, dots(3)), h('span.address', {}, icon('lock', 13), ltr(`${location.host}/app/`)), h('span.window-space')],
  MacOS: () => [h('span.window-dots.window-dots-vivid', {}, dots(3)), title(), h('span.window-space')],
  Desktop: () => [h('span.window-space'), title(), h('span.window-controls', {}, dots(3))],
  iOS: () => [ltr('9:41', 'span.phone-time'), h('span.phone-pill'), h('span.phone-signs', {}, dots(3))],
  Android: () => [ltr('9:41', 'span.phone-time'), h('span.phone-hole'), h('span.phone-signs', {}, dots(3))],
};

export function renderDevice() {
  document.getElementById('device').dataset.kind = state.source;
  document.getElementById('device-top').replaceChildren(...chrome[state.source]());
}
