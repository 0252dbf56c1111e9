// Names of the calls, in the words of the requirement. They are protocol terms and stay English in every language.
const NAMES = {
  '3.1': 'Manager token', '3.2': 'Create user', '3.3': 'Create trader', '3.4': 'Link account and user', '3.5': 'Change balance',
  '3.6': 'Set partner identifier', '3.7': 'Read partner identifier', '3.8': 'Delete partner identifier', '3.9': 'Set ribbons',
  '3.10': 'Change e-mail', '3.11': 'User by e-mail', '3.12': 'Log out of the platform', '3.13': 'Accept agreement',
  '4.1': 'Authenticate the platform', '4.2': 'Exchange OT token', '4.3': 'Verify access token', '4.4': 'Generate OT token', '4.5': 'Log out of the CRM',
  redeem: 'Redeem one-time token',
};

export const callName = (entry) => NAMES[entry.call] ?? entry.name ?? 'Other call';

export const tone = (status) => (!status ? 'bad' : status < 300 ? 'good' : status < 400 ? 'info' : status < 500 ? 'warn' : 'bad');

export function pretty(text) {
  if (text === null || text === undefined || text === '') return null;
  if (typeof text !== 'string') return JSON.stringify(text, null, 2);
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
