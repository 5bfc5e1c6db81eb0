#!/usr/bin/env bash
# Runs every fuzz target for some seconds, one a core, starting from its corpus/NAME; stops at one that
# crashes, leaks or outgrows 2 GiB, and keeps the input as crash-NAME-….
#   tests/fuzz/run.sh BUILDDIR SECONDS
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: $0 BUILDDIR SECONDS" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fuzz() {
  local target=$1 seconds=$2 name corpus
  name=$(basename "$target")
  mkdir "$work/$name"
  corpus=("$work/$name")
  [ ! -d "$here/corpus/$name" ] || corpus+=("$here/corpus/$name")
  if ! "$target" -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 -max_len=4096 \
    -print_final_stats=1 -artifact_prefix="$PWD/crash-$name-" "${corpus[@]}" >"$work/$name.log" 2>&1; then
    tail -n 60 "$work/$name.log" >&2
    return 255  # xargs starts no more
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/$name.log") inputs"
}
export -f fuzz
export here work
printf '%s\n' "$1"/tests/fuzz/*_fuzz | xargs -P "$(nproc)" -I{} bash -c 'set -euo pipefail; fuzz "$@"' fuzz {} "$2"
