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
for command in build verify stats search explain analyze generations sample "generations list"; do
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
