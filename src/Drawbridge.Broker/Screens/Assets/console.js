// Comfort only: every page of the console works without this file.

// A form is sent once, however often its button is pressed.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  if (form.method === 'post') form.dataset.sent = 'true';
  event.submitter?.setAttribute('aria-busy', 'true');
});
addEventListener('pageshow', (event) => { if (event.persisted) location.reload(); });

// What was just done need not be said again when the page is loaded again.
const here = new URL(location.href);
if (here.searchParams.has('done')) {
  here.searchParams.delete('done');
  history.replaceState(null, '', here);
}

document.querySelector('[data-focus]')?.focus();
const logs = () => document.querySelectorAll('[data-log]');
for (const log of logs()) log.scrollTop = log.scrollHeight;

// Parts that are marked so are fetched anew and put in the place of the old ones; what somebody is writing stays as it is.
const swap = (html) => {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const part of document.querySelectorAll('[data-swap]')) {
    const fresh = page.querySelector(`[data-swap="${part.dataset.swap}"]`);
    if (!fresh) continue;
    if (fresh.dataset.poll) part.dataset.poll = fresh.dataset.poll; else delete part.dataset.poll;
    if (fresh.innerHTML === part.innerHTML || (part !== document.activeElement && part.contains(document.activeElement))) continue;
    if (fresh.dataset.version && fresh.dataset.version === part.dataset.version) continue;
    part.dataset.version = fresh.dataset.version ?? '';
    const log = part.matches('[data-log]') ? part : part.querySelector('[data-log]');
    const atEnd = log && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    part.replaceChildren(...fresh.childNodes);
    if (atEnd) log.scrollTop = log.scrollHeight;
  }
  return page;
};

let fetching = false;
let again = false;
const update = async () => {
  if (document.hidden) return;
  if (fetching) { again = true; return; }
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { 'Drawbridge-Live': '1', Accept: 'text/html' } });
    if (answer.redirected) location.reload(); // signed out meanwhile
    else if (answer.ok) swap(await answer.text());
  } catch {
    // The next event or round tries again.
  }
  fetching = false;
  if (again) { again = false; update(); }
};

// A message is sent without leaving the page.
for (const form of document.querySelectorAll('form[data-talk]')) {
  const text = form.elements.text;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    if (button.disabled || !text.value.trim()) return;
    button.disabled = true;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { Accept: 'text/html' } });
      const page = swap(await answer.text());
      const fresh = page.querySelector('form[data-talk]');
      if (!fresh) { location.reload(); return; }
      const error = form.querySelector('[data-error]');
      error.textContent = page.querySelector('form[data-talk] [data-error]').textContent;
      error.hidden = !error.textContent;
      if (answer.ok) text.value = '';
      form.elements.once.value = fresh.elements.once.value;
      for (const log of logs()) log.scrollTop = log.scrollHeight;
    } catch {
      const error = form.querySelector('[data-error]');
      error.textContent = 'It could not be sent. Try again: it is sent once, however often you try.';
      error.hidden = false;
    }
    button.disabled = false;
    text.focus();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(hover: hover) and (pointer: fine)').matches) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}

const live = document.body.dataset.live;
if (live && document.querySelector('[data-swap]')) {
  const events = new EventSource(live);
  events.addEventListener('open', update);
  events.addEventListener('changed', update);
  events.addEventListener('end', () => { events.close(); location.reload(); });
  addEventListener('pagehide', () => events.close());
}

// Everything else is asked for now and then; what goes on by itself just now, more often.
const poll = async () => {
  await update();
  setTimeout(poll, Number(document.querySelector('[data-poll]')?.dataset.poll ?? 30_000));
};
if (document.querySelector('[data-swap]')) setTimeout(poll, Number(document.querySelector('[data-poll]')?.dataset.poll ?? 30_000));
document.addEventListener('visibilitychange', update);
