#!/usr/bin/env bash
# Runs the README's examples against the sample catalogue: in every ```console block, each line after
# "$ " is a command and the lines below it are what it must print. A line "…" stands for any rest.
#   tests/readme/run.sh BINDIR          BINDIR holds souk-indexer and souk-server
set -euo pipefail

if [ $# -ne 1 ] || [ ! -x "$1/souk-server" ] || [ ! -x "$1/souk-indexer" ]; then
  echo "usage: $0 BINDIR (with souk-indexer and souk-server)" >&2
  exit 2
fi
PATH="$(cd "$1" && pwd):$PATH"
readme=$(cd "$(dirname "$0")/../.." && pwd)/README.md
work=$(mktemp -d)
server=
stop() {
  [ -n "$server" ] && kill "$server" 2>/dev/null && wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

# As ./run lays it out, so that the examples' paths hold.
cd "$work"
data=var/sample-20000
mkdir -p "$data"
souk-indexer sample --products 20000 --shops-out "$data/shops.jsonl" \
  --categories-out "$data/categories.json" >"$data/products.jsonl" 2>"$work/talk"
souk-indexer build --feed "$data/products.jsonl" --shops "$data/shops.jsonl" \
  --categories "$data/categories.json" --store "$data/store" 2>"$work/talk" || { cat "$work/talk" >&2; exit 1; }
souk-server --store "$data/store" --listen 127.0.0.1:0 --log none --admin-key a-long-random-key >"$work/url" 2>"$work/server.log" &
server=$!
for _ in $(seq 300); do
  [ -s "$work/url" ] && break
  sleep 0.1
done
url=$(sed 's|/$||' "$work/url")
[ -n "$url" ] || { echo "the server did not start:" >&2; cat "$work/server.log" >&2; exit 1; }

ran=0
failed=0
command=
expected=
check_example() {
  [ -n "$command" ] || return 0
  ran=$((ran + 1))
  local actual wanted=$expected
  actual=$(bash -o pipefail -c "${command//http:\/\/127.0.0.1:8080/$url}" 2>&1) || actual+=$'\n'"(exit code $?)"
  if [[ "$wanted" == *$'…\n' ]]; then
    wanted=${wanted%$'…\n'}
    [[ "$actual"$'\n' == "$wanted"* ]] && return 0
  elif [ "$actual"$'\n' = "$wanted" ] || { [ -z "$wanted" ] && [ -z "$actual" ]; }; then
    return 0
  fi
  failed=$((failed + 1))
  printf 'README: $ %s\n' "$command" >&2
  diff <(printf '%s' "$wanted") <(printf '%s\n' "$actual") >&2 || true
}

inside=
while IFS= read -r line; do
  if [ "$line" = '```console' ]; then
    inside=1
  elif [ -n "$inside" ] && [ "$line" = '```' ]; then
    check_example
    inside= command= expected=
  elif [ -n "$inside" ] && [[ "$line" == '$ '* ]]; then
    check_example
    command=${line#'$ '} expected=
  elif [ -n "$inside" ]; then
    expected+=$line$'\n'
  fi
done <"$readme"

echo "README: $ran examples, $failed failed"
[ "$failed" -eq 0 ] && [ "$ran" -gt 0 ]
