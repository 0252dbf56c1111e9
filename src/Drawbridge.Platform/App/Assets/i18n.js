// The app's own words. Screens of the broker bring theirs.
import en from './texts-en.js';
import de from './texts-de.js';
import es from './texts-es.js';
import ar from './texts-ar.js';
import { localeOf } from './money.js';

const texts = { en, de, es, ar };
let lang = 'en';

export const LANGUAGES = Object.keys(texts);

export function t(key, values = {}) {
  const text = texts[lang][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const time = (at) => new Date(at).toLocaleTimeString(localeOf(lang), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

export const date = (at) => new Date(at).toLocaleDateString(localeOf(lang), { dateStyle: 'medium' });

/** Translates the fixed parts of the page and turns its direction. */
export function useLanguage(next) {
  lang = LANGUAGES.includes(next) ? next : 'en';
  document.documentElement.lang = lang;
  document.documentElement.dir = lang === 'ar' ? 'rtl' : 'ltr';
  for (const node of document.querySelectorAll('[data-i18n]')) node.textContent = t(node.dataset.i18n);
  for (const node of document.querySelectorAll('[data-i18n-label]')) {
    node.setAttribute('aria-label', t(node.dataset.i18nLabel));
    if (node.tagName === 'BUTTON') node.title = t(node.dataset.i18nLabel);
  }
}
