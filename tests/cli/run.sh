#!/usr/bin/env bash
# The programs as ops scripts see them: exit codes, what is printed where, what a full disk or a
# closed descriptor does. Arguments: the directory of the binaries.
set -u
bin=$(realpath "$1")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
failures=0

# is WHAT EXPECTED ACTUAL
is() {
  if [ "$2" != "$3" ]; then
    echo "$1: expected \"$2\", got \"$3\""
    failures=$((failures + 1))
  fi
}
# exits CODE COMMAND…: standard output to the file out, standard error to err
exits() {
  local code=$1
  shift
  "$@" >out 2>err
  is "$*" "$code" "$?"
}

printf '%s\n' '{"id":"a","title":"Cable"}' '{"id":"b","title":"Lamp"}' >feed
exits 0 "$bin/souk-indexer" build --feed feed --store store

# --help and --version everywhere
for program in souk-indexer souk-server; do
  exits 0 "$bin/$program" --help
  exits 0 "$bin/$program" --version
done
for command in build apply backup verify stats search explain analyze generations sample "generations list"; do
  # shellcheck disable=SC2086
  exits 0 "$bin/souk-indexer" $command --help
  # shellcheck disable=SC2086
  exits 0 "$bin/souk-indexer" $command --version
  is "$command --version" "souk-indexer" "$(cut -d' ' -f1 out)"
done

# What is wrong with the arguments is usage.
exits 2 "$bin/souk-indexer"
exits 2 "$bin/souk-indexer" nonsense
exits 2 "$bin/souk-indexer" build --feed feed --store store --nonsense
exits 2 "$bin/souk-indexer" build --feed feed --store store --currency dollars
exits 2 "$bin/souk-indexer" build --feed feed --store store --default-lang e_n
exits 2 "$bin/souk-indexer" search --store store cable --sort best
exits 2 "$bin/souk-indexer" search --store store cable --filter 'price <'
exits 2 "$bin/souk-indexer" analyze --lang e_n text
exits 2 "$bin/souk-server" --store store --listen nowhere
exits 2 "$bin/souk-server"
# What is wrong with files and stores is not.
exits 1 "$bin/souk-indexer" build --feed nothing --store store
exits 1 "$bin/souk-indexer" stats --store nothing
exits 1 "$bin/souk-server" --store nothing

# Results that cannot be written were not given.
for command in "stats --json" "search cable" verify generations; do
  # shellcheck disable=SC2086
  "$bin/souk-indexer" $command --store store >/dev/full 2>err
  is "$command to a full disk" 3 $?
  # shellcheck disable=SC2086
  "$bin/souk-indexer" $command --store store >&- 2>err
  is "$command to a closed output" 3 $?
done
"$bin/souk-indexer" analyze --lang en text >/dev/full 2>err
is "analyze to a full disk" 3 $?
"$bin/souk-indexer" --help >/dev/full 2>err
is "help to a full disk" 3 $?
"$bin/souk-indexer" search --store store '' | :
is "a reader that is gone" 3 "${PIPESTATUS[0]}"

# A build publishes whoever listens, and no file gets a standard descriptor's number.
"$bin/souk-indexer" build --feed feed --store closed <&- >&- 2>&-
is "build without descriptors" 0 $?
"$bin/souk-indexer" build --feed feed --store closed >/dev/full 2>/dev/full
is "build to full disks" 0 $?
exits 0 "$bin/souk-indexer" verify --store closed
is "generations built" "generation 1: sound generation 2: sound" "$(tr '\n' ' ' <out | sed 's/ $//')"

# Live changes: good lines are taken, bad ones named with their place.
printf '%s\n' '{"op":"upsert","product":{"id":"c","title":"Cable drum"}}' '' '{"op":"patch","id":"zz","set":{"stock":1}}' '{"op":"patch","id":"c","set":{"stock":-1}}' nonsense >changes
exits 1 "$bin/souk-indexer" apply --feed changes --store store
is "what apply took" "accepted 1, refused 3, sequence 1" "$(cat out)"
is "what apply refused" "changes:3: id: changes:4: set.stock: changes:5: line:" "$(grep -o '^changes:[0-9]*: [a-z.]*:' err | tr '\n' ' ' | sed 's/ $//')"
printf '%s\n' '{"op":"delete","id":"a"}' >changes
exits 0 "$bin/souk-indexer" apply --feed changes --store store
exits 0 "$bin/souk-indexer" search cable --store store
is "a search after changes" "c" "$(cut -f1 out)"
exits 0 "$bin/souk-indexer" stats --json --store store
is "the sequence" '"sequence":2,"products":2' "$(grep -o '"sequence":2,"products":2' out)"
exits 0 "$bin/souk-indexer" verify --store store
is "verify" "journal: sound, 2 changes" "$(grep '^journal' out)"
exits 0 "$bin/souk-indexer" backup --store store --to copy
exits 0 "$bin/souk-indexer" search cable --store copy
is "a search of the backup" "c" "$(cut -f1 out)"
exits 1 "$bin/souk-indexer" backup --store store --to copy
exits 2 "$bin/souk-indexer" apply --feed changes
exits 2 "$bin/souk-indexer" apply --feed changes --store store --server http://127.0.0.1:1 --key k
exits 2 "$bin/souk-indexer" apply --feed changes --server ftp://127.0.0.1 --key k
exits 3 "$bin/souk-indexer" apply --feed changes --server http://127.0.0.1:1 --key k
exits 1 "$bin/souk-indexer" apply --feed nothing --store store
# … and through a server, which then is the live writer.
"$bin/souk-server" --store store --listen 127.0.0.1:0 --log none --admin-key secret >url 2>err &
server=$!
for _ in $(seq 300); do
  [ -s url ] && break
  sleep 0.1
done
printf '%s\n' '{"op":"upsert","product":{"id":"d","title":"Cable tie"}}' '{"op":"delete"}' >changes
exits 1 "$bin/souk-indexer" apply --feed changes --server "$(cat url)" --key secret
is "what the server took" "accepted 1, refused 1, sequence 3" "$(cat out)"
is "what the server refused" "changes:2: id:" "$(grep -o '^changes:[0-9]*: [a-z.]*:' err)"
exits 1 "$bin/souk-indexer" apply --feed changes --server "$(cat url)" --key wrong
exits 1 "$bin/souk-indexer" apply --feed changes --store store
kill $server
wait $server
is "a server that is asked to stop" 0 $?
exits 0 "$bin/souk-indexer" search cable --sort sales --store store
is "a search after the server" "c d" "$(cut -f1 out | tr '\n' ' ' | sed 's/ $//')"

# An interrupt while a feed is awaited ends the build, and leaves nothing.
mkfifo pipe
"$bin/souk-indexer" build --feed - --store store <pipe >out 2>err &
build=$!
exec 9>pipe
sleep 1
kill -INT $build
for ((i = 0; i < 100; i++)); do
  kill -0 $build 2>/dev/null || break
  sleep 0.1
done
kill -KILL $build 2>/dev/null
wait $build
is "an interrupted build" 130 $?
exec 9>&-
is "the generations" 1 "$(ls store/generations)"

exit "$failures"
