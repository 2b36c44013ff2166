# Sourced by bin/run and bin/test: system packages, the virtual environment, the locked packages.
# Needs bash and, when something is missing, apt.
# shellcheck shell=bash

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
umask 077
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
VENV=.venv/bin/python

say() { printf '· %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Files of two users in one var/ end in a start that neither can make.
owner=$(stat -c %U var 2>/dev/null || true)
[ -z "$owner" ] || [ "$owner" = "$(id -un)" ] || fail "This checkout was started by $owner before: start it as $owner again."

# --- Debian packages -----------------------------------------------------------------------------------------

# install PACKAGE… : as root, through sudo, or not at all: then say what to type.
install() {
  local line=(apt-get install -y --no-install-recommends "$@") root=()
  command -v apt-get >/dev/null || fail "Please install, with your system's own package manager: $*"
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then root=(sudo -n)
    elif command -v sudo >/dev/null && [ -t 0 ]; then root=(sudo)
    else fail "Missing: $*. As root, type this, then start again:
  apt-get update && ${line[*]}"; fi
  fi
  local began=$SECONDS log
  log=$(mktemp)
  say "installing $* …"
  if ! { "${root[@]}" apt-get update && "${root[@]}" env DEBIAN_FRONTEND=noninteractive "${line[@]}"; } >"$log" 2>&1
  then tail -n 20 "$log" >&2; rm -f "$log"; fail "apt-get failed; what it said stands above."; fi
  rm -f "$log"
  say "installed $* ($((SECONDS - began)) s)"
}

# --- Python 3.11 or newer ------------------------------------------------------------------------------------

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  local name
  for name in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && is_new_enough "$name"; then command -v "$name"; return; fi
  done
  return 1
}

need_python() {
  PY=$(find_python) && return
  if ! command -v python3 >/dev/null; then
    install python3 python3-venv
    PY=$(find_python) && return
  fi
  fail "This needs Python 3.11 or newer; this machine's is $(python3 -V 2>&1 | cut -d' ' -f2).
Debian 12 and 13 and Ubuntu 24.04 have it. Elsewhere install one and start with: PYTHON=/path/to/python3.11 $0"
}

# What Python and WeasyPrint need from the system; every missing package in one go.
need_libraries() {
  local missing=()
  [ "$PY" = $VENV ] || "$PY" -c 'import ensurepip, venv' 2>/dev/null || missing+=("$(venv_package)")
  "$PY" -c 'import ctypes; ctypes.CDLL("libpango-1.0.so.0")' 2>/dev/null || missing+=(libpango-1.0-0)
  "$PY" -c 'import ctypes; ctypes.CDLL("libpangoft2-1.0.so.0")' 2>/dev/null || missing+=(libpangoft2-1.0-0)
  "$PY" -c 'import zoneinfo; zoneinfo.ZoneInfo("Asia/Kolkata")' 2>/dev/null || missing+=(tzdata)
  [ "$(id -u)" -ne 0 ] || command -v useradd >/dev/null || [ -x /usr/sbin/useradd ] || missing+=(passwd)
  [ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
}

venv_package() {
  case $PY in
    */python3) echo python3-venv ;;
    *) echo "$(basename "$PY")-venv" ;;
  esac
}

# --- the virtual environment ---------------------------------------------------------------------------------

hash_of() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }

# need_packages LOCK… : the last is installed; each stands in it. The stamp names all, so bin/run after
# bin/test finds its own already there.
need_packages() {
  local lock="${*: -1}" stamp=.venv/installed began=$SECONDS wanted name
  mkdir -p var
  exec 8>var/packages.lock
  command -v flock >/dev/null && flock 8
  if ! { [ -x $VENV ] && is_new_enough $VENV && $VENV -c 'import pip' 2>/dev/null; }; then
    need_python
    need_libraries
    say "making the virtual environment …"
    "$PY" -m venv --clear .venv || fail "python -m venv failed."
  elif [ ! -e .venv/libraries-seen ]; then
    PY=$VENV need_libraries
  fi
  touch .venv/libraries-seen
  wanted=$(hash_of "$lock")
  if ! grep -qs "$wanted" $stamp; then
    say "installing the locked packages of $lock …"
    $VENV -m pip install --quiet --require-hashes -r "$lock" || fail "pip failed; what it said stands above."
    for name in "$@"; do hash_of "$name"; done >$stamp
    say "installed ($((SECONDS - began)) s)"
  fi
  exec 8>&-
}
