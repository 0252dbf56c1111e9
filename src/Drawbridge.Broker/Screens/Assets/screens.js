// Comfort only: every screen works without this file.

for (const button of document.querySelectorAll('[data-reveal]')) {
  const input = document.getElementById(button.dataset.reveal);
  button.hidden = false;
  button.addEventListener('click', () => {
    const show = input.type === 'password';
    input.type = show ? 'text' : 'password';
    button.textContent = show ? button.dataset.hide : button.dataset.show;
    button.setAttribute('aria-pressed', String(show));
    input.focus({ preventScroll: true });
  });
}

for (const button of navigator.clipboard ? document.querySelectorAll('[data-copy]') : []) {
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    const input = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      input.select(); // the browser does not allow it: the keyboard does
      return;
    }
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

// The open tab of a row that is wider than the screen.
const tab = document.querySelector('.portal-tabs [aria-current="page"]');
if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - (tab.parentElement.clientWidth - tab.offsetWidth) / 2;

// A hint while typing; the server decides.
const classes = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/];
for (const input of document.querySelectorAll('[data-strength]')) {
  const meter = document.querySelector(`[data-strength-meter="${input.id}"]`);
  const update = () => {
    const text = input.value;
    const variety = classes.filter((c) => c.test(text)).length;
    const distinct = new Set(text).size;
    const bits = Math.min(distinct, text.length) * (2 + variety * 0.6) + Math.max(0, text.length - distinct) * 0.8;
    meter.hidden = text.length === 0;
    meter.dataset.score = String(text.length < 8 ? 1 : bits < 34 ? 1 : bits < 44 ? 2 : bits < 56 ? 3 : 4);
  };
  input.addEventListener('input', update);
  update();
}

for (const form of document.querySelectorAll('form:not([data-own])')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    const button = event.submitter;
    if (form.target || !button) return; // this page stays, and its form can be sent again
    form.dataset.sent = 'true';
    button.setAttribute('aria-busy', 'true');
    if (button.dataset.working) button.querySelector('span').textContent = button.dataset.working;
  });
}

addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload();
});

// The waiting page goes on by sending its form, which carries the session where no cookie does. Without scripts the page has to reload
// itself, which takes the place in it away from whoever listens to it.
const waiting = document.querySelector('form[data-continue-after]');
if (waiting) setTimeout(() => waiting.requestSubmit(), Number(waiting.dataset.continueAfter) * 1000);
const following = document.querySelector('a[data-continue-after]');
if (following) setTimeout(() => location.replace(following.href), Number(following.dataset.continueAfter) * 1000);

// A login that leads to another site is recognised by a key that stays in this tab or frame, for browsers that keep no cookie for a page in a
// frame. Whoever has neither storage nor a name that lasts is told so.
const bindingName = 'drawbridge-login';
const keepKey = (key) => {
  try { sessionStorage.setItem(bindingName, key); } catch { window.name = `${bindingName}:${key}`; }
};
const keptKey = () => {
  let key = null;
  try { key = sessionStorage.getItem(bindingName); } catch { /* blocked */ }
  return key ?? (window.name.startsWith(`${bindingName}:`) ? window.name.slice(bindingName.length + 1) : null);
};
for (const form of document.querySelectorAll('form[data-binds]')) {
  const key = keptKey() ?? [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  keepKey(key);
  form.elements.binding.value = key;
  if ('atOnce' in form.dataset) form.requestSubmit();
}
const bound = document.querySelector('form[data-bound]');
if (bound) {
  history.replaceState(null, '', location.pathname);
  bound.elements.binding.value = keptKey() ?? '';
  bound.requestSubmit();
}

// The link of a mail and the token of an application work once; they need not stay in the address bar.
const stripped = document.querySelector('[data-strip]')?.dataset.strip;
if (stripped) {
  const url = new URL(location.href);
  url.searchParams.delete(stripped);
  history.replaceState(null, '', url);
}

document.querySelector('[data-focus]')?.focus();

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// Amounts to choose with one tap; without scripts they are not there.
for (const presets of document.querySelectorAll('[data-presets]')) {
  const field = document.getElementById(presets.dataset.presets);
  presets.hidden = false;
  presets.addEventListener('click', (event) => {
    if (event.target.value) field.value = event.target.value;
  });
}

// A frame that is filled by a form. Where a login inside it led to the page around it once more, that page fills it again.
const outer = () => {
  try { return parent === self ? null : parent.document.querySelector('form[data-at-once]'); } catch { return null; }
};
const inner = document.querySelector('form[data-at-once]');
if (inner) (outer() ?? inner).requestSubmit();
