#!/usr/bin/env bash
# Runs every fuzz target for some seconds, starting from its corpus/NAME; stops at the first that
# crashes, leaks or outgrows 2 GiB, and keeps the input as crash-NAME-….
#   tests/fuzz/run.sh BUILDDIR SECONDS
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 BUILDDIR SECONDS" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for target in "$1"/tests/fuzz/*_fuzz; do
  name=$(basename "$target")
  mkdir "$work/$name"
  corpus=("$work/$name")
  [ ! -d "$here/corpus/$name" ] || corpus+=("$here/corpus/$name")
  if ! "$target" -max_total_time="$2" -rss_limit_mb=2048 -timeout=10 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="$PWD/crash-$name-" "${corpus[@]}" >"$work/log" 2>&1; then
    tail -n 60 "$work/log" >&2
    exit 1
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log") inputs"
done
