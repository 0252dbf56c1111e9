// Calls between the two sides as they happen: the stream, and the backlog whenever the stream (re)opens.
import { api } from './api.js';
import { emit } from './events.js';

let last = 0;
let opened = false;
const seen = new Set();

function take(entry, live) {
  if (!entry || entry.id === undefined || seen.has(entry.id)) return;
  seen.add(entry.id);
  if (Number(entry.id) > Number(last)) last = entry.id;
  emit('journal-entry', entry);
  if (live) emit('journal', entry);
}

const parsed = (event) => {
  try {
    return JSON.parse(event.data);
  } catch {
    return null;
  }
};

async function catchUp(live) {
  try {
    const { entries = [] } = await api.journal(last);
    entries.forEach((entry) => take(entry, live));
  } catch {
    // The stream will try again, and so shall we.
  }
}

let watching = false;

/** Begins to watch, once. */
export function watchJournal() {
  if (watching) return;
  watching = true;
  connect();
}

function connect() {
  const stream = new EventSource('/instrument/api/journal/stream');
  stream.addEventListener('open', () => { emit('journal-connection', true); catchUp(opened); opened = true; });
  stream.addEventListener('error', () => {
    emit('journal-connection', false);
    // A browser gives up for good on anything but a dropped connection.
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 5000);
  });
  stream.addEventListener('message', (event) => take(parsed(event), true));
  stream.addEventListener('call', (event) => take(parsed(event), true));
  stream.addEventListener('session-ended', (event) => emit('session-ended', parsed(event)));
}
