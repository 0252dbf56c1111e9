// Small parts of the page.
import { h, icon } from '/app/dom.js';

export const button = (text, onclick, { symbol, kind = '', testid, type = 'button', label } = {}) =>
  h(`button.button${kind ? `.button-${kind}` : ''}`, { type, testid, onclick, 'aria-label': label }, symbol ? icon(symbol, 16) : null, h('span', {}, text));

export const iconButton = (symbol, label, onclick, testid) => h('button.icon-button', { type: 'button', title: label, 'aria-label': label, testid, onclick }, icon(symbol, 18));

let hints = 0;

export function field(label, control, hint) {
  const id = hint ? `hint-${hints += 1}` : null;
  if (id) control.setAttribute('aria-describedby', id);
  return h('div.i-field', {}, h('label', {}, h('span', {}, label), control), hint ? h('small', { id }, hint) : null);
}

export const input = (name, props = {}) => h('input', { name, spellcheck: 'false', autocomplete: 'off', ...props });

/** options: texts, or [value, text] */
export function select(name, options, props = {}) {
  return h('select', { name, ...props }, options.map((option) => (Array.isArray(option) ? h('option', { value: option[0] }, option[1]) : h('option', { value: option }, option))));
}

/** The brokers of the platform; `any` stands for none of them. */
export function brokerSelect(any, props, chosen = '') {
  const control = select('brokerName', any ? [['', any]] : [], props);
  fetch('/app/api/config').then((answer) => answer.json()).then(({ brokers }) => {
    control.append(...brokers.map((broker) => h('option', { value: broker.brokerName }, broker.brokerName)));
    control.value = chosen || control.options[0]?.value || '';
  }, () => { /* then only "any" can be chosen */ });
  return control;
}

export const card = (title, ...content) => h('section.card', title ? { 'aria-label': title } : {}, title ? h('h2.card-title', {}, title) : null, ...content);

export const emptyState = (symbol, title, text, ...more) => h('div.empty', { testid: 'empty' }, h('span.empty-icon', { 'aria-hidden': 'true' }, icon(symbol, 24)), h('strong', {}, title), h('p', {}, text), ...more);

export const failure = (error, retry) => h('div.empty.empty-bad', { role: 'alert', testid: 'failure' }, h('span.empty-icon', { 'aria-hidden': 'true' }, icon('plug', 24)),
  h('strong', {}, error.status === 0 ? 'The platform does not answer' : error.status === 404 ? 'This is not served here' : 'That did not work'),
  h('p', {}, error.message), button('Try again', retry, { symbol: 'retry', testid: 'retry' }));

export const loading = () => h('p.loading', { role: 'status' }, h('span.spinner', { 'aria-hidden': 'true' }), 'Loading…');

export const clearToasts = () => document.getElementById('toasts').replaceChildren();

export function toast(text, tone = 'info') {
  const node = h(`div.toast.toast-${tone}`, { testid: 'toast' }, h('span', {}, text), iconButton('close', 'Close', () => node.remove()));
  document.getElementById('toasts').replaceChildren(node);
  setTimeout(() => node.remove(), 8000);
}

/** Does what a control stands for, with the control out of use meanwhile. What goes wrong is said, and the result is undefined then. */
export async function run(control, work) {
  if (control) control.disabled = true;
  try {
    return await work();
  } catch (error) {
    if (error.status !== 401) toast(error.message, 'bad');
    return undefined;
  } finally {
    if (control?.isConnected) control.disabled = false;
  }
}

export function confirm({ title, text, yes, danger = true }) {
  return new Promise((resolve) => {
    const finish = (answer) => { resolve(answer); dialog.close(); dialog.remove(); };
    const dialog = h('dialog.dialog', { 'aria-labelledby': 'dialog-title', testid: 'confirm', oncancel: (event) => { event.preventDefault(); finish(false); } },
      h('h2', { id: 'dialog-title' }, title), h('p', {}, text),
      h('div.dialog-foot', {}, button('Cancel', () => finish(false), { testid: 'confirm-no' }), button(yes, () => finish(true), { kind: danger ? 'danger' : 'primary', testid: 'confirm-yes' })));
    document.body.append(dialog);
    dialog.showModal();
  });
}

export function copyable(label, text, testid) {
  const word = h('span', { role: 'status' }, label);
  return h('button.button', { type: 'button', testid, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text());
      word.textContent = 'Copied';
    } catch {
      word.textContent = 'Not allowed';
    }
    setTimeout(() => { word.textContent = label; }, 2000);
  } }, icon('copy', 16), word);
}

export const clock = (at) => new Date(at).toLocaleTimeString('en-GB', { hour12: false });
export const moment = (at) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** 3661 → "1 h 1 min 1 s" */
export function span(seconds) {
  const parts = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']];
  let rest = Math.round(Math.abs(seconds));
  const words = parts.map(([size, name]) => { const count = Math.floor(rest / size); rest -= count * size; return count ? `${count} ${name}` : ''; }).filter(Boolean).slice(0, 3);
  return words.length ? `${seconds < 0 ? '−' : '+'}${words.join(' ')}` : '0 s';
}

export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;
export const size = (bytes) => (bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`);
