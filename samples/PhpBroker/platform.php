<?php
// Calls 3.1 to 3.5, 3.11 and 3.12, which the broker makes (docs/protocol/broker-to-platform.md).
declare(strict_types=1);

/** The platform said no: nothing happened. */
final class Refused extends Exception
{
    public function __construct(public readonly int $status, public readonly string $errorCode)
    {
        parent::__construct("$status $errorCode");
    }
}

/** Nobody knows whether it happened: no answer, or none that can be read. */
final class InDoubt extends Exception
{
}

/** 3.2. If the platform knows the address already, its user is found by 3.11, but only for somebody who has proved that the address is theirs (FLOW-CREATE-21). */
function ensurePlatformUser(array $user, bool $mayAdopt): bool
{
    if ($user['user_id'] !== null) {
        return true;
    }
    try {
        $userId = call('POST', '/cid/oauth2/ctid/create', [], [
            'brokerCrmName' => setting('BROKER_CRM_NAME'), 'email' => $user['email'], 'firstName' => $user['first_name'], 'preferredLanguage' => $user['lang'],
        ])['userId'];
    } catch (Refused $error) {
        if ($error->errorCode !== 'CH_EMAIL_ALREADY_EXISTS') {
            throw $error; // after a lost answer the next attempt comes to the lines below, too
        }
        if (!$mayAdopt) {
            return false;
        }
        $userId = call('GET', '/cid/oauth2/ctid/userId', ['brokerCrmName' => setting('BROKER_CRM_NAME'), 'email' => $user['email']])['userId'] ?? throw $error;
    }
    query('update users set user_id = ? where id = ?', [$userId, $user['id']]); // B2P-3.2-16: whose number it is
    return true;
}

/** 3.3 and 3.4. The same key opens one account, however often it is asked for (FLOW-CREATE-22). */
function openAccount(array $user, string $key, string $currency, int $leverage): void
{
    locked("account {$user['id']} $key", static function () use ($user, $key, $currency, $leverage): void {
        query(
            'insert into accounts (user, key, reference, currency, leverage, password_md5) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
            [$user['id'], $key, 'ref:' . bin2hex(random_bytes(12)), $currency, $leverage, md5(bin2hex(random_bytes(16)))]
        );
        $account = row('select * from accounts where user = ? and key = ?', [$user['id'], $key]);
        if ($account['linked']) {
            return;
        }
        $user = userById($user['id']);
        $login = $account['login'] ?? findSentAccount($account) ?? createTrader($user, $account);
        query('update accounts set login = ? where user = ? and key = ?', [$login, $user['id'], $key]);
        try {
            call('POST', '/cid/ctid/link', [], [
                'environmentName' => 'live', 'brokerName' => setting('BROKER_NAME'), 'traderLogin' => $login, 'traderPasswordHash' => $account['password_md5'],
                'userId' => $user['user_id'], 'returnAccountDetails' => true,
            ]);
        } catch (Refused $error) {
            if ($error->errorCode !== 'CH_TRADER_ALREADY_LINKED') {
                throw $error;
            } // else an answer was lost on the way
        }
        query('update accounts set linked = 1, password_md5 = null where user = ? and key = ?', [$user['id'], $key]);
    });
}

function createTrader(array $user, array $account): int
{
    // Written down first: if no answer comes, the account may be there all the same.
    query('update accounts set sent_at = ? where user = ? and key = ?', [time(), $account['user'], $account['key']]);
    try {
        return call('POST', '/v2/webserv/traders', [], [
            'accessRights' => 'FULL_ACCESS', 'accountType' => 'HEDGED', 'balance' => 0, 'brokerName' => setting('BROKER_NAME'), 'depositCurrency' => $account['currency'],
            'groupName' => 'Default', 'hashedPassword' => $account['password_md5'], 'leverageInCents' => $account['leverage'] * 100, 'totalMarginCalculationType' => 'MAX',
            'name' => $user['first_name'], 'lastName' => $user['last_name'], 'contactDetails' => ['email' => $user['email']], 'description' => $account['reference'],
        ])['login'];
    } catch (Refused $error) {
        query('update accounts set sent_at = null where user = ? and key = ?', [$account['user'], $account['key']]);
        throw $error;
    }
}

/** The account of an earlier request whose answer was lost, by the reference in its description. */
function findSentAccount(array $account): ?int
{
    if ($account['sent_at'] === null) {
        return null;
    }
    $time = static fn (int $at) => gmdate('Y-m-d\TH:i:s\Z', $at);
    $list = call('GET', '/v2/webserv/traders', ['from' => $time($account['sent_at'] - 60), 'to' => $time(time() + 60)]);
    foreach ($list['trader'] as $trader) {
        if (($trader['description'] ?? '') === $account['reference']) {
            return $trader['login'];
        }
    }
    return null;
}

/** 3.5, once for each payment, whoever asks how often: there is no idempotency key, so it is never repeated when in doubt (B2P-3.5-13). */
function book(string $key): string
{
    return locked("payment $key", static function () use ($key): string {
        $payment = row('select * from payments where key = ?', [$key]);
        if ($payment['state'] !== 'new') {
            return $payment['state'];
        }
        query("update payments set state = 'sent' where key = ?", [$key]); // written down before it is sent
        [$state, $code, $number] = ['done', null, null];
        try {
            $number = call('POST', "/v2/webserv/traders/{$payment['login']}/changebalance", [], [
                'login' => $payment['login'], 'preciseAmount' => (float) $payment['amount'], 'type' => $payment['type'], 'externalId' => $key,
            ])['balanceHistoryId'];
        } catch (Refused $error) {
            [$state, $code] = ['refused', $error->errorCode];
        } catch (InDoubt $error) {
            $state = 'in doubt';
        }
        query('update payments set state = ?, code = ?, balance_history_id = ? where key = ?', [$state, $code, $number, $key]);
        return $state;
    });
}

/** Balance as text, exact by its moneyDigits (B2P-0-11). */
function balanceOf(int $login): string
{
    $trader = call('GET', "/v2/webserv/traders/$login");
    $digits = $trader['moneyDigits'] ?? 2;
    $text = str_pad((string) $trader['balance'], $digits + 1, '0', STR_PAD_LEFT);
    return ($digits > 0 ? substr($text, 0, -$digits) . '.' . substr($text, -$digits) : $text) . " {$trader['depositCurrency']}";
}

/** 3.12: the user logged out in the client area. */
function logOutOnPlatform(array $user): void
{
    call('POST', '/cid/oauth2/ctid/logout', ['brokerCrmName' => setting('BROKER_CRM_NAME'), 'userId' => $user['user_id']]);
}

function call(string $method, string $path, array $query = [], ?array $body = null): ?array
{
    static $token = null; // asked for once in each request: it is a secret, and PHP has no memory of its own to keep it in
    $token ??= fetchManagerToken();
    return send($method, $path, [...$query, 'token' => $token], $body); // B2P-0-8: the token at the end
}

/** 3.1 */
function fetchManagerToken(): string
{
    return send('POST', '/v2/webserv/managers/token', [], ['login' => (int) setting('MANAGER_LOGIN'), 'hashedPassword' => md5(setting('MANAGER_PASSWORD'))])['webservToken'];
}

function send(string $method, string $path, array $query, ?array $body): ?array
{
    $curl = curl_init(rtrim(setting('PLATFORM_URL'), '/') . $path . ($query === [] ? '' : '?' . http_build_query($query, encoding_type: PHP_QUERY_RFC3986)));
    curl_setopt_array($curl, [
        CURLOPT_CUSTOMREQUEST => $method, CURLOPT_RETURNTRANSFER => true, CURLOPT_CAINFO => setting('PLATFORM_CA'), CURLOPT_TIMEOUT => 10,
        CURLOPT_HTTPHEADER => ['Accept: application/json', ...($body !== null ? ['Content-Type: application/json'] : ($method === 'GET' ? [] : ['Content-Length: 0']))],
    ] + ($body === null ? [] : [CURLOPT_POSTFIELDS => json_encode($body, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE)])); // null there would make it a form
    $text = curl_exec($curl);
    if ($text === false) {
        throw new InDoubt('the platform does not answer: ' . curl_strerror(curl_errno($curl))); // no address in it: tokens stand there
    }
    $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
    $content = $text === '' ? null : json_decode($text, true);
    if ($status >= 200 && $status < 300 && ($text === '' || is_array($content))) {
        return $content; // B2P-0-20
    }
    $code = $content['error']['errorCode'] ?? null;
    if (($code !== null && $code !== 'UNKNOWN_ERROR') || ($code === null && $status >= 400 && $status < 500)) {
        throw new Refused($status, $code ?? 'UNREADABLE');
    }
    throw new InDoubt("the platform answered $status");
}
