#!/usr/bin/env bash
# Runs clang-tidy over the sources, not the tests; `.clang-tidy` says with which checks.
#   scripts/tidy.sh BUILDDIR [OPTION…]          BUILDDIR holds compile_commands.json
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { echo "usage: $0 BUILDDIR [OPTION...]" >&2; exit 2; }
build=$1
shift
# Standard error only counts the warnings of system headers; findings go to standard output.
git ls-files 'data/*.cpp' 'analyzers/*.cpp' 'indexer/*.cpp' 'query/*.cpp' 'server/*.cpp' |
  xargs -P "$(nproc)" -n 1 clang-tidy-14 -p "$build" --quiet "$@" 2>/dev/null
