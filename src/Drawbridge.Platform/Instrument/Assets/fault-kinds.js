// What can go wrong, in words, and examples to begin with.
export const KINDS = {
  latency: { title: 'Slow', text: 'The call takes longer.' },
  error: { title: 'Error', text: 'The call is refused with a status and a code; nothing is done.' },
  'drop-before': { title: 'Connection lost before', text: 'The connection closes; nothing is done.' },
  'drop-after': { title: 'Connection lost after', text: 'The call is carried out and committed, and the answer is lost.' },
  malformed: { title: 'Malformed answer', text: 'The call is carried out, and the answer breaks off in the middle.' },
  'expired-crm-token': { title: 'Expired crmApiToken', text: 'The platform sends a crmApiToken that the CRM does not take (4.2 to 4.5).', out: true },
  'replayed-token': { title: 'OT token sent twice', text: 'The platform sends an OT token for the second time (4.2).', out: true },
  'swapped-token': { title: 'Token of another user', text: 'The platform sends the token of another user of the broker (4.3 to 4.5).', out: true },
};

export const PRESETS = [
  { title: 'The CRM is slow', fault: { kind: 'latency', route: '*', direction: 'out', latencyMs: 4000 } },
  { title: 'The CRM is down', fault: { kind: 'drop-before', route: '*', direction: 'out' } },
  { title: 'No token for in-app actions', fault: { kind: 'error', route: 'POST /oauth2/onetime/generate', direction: 'out', status: 403, errorCode: 'CH_INSUFFICIENT_PERMISSIONS' } },
  { title: 'The user is created, the answer lost', fault: { kind: 'drop-after', route: 'POST /cid/oauth2/ctid/create', direction: 'in', times: 1 } },
  { title: 'A deposit is booked, the answer lost', fault: { kind: 'drop-after', route: 'POST /v2/webserv/traders/*/changebalance', direction: 'in', times: 1 } },
  { title: 'Too many requests', fault: { kind: 'error', route: '*', direction: 'in', status: 429, errorCode: 'REQUEST_FREQUENCY_EXCEEDED' } },
  { title: 'Half of the calls fail', fault: { kind: 'error', route: '*', direction: 'in', probability: 0.5, seed: 42, status: 500, errorCode: 'UNKNOWN_ERROR' } },
  { title: 'The OT token is replayed', fault: { kind: 'replayed-token', route: 'POST /oauth2/onetime/authorize', direction: 'out', times: 1 } },
];
