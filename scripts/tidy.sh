#!/usr/bin/env bash
# Runs clang-tidy over the sources, not the tests; `.clang-tidy` says with which checks.
#   scripts/tidy.sh BUILDDIR [OPTION…]          BUILDDIR holds compile_commands.json
# It takes what is compiled: of a unity build several sources at once, whose headers are then read
# once, which takes a third of the time.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -ge 1 ] || { echo "usage: $0 BUILDDIR [OPTION...]" >&2; exit 2; }
build=$1
shift
# Standard error only counts the warnings of system headers; findings go to standard output.
grep -oP '"file": "\K[^"]+' "$build/compile_commands.json" |
  grep -E "/(data|analyzers|indexer|query|server)/([^/]*/)?([^/]*\.cpp|CMakeFiles/.*_cxx\.cxx)$" | grep -v "/tests/" |
  xargs -P "$(nproc)" -n 1 clang-tidy-14 -p "$build" --quiet "$@" 2>/dev/null
