#!/usr/bin/env bash
# Tests the storefront and the API's description in a real browser against a real server.
#   tests/browser/run.sh BINDIR          BINDIR holds souk-indexer and souk-server
set -euo pipefail

if [ $# -ne 1 ] || [ ! -x "$1/souk-server" ] || [ ! -x "$1/souk-indexer" ]; then
  echo "usage: $0 BINDIR (with souk-indexer and souk-server)" >&2
  exit 2
fi
bin=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
server=

stop() {
  if [ -n "$server" ] && kill -0 "$server" 2>/dev/null; then
    kill "$server" 2>/dev/null || true
    for _ in $(seq 150); do
      kill -0 "$server" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$server" 2>/dev/null || true
  fi
  [ -n "$server" ] && wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT TERM

# Installed from the lock file, once for each version of it.
cd "$here"
if ! cmp -s package-lock.json node_modules/.installed-from; then
  npm ci --no-fund --no-audit --loglevel=error
  cp package-lock.json node_modules/.installed-from
fi

"$bin/souk-indexer" sample --products 3000 --seed 7 --shops-out "$work/shops.jsonl" \
  --categories-out "$work/categories.json" >"$work/products.jsonl"
"$bin/souk-indexer" build --feed "$work/products.jsonl" --shops "$work/shops.jsonl" \
  --categories "$work/categories.json" --store "$work/store" >"$work/build.log" 2>&1 ||
  { cat "$work/build.log" >&2; exit 1; }
cat >"$work/store/rules.toml" <<'END'
[[rule]]
id = "sports"
query = "qqelsewhere"
redirect = "/?category=c-sports"
END

port=$(node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
"$bin/souk-server" --store "$work/store" --listen "127.0.0.1:$port" >"$work/server.log" 2>&1 &
server=$!
export SOUK_URL="http://127.0.0.1:$port"

ready=
for _ in $(seq 300); do
  if ! kill -0 "$server" 2>/dev/null; then break; fi
  if curl -fs -o "$work/ready" "$SOUK_URL/readyz"; then ready=1; break; fi
  sleep 0.1
done
if [ -z "$ready" ]; then
  echo "the server did not become ready:" >&2
  tail -n 30 "$work/server.log" >&2
  exit 1
fi

timeout 600 node index.mjs || { tail -n 20 "$work/server.log" >&2; exit 1; }
