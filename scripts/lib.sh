# shellcheck shell=bash disable=SC2034
# Shared by the scripts beside this file, which stand in the root of the checkout.

PATH="$PATH:/usr/sbin:/sbin"

readonly exit_undecided=2 exit_usage=254 exit_harness=255
readonly build_stamp=dist/.built
readonly packages_stamp=node_modules/.crashpoint-lock

# fail CODE LINE...: says why, and ends the script.
fail() {
  local code=$1
  shift
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
  exit "$code"
}

# keep_resizer FOLDER: a relative RESIZER counts from the folder that a script was called from, and
# scripts go elsewhere, and call each other.
keep_resizer() {
  if [ -n "${RESIZER:-}" ] && [[ $RESIZER != /* ]]; then export RESIZER=$1/$RESIZER; fi
}

# locked COMMAND...: runs it while no other script of this checkout sets up or builds.
locked() {
  mkdir -p .cache
  (
    flock 9
    # What the command starts must not inherit the lock: a process that stays behind would hold it.
    "$@" 9>&-
  ) 9>>.cache/setup.lock
}

need_node() {
  local version major minor
  command -v node >/dev/null ||
    fail "$exit_undecided" "Node is missing: no 'node' on PATH. Expected Node 20.19 or newer." \
      "Install it (Debian 13: apt-get install nodejs npm), then run this again."
  version=$(node --version) || fail "$exit_undecided" "'node --version' fails: $(command -v node)"
  IFS=. read -r major minor _ <<<"${version#v}"
  if ((major < 20 || (major == 20 && minor < 19))); then
    fail "$exit_undecided" "Node is too old: expected 20.19 or newer, found $version at" \
      "$(command -v node)" "Install a newer one, put it first on PATH, then run this again."
  fi
}

# Folders count too: their time changes when a file is removed.
build_is_fresh() {
  [ -f "$build_stamp" ] && [ -f dist/harness/main.js ] || return 1
  local newer
  newer=$(find tsconfig.json package.json package-lock.json harness fixtures scripts \
    \( -type d -o -name '*.ts' -o -name '*.json' \) -newer "$build_stamp" -print -quit)
  [ -z "$newer" ]
}

compile() {
  build_is_fresh && return 0
  mkdir -p dist
  # The time before tsc starts: what is edited while it runs is newer than the build.
  touch dist/.build-began
  # tsc believes its notes: without the output that they speak of, it would write nothing.
  [ -f dist/harness/main.js ] || rm -f dist/.tsbuildinfo
  if ! node node_modules/typescript/bin/tsc -p tsconfig.json; then
    rm -f "$build_stamp" dist/.build-began
    return 1
  fi
  remove_stale_output
  mv -f dist/.build-began "$build_stamp"
}

# tsc leaves what it has written for a source that is gone by now; that must not be packed.
remove_stale_output() {
  local output source
  find dist/* -name '*.js' | while IFS= read -r output; do
    source=${output#dist/}
    [ -f "${source%.js}.ts" ] || rm -f "${output%.js}".{js,js.map,d.ts}
  done
}

# Compiles the TypeScript where a source is newer than the last build.
build() {
  build_is_fresh || locked compile
}

build_or_fail() {
  build || fail "$exit_harness" "the build failed: tsc's errors stand above. Nothing was run." \
    "Repair them, then run this again."
}
