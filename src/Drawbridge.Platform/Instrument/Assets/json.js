// Shows JSON so that it can be read: indented, and its parts told apart.
import { h } from '/app/dom.js';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

export function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text; // it was cut, or is none
  }
}

export function jsonView(text) {
  const shown = indented(text);
  const parts = [];
  let at = 0;
  for (const found of shown.matchAll(TOKEN)) {
    parts.push(shown.slice(at, found.index));
    const [whole, string, colon, word] = found;
    if (colon) parts.push(h('span.j-key', {}, string), colon);
    else parts.push(h(string ? 'span.j-text' : word ? 'span.j-word' : 'span.j-number', {}, whole));
    at = found.index + whole.length;
  }
  parts.push(shown.slice(at));
  return h('code', {}, ...parts.filter(Boolean));
}
