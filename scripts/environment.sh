# Sourced by ./run and ./check: makes .venv once, and again whenever what it was made from has changed.
# Works with Python 3.11 or later and pip alone: Debian without python3-venv has no ensurepip, so pip is never
# put into the environment but works on it from outside.

say() { printf '%s\n' "$*" >&2; }

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11 python; do
    [ -n "$candidate" ] || continue
    command -v "$candidate" >/dev/null 2>&1 || continue
    "$candidate" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null || continue
    "$candidate" -m pip --version >/dev/null 2>&1 || continue
    printf '%s\n' "$candidate"
    return 0
  done
  say "memories-tui needs Python 3.11 or later with pip. On Debian and Ubuntu: apt install python3 python3-pip"
  return 1
}

# environment EXTRAS: installs the project with those extras ("" or "[test]") and its exact dependencies.
environment() {
  extras=$1
  python=$(find_python) || exit 1
  wanted=$(cat pyproject.toml constraints.txt && "$python" --version)
  marker=.venv/.made-from"$extras"
  if [ -x .venv/bin/python ] && [ "$(cat "$marker" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  say "Setting up (once, about a minute) ..."
  if ! .venv/bin/python -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then
    rm -rf .venv
    "$python" -m venv --without-pip .venv || { say "Python could not make an environment in .venv"; exit 1; }
  fi
  "$python" -m pip --python .venv/bin/python --disable-pip-version-check --no-input \
    install --quiet --constraint constraints.txt --editable ".$extras" ||
    { say "The installation failed: the lines above say why. Nothing outside .venv was touched."; exit 1; }
  printf '%s\n' "$wanted" >"$marker"
}
