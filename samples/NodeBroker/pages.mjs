// HTML. Whatever is put into a template is escaped, unless it is a template itself.
import { readFileSync } from 'node:fs';

const texts = JSON.parse(readFileSync(new URL('texts.json', import.meta.url)));
export const style = readFileSync(new URL('style.css', import.meta.url));

class Html {
  constructor(text) { this.text = text; }
  toString() { return this.text; }
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (value) => {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(escape).join('');
  return value === null || value === undefined || value === false ? '' : String(value).replace(/[&<>"']/g, (character) => escapes[character]);
};
export const html = (parts, ...values) => new Html(parts.reduce((text, part, index) => text + escape(values[index - 1]) + part));

/** Text by key in the screen's language; unsupported languages are English (CONF-6.2.3-3). */
export function translator(lang) {
  const own = texts[lang] ?? texts.en;
  return (key, values = {}) => own[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
export const languages = Object.keys(texts);

/** A whole page. `closeUrl` gives it a control that leads back to the application (SCR-69). */
export function layout({ screen, title, closeUrl, body }) {
  const { t, lang, theme, brokerName } = screen;
  return html`<!doctype html>
<html lang="${lang}" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${brokerName}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<header><span class="brand">${brokerName}</span>${closeUrl && html`<a class="close" href="${closeUrl}" aria-label="${t('close')}" title="${t('close')}">×</a>`}</header>
<main>
${body}
</main>
<footer>${t('notice', { broker: brokerName })}</footer>
</body>
</html>
`;
}

/** A labelled input with its error. */
export function field({ screen, name, label, type = 'text', value = '', autocomplete = 'off', error, hint, link, inputmode, autofocus }) {
  const about = error || hint ? html` aria-describedby="${name}-about"` : '';
  return html`<div class="field">
<div class="label"><label for="${name}">${label}</label>${link}</div>
<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" required${inputmode && html` inputmode="${inputmode}"`}${error && html` aria-invalid="true"`}${autofocus && html` autofocus`}${about}>
${error ? html`<div class="error" id="${name}-about">${screen.t(error.key ?? error, error)}</div>` : hint && html`<div class="hint" id="${name}-about">${hint}</div>`}
</div>
`;
}

export function select({ name, label, options, value }) {
  return html`<div class="field"><div class="label"><label for="${name}">${label}</label></div>
<select id="${name}" name="${name}">${options.map(([key, text]) => html`<option value="${key}"${key === value && html` selected`}>${text}</option>`)}</select></div>
`;
}

export const checkbox = ({ name, label, checked }) =>
  html`<label class="check"><input type="checkbox" name="${name}" value="true"${checked && html` checked`}> <span>${label}</span></label>
`;

/** What is wrong with the form as a whole. */
export const alert = (text) => text && html`<p class="notice bad" role="alert">${text}</p>`;
