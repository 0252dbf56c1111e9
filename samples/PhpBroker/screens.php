<?php
// The screens that applications open, and the client area (docs/protocol/screens.md, docs/protocol/flows.md).
declare(strict_types=1);

const CARRIED = ['brokerName', 'brokerCrmName', 'lang', 'source', 'theme', 'partnerId', 'utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'account', 'acc']; // SCR-36
const SESSION_SECONDS = 1800;
const KEPT_SECONDS = 30 * 86_400;
const CURRENCIES = ['EUR' => 'EUR', 'USD' => 'USD', 'GBP' => 'GBP'];
const LEVERAGES = [30 => '1:30', 100 => '1:100', 500 => '1:500'];
const AMOUNTS = ['min' => 1, 'max' => 100_000];
const ROUTES = [
    'GET /auth/login' => 'openLogin', 'POST /auth/login' => 'logIn', 'GET /auth/signup' => 'openSignup', 'POST /auth/signup' => 'signUp',
    'GET /auth/reset' => 'openReset', 'POST /auth/reset' => 'requestReset', 'POST /auth/reset/password' => 'resetPassword',
    'GET /account/create' => 'openAccountForm', 'POST /account/create' => 'createAccount',
    'GET /inapp/deposit' => 'openCashier', 'POST /inapp/deposit' => 'chooseDeposit', 'POST /inapp/deposit/provider' => 'payDeposit',
    'GET /inapp/withdraw' => 'openCashier', 'POST /inapp/withdraw' => 'withdraw', 'GET /sso/callback' => 'showSuccess', 'GET /callback/success' => 'showSuccess',
];
const AREA = [
    'GET /' => 'openArea', 'POST /client/login' => 'logInToArea', 'POST /client/open' => 'openWeb', 'POST /client/logout' => 'logOutOfArea', 'GET /mailbox' => 'showMailbox',
];

/** Answers, or returns false when there is no such page. */
function answerScreen(string $method, string $path): bool
{
    if ($method === 'HEAD' && isset((ROUTES + AREA)["GET $path"])) {
        headers(); // and nothing is used up by a look
        return true;
    }
    $handler = ROUTES["$method $path"] ?? AREA["$method $path"] ?? null;
    if ($handler === null) {
        if (!preg_grep('{ ' . preg_quote($path) . '$}D', array_keys(ROUTES + AREA))) {
            return false;
        }
        throw new CrmError(405, 'METHOD_NOT_ALLOWED', 'This path does not take this method');
    }
    try {
        if (isset(ROUTES["$method $path"])) {
            checkBrokerNames(); // SCR-20, SCR-21, SCR-39
        }
        if ($method === 'POST' && !isFromUs()) {
            throw new CrmError(403, 'INVALID_REQUEST', 'The form was not sent by this site', 'errorCrossSite');
        }
        $handler($path);
    } catch (CrmError $error) {
        refuse($error);
    }
    return true;
}

function refuse(CrmError $error): void
{
    $accept = $_SERVER['HTTP_ACCEPT'] ?? '';
    if (str_contains($accept, 'application/json') && !str_contains($accept, 'text/html')) {
        http_response_code($error->status);
        headers('application/json');
        echo $error->body();
        return;
    }
    $text = $error->text ?? (str_starts_with($error->errorCode, 'BROKER_ID') ? 'errorIds' : 'errorExpired');
    page(t('errorTitle'), heading(t('errorTitle')) . '<p>' . h(t($text)) . '</p><p class="hint">' . h("$error->errorCode: {$error->getMessage()}") . '</p>', $error->status, closable: true);
}

/** Browsers say where a form came from, which works in a frame without any cookie. What is no browser says nothing, and carries nobody's cookies. */
function isFromUs(): bool
{
    $site = $_SERVER['HTTP_SEC_FETCH_SITE'] ?? '';
    $origin = $_SERVER['HTTP_ORIGIN'] ?? '';
    return $site !== '' ? in_array($site, ['same-origin', 'none'], true) : $origin === '' || $origin === originOf(publicUrl());
}

/** An address of the same flow, with everything the screen was opened with. */
function urlFor(string $path, array $more = []): string
{
    $query = http_build_query([...array_filter(array_intersect_key($_GET, array_flip(CARRIED)), 'is_string'), ...$more], encoding_type: PHP_QUERY_RFC3986);
    return $query === '' ? $path : "$path?$query";
}

function successUrl(?string $token = null): string
{
    $names = ['brokerName' => setting('BROKER_NAME'), 'brokerCrmName' => setting('BROKER_CRM_NAME')]; // SCR-52
    $url = setting('SUCCESS_URL');
    return $url . (str_contains($url, '?') ? '&' : '?') . http_build_query($token === null ? $names : [...$names, 'token' => $token]);
}

function seeOther(string $url): void
{
    headers();
    header("Location: $url", true, 303);
}

/** The OT token is made right before the redirect (SCR-57). */
function toApplication(array $user, string $purpose, bool $keep): void
{
    seeOther(successUrl(addOneTimeToken($user, $purpose, $keep)));
}

// Sessions stand sealed in a hidden field of the form, and beside it in a cookie, so that a page can be loaded again. The cookie works in a frame, apart for each site around it.

function keepSession(string $kind, array $session): string
{
    $sealed = seal($kind, $session, SESSION_SECONDS);
    header("Set-Cookie: __Host-$kind=$sealed; Path=/; Secure; HttpOnly; SameSite=None; Partitioned", false);
    return hidden('session', $sealed);
}

function sessionOf(string $kind): ?array
{
    return unseal($kind, isset($_POST['session']) ? text($_POST, 'session') : text($_COOKIE, "__Host-$kind"));
}

function failed(Exception $error): void
{
    logLine('platform: ' . $error->getMessage());
}

// ---- Log in and sign up: one address for both (SCR-1)

function openLogin(): void
{
    strtolower(text($_GET, 'firstLogin')) === 'true' ? signupPage() : loginPage(); // SCR-26
}

function openSignup(): void
{
    seeOther(urlFor('/auth/login', ['firstLogin' => 'true']));
}

function loginPage(?string $error = null, int $status = 200): void
{
    page(t('loginTitle'), heading(t('loginTitle'), t('loginIntro', ['broker' => setting('BROKER_NAME')])) . alert($error === null ? null : t($error))
        . form(urlFor('/auth/login'), loginFields(urlFor('/auth/reset')), t('logIn'))
        . '<p class="after">' . h(t('noAccount')) . ' ' . link_to(urlFor('/auth/login', ['firstLogin' => 'true']), t('signUp')) . '</p>', $status);
}

function loginFields(string $resetUrl): string
{
    return field('email', t('email'), 'email', text($_POST, 'email'), 'username', inputMode: 'email')
        . field('password', t('password'), 'password', autocomplete: 'current-password', link: link_to($resetUrl, t('resetLink')))
        . checkbox('keep', t('keep'), isset($_POST['keep'])); // SCR-72
}

function logIn(): void
{
    [$user, $error] = authenticate();
    $user !== null ? enter($user, isset($_POST['keep'])) : loginPage($error, $error === 'errorTooMany' ? 429 : 422);
}

function authenticate(): array
{
    $email = trim(text($_POST, 'email'));
    $key = callerAddress() . ' ' . strtolower($email);
    if (mustWait($key, 10)) {
        return [null, 'errorTooMany'];
    }
    $user = findUser($email);
    if (!isPassword($user, text($_POST, 'password'))) {
        countFailure($key);
        return [null, 'errorLogin'];
    }
    forgetFailures($key);
    return [$user, null];
}

function signupPage(array $errors = []): void
{
    $error = static fn (string $name) => isset($errors[$name]) ? t($errors[$name]) : null;
    page(t('signupTitle'), heading(t('signupTitle'), t('signupIntro')) . form(
        urlFor('/auth/signup'),
        '<div class="row">' . field('firstName', t('firstName'), value: text($_POST, 'firstName'), autocomplete: 'given-name', error: $error('firstName'))
            . field('lastName', t('lastName'), value: text($_POST, 'lastName'), autocomplete: 'family-name', error: $error('lastName')) . '</div>'
            . field('email', t('email'), 'email', text($_POST, 'email'), 'username', $error('email'), inputMode: 'email')
            . field('password', t('password'), 'password', '', 'new-password', $error('password'), t('passwordHint'), link_to(urlFor('/auth/reset'), t('resetLink')))
            . checkbox('keep', t('keep'), isset($_POST['keep'])),
        t('signUp')
    ) . '<p class="after">' . h(t('haveAccount')) . ' ' . link_to(urlFor('/auth/login', ['firstLogin' => 'false']), t('logIn')) . '</p>', $errors === [] ? 200 : 422);
}

function isUsablePassword(string $password): bool
{
    return strlen($password) >= 8 && strlen($password) <= 128;
}

function signUp(): void
{
    $user = [];
    $errors = [];
    foreach (['firstName', 'lastName', 'email'] as $name) {
        $user[$name] = trim(text($_POST, $name));
        if ($name !== 'email' && ($user[$name] === '' || strlen($user[$name]) > 128 || preg_match('//u', $user[$name]) !== 1)) {
            $errors[$name] = 'errorName';
        }
    }
    if (filter_var($user['email'], FILTER_VALIDATE_EMAIL) === false) {
        $errors['email'] = 'errorEmail';
    } elseif (str_ends_with(strtolower($user['email']), '@privaterelay.appleid.com')) {
        $errors['email'] = 'errorRelay'; // SCR-74
    } elseif (findUser($user['email']) !== null) {
        $errors['email'] = 'errorTaken';
    }
    if (!isUsablePassword(text($_POST, 'password'))) {
        $errors['password'] = 'errorPassword';
    }
    if ($errors !== []) {
        signupPage($errors);
        return;
    }
    $partnerId = text($_GET, 'partnerId'); // SCR-25: who brought the user
    $added = addUser([...$user, 'password' => text($_POST, 'password'), 'lang' => lang(), 'partnerId' => $partnerId === '' || strlen($partnerId) > 128 ? null : $partnerId]);
    $added !== null ? enter($added, isset($_POST['keep'])) : signupPage(['email' => 'errorTaken']);
}

/** From a proven user to the application, by way of whatever is missing on the platform (FLOW-CREATE-5 to 13, FLOW-AUTH-3, FLOW-AUTH-6). */
function enter(array $user, bool $keep): void
{
    try {
        if (!ensurePlatformUser($user, (bool) $user['address_proven'])) {
            mailReset($user); // FLOW-CREATE-21
            page(t('knownTitle'), heading(t('knownTitle')) . '<p>' . h(t('known')) . '</p>');
            return;
        }
    } catch (Refused | InDoubt $error) {
        failed($error);
        loginPage('errorAway', 503);
        return;
    }
    accountsOf($user) !== [] ? toApplication(userById($user['id']), 'login', $keep) : accountPage('first-account', ['user' => $user['id'], 'keep' => $keep, 'key' => 'first']);
}

// ---- Reset password (SCR-10)

function openReset(): void
{
    $ticket = text($_GET, 'ticket');
    $user = $ticket === '' ? null : resetUser($ticket);
    match (true) {
        $ticket === '' => resetPage(),
        $user === null => resetPage('resetInvalid', status: 410),
        default => newPasswordPage($user, $ticket),
    };
}

function resetPage(?string $error = null, ?string $fieldError = null, int $status = 200): void
{
    page(t('resetTitle'), heading(t('resetTitle'), t('resetIntro')) . alert($error === null ? null : t($error))
        . form(urlFor('/auth/reset'), field('email', t('email'), 'email', autocomplete: 'username', error: $fieldError === null ? null : t($fieldError), inputMode: 'email'), t('resetSubmit'))
        . '<p class="after">' . link_to(urlFor('/auth/login'), t('back')) . '</p>', $status);
}

function requestReset(): void
{
    $email = trim(text($_POST, 'email'));
    if (!str_contains($email, '@')) {
        resetPage(fieldError: 'errorEmail', status: 422);
        return;
    }
    $user = findUser($email);
    $key = 'reset ' . callerAddress() . ' ' . strtolower($email);
    if ($user !== null && !mustWait($key, 10)) {
        mailReset($user);
    }
    countFailure($key);
    page(t('resetSentTitle'), heading(t('resetSentTitle')) . '<p>' . h(t('resetSent')) . '</p>'); // the same for everybody (FLOW-RESET-4)
}

function mailReset(array $user): void
{
    $ticket = seal('reset', ['user' => $user['id'], 'password' => hash('sha256', $user['password_hash'])], SESSION_SECONDS); // single use: another password, another hash
    $text = t('mailReset', ['name' => $user['first_name'], 'link' => publicUrl() . urlFor('/auth/reset', ['ticket' => $ticket]), 'broker' => setting('BROKER_NAME')]);
    query('insert into mails (recipient, subject, text, at) values (?, ?, ?, ?)', [$user['email'], t('mailResetSubject'), $text, date('c')]);
}

function resetUser(string $ticket): ?array
{
    $content = unseal('reset', $ticket);
    $user = $content === null ? null : userById($content['user']);
    return $user !== null && hash_equals($content['password'], hash('sha256', $user['password_hash'])) ? $user : null;
}

function newPasswordPage(array $user, string $ticket, ?string $error = null): void
{
    page(t('newPasswordTitle'), heading(t('newPasswordTitle'), t('newPasswordIntro', ['email' => $user['email']])) . form(
        urlFor('/auth/reset/password'),
        hidden('ticket', $ticket) . field('password', t('newPassword'), 'password', autocomplete: 'new-password', error: $error === null ? null : t($error), hint: t('passwordHint')),
        t('savePassword')
    ), $error === null ? 200 : 422);
}

function resetPassword(): void
{
    [$ticket, $password] = [text($_POST, 'ticket'), text($_POST, 'password')];
    $user = resetUser($ticket);
    if ($user === null) {
        resetPage('resetInvalid', status: 410);
    } elseif (!isUsablePassword($password)) {
        newPasswordPage($user, $ticket, 'errorPassword');
    } else {
        query('update users set address_proven = 1 where id = ?', [$user['id']]); // the link came by mail
        setPassword($user, $password);
        enter(userById($user['id']), false); // FLOW-RESET-2: logged in right after
    }
}

// ---- Open an account: the first one after sign-up, further ones from an application with a token (SCR-2)

function openAccountForm(): void
{
    $first = isset($_GET['token']) ? null : sessionOf('first-account');
    $first !== null ? accountPage('first-account', $first) : accountPage('new-account', openInApp('new-account', ['key' => bin2hex(random_bytes(12))]));
}

function accountPage(string $kind, array $session, ?string $error = null, int $status = 200): void
{
    page(t('accountTitle'), heading(t('accountTitle'), t('accountIntro')) . alert($error === null ? null : t($error)) . form(
        urlFor('/account/create'),
        keepSession($kind, $session) . hidden('kind', $kind) . choice('currency', t('currency'), CURRENCIES) . choice('leverage', t('leverage'), LEVERAGES),
        t('openAccount')
    ), $status, closable: $kind === 'new-account');
}

function createAccount(): void
{
    $kind = text($_POST, 'kind') === 'new-account' ? 'new-account' : 'first-account';
    $session = sessionOf($kind) ?? throw CrmError::expired();
    $user = userById($session['user']) ?? throw CrmError::expired();
    [$currency, $leverage] = [text($_POST, 'currency'), text($_POST, 'leverage')];
    if (!isset(CURRENCIES[$currency], LEVERAGES[$leverage])) {
        accountPage($kind, $session, 'errorChoice', 422);
        return;
    }
    try {
        openAccount($user, $session['key'], $currency, (int) $leverage);
    } catch (Refused | InDoubt $error) {
        failed($error);
        accountPage($kind, $session, 'errorAway', 503); // sent again, it goes on where it stopped
        return;
    }
    $kind === 'first-account' ? toApplication($user, 'login', $session['keep']) : toApplication($user, 'in-app', false);
}

// ---- In-app actions

/** The session of an in-app screen: from the token, once (SCR-38), or from the cookie when the page is loaded again. */
function openInApp(string $kind, array $more): array
{
    $token = text($_GET, 'token');
    $earlier = sessionOf($kind);
    if ($token === '') {
        return $earlier ?? throw CrmError::missing('token'); // SCR-37
    }
    return ($earlier['token'] ?? null) === tokenHash($token) ? $earlier : ['user' => takeOneTimeToken($token, 'in-app')['user'], 'token' => tokenHash($token), ...$more];
}

function openCashier(string $path): void
{
    $given = array_unique(array_filter([...given('account'), ...given('acc')], static fn (string $value) => $value !== '')); // SCR-28, SCR-29
    if ($given === []) {
        throw CrmError::missing('account');
    }
    if (count($given) > 1 || !preg_match('/^\d{1,15}$/D', reset($given))) {
        throw new CrmError(400, 'INVALID_REQUEST', "'account' must be one account number");
    }
    $kind = basename($path);
    $session = openInApp($kind, ['login' => (int) reset($given)]);
    if ($session['login'] !== (int) reset($given)) {
        throw CrmError::unknownOneTimeToken();
    }
    amountPage($kind, $session, ownAccount($session));
}

/** The user's own account that the session is about. */
function ownAccount(?array $session): array
{
    $user = $session === null ? null : userById($session['user']);
    foreach ($user === null ? throw CrmError::expired() : accountsOf($user) as $account) {
        if ($account['login'] === $session['login']) {
            return $account;
        }
    }
    throw new CrmError(403, 'CH_INSUFFICIENT_PERMISSIONS', 'The account does not belong to the user', 'errorAccount');
}

function amountPage(string $kind, array $session, array $account, ?string $error = null, bool $wrongAmount = false, int $status = 200): void
{
    page(t("{$kind}Title"), heading(t("{$kind}Title"), t("{$kind}Intro", ['account' => $account['login']])) . alert($error === null ? null : t($error)) . form(
        urlFor("/inapp/$kind"),
        keepSession($kind, $session) . hidden('payment', bin2hex(random_bytes(12)))
            . field('amount', t('amount', ['currency' => $account['currency']]), value: text($_POST, 'amount'), error: $wrongAmount ? t('errorAmount', AMOUNTS) : null, inputMode: 'decimal'),
        t("{$kind}Submit")
    ), $status, closable: true);
}

function readAmount(): ?string
{
    $amount = str_replace(',', '.', trim(text($_POST, 'amount')));
    return preg_match('/^\d{1,6}(\.\d{1,2})?$/D', $amount) && $amount >= AMOUNTS['min'] && $amount <= AMOUNTS['max'] ? $amount : null;
}

/** A payment by the key in its form: whatever is sent twice is one payment. Without an amount none is begun. */
function paymentOf(string $type, array $session, array $account, ?string $amount): array
{
    $key = text($_POST, 'payment');
    if (!preg_match('/^[0-9a-f]{24}$/D', $key)) {
        throw new CrmError(400, 'INVALID_REQUEST', 'The form cannot be read');
    }
    if ($amount !== null) {
        query("insert into payments (key, user, login, type, amount, currency, state) values (?, ?, ?, ?, ?, ?, 'new') on conflict do nothing", [$key, $session['user'], $session['login'], $type, $amount, $account['currency']]);
    }
    return row('select * from payments where key = ? and user = ? and login = ? and type = ?', [$key, $session['user'], $session['login'], $type]) ?? throw CrmError::unknownOneTimeToken();
}

function resultPage(string $title, string $text, array $payment): void
{
    page(t($title), heading(t($title)) . '<p>' . h(t($text, ['amount' => number_format((float) $payment['amount'], 2, '.', ''), 'currency' => $payment['currency']])) . '</p>'
        . '<a class="button" href="' . h(successUrl()) . '">' . h(t('close')) . '</a>', closable: true);
}

function chooseDeposit(): void
{
    $session = sessionOf('deposit');
    $account = ownAccount($session);
    $amount = readAmount();
    $amount === null ? amountPage('deposit', $session, $account, wrongAmount: true, status: 422) : providerPage($session, paymentOf('DEPOSIT', $session, $account, $amount));
}

/** Where a real broker redirects to its payment provider, which tells it later by a signed message that the money is there. */
function providerPage(array $session, array $payment): void
{
    $title = t('providerTitle', ['amount' => number_format((float) $payment['amount'], 2, '.', ''), 'currency' => $payment['currency']]);
    page($title, heading($title) . '<p class="notice">' . h(t('providerIntro')) . '</p><form method="post" action="' . h(urlFor('/inapp/deposit/provider')) . '">'
        . keepSession('deposit', $session) . hidden('payment', $payment['key'])
        . '<button name="result" value="paid">' . h(t('pay')) . '</button> <button name="result" value="declined" class="second">' . h(t('decline')) . '</button></form>', closable: true);
}

function payDeposit(): void
{
    $session = sessionOf('deposit');
    $account = ownAccount($session);
    $payment = paymentOf('DEPOSIT', $session, $account, null);
    if (text($_POST, 'result') !== 'paid') {
        query("update payments set state = 'declined' where key = ? and state = 'new'", [$payment['key']]);
    }
    match (book($payment['key'])) {
        'done' => toApplication(userById($session['user']), 'in-app', false), // FLOW-DEPOSIT-4
        'declined' => amountPage('deposit', $session, $account, 'declined'),
        'refused' => resultPage('creditTitle', 'credit', $payment), // FLOW-DEPOSIT-5
        default => resultPage('doubtTitle', 'doubt', $payment),
    };
}

function withdraw(): void
{
    $session = sessionOf('withdraw');
    $account = ownAccount($session);
    $amount = readAmount();
    if ($amount === null) {
        amountPage('withdraw', $session, $account, wrongAmount: true, status: 422);
        return;
    }
    $payment = paymentOf('WITHDRAW', $session, $account, $amount);
    $state = book($payment['key']);
    $code = row('select code from payments where key = ?', [$payment['key']])['code'];
    match ($state) {
        'done' => toApplication(userById($session['user']), 'in-app', false), // and only now the broker pays out (FLOW-WITHDRAW-2)
        'refused' => amountPage('withdraw', $session, $account, $code === 'NOT_ENOUGH_MONEY' ? 'errorFunds' : 'errorAway', status: 422),
        default => resultPage('doubtTitle', 'doubt', $payment),
    };
}

/** The success page, if SUCCESS_URL is here: the application sees the address and closes the screen. */
function showSuccess(): void
{
    page(t('successTitle'), heading(t('successTitle')) . '<p>' . h(t('success')) . '</p>');
}

// ---- Client area

function areaUser(): array
{
    $session = unseal('client', text($_COOKIE, '__Host-client'));
    $user = $session === null ? null : userById($session['user']);
    return $user !== null && $user['sessions'] === $session['sessions'] ? [$user, $session['keep']] : [null, false];
}

function openArea(): void
{
    [$user] = areaUser();
    if ($user === null) {
        areaLoginPage();
        return;
    }
    $rows = '';
    foreach (accountsOf($user) as $account) {
        try {
            $balance = balanceOf($account['login']);
        } catch (Refused | InDoubt $error) {
            failed($error);
            $balance = $account['currency'];
        }
        $rows .= '<li><div class="top"><strong>' . h(t('account')) . ' ' . $account['login'] . '</strong><span>' . h($balance) . '</span></div>'
            . '<form method="post" action="' . h(urlFor('/client/open')) . '" target="_blank">' . hidden('acc', (string) $account['login']) . '<button>' . h(t('openWeb')) . "</button></form></li>\n";
    }
    page(t('areaTitle'), heading(t('areaTitle'), t('areaIntro', ['email' => $user['email']]))
        . ($rows === '' ? '<p>' . h(t('noAccounts')) . '</p>' : "<ul class=\"list\">$rows</ul>")
        . '<form method="post" action="' . h(urlFor('/client/logout')) . '"><button class="second">' . h(t('logOut')) . '</button></form>');
}

function areaLoginPage(?string $error = null, int $status = 200): void
{
    $reset = urlFor('/auth/reset', ['brokerName' => setting('BROKER_NAME'), 'brokerCrmName' => setting('BROKER_CRM_NAME')]); // a screen, which needs the names
    page(t('loginTitle'), heading(t('loginTitle'), t('loginIntro', ['broker' => setting('BROKER_NAME')])) . alert($error === null ? null : t($error))
        . form(urlFor('/client/login'), loginFields($reset), t('logIn')), $status);
}

function logInToArea(): void
{
    [$user, $error] = authenticate();
    if ($user === null) {
        areaLoginPage($error, $error === 'errorTooMany' ? 429 : 422);
        return;
    }
    $keep = isset($_POST['keep']); // FLOW-KMLI-4: counts for cTrader Web, too
    $sealed = seal('client', ['user' => $user['id'], 'sessions' => $user['sessions'], 'keep' => $keep], KEPT_SECONDS);
    header("Set-Cookie: __Host-client=$sealed; Path=/; Secure; HttpOnly; SameSite=Lax" . ($keep ? '; Max-Age=' . KEPT_SECONDS : ''), false);
    seeOther(urlFor('/'));
}

/** cTrader Web with a token that is made now, at the click (SCR-80 to SCR-82). */
function openWeb(): void
{
    [$user, $keep] = areaUser();
    $own = $user === null ? [] : array_column(accountsOf($user), 'login');
    if (!in_array((int) text($_POST, 'acc'), $own, true)) {
        seeOther(urlFor('/'));
        return;
    }
    $query = ['source' => 'web', 'token' => addOneTimeToken($user, 'web', $keep), 'acc' => (int) text($_POST, 'acc'), 'lang' => lang(), 'theme' => strtolower(text($_GET, 'theme')) === 'dark' ? 'dark' : 'light'];
    seeOther(webUrl() . (str_contains(webUrl(), '?') ? '&' : '?') . http_build_query($query));
}

function logOutOfArea(): void
{
    [$user] = areaUser();
    if ($user !== null) {
        logOutEverywhere($user); // FLOW-LOGOUT-4
        try {
            logOutOnPlatform($user); // FLOW-LOGOUT-1
        } catch (Refused | InDoubt $error) {
            failed($error);
        }
    }
    header('Set-Cookie: __Host-client=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0', false);
    seeOther(urlFor('/'));
}

/** For development: mails are not sent but shown here, newest first. */
function showMailbox(): void
{
    headers('text/plain; charset=utf-8');
    $mails = query('select * from mails where recipient = ? order by id desc', [text($_GET, 'to')])->fetchAll();
    echo implode("\n----\n\n", array_map(static fn (array $mail) => "To: {$mail['recipient']}\nDate: {$mail['at']}\nSubject: {$mail['subject']}\n\n{$mail['text']}\n", $mails));
}
