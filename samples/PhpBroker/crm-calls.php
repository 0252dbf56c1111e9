<?php
// Calls 4.1 to 4.5, which the platform makes (docs/protocol/platform-to-broker.md).
declare(strict_types=1);

/** Error of a call: {"error","message","code"} (ERR-1). */
final class CrmError extends Exception
{
    private const REASONS = [
        400 => 'Bad Request', 401 => 'Unauthorized', 403 => 'Forbidden', 404 => 'Not Found', 405 => 'Method Not Allowed', 410 => 'Gone',
        413 => 'Payload Too Large', 417 => 'Expectation Failed', 429 => 'Too Many Requests', 500 => 'Internal Server Error',
    ];

    public function __construct(public readonly int $status, public readonly string $errorCode, string $message, public readonly ?string $text = null)
    {
        parent::__construct($message);
    }

    public function body(): string
    {
        return json_encode(['error' => self::REASONS[$this->status], 'message' => $this->getMessage(), 'code' => $this->errorCode], JSON_UNESCAPED_SLASHES);
    }

    public static function missing(string $name): self { return new self(400, 'MISSING_REQUIRED_PARAMETER', "Required parameter '$name' is missing"); }
    public static function invalid(string $name): self { return new self(400, 'INVALID_REQUEST', "'$name' has the wrong type"); }
    public static function authFailure(): self { return new self(403, 'CH_CLIENT_AUTH_FAILURE', 'Client authentication failed'); }
    public static function malformed(): self { return new self(417, 'CID_NON_EXISTED_TOKEN', 'Token is malformed'); }
    public static function expired(): self { return new self(410, 'CID_TOKEN_EXPIRED', 'Token has expired'); }
    public static function unknownOneTimeToken(): self { return new self(404, 'OT_TOKEN_NOT_FOUND', 'One-time token is unknown or already used'); }
    public static function unknownAccessToken(): self { return new self(404, 'ACCESS_TOKEN_NOT_FOUND', 'Access token is unknown or revoked'); }
    public static function unknownUser(): self { return new self(404, 'USER_NOT_FOUND', 'User is unknown'); }
}

/** Every value of a parameter: PHP itself keeps the last one only, and here an absent one is not the same as an empty one. */
function given(string $name): array
{
    $values = [];
    foreach (explode('&', $_SERVER['QUERY_STRING'] ?? '') as $pair) {
        [$key, $value] = explode('=', $pair . '=');
        if (urldecode($key) === $name) {
            $values[] = urldecode($value);
        }
    }
    return $values;
}

/** Whether the request means this broker (BID-20 to BID-30): missing, then unknown. With one broker nothing known can mismatch. */
function checkBrokerNames(array $body = []): void
{
    $names = [];
    foreach (['brokerName' => setting('BROKER_NAME'), 'brokerCrmName' => setting('BROKER_CRM_NAME')] as $name => $expected) {
        $names[$expected] = array_filter([...given($name), $body[$name] ?? ''], static fn (string $value) => $value !== '');
        if ($names[$expected] === []) {
            throw new CrmError(400, 'BROKER_ID_MISSING', 'Required broker identification parameters missing');
        }
    }
    foreach ($names as $expected => $values) {
        if (array_diff($values, [(string) $expected]) !== []) {
            throw new CrmError(401, 'BROKER_ID_INVALID', 'Invalid broker identification parameters');
        }
    }
}

/** Answers [status, body] or throws a CrmError. The checks are in the order of P2B-0-8: the first that fails answers. */
function answerCall(string $method, string $path): array
{
    $calls = [
        '/oauth2/crmApiToken' => 'authenticatePlatform', '/oauth2/onetime/authorize' => 'exchangeOneTimeToken', '/oauth2/authorize' => 'validateAccessToken',
        '/oauth2/onetime/generate' => 'generateOneTimeToken', '/oauth2/logout' => 'logOutUser',
    ];
    $call = $calls[$path] ?? throw new CrmError(404, 'NOT_FOUND', 'There is nothing at this path');
    if ($method !== 'POST') {
        throw new CrmError(405, 'METHOD_NOT_ALLOWED', 'This path does not take this method');
    }
    $body = readBody($call); // 1
    checkBrokerNames($body); // 2
    if ($call !== 'authenticatePlatform') { // 3, 4; this broker is always enabled, which would be 5
        $tokens = given('crmApiToken');
        if ($tokens === []) {
            throw CrmError::missing('crmApiToken'); // P2B-0-10: absent is not the same as bad
        }
        if (count($tokens) > 1 || !isCrmApiToken($tokens[0])) {
            throw CrmError::authFailure();
        }
    }
    return $call($body); // 6, 7
}

function readBody(string $call): array
{
    $text = file_get_contents('php://input', length: 65_537);
    if (strlen($text) > 65_536) {
        throw new CrmError(413, 'REQUEST_TOO_LARGE', 'The request body is larger than 64 kB');
    }
    if ($text === '' && $call === 'logOutUser') {
        return [];
    }
    $body = json_decode(preg_replace('/^\xEF\xBB\xBF/', '', $text), false, 16);
    if (!$body instanceof stdClass) {
        throw new CrmError(400, 'INVALID_REQUEST', 'The request body is not a readable JSON object');
    }
    $body = (array) $body;
    $subject = ['authenticatePlatform' => 'password', 'exchangeOneTimeToken' => 'code', 'validateAccessToken' => 'accessToken'][$call] ?? 'brokerName';
    foreach (['brokerName', 'brokerCrmName', $subject] as $name) {
        if (!is_string($body[$name] ?? '')) {
            throw CrmError::invalid($name);
        }
    }
    if ($call === 'generateOneTimeToken' && isset($body['userId']) && !is_int($body['userId']) && !(is_string($body['userId']) && preg_match('/^-?\d{1,18}$/D', $body['userId']))) {
        throw CrmError::invalid('userId');
    }
    return $body;
}

/** 4.1: the platform gives its password and gets a token for a week. */
function authenticatePlatform(array $body): array
{
    if (($body['password'] ?? '') === '') {
        throw CrmError::missing('password');
    }
    $caller = '4.1 ' . callerAddress();
    if (mustWait($caller, 50)) {
        throw new CrmError(429, 'REQUEST_FREQUENCY_EXCEEDED', 'Too many failed attempts, try again later');
    }
    if (!hash_equals(hash('sha256', setting('CRM_PASSWORD')), hash('sha256', $body['password']))) {
        countFailure($caller);
        throw CrmError::authFailure();
    }
    forgetFailures($caller);
    return [200, ['crmApiToken' => addToken('crm', null)]];
}

/** 4.2: an OT token for the user it stands for, and an access token if the user chose to stay logged in. */
function exchangeOneTimeToken(array $body): array
{
    if (($body['code'] ?? '') === '') {
        throw CrmError::missing('code');
    }
    $taken = takeOneTimeToken($body['code']);
    $user = userById($taken['user']);
    $accessToken = $taken['keep'] ? addToken('access', $user) : null; // P2B-4.2-4: else the key is absent
    return [200, array_filter(['userId' => $user['user_id'], 'accessToken' => $accessToken, 'inappToken' => inAppToken($user, $accessToken)])];
}

/** 4.3: whose access token is it? Asked again and again. */
function validateAccessToken(array $body): array
{
    if (($body['accessToken'] ?? '') === '') {
        throw CrmError::missing('accessToken');
    }
    if (!isWellFormed($body['accessToken'])) {
        throw CrmError::malformed();
    }
    $found = findToken('access', $body['accessToken']);
    if ($found === null || $found['used']) {
        throw CrmError::unknownAccessToken();
    }
    $user = userById($found['user']);
    return [200, array_filter(['userId' => $user['user_id'], 'inappToken' => inAppToken($user, $body['accessToken'])])];
}

/** 4.4: an OT token for an in-app action of a user who is logged in. */
function generateOneTimeToken(array $body): array
{
    if (!isset($body['userId'])) {
        throw CrmError::missing('userId');
    }
    $user = row('select * from users where user_id = ?', [(int) $body['userId']]) ?? throw CrmError::unknownUser();
    if (setting('IN_APP_TOKENS') === 'on' && (findToken('in-app', given('inappToken')[0] ?? '')['user'] ?? null) !== $user['id']) {
        throw CrmError::authFailure(); // P2B-IT-2 to P2B-IT-4
    }
    return [200, ['token' => addOneTimeToken($user, 'in-app', false)]];
}

/** 4.5: the user logged out of an application. Other devices stay in, and no 3.12 goes back (DEC-19). */
function logOutUser(array $body): array
{
    [$userId, $accessToken] = [given('userId')[0] ?? '', given('accessToken')[0] ?? null];
    if ($userId === '') {
        throw CrmError::missing('userId');
    }
    if ($accessToken === null) {
        throw CrmError::missing('accessToken'); // P2B-4.5-3: empty is fine
    }
    if (!preg_match('/^\d{1,18}$/D', $userId)) {
        throw CrmError::invalid('userId');
    }
    if ($accessToken !== '' && !isWellFormed($accessToken)) {
        throw CrmError::malformed();
    }
    $user = row('select * from users where user_id = ?', [(int) $userId]) ?? throw CrmError::unknownUser();
    if ($accessToken !== '' && (findToken('access', $accessToken)['user'] ?? null) !== $user['id']) {
        throw CrmError::unknownAccessToken();
    }
    logOutDevice($user, $accessToken === '' ? null : $accessToken);
    return [204, null];
}

function inAppToken(array $user, ?string $accessToken): ?string
{
    return setting('IN_APP_TOKENS') === 'on' ? addToken('in-app', $user, ['parent' => $accessToken === null ? null : tokenHash($accessToken)]) : null;
}
