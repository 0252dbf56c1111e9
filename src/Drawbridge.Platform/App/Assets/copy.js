// A button that copies a text and says so.
import { h, icon } from './dom.js';
import { t } from './i18n.js';

const SAID_FOR = 2000;

export function copyButton(text, { testid, selector = 'button.button' } = {}) {
  const label = h('span', { role: 'status' }, t('copy'));
  const button = h(selector, { type: 'button', testid, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text());
      label.textContent = t('copied');
      setTimeout(() => { label.textContent = t('copy'); }, SAID_FOR);
    } catch { /* the browser refused: the text can still be selected */ }
  } }, icon('copy', 16), label);
  return button;
}
