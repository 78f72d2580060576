#!/bin/sh
# Compile the pins from the ranges in pyproject.toml: requirements.txt and requirements/*.txt.
# The versions already pinned are kept where they fit; delete a line to let it move.
set -eu
uv=$1
compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate \
    --no-emit-index-url --no-emit-package l1lib --extra book "$@" pyproject.toml
}
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
grep -v '^-e ' requirements.txt > "$new/kept" || true
cp "$new/kept" "$new/book"
compile --output-file "$new/book" > /dev/null
for extra in test lab; do
  cp "requirements/$extra.txt" "$new/$extra"
  compile --extra "$extra" --constraint "$new/book" --constraint "$new/$extra" > "$new/all"
  grep -vxFf "$new/book" "$new/all" > "requirements/$extra.txt"
done
{ cat "$new/book"; echo "-e ."; } > requirements.txt
