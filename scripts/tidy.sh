#!/usr/bin/env bash
# Runs clang-tidy over the sources, not the tests; `.clang-tidy` says with which checks.
#   scripts/tidy.sh BUILDDIR          BUILDDIR holds compile_commands.json
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -eq 1 ] || { echo "usage: $0 BUILDDIR" >&2; exit 2; }
# Standard error counts warnings that were suppressed; findings go to standard output.
git ls-files 'data/*.cpp' 'analyzers/*.cpp' 'indexer/*.cpp' 'query/*.cpp' 'server/*.cpp' |
  xargs -P "$(nproc)" -n 1 clang-tidy-14 -p "$1" --quiet 2>/dev/null
