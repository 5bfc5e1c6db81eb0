# What ./run and ./check share: talk, failing clearly, installing packages. Sourced, not run.
set -Eeuo pipefail

say() { printf '\n==> %s\n' "$*" >&2; }

# stage NAME: says it, and keeps how long the stage before took for stage_times.
stages='' stage_name='' stage_start=0
stage() {
  [ -z "$stage_name" ] || stages+=$(printf '%6d s  %s' $((SECONDS - stage_start)) "$stage_name")$'\n'
  stage_name=$1 stage_start=$SECONDS
  say "$1"
}
stage_times() { printf '%s%6d s  %s\n%6d s  in all\n' "$stages" $((SECONDS - stage_start)) "$stage_name" "$SECONDS" >&2; }

stop_at() {
  printf '\n%s: stopped at line %s: %s\n' "$0" "$1" "$2" >&2
}
trap 'stop_at "$LINENO" "$BASH_COMMAND"' ERR

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    printf '%s: needs root or sudo for: %s\n' "$0" "$*" >&2
    return 1
  fi
}

# install_packages FILE...: the packages that the files list, those that are missing. One whose
# command is there by other means (npm beside another Node.js) is not missing.
install_packages() {
  local missing=() package
  for package in $(cat "$@" | sed 's/#.*//'); do
    command -v "$package" >/dev/null && continue
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}

# build PRESET TARGET...: configures once, builds, shows ninja's counter. SOUK_UNITY=OFF compiles
# every source by itself.
build() {
  local preset=$1
  shift
  cmake --preset "$preset" ${SOUK_UNITY:+-DCMAKE_UNITY_BUILD="$SOUK_UNITY"} >/dev/null
  cmake --build --preset "$preset" --target "$@" >&2
}
