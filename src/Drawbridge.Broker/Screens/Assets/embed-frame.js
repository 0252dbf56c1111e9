// A page of ours on another site of the broker: fetches the OT token, leads to the platform with it, and follows what becomes of it.
// It speaks with the page around it, or with the one that opened it, in messages { drawbridge: 1, type, … }; docs/embedding.md has the list.

const VERSION = 1;
const RENEWALS = 3; // tokens that aged on the way are replaced this often before the trader hears of it
const LOOKS = [500, 500, 1000, 1000, 2000, 2000, 3000]; // milliseconds between looks at a token, the last for all further ones
const SESSION_LOOK = 30_000;

const root = document.querySelector('[data-embed]');
const { embed, embedder, tokens, launch, state, connect, session, key } = root.dataset;
const find = (name) => root.querySelector(`[data-${name}]`);
const inFrame = parent !== self;
const site = inFrame ? parent : window.opener;
const tell = (type, more) => { if (embedder && site) site.postMessage({ drawbridge: VERSION, type, ...more }, embedder); };

function show(part) {
  for (const name of ['gate', 'status', 'failed', 'inner']) {
    const element = find(name);
    if (element) element.hidden = name !== part && !(name === 'inner' && part === 'status' && inFrame);
  }
}

function fail(code) {
  for (const why of root.querySelectorAll('[data-why]')) why.hidden = why.dataset.why !== code;
  show('failed');
  tell('error', { code });
}

async function post(url, fields) {
  const body = new URLSearchParams({ formKey: key, ...(session ? { session } : {}), ...fields });
  const answer = await fetch(url, { method: 'POST', body, headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

let run = 0;
let renewals = 0;
let borrowed = tokens === 'site'; // the tokens come from elsewhere, so the session here says nothing about the trader

async function open(token) {
  const mine = ++run;
  clearTimeout(asked);
  show('status');
  let answer;
  try {
    answer = await post(launch, token ? { token } : {});
  } catch {
    if (mine === run) fail('network');
    return;
  }
  if (mine !== run) return;
  if (answer.url) {
    if (!inFrame) return void location.replace(answer.url);
    find('inner').contentWindow.location.replace(answer.url);
    watch(answer.handle, mine);
  } else if (answer.error === 'token') renew();
  else if (answer.next && !session) location.replace(answer.next);
  else fail(answer.error);
}

/** A token came too late, or aged on its way: another one, as long as that may help. */
function renew() {
  if (renewals++ >= RENEWALS) return fail('expired');
  if (tokens === 'site') return askForToken();
  if (borrowed) return logIn();
  return open();
}

const PATIENCE = 30_000;
let asked = 0;
function askForToken() {
  show('status');
  tell('token-needed');
  clearTimeout(asked);
  asked = setTimeout(() => fail('token'), PATIENCE);
}

async function watch(handle, mine) {
  for (let look = 0; mine === run; look++) {
    await pause(LOOKS[Math.min(look, LOOKS.length - 1)]);
    let found;
    try { found = (await post(state, { handle })).state; } catch { continue; }
    if (mine !== run) return;
    if (found === 'used') return ready();
    if (found !== 'waiting') return renew();
  }
}

function ready() {
  renewals = 0;
  show('inner');
  tell('ready');
  if (!borrowed && !session) watchSession(run);
}

async function watchSession(mine) {
  while (mine === run) {
    await pause(SESSION_LOOK);
    if (document.hidden) continue;
    try {
      if ((await post(state, {})).state === 'ended' && mine === run) return tell('logged-out');
    } catch { /* the next look will tell */ }
  }
}

function logIn() {
  show('gate');
  tell('login');
}

// The login of the client area is in a cookie that browsers keep from frames on other sites; a window of its own has it.
let lender = null;
function borrow() {
  lender = window.open(connect, '_blank', 'popup,width=480,height=720');
  find('blocked').hidden = Boolean(lender);
}

addEventListener('message', ({ source, origin, data }) => {
  if (data?.drawbridge !== VERSION || typeof data.token !== 'string') return;
  if (data.type === 'connect' && source && source === lender && origin === location.origin) {
    lender = null;
    borrowed = true;
    open(data.token);
  } else if (data.type === 'token' && tokens === 'site' && source && source === site && origin === embedder) open(data.token);
});

if (embed === 'connect') {
  opener?.postMessage({ drawbridge: VERSION, type: 'connect', token: root.dataset.token }, location.origin);
  if (opener) window.close();
} else if (embed === 'refusal') tell('error', { code: root.dataset.code });
else {
  find('retry').addEventListener('click', () => {
    renewals = 0;
    if (tokens === 'site') askForToken();
    else if (session) open();
    else location.reload();
  });
  find('window').addEventListener('click', borrow);
  find('window').hidden = !inFrame;
  tell('hello');
  if (embed === 'login') logIn();
  else if (tokens === 'session') open();
  else askForToken();
}
