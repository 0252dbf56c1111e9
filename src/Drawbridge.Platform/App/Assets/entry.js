// How the app was entered. Whatever the address carries is read once and stripped before anything else happens.
import { takeHandover } from './storage.js';

const KINDS = ['Web', 'Android', 'iOS', 'MacOS', 'Desktop'];
const EXTRAS = ['partnerId', 'eventName', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'kycType', 'actionType'];
const LONGEST_NICKNAME = 64;
const HOME = '/app/';

/** A link into the app is a path below /app/, or the same behind a #; both may have parameters. */
function readAddress() {
  const [fragment, more] = location.hash.slice(1).split('?');
  const query = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(more)) query.set(name, value);
  const path = fragment.startsWith('/') ? fragment : location.pathname.slice('/app'.length);
  if (location.search || location.hash || location.pathname !== HOME) history.replaceState(null, '', HOME);
  try {
    return { query, path: path === '/' || path === '/index.html' ? null : decodeURIComponent(path).replace(/(?<=.)\/$/, '') };
  } catch {
    return { query, path: null };
  }
}

export function readEntry() {
  const { query, path } = readAddress();
  const source = query.get('source')?.toLowerCase();
  const theme = query.get('theme')?.toLowerCase();
  const extras = {};
  for (const name of EXTRAS) if (query.get(name)) extras[name] = query.get(name);

  const invitedBy = query.get('u'); // an invite link names the partner as u (INV-40)
  const handover = query.get('token') ? {} : takeHandover();
  return {
    token: query.get('token') || handover.token || null,
    brokerName: query.get('brokerName') || handover.brokerName || null,
    brokerCrmName: query.get('brokerCrmName') || handover.brokerCrmName || null,
    path,
    account: query.get('acc') || query.get('account'),
    invitedBy: invitedBy && invitedBy.length <= LONGEST_NICKNAME ? invitedBy : undefined,
    source: KINDS.find((kind) => kind.toLowerCase() === source),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
    lang: query.get('lang')?.toLowerCase(),
    extras,
  };
}
