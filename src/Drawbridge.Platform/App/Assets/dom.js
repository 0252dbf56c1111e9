// Builds elements without innerHTML: nothing the broker or the platform sends can become markup.
import { paths } from './icons.js';

const SVG = 'http://www.w3.org/2000/svg';

/** h('button.icon', { type: 'button', onclick }, 'text', node): properties that start with "on" become listeners. */
export function h(selector, props = {}, ...children) {
  const [tag, ...classes] = selector.split('.');
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(' ');
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key === 'testid') node.dataset.testid = value;
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export function icon(name, size = 18) {
  const mirrored = ['logout', 'external', 'left', 'right'].includes(name);
  return svg('svg', {
    class: mirrored ? 'icon icon-mirror' : 'icon', viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor',
    'stroke-width': 1.75, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false',
  }, svg('path', { d: paths[name] }));
}

/** Amounts, account numbers and code keep their direction in right-to-left languages. */
export const ltr = (text, selector = 'bdi', props = {}) => h(selector, { dir: 'ltr', ...props }, text);
