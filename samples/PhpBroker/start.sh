#!/bin/sh
# Runs the broker: PHP's own server for this machine only, and nginx in front of it, which ends TLS. For development.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
php "$here/settings.php"

export PHP_PORT=${PHP_PORT:-$((BROKER_PORT + 1000))}
run=$(mktemp -d)
php=; nginx=
trap '[ -z "$php" ] || kill -- "-$php" 2>/dev/null; [ -z "$nginx" ] || kill "$nginx" 2>/dev/null; wait; rm -rf "$run"' EXIT # the minus: PHP's workers outlive it
trap 'exit 0' INT TERM

full() { case $1 in /*) echo "$1" ;; *) echo "$PWD/$1" ;; esac; }
cat > "$run/nginx.conf" <<CONFIG
daemon off;
pid $run/nginx.pid;
error_log $run/error.log;
events {}
http {
  access_log off; # it would hold the tokens of the addresses
  client_body_temp_path $run/body; proxy_temp_path $run/proxy; fastcgi_temp_path $run/fastcgi; uwsgi_temp_path $run/uwsgi; scgi_temp_path $run/scgi;
  server {
    listen 127.0.0.1:$BROKER_PORT ssl;
    ssl_certificate $(full "$TLS_CERTIFICATE");
    ssl_certificate_key $(full "$TLS_KEY");
    client_max_body_size 1m;
    client_body_buffer_size 1m; # in memory: nginx's workers may not write to our folder
    proxy_max_temp_file_size 0;
    large_client_header_buffers 8 32k;
    location / {
      proxy_pass http://127.0.0.1:$PHP_PORT;
      proxy_set_header Host \$http_host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Real-IP \$remote_addr;
    }
  }
}
CONFIG

# What PHP's server writes to standard error are addresses with their tokens; the broker's own log goes to standard output.
PHP_CLI_SERVER_WORKERS=8 setsid php -S "127.0.0.1:$PHP_PORT" "$here/index.php" 2>/dev/null & php=$!
nginx -c "$run/nginx.conf" -e "$run/error.log" & nginx=$!
php "$here/index.php" demo
echo "ready $PUBLIC_URL"
wait $nginx
