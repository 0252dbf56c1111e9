<?php
// What the broker remembers, in SQLite: users, accounts, payments, mails, and of every token its SHA-256 only.
declare(strict_types=1);

const ONE_TIME_LIFETIME = 60; // P2B-OT-2: exactly, in seconds
const ONE_TIME_REMEMBERED = 86_400; // P2B-OT-9: that long an unused one is "expired", then unknown
const CRM_API_LIFETIME = 8 * 86_400; // P2B-CT-1: at least seven days

function database(): PDO
{
    static $database = null;
    if ($database === null) {
        $file = setting('DATA_FILE') ?: sys_get_temp_dir() . '/drawbridge-php-broker.sqlite';
        $isNew = !file_exists($file);
        $database = new PDO("sqlite:$file", null, null, [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION, PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC, PDO::ATTR_TIMEOUT => 10]);
        if ($isNew) {
            chmod($file, 0600);
        }
        $database->exec('PRAGMA journal_mode = WAL');
        $database->exec(<<<'SQL'
            create table if not exists meta (name text primary key, value text not null);
            create table if not exists users (id text primary key, email text not null unique collate nocase, first_name text, last_name text, lang text, partner_id text,
                password_hash text not null, sessions int not null default 0, user_id int unique, address_proven int not null default 0);
            create table if not exists accounts (user text not null, key text not null, reference text not null, currency text not null, leverage int not null,
                password_md5 text, sent_at int, login int, linked int not null default 0, primary key (user, key));
            create table if not exists payments (key text primary key, user text not null, login int not null, type text not null, amount text not null, currency text not null,
                state text not null, code text, balance_history_id int);
            create table if not exists mails (id integer primary key, recipient text not null collate nocase, subject text not null, text text not null, at text not null);
            create table if not exists tokens (hash text primary key, kind text not null, user text, purpose text, keep int, at real not null, used int not null default 0, parent text);
            SQL);
    }
    return $database;
}

/** Runs a statement; rows and the number of changed ones come from what it returns. */
function query(string $sql, array $values = []): PDOStatement
{
    $statement = database()->prepare($sql);
    $statement->execute($values);
    return $statement;
}

function row(string $sql, array $values = []): ?array
{
    return query($sql, $values)->fetch() ?: null;
}

/** Remembers a value under a name the first time, and returns what is remembered. */
function remembered(string $name, callable $make): string
{
    $found = row('select value from meta where name = ?', [$name]);
    if ($found === null) {
        query('insert into meta (name, value) values (?, ?) on conflict do nothing', [$name, $make()]);
        $found = row('select value from meta where name = ?', [$name]);
    }
    return $found['value'];
}

/** One request at a time does this: forms are sent twice, and calls to the platform must not be. */
function locked(string $name, callable $work): mixed
{
    $file = fopen(sys_get_temp_dir() . '/drawbridge-php-' . hash('sha256', setting('DATA_FILE') . $name) . '.lock', 'c');
    flock($file, LOCK_EX);
    try {
        return $work();
    } finally {
        flock($file, LOCK_UN);
    }
}

// ---- Users

function findUser(string $email): ?array
{
    return row('select * from users where email = ?', [$email]);
}

function userById(?string $id): ?array
{
    return row('select * from users where id = ?', [$id]);
}

/** Null when somebody with that address was faster. */
function addUser(array $user): ?array
{
    $id = bin2hex(random_bytes(8));
    $added = query(
        'insert into users (id, email, first_name, last_name, lang, partner_id, password_hash) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing',
        [$id, $user['email'], $user['firstName'], $user['lastName'], $user['lang'], $user['partnerId'], passwordHash($user['password'])]
    );
    return $added->rowCount() === 1 ? userById($id) : null;
}

/** bcrypt reads 72 bytes and no NUL, hence the hash before it. */
function passwordHash(string $password): string
{
    return password_hash(base64_encode(hash('sha384', $password, true)), PASSWORD_BCRYPT, ['cost' => 12]);
}

/** Takes as long for an unknown user as for a known one. */
function isPassword(?array $user, string $password): bool
{
    return password_verify(base64_encode(hash('sha384', $password, true)), $user['password_hash'] ?? '$2y$12$usesomesillystringfore7hnbRJHxXVLeakoG8K30oukPsA.ztMG') && $user !== null;
}

function setPassword(array $user, string $password): void
{
    query('update users set password_hash = ? where id = ?', [passwordHash($password), $user['id']]);
    logOutEverywhere($user); // P2B-AT-8
}

function accountsOf(array $user): array
{
    return query('select * from accounts where user = ? and linked = 1 order by login', [$user['id']])->fetchAll();
}

// ---- Tokens

function newToken(): string
{
    return rtrim(strtr(base64_encode(random_bytes(32)), '+/', '-_'), '='); // P2B-OT-6: 256 random bits
}

function isWellFormed(string $token): bool
{
    return preg_match('/^[A-Za-z0-9_-]{20,256}$/D', $token) === 1; // DEC-17
}

function tokenHash(string $token): string
{
    return hash('sha256', $token); // P2B-OT-7
}

function addToken(string $kind, ?array $user, array $more = []): string
{
    $token = newToken();
    query(
        'insert into tokens (hash, kind, user, purpose, keep, at, parent) values (?, ?, ?, ?, ?, ?, ?)',
        [tokenHash($token), $kind, $user['id'] ?? null, $more['purpose'] ?? null, (int) ($more['keep'] ?? false), microtime(true), $more['parent'] ?? null]
    );
    return $token;
}

function findToken(string $kind, string $token): ?array
{
    return row('select * from tokens where hash = ? and kind = ?', [tokenHash($token), $kind]);
}

function isCrmApiToken(string $token): bool
{
    $found = findToken('crm', $token);
    return $found !== null && microtime(true) - $found['at'] < CRM_API_LIFETIME;
}

/** A new OT token, valid for a minute beside the user's earlier ones. */
function addOneTimeToken(array $user, string $purpose, bool $keep): string
{
    query("delete from tokens where kind = 'ot' and at < ?", [microtime(true) - ONE_TIME_LIFETIME - ONE_TIME_REMEMBERED]);
    return addToken('ot', $user, ['purpose' => $purpose, 'keep' => $keep && $purpose !== 'in-app']); // P2B-4.2-11
}

/** Uses the token up and returns its row. Of two who try at once the statement lets one (P2B-OT-3). */
function takeOneTimeToken(string $token, ?string $purpose = null): array
{
    if (!isWellFormed($token)) {
        throw CrmError::malformed();
    }
    $found = findToken('ot', $token);
    if ($found === null || $found['used'] || ($purpose !== null && $found['purpose'] !== $purpose)) {
        throw CrmError::unknownOneTimeToken(); // used wins over expired
    }
    if (microtime(true) - $found['at'] >= ONE_TIME_LIFETIME) {
        throw CrmError::expired();
    }
    if (query('update tokens set used = 1 where hash = ? and used = 0', [$found['hash']])->rowCount() !== 1) {
        throw CrmError::unknownOneTimeToken();
    }
    return $found;
}

/** One device: its access token, the inappTokens that came with it, and the client area (P2B-4.5-5). */
function logOutDevice(array $user, ?string $accessToken): void
{
    $hash = $accessToken === null ? null : tokenHash($accessToken);
    query("update tokens set used = 1 where kind = 'access' and hash = ?", [$hash]);
    query("delete from tokens where kind = 'in-app' and user = ? and parent is ?", [$user['id'], $hash]); // P2B-IT-6
    query('update users set sessions = sessions + 1 where id = ?', [$user['id']]);
}

/** All devices, after another password or a log-out in the client area (FLOW-LOGOUT-4). */
function logOutEverywhere(array $user): void
{
    query("update tokens set used = 1 where kind in ('access', 'ot') and user = ?", [$user['id']]);
    query("delete from tokens where kind = 'in-app' and user = ?", [$user['id']]);
    query('update users set sessions = sessions + 1 where id = ?', [$user['id']]);
}

// ---- Sealed values: what a form or cookie carries for us. Signed, of one kind, good until its end.

function seal(string $kind, array $value, int $seconds): string
{
    $text = rtrim(strtr(base64_encode(json_encode(['kind' => $kind, 'value' => $value, 'until' => time() + $seconds])), '+/', '-_'), '=');
    return $text . '.' . hash_hmac('sha256', $text, remembered('key', static fn () => bin2hex(random_bytes(32))));
}

function unseal(string $kind, ?string $sealed): ?array
{
    [$text, $signature] = explode('.', ($sealed ?? '') . '.');
    if (!hash_equals(hash_hmac('sha256', $text, remembered('key', static fn () => bin2hex(random_bytes(32)))), $signature)) {
        return null;
    }
    $content = json_decode(base64_decode(strtr($text, '-_', '+/')), true);
    return $content['kind'] === $kind && $content['until'] > time() ? $content['value'] : null;
}

// ---- Failures by a key: after so many of them nobody is let through until ten minutes have passed without one (FLOW-AUTH-7).

function mustWait(string $key, int $most): bool
{
    $found = row('select value from meta where name = ?', ["failures $key"]);
    [$count, $at] = explode(' ', ($found['value'] ?? '0 0'));
    return (int) $count >= $most && time() - (int) $at < 600;
}

function countFailure(string $key): void
{
    $found = row('select value from meta where name = ?', ["failures $key"]);
    [$count, $at] = explode(' ', ($found['value'] ?? '0 0'));
    query('insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value', ["failures $key", (time() - (int) $at < 600 ? (int) $count + 1 : 1) . ' ' . time()]);
}

function forgetFailures(string $key): void
{
    query('delete from meta where name = ?', ["failures $key"]);
}
