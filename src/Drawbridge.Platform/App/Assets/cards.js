// A card in the middle of the app that says what happened and what to do.
import { h, icon, ltr } from './dom.js';

export function card(symbol, title, tone, ...content) {
  return h('div.state-screen', {}, h(`div.state-card.tone-${tone}`, {},
    h('span.state-icon', { 'aria-hidden': 'true' }, icon(symbol, 26)),
    h('h2', { tabindex: '-1', 'data-focus': true }, title), ...content));
}

export const primary = (text, onclick, testid, symbol) => h('button.button.button-primary', { type: 'button', onclick, testid }, symbol ? icon(symbol) : null, text);
export const detail = (error) => (error?.code || error?.status ? h('p.state-detail', {}, ltr([error.status || '', error.code, error.message].filter(Boolean).join(' · '), 'code')) : null);
