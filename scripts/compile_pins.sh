#!/bin/sh
# Compile the pins from the ranges in pyproject.toml: requirements.txt and requirements/*.txt.
# A version that is pinned already stays where it fits; with --upgrade all move to the newest.
set -eu
uv=$1
shift
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT

# The fewest versions, so that each Python and each system computes with the same ones.
compile() {
  "$uv" pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest --no-header \
    --no-annotate --no-emit-index-url --no-emit-find-links --extra book "$@" pyproject.toml \
    > "$new/log"
}

grep -v -e '^-e ' requirements.txt > "$new/book"
compile "$@" --output-file "$new/book"
for extra in test lab bench installer; do
  cat "$new/book" "requirements/$extra.txt" > "$new/all"
  compile "$@" --extra "$extra" --constraint "$new/book" --output-file "$new/all"
  {
    echo "# On top of requirements.txt; compiled by make pins from the ranges in pyproject.toml."
    grep -vxFf "$new/book" "$new/all"
  } > "$new/$extra"
done
{
  echo "# What a reader installs; compiled by make pins from the ranges in pyproject.toml."
  echo "-e ."
  cat "$new/book"
} > requirements.txt
for extra in test lab bench installer; do cp "$new/$extra" "requirements/$extra.txt"; done
