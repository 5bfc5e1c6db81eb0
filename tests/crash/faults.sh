#!/usr/bin/env bash
# Faults injected by strace into what writes to a store: SIGKILL, EIO and ENOSPC at the n-th call of
# each kind. After every one the store opens, verifies, and holds what it held before or what the
# command was to make, and a command that said "done" did it. That a fault fired is asserted.
# Arguments: the directory of the binaries [--all: every n, not a few].
set -u
bin=$(realpath "$1")
all=${2:-}
if ! command -v strace >/dev/null || ! strace -qq true 2>/dev/null; then
  echo "SKIPPED: strace cannot trace here"
  exit 77
fi
export ASAN_OPTIONS=detect_leaks=0  # LeakSanitizer cannot run under a tracer
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
fired=0
failures=0
fail() {
  echo "$1"
  failures=$((failures + 1))
}

printf '%s\n' '{"id":"a","title":"usb cable","sales":2}' '{"id":"b","title":"usb lamp"}' >feed
printf '%s\n' '{"id":"a","title":"usb cable","sales":2}' '{"id":"b","title":"usb lamp"}' \
  '{"id":"n","title":"usb new"}' >feed2
printf '%s\n' '{"op":"upsert","product":{"id":"c","title":"usb hub"}}' >changes
"$bin/souk-indexer" build --feed feed --store base >/dev/null 2>&1 || exit 1
"$bin/souk-indexer" apply --feed changes --store base >/dev/null 2>&1 || exit 1
printf '%s\n' '{"op":"delete","id":"b"}' >changes

hits() { "$bin/souk-indexer" search --store "$1" "" --sort sales 2>/dev/null | cut -f1 | paste -sd' '; }

# inject NAME BEFORE AFTER CALL N FAULT COMMAND…: false when there is no n-th such call
inject() {
  local name=$1 before=$2 after=$3 call=$4 n=$5 fault=$6
  shift 6
  rm -rf store && cp -r base store
  { strace -f -qq -o trace -e trace="$call" -e inject="$call:$fault:when=$n" "$@" >out 2>err; } 2>/dev/null
  local code=$?
  if ! grep -q -e INJECTED -e 'killed by SIGKILL' trace; then return 1; fi
  fired=$((fired + 1))
  "$bin/souk-indexer" verify --store store >verified 2>&1 ||
    fail "$name, $call $n, $fault: verify: $(cat verified)"
  local now
  now=$(hits store)
  case $now in
    "$after") ;;
    "$before") [ $code -ne 0 ] || fail "$name, $call $n, $fault: said done, and is not" ;;
    *) fail "$name, $call $n, $fault: found \"$now\"" ;;
  esac
  # The next command cleans up and works.
  "$bin/souk-indexer" apply --feed changes --store store >out 2>err ||
    fail "$name, $call $n, $fault: the next apply: $(cat err)"
}

# Any command opens so many libraries before its own work.
strace -f -qq -o trace -e trace=openat "$bin/souk-indexer" --version >/dev/null
libraries=$(wc -l <trace)

# at NAME BEFORE AFTER COMMAND…: every kind of call, every fault
at() {
  local name=$1 before=$2 after=$3
  shift 3
  for call in write pwrite64 fsync fdatasync rename ftruncate openat unlink; do
    skip=0
    [ "$call" != openat ] || [ -n "$all" ] || skip=$libraries
    faults="signal=KILL error=EIO error=ENOSPC"
    # Few disks say that they are full where nothing is written.
    case $call in fsync | fdatasync | rename | unlink) [ -n "$all" ] || faults="signal=KILL error=EIO" ;; esac
    for fault in $faults; do
      for ((n = 1; ; n = n + (${#all} ? 1 : n))); do
        inject "$name" "$before" "$after" "$call" $((skip + n)) "$fault" "$@" || break
        [ -n "$all" ] || [ "$n" -lt 40 ] || break
      done
    done
  done
}

at apply "a b c" "a c" "$bin/souk-indexer" apply --feed changes --store store
at build "a b c" "a b c n" "$bin/souk-indexer" build --feed feed2 --store store --since-sequence 0

[ "$fired" -ge 40 ] || fail "only $fired faults fired"
echo "$fired faults fired, $failures failures"

# A disk that is full: a tmpfs of its own, where the user may mount one.
if unshare -rm true 2>/dev/null || [ "$(id -u)" = 0 ]; then
  run=(unshare -m)
  [ "$(id -u)" = 0 ] || run=(unshare -rm)
  "${run[@]}" bash -s "$bin" "$dir" <<'TMPFS' || fail "a full disk: see above"
bin=$1 dir=$2
mkdir -p "$dir/small" && mount -t tmpfs -o size=3m tmpfs "$dir/small" 2>/dev/null || { echo "SKIPPED: no tmpfs"; exit 0; }
cp -r "$dir/base/." "$dir/small/" || exit 1
dd if=/dev/zero of="$dir/small/filler" bs=4096 2>/dev/null
"$bin/souk-indexer" build --feed "$dir/feed2" --store "$dir/small" >/dev/null 2>"$dir/err"
[ $? -eq 3 ] || { echo "a build on a full disk: $(cat "$dir/err")"; exit 1; }
"$bin/souk-indexer" apply --feed "$dir/changes" --store "$dir/small" >"$dir/out" 2>"$dir/err"
code=$?
case $code in
  3) want="a b c" ;;
  0) want="a c" ;;
  *) echo "apply on a full disk exits $code: $(cat "$dir/err")"; exit 1 ;;
esac
got=$("$bin/souk-indexer" search --store "$dir/small" "" --sort sales 2>/dev/null | cut -f1 | paste -sd' ')
[ "$got" = "$want" ] || { echo "a full disk (apply: $code): found \"$got\""; exit 1; }
rm "$dir/small/filler"
"$bin/souk-indexer" apply --feed "$dir/changes" --store "$dir/small" >/dev/null || exit 1
"$bin/souk-indexer" verify --store "$dir/small" >/dev/null || exit 1
echo "a full disk: nothing lost"
TMPFS
else
  echo "SKIPPED: a full disk (no mount namespaces here)"
fi
[ "$failures" = 0 ]
