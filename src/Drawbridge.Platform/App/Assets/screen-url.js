// Addresses of the broker's screens with the parameters of SCR-20 to SCR-32.
import { state } from './state.js';

function common(address) {
  const url = new URL(address);
  if (url.protocol !== 'https:') throw new Error('SCR-15: screens are https only');
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

export function actionUrl(address, token) {
  const { url, set } = common(address);
  set('token', token);
  set('account', state.account?.login);
  return url.href;
}

/** For display: path and parameters with the token hidden. */
export function masked(address) {
  const url = new URL(address);
  if (url.searchParams.has('token')) url.searchParams.set('token', '***');
  return url.pathname + url.search;
}
