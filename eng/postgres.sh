# Sourced. A PostgreSQL of our own, on loopback and on a free port.

# The folder of PostgreSQL's programs, the newest if there are several; nothing when it is not installed.
postgres_bin() {
  local folders=(/usr/lib/postgresql/*/bin/initdb)
  if [ -e "${folders[0]:-}" ]; then
    dirname "$(printf '%s\n' "${folders[@]}" | sort -V | tail -n 1)"
  elif command -v initdb >/dev/null; then
    dirname "$(readlink -f "$(command -v initdb)")"
  fi
}

as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then
    runuser -u postgres -- "$@"
  else
    "$@"
  fi
}

postgres_folder=
postgres_connection=

# Usage: postgres_start NAME SETTINGS. Sets postgres_connection. The caller defines "say", and calls postgres_stop in the end.
postgres_start() {
  local name=$1 settings=$2 here=$PWD bin port try
  bin=$(postgres_bin)
  postgres_folder=$(mktemp -d "${TMPDIR:-/tmp}/drawbridge-$name.XXXXXX") || return 1
  chmod 755 "$postgres_folder"
  if [ "$(id -u)" -eq 0 ]; then chown postgres "$postgres_folder"; fi
  cd "$postgres_folder" || return 1 # PostgreSQL's programs want a folder they may read
  if ! as_postgres "$bin/initdb" -D "$postgres_folder/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >"$postgres_folder/initdb.log" 2>&1; then
    cat "$postgres_folder/initdb.log"
    cd "$here" && return 1
  fi
  as_postgres tee -a "$postgres_folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$postgres_folder'
max_connections = 500
$settings
CONF
  for try in 1 2 3 4 5; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then continue; fi
    if as_postgres "$bin/pg_ctl" -D "$postgres_folder/data" -o "-p $port" -l "$postgres_folder/log" -w -t 30 start </dev/null >/dev/null 2>&1; then
      postgres_connection="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
      say "PostgreSQL $("$bin/postgres" --version | grep -oE '[0-9]+(\.[0-9]+)?' | head -n 1) listens on port $port"
      cd "$here" && return 0
    fi
  done
  tail -n 20 "$postgres_folder/log" 2>/dev/null
  cd "$here" && return 1
}

postgres_stop() {
  [ -n "$postgres_folder" ] || return 0
  if [ -f "$postgres_folder/data/postmaster.pid" ]; then
    (cd "$postgres_folder" && as_postgres "$(postgres_bin)/pg_ctl" -D "$postgres_folder/data" -m immediate -w stop >/dev/null 2>&1)
  fi
  rm -rf "$postgres_folder"
  postgres_folder=
}
