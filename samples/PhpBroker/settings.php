<?php
// What the environment says. The same names in all samples; ../README.md explains them.
declare(strict_types=1);

const REQUIRED = [
    'BROKER_PORT', 'TLS_CERTIFICATE', 'TLS_KEY', 'PUBLIC_URL', 'PLATFORM_URL', 'PLATFORM_CA', 'MANAGER_LOGIN', 'MANAGER_PASSWORD',
    'CRM_PASSWORD', 'BROKER_CRM_NAME', 'BROKER_NAME', 'SUCCESS_URL',
];

/** What is wrong with the environment, or null. */
function settingsFault(): ?string
{
    $missing = array_filter(REQUIRED, static fn (string $name) => (string) getenv($name) === '');
    if ($missing !== []) {
        return 'Missing in the environment: ' . implode(', ', $missing);
    }
    foreach (['PUBLIC_URL', 'PLATFORM_URL', 'SUCCESS_URL', 'WEB_URL'] as $name) {
        if ((string) getenv($name) !== '' && !str_starts_with((string) getenv($name), 'https://')) {
            return "$name must be an https address"; // P2B-0-4
        }
    }
    foreach (['TLS_CERTIFICATE', 'TLS_KEY', 'PLATFORM_CA'] as $name) {
        if (!is_readable((string) getenv($name))) {
            return "$name names a file that cannot be read";
        }
    }
    return null;
}

function setting(string $name): string
{
    return (string) getenv($name);
}

function publicUrl(): string
{
    return rtrim(setting('PUBLIC_URL'), '/');
}

function webUrl(): string
{
    return setting('WEB_URL') ?: rtrim(setting('PLATFORM_URL'), '/') . '/app/';
}

function originOf(string $url): string
{
    $parts = parse_url($url);
    return 'https://' . $parts['host'] . (isset($parts['port']) ? ':' . $parts['port'] : '');
}

/** One line in the log: never an address with its query, because tokens stand there (P2B-0-16). */
function logLine(string $text): void
{
    file_put_contents('php://stdout', date('c') . " $text\n");
}

// `php settings.php` is how start.sh asks whether anything is missing.
if (PHP_SAPI === 'cli' && realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__ && ($fault = settingsFault()) !== null) {
    fwrite(STDERR, "$fault\n");
    exit(2);
}
