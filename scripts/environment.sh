#!/bin/sh
# The virtual environment of the checkout, for the Makefile. PYTHON may be empty: then the first
# Python that the pins support is taken.
#
#   environment.sh check VENV PYTHON   drop the stamps of an environment that does not fit
#   environment.sh make VENV PYTHON    make the environment unless one that fits is there
#   environment.sh install VENV PINS   install the pins, with uv or else with pip
set -u
venv=$2
identity='import sys; print(sys.version.split()[0], sys.base_prefix)'
supported='import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 14))'

# An environment fits if it was finished, in this folder, runs, and is of the Python asked for.
fits() {
  [ "$(cat "$venv/made-at" 2> /dev/null)" = "$(pwd -P)" ] || return 1
  has=$("$venv/bin/python" -c "$identity" 2> /dev/null) || return 1
  [ -z "$1" ] || [ "$has" = "$("$1" -c "$identity" 2> /dev/null)" ]
}

first_python() {
  for needed in "import ensurepip, venv; $supported" "$supported"; do
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
      if "$candidate" -c "$needed" 2> /dev/null; then
        echo "$candidate"
        return
      fi
    done
  done
}

no_python() {
  echo "The book needs Python 3.11, 3.12, 3.13 or 3.14, and none was found"
  if found=$(python3 --version 2> /dev/null); then echo "(python3 is $found)."; else echo "(there is no python3)."; fi
  echo "Debian, Ubuntu:  apt install python3 python3-venv"
  echo "macOS:           install Python from python.org, or: brew install python@3.13"
  echo "Or name one:     make book PYTHON=/path/to/python3.13"
  exit 1
}

make_environment() {
  python=${1:-$(first_python)}
  [ -n "$python" ] || no_python
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || {
    echo "PYTHON=$python does not run. Name a Python 3.11 to 3.14, or leave PYTHON out."
    exit 1
  }
  "$python" -c "$supported" || {
    echo "$python is Python $version, and the pins of the book are for Python 3.11 to 3.14."
    echo "Name another:  make book PYTHON=/path/to/python3.13"
    exit 1
  }
  echo "Making the environment $venv with Python $version …"
  rm -rf "$venv"
  "$python" -m venv "$venv" && "$venv/bin/python" -m pip --version > /dev/null || {
    rm -rf "$venv"
    echo "Python $version cannot make a virtual environment here. Debian and Ubuntu keep what it"
    echo "lacks in a package of its own:  apt install python$version-venv"
    echo "Then run the same command again."
    exit 1
  }
  pwd -P > "$venv/made-at"
}

# pip and uv write INSTALLER after the files of a package: without it, the package is only half there.
forget_halves() {
  for half in "$venv"/lib/python3.*/site-packages/*.dist-info; do
    [ ! -d "$half" ] || [ -e "$half/INSTALLER" ] || rm -rf "$half"
  done
}

# uv is ten times quicker than pip, but reads none of its settings.
with_uv() {
  if "$venv/bin/python" -m pip config list 2> /dev/null | grep -Eq '\.(index-url|no-index)='; then
    echo "  pip is set to another index here, so pip installs them; that takes longer."
    return 1
  fi
  pip_install -q -r requirements/installer.txt > /dev/null 2>&1 && {
    "$venv/bin/uv" pip install --color never --python "$venv/bin/python" -r "$1" 2>&1 ||
      touch "$venv/stopped"
  } | while IFS= read -r line; do
    case $line in
      " + "* | " - "* | " ~ "* | Using\ Python* | Audited*) ;;
      *) echo "  $line" ;;
    esac
  done && [ ! -e "$venv/stopped" ] || {
    echo "  uv could not install them, so pip goes on; that takes longer."
    return 1
  }
}

with_pip() {
  rm -f "$venv/stopped"
  { pip_install --progress-bar off -r "$1" || touch "$venv/stopped"; } |
    while read -r word name _; do
      case "$word $name" in
        Collecting\ *) echo "  $name" ;;
        "Installing collected") echo "  unpacking them …" ;;
      esac
    done
  [ ! -e "$venv/stopped" ]
}

pip_install() {
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input "$@"
}

install_pins() {
  forget_halves
  rm -f "$venv/stopped"
  with_uv "$1" || with_pip "$1" || {
    echo "The installation of $1 stopped; the lines above say why. Mend that (network? disk full?)"
    echo "and run the same command again: it goes on where it stopped."
    exit 1
  }
}

case $1 in
  check) fits "$3" || rm -f "$venv"/*.installed ;;
  make) fits "$3" || make_environment "$3" ;;
  install) install_pins "$3" ;;
esac
