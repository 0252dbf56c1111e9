// The screens that applications open, and the client area (docs/protocol/screens.md, docs/protocol/flows.md).
import { randomBytes } from 'node:crypto';
import { checkBrokerNames, CrmError, oneTimeFault } from './crm-calls.mjs';
import { alert, checkbox, field, html, languages, layout, select, translator } from './pages.mjs';
import { Refused } from './platform.mjs';
import { checkPassword, hash, Throttle } from './store.mjs';

const minute = 60_000;
const sessionLifetime = 30 * minute; // of a screen; the client area's ends with the browser, or after a month if kept
const carried = ['brokerName', 'brokerCrmName', 'lang', 'source', 'theme', 'partnerId', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'account', 'acc']; // SCR-36
const currencies = ['EUR', 'USD', 'GBP'];
const leverages = [30, 100, 500];
const amounts = { min: 1, max: 100_000 };

export function screens(settings, store, platform) {
  const throttle = new Throttle(10); // FLOW-AUTH-7
  const booking = new Map();
  const origins = [...new Set([settings.successUrl, settings.webUrl].map((url) => new URL(url).origin))].join(' ');

  const headers = {
    // The redirect after a form counts as part of the form, hence the success URL in form-action; the application shows the screens in a frame (SCR-76).
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; img-src data:; form-action 'self' ${origins}; frame-ancestors 'self' ${origins}; base-uri 'none'`,
    'Referrer-Policy': 'no-referrer', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff', 'Content-Type': 'text/html; charset=utf-8',
  };

  const routes = {
    '/auth/login': { GET: openLogin, POST: logIn }, '/auth/signup': { GET: openSignup, POST: signUp },
    '/auth/reset': { GET: openReset, POST: requestReset }, '/auth/reset/password': { POST: resetPassword },
    '/account/create': { GET: openAccountForm, POST: createAccount },
    '/inapp/deposit': { GET: openDeposit, POST: chooseDeposit }, '/inapp/deposit/provider': { POST: payDeposit },
    '/inapp/withdraw': { GET: openWithdrawal, POST: withdraw },
    '/sso/callback': { GET: showSuccess }, '/callback/success': { GET: showSuccess },
    '/': { GET: openArea, area: true }, '/client/login': { POST: logInToArea, area: true },
    '/client/open': { POST: openWeb, area: true }, '/client/logout': { POST: logOutOfArea, area: true },
    '/mailbox': { GET: showMailbox, area: true },
  };

  /** Answers `{ status, headers, body }`, or null when there is no such page. */
  return async function answer(request) {
    const route = routes[request.path];
    if (!route) return null;
    const screen = screenOf(request);
    try {
      if (!route[request.method]) throw new CrmError(405, 'METHOD_NOT_ALLOWED', 'This path does not take this method');
      if (!route.area) checkBrokerNames(settings, request.query); // SCR-20, SCR-21, SCR-39
      if (request.method === 'POST' && !isFromUs(request.headers)) throw new CrmError(403, 'INVALID_REQUEST', 'The form was not sent by this site');
      return await route[request.method](screen, request);
    } catch (error) {
      if (error instanceof CrmError) return refusal(screen, error, request);
      throw error;
    }
  };

  function screenOf({ query }) {
    const asked = (query.get('lang') ?? '').toLowerCase();
    const lang = languages.includes(asked) ? asked : 'en'; // SCR-22
    return { t: translator(lang), lang, theme: query.get('theme')?.toLowerCase() === 'dark' ? 'dark' : 'light', brokerName: settings.brokerName, query };
  }

  /** Browsers say where a form came from, which works in a frame without any cookie. What is no browser says nothing, and carries nobody's cookies. */
  function isFromUs(given) {
    const site = given['sec-fetch-site'];
    return site ? site === 'same-origin' || site === 'none' : !given.origin || given.origin === new URL(settings.publicUrl).origin;
  }

  /** An address of the same flow, with everything the screen was opened with. */
  function urlFor(screen, path, more = {}) {
    const query = new URLSearchParams([...screen.query].filter(([name]) => carried.includes(name)));
    for (const [name, value] of Object.entries(more)) query.set(name, value);
    return query.size > 0 ? `${path}?${query}` : path;
  }

  function successUrl(token) {
    const url = new URL(settings.successUrl); // SCR-52
    url.searchParams.set('brokerName', settings.brokerName);
    url.searchParams.set('brokerCrmName', settings.crmName);
    if (token) url.searchParams.set('token', token);
    return url.href;
  }

  function page(screen, title, body, { status = 200, closable = false, cookies = [] } = {}) {
    return { status, headers: { ...headers, 'Set-Cookie': cookies }, body: String(layout({ screen, title, body, closeUrl: closable && successUrl(null) })) }; // DEC-22
  }

  function seeOther(location, cookies = []) { return { status: 303, headers: { ...headers, Location: location, 'Set-Cookie': cookies }, body: '' }; }

  function refusal(screen, error, request) {
    const accept = request.headers.accept ?? '';
    if (accept.includes('application/json') && !accept.includes('text/html')) {
      return { status: error.status, headers: { ...headers, 'Content-Type': 'application/json' }, body: JSON.stringify(error.body) };
    }
    const text = error.text ?? (error.code.startsWith('BROKER_ID') ? 'errorIds' : error.message.startsWith('The form') ? 'errorCrossSite' : 'errorExpired');
    return page(screen, screen.t('errorTitle'), html`<h1>${screen.t('errorTitle')}</h1><p>${screen.t(text)}</p><p class="hint">${error.code}: ${error.message}</p>`, { status: error.status, closable: true });
  }

  // Cookies stand beside the hidden field of the form, so that a page can be loaded again. They work in a frame, apart for each site around it.
  function cookie(name, value, more = '; SameSite=None; Partitioned') { return `__Host-${name}=${value}; Path=/; Secure; HttpOnly${more}`; }
  function cookieOf(request, name) { return (request.headers.cookie ?? '').split('; ').find((each) => each.startsWith(`__Host-${name}=`))?.split('=')[1]; }
  function sessionOf(request, kind) { return store.open(kind, request.form?.get('session') ?? cookieOf(request, kind)); }
  function hidden(values) { return Object.entries(values).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`); }

  // ---- Log in and sign up: one address for both (SCR-1)

  function openLogin(screen, request) {
    return request.query.get('firstLogin')?.toLowerCase() === 'true' ? signupPage(screen) : loginPage(screen); // SCR-26
  }

  function openSignup(screen) { return seeOther(urlFor(screen, '/auth/login', { firstLogin: 'true' })); }

  function loginPage(screen, { form, error, status } = {}) {
    const { t } = screen;
    return page(screen, t('loginTitle'), html`<h1>${t('loginTitle')}</h1><p class="intro">${t('loginIntro', { broker: settings.brokerName })}</p>
${alert(error && t(error))}
<form method="post" action="${urlFor(screen, '/auth/login')}" novalidate>
${loginFields(screen, form)}
<button>${t('logIn')}</button>
</form>
<p class="after">${t('noAccount')} <a href="${urlFor(screen, '/auth/login', { firstLogin: 'true' })}">${t('signUp')}</a></p>`, { status });
  }

  function loginFields(screen, form) {
    const { t } = screen;
    return [
      field({ screen, name: 'email', label: t('email'), type: 'email', inputmode: 'email', value: form?.get('email') ?? '', autocomplete: 'username' }),
      field({ screen, name: 'password', label: t('password'), type: 'password', autocomplete: 'current-password', link: html`<a href="${urlFor(screen, '/auth/reset')}">${t('resetLink')}</a>` }),
      checkbox({ name: 'keep', label: t('keep'), checked: form?.has('keep') }), // SCR-72
    ];
  }

  async function logIn(screen, request) {
    const { user, error } = await authenticate(request);
    return user ? enter(screen, user, request.form.has('keep')) : loginPage(screen, { form: request.form, error, status: error === 'errorTooMany' ? 429 : 422 });
  }

  async function authenticate({ form, address }) {
    const email = form.get('email')?.trim() ?? '';
    const key = `${address} ${email.toLowerCase()}`;
    if (throttle.wait(key)) return { error: 'errorTooMany' };
    const user = store.findUser(email);
    if (!await checkPassword(user, form.get('password') ?? '')) {
      throttle.fail(key);
      return { error: 'errorLogin' };
    }
    throttle.forget(key);
    return { user };
  }

  function signupPage(screen, { form, errors = {}, status } = {}) {
    const { t } = screen;
    const value = (name) => form?.get(name) ?? '';
    return page(screen, t('signupTitle'), html`<h1>${t('signupTitle')}</h1><p class="intro">${t('signupIntro')}</p>
<form method="post" action="${urlFor(screen, '/auth/signup')}" novalidate>
<div class="row">
${field({ screen, name: 'firstName', label: t('firstName'), value: value('firstName'), autocomplete: 'given-name', error: errors.firstName })}
${field({ screen, name: 'lastName', label: t('lastName'), value: value('lastName'), autocomplete: 'family-name', error: errors.lastName })}
</div>
${field({ screen, name: 'email', label: t('email'), type: 'email', inputmode: 'email', value: value('email'), autocomplete: 'username', error: errors.email })}
${field({ screen, name: 'password', label: t('password'), type: 'password', autocomplete: 'new-password', hint: t('passwordHint'), error: errors.password, link: html`<a href="${urlFor(screen, '/auth/reset')}">${t('resetLink')}</a>` })}
${checkbox({ name: 'keep', label: t('keep'), checked: form?.has('keep') })}
<button>${t('signUp')}</button>
</form>
<p class="after">${t('haveAccount')} <a href="${urlFor(screen, '/auth/login', { firstLogin: 'false' })}">${t('logIn')}</a></p>`, { status });
  }

  async function signUp(screen, { form, query }) {
    const text = (name) => form.get(name)?.trim() ?? '';
    const password = form.get('password') ?? '';
    const errors = {};
    for (const name of ['firstName', 'lastName']) if (text(name) === '' || text(name).length > 64) errors[name] = 'errorName';
    if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(text('email')) || text('email').length > 254) errors.email = 'errorEmail';
    else if (text('email').toLowerCase().endsWith('@privaterelay.appleid.com')) errors.email = 'errorRelay'; // SCR-74
    else if (store.findUser(text('email'))) errors.email = 'errorTaken';
    if (password.length < 8 || password.length > 128) errors.password = 'errorPassword';
    if (Object.keys(errors).length > 0) return signupPage(screen, { form, errors, status: 422 });

    const partnerId = query.get('partnerId')?.slice(0, 128) || null; // SCR-25: who brought the user
    const user = await store.addUser({ email: text('email'), password, firstName: text('firstName'), lastName: text('lastName'), lang: screen.lang, partnerId });
    return user ? enter(screen, user, form.has('keep')) : signupPage(screen, { form, errors: { email: 'errorTaken' }, status: 422 });
  }

  /** From a proven user to the application, by way of whatever is missing on the platform (FLOW-CREATE-5 to 13, FLOW-AUTH-3, FLOW-AUTH-6). */
  async function enter(screen, user, keep) {
    try {
      if (!await platform.ensureUser(user, user.addressProven)) {
        mailReset(screen, user); // FLOW-CREATE-21
        return page(screen, screen.t('knownTitle'), html`<h1>${screen.t('knownTitle')}</h1><p>${screen.t('known')}</p>`);
      }
    } catch (error) {
      logFailure(error);
      return loginPage(screen, { error: 'errorAway', status: 503 });
    }
    return user.accounts.some((account) => account.linked) ? toApplication(user, 'login', keep) : accountPage(screen, { kind: 'first-account', session: { user: user.id, keep, key: 'first' } });
  }

  /** The OT token is made right before the redirect (SCR-57). */
  function toApplication(user, purpose, keep) { return seeOther(successUrl(store.addOneTimeToken(user, purpose, keep))); }

  // ---- Reset password (SCR-10)

  function openReset(screen, request) {
    const ticket = request.query.get('ticket');
    if (!ticket) return resetPage(screen);
    const user = resetUser(ticket);
    return user ? newPasswordPage(screen, user, ticket) : resetPage(screen, { error: 'resetInvalid', status: 410 });
  }

  function resetPage(screen, { error, fieldError, status } = {}) {
    const { t } = screen;
    return page(screen, t('resetTitle'), html`<h1>${t('resetTitle')}</h1><p class="intro">${t('resetIntro')}</p>
${alert(error && t(error))}
<form method="post" action="${urlFor(screen, '/auth/reset')}" novalidate>
${field({ screen, name: 'email', label: t('email'), type: 'email', inputmode: 'email', autocomplete: 'username', error: fieldError })}
<button>${t('resetSubmit')}</button>
</form>
<p class="after"><a href="${urlFor(screen, '/auth/login')}">${t('back')}</a></p>`, { status });
  }

  function requestReset(screen, { form, address }) {
    const email = form.get('email')?.trim() ?? '';
    if (!email.includes('@')) return resetPage(screen, { fieldError: 'errorEmail', status: 422 });
    const user = store.findUser(email);
    const key = `reset ${address} ${email.toLowerCase()}`;
    if (user && !throttle.wait(key)) mailReset(screen, user);
    throttle.fail(key);
    return page(screen, screen.t('resetSentTitle'), html`<h1>${screen.t('resetSentTitle')}</h1><p>${screen.t('resetSent')}</p>`); // the same for everybody (FLOW-RESET-4)
  }

  function mailReset(screen, user) {
    const ticket = store.seal('reset', { user: user.id, password: hash(user.passwordHash) }, sessionLifetime); // single use: another password, another hash
    const link = settings.publicUrl + urlFor(screen, '/auth/reset', { ticket });
    store.addMail({ to: user.email, subject: screen.t('mailResetSubject'), text: screen.t('mailReset', { name: user.firstName, link, broker: settings.brokerName }), at: new Date().toISOString() });
  }

  function resetUser(ticket) {
    const content = store.open('reset', ticket);
    const user = content && store.findUserById(content.user);
    return user && hash(user.passwordHash) === content.password ? user : null;
  }

  function newPasswordPage(screen, user, ticket, error) {
    const { t } = screen;
    return page(screen, t('newPasswordTitle'), html`<h1>${t('newPasswordTitle')}</h1><p class="intro">${t('newPasswordIntro', { email: user.email })}</p>
<form method="post" action="${urlFor(screen, '/auth/reset/password')}" novalidate>
${hidden({ ticket })}
${field({ screen, name: 'password', label: t('newPassword'), type: 'password', autocomplete: 'new-password', hint: t('passwordHint'), error })}
<button>${t('savePassword')}</button>
</form>`, { status: error ? 422 : 200 });
  }

  async function resetPassword(screen, { form }) {
    const [ticket, password] = [form.get('ticket'), form.get('password') ?? ''];
    let user = resetUser(ticket);
    if (user && (password.length < 8 || password.length > 128)) return newPasswordPage(screen, user, ticket, 'errorPassword');
    if (!user) return resetPage(screen, { error: 'resetInvalid', status: 410 });
    user.addressProven = true; // the link came by mail
    await store.setPassword(user, password);
    return enter(screen, user, false); // FLOW-RESET-2: logged in right after
  }

  // ---- Open an account: the first one after sign-up, further ones from an application with a token (SCR-2)

  function openAccountForm(screen, request) {
    const token = request.query.get('token');
    const first = token === null && sessionOf(request, 'first-account');
    if (first) return accountPage(screen, { kind: 'first-account', session: first });
    const session = openInApp(request, 'new-account', () => ({ key: randomBytes(12).toString('hex') }));
    return accountPage(screen, { kind: 'new-account', session });
  }

  function accountPage(screen, { kind, session, error, status }) {
    const { t } = screen;
    const sealed = store.seal(kind, session, sessionLifetime);
    return page(screen, t('accountTitle'), html`<h1>${t('accountTitle')}</h1><p class="intro">${t('accountIntro')}</p>
${alert(error && t(error))}
<form method="post" action="${urlFor(screen, '/account/create')}">
${hidden({ session: sealed, kind })}
${select({ name: 'currency', label: t('currency'), options: currencies.map((each) => [each, each]), value: currencies[0] })}
${select({ name: 'leverage', label: t('leverage'), options: leverages.map((each) => [each, `1:${each}`]), value: leverages[0] })}
<button>${t('openAccount')}</button>
</form>`, { status, closable: kind === 'new-account', cookies: [cookie(kind, sealed)] });
  }

  async function createAccount(screen, request) {
    const { form } = request;
    const kind = form.get('kind') === 'new-account' ? 'new-account' : 'first-account';
    const session = sessionOf(request, kind);
    const user = session && store.findUserById(session.user);
    if (!user) throw oneTimeFault('expired');
    const choice = { currency: form.get('currency'), leverage: Number(form.get('leverage')) };
    if (!currencies.includes(choice.currency) || !leverages.includes(choice.leverage)) return accountPage(screen, { kind, session, error: 'errorChoice', status: 422 });
    try {
      await platform.openAccount(user, session.key, choice);
    } catch (error) {
      logFailure(error);
      return accountPage(screen, { kind, session, error: 'errorAway', status: 503 }); // sent again, it goes on where it stopped
    }
    return kind === 'first-account' ? toApplication(user, 'login', session.keep) : toApplication(user, 'in-app', false);
  }

  // ---- In-app actions

  /** The session of an in-app screen: from the token, once (SCR-38), or from the cookie when the page is loaded again. */
  function openInApp(request, kind, more) {
    const token = request.query.get('token');
    const earlier = sessionOf(request, kind);
    if (!token) {
      if (earlier) return earlier;
      throw new CrmError(400, 'MISSING_REQUIRED_PARAMETER', "Required parameter 'token' is missing"); // SCR-37
    }
    if (earlier?.token === hash(token)) return earlier;
    const { user, fault } = store.takeOneTimeToken(token, 'in-app');
    if (fault) throw oneTimeFault(fault);
    return { user: user.id, token: hash(token), ...more(user) };
  }

  /** The account that a payment is about: `account` or `acc`, and the user's own (SCR-28, SCR-29). */
  function accountNumber(query) {
    const given = [...new Set(['account', 'acc'].map((name) => query.get(name)).filter(Boolean))];
    if (given.length === 0) throw new CrmError(400, 'MISSING_REQUIRED_PARAMETER', "Required parameter 'account' is missing");
    if (given.length > 1 || !/^\d{1,15}$/.test(given[0])) throw new CrmError(400, 'INVALID_REQUEST', "'account' must be one account number");
    return Number(given[0]);
  }

  function openCashier(request, kind) {
    const login = accountNumber(request.query);
    const session = openInApp(request, kind, () => ({ login }));
    if (session.login !== login) throw oneTimeFault('unknown');
    return { session, ...ownAccount(session) };
  }

  function ownAccount(session) {
    const user = session && store.findUserById(session.user);
    if (!user) throw oneTimeFault('expired');
    const account = user.accounts.find((each) => each.linked && each.login === session.login);
    if (!account) throw Object.assign(new CrmError(403, 'CH_INSUFFICIENT_PERMISSIONS', 'The account does not belong to the user'), { text: 'errorAccount' });
    return { user, account };
  }

  function amountPage(screen, kind, session, account, { form, error, fieldError, status } = {}) {
    const { t } = screen;
    const sealed = store.seal(kind, session, sessionLifetime);
    return page(screen, t(`${kind}Title`), html`<h1>${t(`${kind}Title`)}</h1><p class="intro">${t(`${kind}Intro`, { account: account.login })}</p>
${alert(error && t(error))}
<form method="post" action="${urlFor(screen, `/inapp/${kind}`)}" novalidate>
${hidden({ session: sealed, payment: randomBytes(12).toString('hex') })}
${field({ screen, name: 'amount', label: t('amount', { currency: account.currency }), inputmode: 'decimal', value: form?.get('amount') ?? '', error: fieldError && { key: fieldError, ...amounts } })}
<button>${t(`${kind}Submit`)}</button>
</form>`, { status, closable: true, cookies: [cookie(kind, sealed)] });
  }

  function readAmount(form) {
    const text = form.get('amount')?.trim().replace(',', '.') ?? '';
    const amount = Number(text);
    return /^\d{1,6}(\.\d{1,2})?$/.test(text) && amount >= amounts.min && amount <= amounts.max ? amount : null;
  }

  /** A payment by the key in its form: whatever is sent twice is one payment. */
  function paymentOf(form, type, session, account, amount) {
    const key = form.get('payment') ?? '';
    if (!/^[0-9a-f]{24}$/.test(key)) throw new CrmError(400, 'INVALID_REQUEST', 'The form cannot be read');
    if (!store.payment(key) && amount !== null) store.addPayment(key, { user: session.user, login: session.login, type, amount, currency: account.currency, state: 'new', at: new Date().toISOString() });
    const payment = store.payment(key);
    if (payment?.user !== session.user || payment.login !== session.login || payment.type !== type) throw oneTimeFault('unknown');
    return { key, payment };
  }

  /** Sends call 3.5 once, whoever asks how often. The state is written down before. */
  async function book(key, payment) {
    if (payment.state === 'new') {
      payment.state = 'sent';
      store.save();
      booking.set(key, platform.changeBalance(payment.login, payment.type, payment.amount, key)
        .then((balanceHistoryId) => Object.assign(payment, { state: 'done', balanceHistoryId }), (error) => {
          logFailure(error);
          Object.assign(payment, { state: error instanceof Refused ? 'refused' : 'in doubt', code: error.code });
        })
        .finally(() => { booking.delete(key); store.save(); }));
    }
    await booking.get(key);
    return payment.state;
  }

  function resultPage(screen, title, text, payment) {
    const { t } = screen;
    return page(screen, t(title), html`<h1>${t(title)}</h1><p>${t(text, { amount: payment.amount.toFixed(2), currency: payment.currency })}</p>
<a class="button" href="${successUrl(null)}">${t('close')}</a>`, { closable: true });
  }

  function openDeposit(screen, request) {
    const { session, account } = openCashier(request, 'deposit');
    return amountPage(screen, 'deposit', session, account);
  }

  function chooseDeposit(screen, request) {
    const session = sessionOf(request, 'deposit');
    const { account } = ownAccount(session);
    const amount = readAmount(request.form);
    if (amount === null) return amountPage(screen, 'deposit', session, account, { form: request.form, fieldError: 'errorAmount', status: 422 });
    const { key, payment } = paymentOf(request.form, 'DEPOSIT', session, account, amount);
    return providerPage(screen, session, key, payment);
  }

  /** Where a real broker redirects to its payment provider, which tells it later by a signed message that the money is there. */
  function providerPage(screen, session, key, payment) {
    const { t } = screen;
    const title = t('providerTitle', { amount: payment.amount.toFixed(2), currency: payment.currency });
    return page(screen, title, html`<h1>${title}</h1><p class="notice">${t('providerIntro')}</p>
<form method="post" action="${urlFor(screen, '/inapp/deposit/provider')}">
${hidden({ session: store.seal('deposit', session, sessionLifetime), payment: key })}
<button name="result" value="paid">${t('pay')}</button>
<button name="result" value="declined" class="second">${t('decline')}</button>
</form>`, { closable: true });
  }

  async function payDeposit(screen, request) {
    const session = sessionOf(request, 'deposit');
    const { user, account } = ownAccount(session);
    const { key, payment } = paymentOf(request.form, 'DEPOSIT', session, account, null);
    if (request.form.get('result') !== 'paid' && payment.state === 'new') {
      payment.state = 'declined';
      store.save();
    }
    if (payment.state === 'declined') return amountPage(screen, 'deposit', session, account, { error: 'declined' });
    const state = await book(key, payment);
    if (state === 'done') return toApplication(user, 'in-app', false); // FLOW-DEPOSIT-4
    return state === 'refused' ? resultPage(screen, 'creditTitle', 'credit', payment) : resultPage(screen, 'doubtTitle', 'doubt', payment); // FLOW-DEPOSIT-5
  }

  function openWithdrawal(screen, request) {
    const { session, account } = openCashier(request, 'withdraw');
    return amountPage(screen, 'withdraw', session, account);
  }

  async function withdraw(screen, request) {
    const session = sessionOf(request, 'withdraw');
    const { user, account } = ownAccount(session);
    const amount = readAmount(request.form);
    if (amount === null) return amountPage(screen, 'withdraw', session, account, { form: request.form, fieldError: 'errorAmount', status: 422 });
    const { key, payment } = paymentOf(request.form, 'WITHDRAW', session, account, amount);
    const state = await book(key, payment);
    if (state === 'done') return toApplication(user, 'in-app', false); // and only now the broker pays out (FLOW-WITHDRAW-2)
    if (state !== 'refused') return resultPage(screen, 'doubtTitle', 'doubt', payment);
    return amountPage(screen, 'withdraw', session, account, { form: request.form, error: payment.code === 'NOT_ENOUGH_MONEY' ? 'errorFunds' : 'errorAway', status: 422 });
  }

  /** The success page, if SUCCESS_URL is here: the application sees the address and closes the screen. */
  function showSuccess(screen) {
    return page(screen, screen.t('successTitle'), html`<h1>${screen.t('successTitle')}</h1><p>${screen.t('success')}</p>`);
  }

  // ---- Client area

  function areaUser(request) {
    const session = store.open('client', cookieOf(request, 'client'));
    const user = session && store.findUserById(session.user);
    return user && user.sessions === session.sessions ? { user, keep: session.keep } : {};
  }

  async function openArea(screen, request) {
    const { t } = screen;
    const { user } = areaUser(request);
    if (!user) return areaLoginPage(screen);
    const rows = await Promise.all(user.accounts.filter((account) => account.linked).map(async (account) => {
      const balance = await platform.balance(account.login).catch(() => null);
      return html`<li><div class="top"><strong>${t('account')} ${account.login}</strong><span>${balance ? `${balance.text} ${balance.currency}` : account.currency}</span></div>
<form method="post" action="${urlFor(screen, '/client/open')}" target="_blank"><input type="hidden" name="acc" value="${account.login}"><button>${t('openWeb')}</button></form></li>`;
    }));
    return page(screen, t('areaTitle'), html`<h1>${t('areaTitle')}</h1><p class="intro">${t('areaIntro', { email: user.email })}</p>
${rows.length > 0 ? html`<ul class="list">${rows}</ul>` : html`<p>${t('noAccounts')}</p>`}
<form method="post" action="${urlFor(screen, '/client/logout')}"><button class="second">${t('logOut')}</button></form>`);
  }

  function areaLoginPage(screen, { form, error, status } = {}) {
    const { t } = screen;
    const names = new URLSearchParams({ brokerName: settings.brokerName, brokerCrmName: settings.crmName });
    const named = { ...screen, query: new URLSearchParams([...screen.query, ...names]) }; // "Reset password" leads to a screen
    return page(screen, t('loginTitle'), html`<h1>${t('loginTitle')}</h1><p class="intro">${t('loginIntro', { broker: settings.brokerName })}</p>
${alert(error && t(error))}
<form method="post" action="${urlFor(screen, '/client/login')}" novalidate>
${loginFields(named, form)}
<button>${t('logIn')}</button>
</form>`, { status });
  }

  async function logInToArea(screen, request) {
    const { user, error } = await authenticate(request);
    if (!user) return areaLoginPage(screen, { form: request.form, error, status: error === 'errorTooMany' ? 429 : 422 });
    const keep = request.form.has('keep'); // FLOW-KMLI-4: counts for cTrader Web, too
    const lifetime = 30 * 24 * 60 * minute;
    return seeOther(urlFor(screen, '/'), [cookie('client', store.seal('client', { user: user.id, sessions: user.sessions, keep }, lifetime), `; SameSite=Lax${keep ? `; Max-Age=${lifetime / 1000}` : ''}`)]);
  }

  /** cTrader Web with a token that is made now, at the click (SCR-80 to SCR-82). */
  function openWeb(screen, request) {
    const { user, keep } = areaUser(request);
    const account = user?.accounts.find((each) => each.linked && String(each.login) === request.form.get('acc'));
    if (!account) return seeOther(urlFor(screen, '/'));
    const url = new URL(settings.webUrl);
    const query = { source: 'web', token: store.addOneTimeToken(user, 'web', keep), acc: account.login, lang: screen.lang, theme: screen.theme };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return seeOther(url.href);
  }

  async function logOutOfArea(screen, request) {
    const { user } = areaUser(request);
    if (user) {
      store.endSessions(user);
      store.revokeAccessTokens(user); // FLOW-LOGOUT-4
      if (user.userId) await platform.logOut(user).catch(logFailure); // 3.12, FLOW-LOGOUT-1
    }
    return seeOther(urlFor(screen, '/'), [cookie('client', '', '; SameSite=Lax; Max-Age=0')]);
  }

  /** For development: mails are not sent but shown here, newest first. */
  function showMailbox(screen, { query }) {
    const mails = store.mailsTo(query.get('to') ?? '').map((mail) => `To: ${mail.to}\nDate: ${mail.at}\nSubject: ${mail.subject}\n\n${mail.text}\n`);
    return { status: 200, headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' }, body: mails.join('\n----\n\n') };
  }
}

/** What went wrong on the way to the platform: its code or reason, never an address, which holds tokens. */
function logFailure(error) { console.error(`platform: ${error.message}`); }
