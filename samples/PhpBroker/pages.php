<?php
// HTML. Everything that comes from outside goes through h().
declare(strict_types=1);

function h(string|int|null $text): string
{
    return htmlspecialchars((string) $text, ENT_QUOTES | ENT_HTML5 | ENT_SUBSTITUTE, 'UTF-8');
}

function texts(): array
{
    static $texts = null;
    return $texts ??= json_decode(file_get_contents(__DIR__ . '/texts.json'), true);
}

function lang(): string
{
    $asked = strtolower(text($_GET, 'lang'));
    return isset(texts()[$asked]) ? $asked : 'en'; // SCR-22
}

/** A text in the screen's language, with values in it. */
function t(string $key, array $values = []): string
{
    $text = texts()[lang()][$key];
    foreach ($values as $name => $value) {
        $text = str_replace('{' . $name . '}', (string) $value, $text);
    }
    return $text;
}

/** A field or parameter as text: PHP makes arrays of names with brackets. */
function text(array $from, string $name): string
{
    return is_string($from[$name] ?? null) ? $from[$name] : '';
}

function headers(string $type = 'text/html; charset=utf-8'): void
{
    $origins = implode(' ', array_unique([originOf(setting('SUCCESS_URL')), originOf(webUrl())]));
    // The redirect after a form counts as part of the form, hence the success URL in form-action; the application shows the screens in a frame (SCR-76).
    header("Content-Security-Policy: default-src 'none'; style-src 'self'; img-src data:; form-action 'self' $origins; frame-ancestors 'self' $origins; base-uri 'none'");
    header('Referrer-Policy: no-referrer');
    header('Cache-Control: no-store');
    header('X-Content-Type-Options: nosniff');
    header("Content-Type: $type");
}

/** A whole page. A closable one has a control that leads back to the application (SCR-69). */
function page(string $title, string $body, int $status = 200, bool $closable = false): void
{
    http_response_code($status);
    headers();
    $theme = strtolower(text($_GET, 'theme')) === 'dark' ? 'dark' : 'light';
    $close = $closable ? '<a class="close" href="' . h(successUrl()) . '" aria-label="' . h(t('close')) . '" title="' . h(t('close')) . '">×</a>' : '';
    $broker = h(setting('BROKER_NAME'));
    $lang = lang();
    $notice = h(t('notice', ['broker' => setting('BROKER_NAME')]));
    $title = h($title);
    echo <<<HTML
        <!doctype html>
        <html lang="$lang" data-theme="$theme">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>$title - $broker</title>
        <link rel="stylesheet" href="/style.css">
        <link rel="icon" href="data:,">
        </head>
        <body>
        <header><span class="brand">$broker</span>$close</header>
        <main>
        $body
        </main>
        <footer>$notice</footer>
        </body>
        </html>

        HTML;
}

/** A labelled input with its error. The link is HTML already. */
function field(string $name, string $label, string $type = 'text', string $value = '', string $autocomplete = 'off', ?string $error = null, ?string $hint = null, string $link = '', ?string $inputMode = null): string
{
    $about = $error ?? $hint;
    return '<div class="field"><div class="label"><label for="' . $name . '">' . h($label) . "</label>$link</div>\n"
        . '<input id="' . $name . '" name="' . $name . '" type="' . $type . '" value="' . h($value) . '" autocomplete="' . $autocomplete . '" required'
        . ($inputMode ? ' inputmode="' . $inputMode . '"' : '') . ($error ? ' aria-invalid="true"' : '') . ($about ? ' aria-describedby="' . $name . '-about"' : '') . ">\n"
        . ($about ? '<div class="' . ($error ? 'error' : 'hint') . '" id="' . $name . '-about">' . h($about) . '</div>' : '') . "</div>\n";
}

function choice(string $name, string $label, array $options): string
{
    $list = implode('', array_map(static fn ($value, $text) => '<option value="' . h($value) . '">' . h($text) . '</option>', array_keys($options), $options));
    return '<div class="field"><div class="label"><label for="' . $name . '">' . h($label) . "</label></div>\n<select id=\"$name\" name=\"$name\">$list</select></div>\n";
}

function checkbox(string $name, string $label, bool $checked): string
{
    return '<label class="check"><input type="checkbox" name="' . $name . '" value="true"' . ($checked ? ' checked' : '') . '> <span>' . h($label) . "</span></label>\n";
}

function hidden(string $name, string $value): string
{
    return '<input type="hidden" name="' . $name . '" value="' . h($value) . '">';
}

function form(string $action, string $fields, string $button): string
{
    return '<form method="post" action="' . h($action) . '" novalidate>' . "\n$fields" . '<button>' . h($button) . "</button>\n</form>\n";
}

/** What is wrong with the form as a whole. */
function alert(?string $text): string
{
    return $text === null ? '' : '<p class="notice bad" role="alert">' . h($text) . "</p>\n";
}

function heading(string $title, ?string $intro = null): string
{
    return '<h1>' . h($title) . '</h1>' . ($intro === null ? '' : '<p class="intro">' . h($intro) . '</p>') . "\n";
}

function link_to(string $url, string $text): string
{
    return '<a href="' . h($url) . '">' . h($text) . '</a>';
}
