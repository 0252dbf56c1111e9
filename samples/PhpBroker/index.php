<?php
// A minimal broker: single sign-on, account creation, deposit and withdrawal. PHP 8.2 behind a server that ends TLS; see README.md.
declare(strict_types=1);

require __DIR__ . '/settings.php';
require __DIR__ . '/store.php';
require __DIR__ . '/crm-calls.php';
require __DIR__ . '/platform.php';
require __DIR__ . '/pages.php';
require __DIR__ . '/screens.php';

ini_set('display_errors', '0');

/** Who sent the request: the server in front says so. */
function callerAddress(): string
{
    return $_SERVER['HTTP_X_REAL_IP'] ?? $_SERVER['REMOTE_ADDR'] ?? '';
}

function answerError(CrmError $error): void
{
    http_response_code($error->status);
    header('Content-Type: application/json; charset=utf-8');
    header('Cache-Control: no-store');
    echo $error->body();
}

function answer(string $method, string $path): void
{
    if (($_SERVER['HTTP_X_FORWARDED_PROTO'] ?? '') !== 'https') {
        throw new CrmError(403, 'INVALID_REQUEST', 'Use https: nothing is served over plain http'); // P2B-0-4
    }
    if ($path === '/style.css') {
        header('Content-Type: text/css; charset=utf-8');
        header('Cache-Control: max-age=3600');
        readfile(__DIR__ . '/style.css');
    } elseif (str_starts_with($path, '/oauth2/')) {
        [$status, $body] = answerCall($method, $path);
        http_response_code($status);
        header('Cache-Control: no-store');
        if ($body !== null) {
            header('Content-Type: application/json; charset=utf-8');
            echo json_encode($body);
        }
    } elseif (!answerScreen($method, $path)) {
        throw new CrmError(404, 'NOT_FOUND', 'There is nothing at this path');
    }
}

/** `php index.php demo`: a trader to try it with, made like any other; on the next start found again. */
function createDemo(): void
{
    if (setting('DEMO_EMAIL') === '' || setting('DEMO_PASSWORD') === '') {
        return;
    }
    addUser(['email' => setting('DEMO_EMAIL'), 'password' => setting('DEMO_PASSWORD'), 'firstName' => 'Demo', 'lastName' => 'Trader', 'lang' => 'en', 'partnerId' => null]);
    while (true) {
        try {
            ensurePlatformUser(findUser(setting('DEMO_EMAIL')), true);
            openAccount(findUser(setting('DEMO_EMAIL')), 'first', 'EUR', 100);
            return;
        } catch (Refused | InDoubt $error) {
            logLine("The demo trader has to wait: {$error->getMessage()}");
            sleep(2);
        }
    }
}

if (PHP_SAPI === 'cli') {
    createDemo();
    exit;
}

$path = explode('?', $_SERVER['REQUEST_URI'])[0];
try {
    answer($_SERVER['REQUEST_METHOD'], $path);
} catch (CrmError $error) {
    answerError($error);
} catch (Throwable $error) {
    $reference = bin2hex(random_bytes(8));
    logLine("$reference " . $error::class . " in {$error->getFile()}:{$error->getLine()}");
    answerError(new CrmError(500, 'UNKNOWN_ERROR', "Unexpected failure, reference $reference")); // ERR-18
}
logLine("{$_SERVER['REQUEST_METHOD']} $path " . http_response_code() . ' ' . setting('BROKER_NAME') . ' ' . setting('BROKER_CRM_NAME'));
