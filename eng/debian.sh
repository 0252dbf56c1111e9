# Sourced. Installs Debian packages.

# Usage: install_packages LOG PACKAGE... Says what a person has to do when it cannot. The caller defines "say".
install_packages() {
  local log=$1 as=()
  shift
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      as=(sudo)
    else
      say "please install: $* (this is neither root, nor can it use sudo)"
      return 1
    fi
  fi
  command -v apt-get >/dev/null || { say "please install: $* (there is no apt-get here)"; return 1; }

  say "installing $* from Debian's packages"
  mkdir -p "$(dirname "$log")"
  if ! { "${as[@]}" apt-get update &&
    "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log"
    say "the packages could not be installed"
    return 1
  fi
}
