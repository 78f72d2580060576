#!/bin/sh
# Drop the stamps of the environment $1 if the checkout has moved, or $2 is another Python.
[ -e "$1/made-at" ] || exit 0
made=$(cat "$1/made-at")
if [ -n "${2:-}" ]; then
  version=$("$2" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
else
  version=${made%% *}
fi
[ "$made" = "$version $(pwd -P)" ] || rm -f "$1/bin/.book" "$1/bin/.test" "$1/bin/.lab" "$1/made-at"
