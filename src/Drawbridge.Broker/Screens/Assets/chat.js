// Comfort only: without this file the chat is forms and pages.

const screen = document.querySelector('[data-chat]');
const log = screen.querySelector('[data-chat-log]');
const list = screen.querySelector('[data-chat-list]');
const empty = screen.querySelector('[data-chat-empty]');
const error = screen.querySelector('[data-chat-error]');
const form = screen.querySelector('form[data-own]');
const text = form.elements.text;
const send = form.querySelector('button');
const file = form.elements.file;
const chosen = form.querySelector('[data-chat-chosen]');
const pollEvery = 5000;
let ended = false;
let offline = false;
let fetching = null;
let again = false;

const numberOf = (item) => Number(item.dataset.number);
const last = () => Math.max(0, ...[...list.querySelectorAll('[data-number]')].map(numberOf));
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

// Times in the trader's own clock.
const showTimes = (root) => {
  const day = (date) => date.toDateString();
  for (const time of root.querySelectorAll('time:not([data-local])')) {
    const at = new Date(time.dateTime);
    const options = day(at) === day(new Date()) ? { timeStyle: 'short' } : { dateStyle: 'medium', timeStyle: 'short' };
    time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, options).format(at);
    time.removeAttribute('dir');
    time.dataset.local = '';
  }
};

const toEnd = () => { log.scrollTop = log.scrollHeight; };
const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

// Who reads the end goes on reading it when a keyboard opens or the message grows.
let atEnd = true;
log.addEventListener('scroll', () => { atEnd = isAtEnd(); });
new ResizeObserver(() => { if (atEnd) toEnd(); }).observe(log);

const show = (message) => {
  error.textContent = message ?? '';
  error.hidden = !message;
};

// A fragment is messages as the page has them, and whether the last one was seen. Those that are there already are left alone.
const add = (html) => {
  const wasAtEnd = atEnd;
  const fragment = document.createElement('template');
  fragment.innerHTML = html;
  const known = last();
  for (const item of [...fragment.content.children]) {
    if (item.dataset.number ? numberOf(item) <= known : !item.dataset.chatSeen) item.remove();
  }
  showTimes(fragment.content);
  list.querySelector('[data-chat-seen]')?.remove();
  list.append(fragment.content);
  empty.hidden = last() > 0;
  if (wasAtEnd) toEnd();
};

const post = async (url, fields, attached) => {
  const all = { formKey: form.elements.formKey.value, session: form.elements.session.value, fragment: 'true', ...fields };
  const body = attached ? new FormData() : new URLSearchParams(all);
  if (attached) {
    for (const [name, value] of Object.entries(all)) body.append(name, value);
    body.append('file', attached); // behind all the others
  }
  return fetch(url, { method: 'POST', body, headers: { Accept: 'text/html' } });
};

const end = () => {
  ended = true;
  text.disabled = true;
  send.disabled = true;
  show(screen.dataset.ended);
};

// What is fetched counts as seen, so a page that nobody looks at fetches nothing.
const update = async () => {
  if (ended || document.hidden) return;
  if (fetching) { again = true; return; }
  fetching = (async () => {
    try {
      // From the last known message on: whether it was seen may be what changed.
      const answer = await post(screen.dataset.messages, { from: String(Math.max(1, last())) });
      if (answer.status === 404 || answer.status === 403) return end();
      if (!answer.ok) throw new Error(String(answer.status));
      add(await answer.text());
      if (offline) { offline = false; show(); }
    } catch {
      offline = true;
      show(screen.dataset.offline);
    }
  })();
  await fetching;
  fetching = null;
  if (again) { again = false; update(); }
};

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (ended || send.disabled) return;
  send.disabled = true;
  try {
    const answer = await post(form.action, { text: text.value, submissionKey: form.elements.submissionKey.value, from: String(Math.max(1, last())) }, file.files[0]);
    if (answer.status === 422 || answer.status === 429) {
      show(await answer.text());
    } else if (answer.status === 404 || answer.status === 403) {
      end();
    } else if (!answer.ok) {
      throw new Error(String(answer.status));
    } else {
      add(await answer.text());
      text.value = '';
      file.value = '';
      choose();
      form.elements.submissionKey.value = newKey();
      show();
      toEnd();
    }
  } catch {
    show(screen.dataset.notSent); // the key stays, so sending it again cannot double it
  }
  if (!ended) send.disabled = false;
  grow();
  text.focus();
});

const choose = () => {
  chosen.textContent = file.files[0]?.name ?? '';
  chosen.hidden = !file.files[0];
};
file.addEventListener('change', () => { choose(); show(); });

const grow = () => {
  text.style.height = 'auto';
  text.style.height = `${Math.min(text.scrollHeight + 2, 160)}px`;
};
text.addEventListener('input', () => { grow(); if (!offline) show(); });

// Return sends where there is a keyboard; on a phone it begins a line.
text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(hover: hover) and (pointer: fine)').matches) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// Events where the session's cookie comes back; else, and whenever they fail for good, a question every few seconds.
let polling = 0;
const poll = () => { polling ||= setInterval(update, pollEvery); };
const listen = () => {
  const events = new EventSource(screen.dataset.live);
  events.addEventListener('open', update);
  events.addEventListener('changed', update);
  events.addEventListener('end', () => { events.close(); end(); });
  events.addEventListener('error', () => { if (events.readyState === EventSource.CLOSED && !ended) poll(); });
  addEventListener('pagehide', () => events.close());
};

document.addEventListener('visibilitychange', update);
addEventListener('online', update);
showTimes(list);
grow();
toEnd();
listen();
