#!/bin/sh
# Make the virtual environment $2 with the Python $1 unless it is there, or say what is missing.
python=$1
venv=$2

if [ -z "$python" ]; then
  echo "No Python between 3.11 and 3.14 was found. Install one, or name it:"
  echo "  make book PYTHON=/path/to/python3.12"
  exit 1
fi
if ! "$python" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'; then
  echo "$python cannot run this book: its pins are for Python 3.11 to 3.14."
  exit 1
fi
if [ -e "$venv/made-at" ] && "$venv/bin/python" -m pip --version > /dev/null 2>&1; then
  exit 0
fi
version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
echo "Making the environment $venv with Python $version …"
rm -rf "$venv"
if ! "$python" -m venv "$venv"; then
  rm -rf "$venv"
  echo "Python $version cannot make an environment here. On Debian and Ubuntu, venv is a package"
  echo "of its own: apt install python$version-venv. Then run make again."
  exit 1
fi
printf '%s %s\n' "$version" "$(pwd -P)" > "$venv/made-at"
