// Passkeys. The forms are hidden until this has found that the browser can use them here.

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const textOf = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

const policy = document.permissionsPolicy ?? document.featurePolicy;
const isAllowed = (feature) => !policy?.features || !policy.features().includes(feature) || policy.allowsFeature(feature);

/** Long before the challenge ends. */
const freshFor = 4 * 60_000;

function read(options) {
  const list = (credentials) => credentials?.map((one) => ({ ...one, id: bytesOf(one.id) }));
  return {
    ...options,
    challenge: bytesOf(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytesOf(options.user.id) } }),
    ...(options.allowCredentials && { allowCredentials: list(options.allowCredentials) }),
    ...(options.excludeCredentials && { excludeCredentials: list(options.excludeCredentials) }),
  };
}

function write({ id, type, authenticatorAttachment, response }) {
  const parts = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (response[name]) parts[name] = textOf(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({ id, rawId: id, type, authenticatorAttachment, clientExtensionResults: {}, response: parts });
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const creates = form.dataset.passkey === 'create';
  if (!window.PublicKeyCredential || !navigator.credentials || !isAllowed(`publickey-credentials-${creates ? 'create' : 'get'}`)) continue;
  const button = form.querySelector('button[type="submit"]');
  const failed = form.querySelector('[data-passkey-error]');
  let waiting;

  const ask = async () => {
    if (!form.dataset.optionsUrl) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(String(answer.status));
    const { options, state } = await answer.json();
    form.elements.passkeyState.value = state;
    return options;
  };

  const run = async (mediation) => {
    waiting?.abort();
    const mine = (waiting = new AbortController());
    const publicKey = read(await ask());
    const request = { publicKey, signal: mine.signal, ...(mediation && { mediation }) };
    const credential = await (creates ? navigator.credentials.create(request) : navigator.credentials.get(request));
    const keep = document.querySelector('input[type="checkbox"][name="keep"]');
    if (form.elements.keep) form.elements.keep.value = keep?.checked ? 'true' : '';
    form.elements.credential.value = write(credential);
    form.submit();
  };

  const suggest = async () => {
    try {
      await run('conditional');
    } catch {
      // Nobody chose one from the suggestions; the button is there still.
    }
  };

  const suggests = form.dataset.conditional && await PublicKeyCredential.isConditionalMediationAvailable?.();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.dataset.sent) return;
    form.dataset.sent = 'true';
    failed.hidden = true;
    button.setAttribute('aria-busy', 'true');
    try {
      await run();
    } catch {
      failed.hidden = false;
      button.removeAttribute('aria-busy');
      delete form.dataset.sent;
      if (suggests) suggest();
    }
  });

  form.hidden = false;
  for (const other of document.querySelectorAll('[data-passkey-with]')) other.hidden = false;
  for (const other of document.querySelectorAll('[data-passkey-without]')) other.hidden = true;
  if (suggests) {
    suggest();
    setInterval(() => { if (!form.dataset.sent) suggest(); }, freshFor);
  }
}
