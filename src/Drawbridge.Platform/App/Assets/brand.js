// Gives each broker a colour and initials of its own.
import { h } from './dom.js';

export function initials(name) {
  const words = name.replace(/[^\p{L}\p{N} ]/gu, ' ').trim().split(/\s+/);
  return (words.length > 1 ? words[0][0] + words[1][0] : (words[0] ?? '?').slice(0, 2)).toUpperCase();
}

export function hue(name) {
  let hash = 2166136261;
  for (const char of name) hash = Math.imul(hash ^ char.codePointAt(0), 16777619);
  return 200 + (((hash ^ (hash >>> 13)) >>> 0) % 150);
}

export function useBrand(broker) {
  document.getElementById('app').style.setProperty('--brand-hue', broker ? String(hue(broker.brokerName)) : '270');
}

export const monogram = (broker, selector = 'span.monogram') => h(selector, { 'aria-hidden': 'true' }, initials(broker.displayName));
