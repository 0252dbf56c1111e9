// A tiny bus: modules tell each other what happened without knowing each other.
const bus = new EventTarget();

export const emit = (name, detail) => bus.dispatchEvent(new CustomEvent(name, { detail }));

export function on(name, listener) {
  const wrapped = (event) => listener(event.detail);
  bus.addEventListener(name, wrapped);
  return () => bus.removeEventListener(name, wrapped);
}

/** A step of the app itself, shown between the calls it causes. */
export const step = (key, detail = '') => emit('step', { key, detail, at: new Date().toISOString() });
