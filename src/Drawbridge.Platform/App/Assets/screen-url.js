// Addresses of the broker's screens with the parameters of SCR-20 to SCR-32.
import { ScreenError } from './problems.js';
import { state } from './state.js';

function common(address) {
  if (!URL.canParse(address)) throw new ScreenError('address');
  const url = new URL(address);
  if (url.protocol !== 'https:') throw new ScreenError('address'); // SCR-15
  const set = (name, value) => { if (value !== undefined && value !== null && value !== '') url.searchParams.set(name, value); };
  set('brokerName', state.broker.brokerName);
  set('brokerCrmName', state.broker.brokerCrmName);
  set('lang', state.lang);
  set('source', state.source);
  set('theme', state.theme);
  for (const name of ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'eventName']) set(name, state.extras[name]);
  return { url, set };
}

export function loginUrl(firstLogin) {
  const { url, set } = common(state.broker.loginUrl);
  set('firstLogin', String(firstLogin));
  set('partnerId', state.extras.partnerId);
  return url.href;
}

/** `more`: what the screen gets besides, such as `actionType` (SCR-33). */
export function actionUrl(address, token, more = {}) {
  const { url, set } = common(address);
  for (const [name, value] of Object.entries(more)) set(name, value);
  set('token', token);
  set('account', state.account?.login); // SCR-28
  return url.href;
}

/** Somebody else's page: it learns nothing of the user. */
export function plainUrl(address) {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') throw new ScreenError('address');
  return address;
}

/** For display: path and parameters with the token hidden. */
export function masked(address) {
  const url = new URL(address);
  if (url.searchParams.has('token')) url.searchParams.set('token', '***');
  return url.pathname + url.search;
}
