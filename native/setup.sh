# What native/run.sh and tests/run.sh share: messages, installing packages, building. Sourced, never
# run. Everything made goes below build/; long output goes to build/log/.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs=$root/build/log
emscripten_toolchain=/usr/share/emscripten/cmake/Modules/Platform/Emscripten.cmake

say() { printf '%s\n' "$*"; }

# One clear sentence, then out.
die() {
  printf 'gezhi: %s\n' "$*" >&2
  exit 1
}

# run_logged NAME SENTENCE COMMAND...: the output goes to build/log/NAME.log; on failure its end is
# shown and SENTENCE says what did not work.
run_logged() {
  local name=$1 sentence=$2
  shift 2
  mkdir -p "$logs"
  if ! "$@" >"$logs/$name.log" 2>&1; then
    tail -n 40 "$logs/$name.log" >&2
    die "$sentence (whole output: build/log/$name.log)"
  fi
}

# The packages of the lists given that are not installed.
missing_packages() {
  local wanted=() first second
  while read -r first second; do
    case $first in
      '' | '#'*) ;;
      command:*) command -v "${first#command:}" >/dev/null || wanted+=("$second") ;;
      *) wanted+=("$first") ;;
    esac
  done < <(cat "$@")
  [ ${#wanted[@]} -gt 0 ] || return 0
  local installed
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null |
    awk '$2 == "installed" { print $1 }')
  printf '%s\n' "${wanted[@]}" | grep -vxF -f <(printf '%s\n' "$installed" | grep .) || true
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif [ -t 0 ]; then
    sudo "$@"
  else
    sudo -n "$@"
  fi
}

# A line of progress for every tenth package that apt unpacks or sets up.
apt_progress() {
  awk '/^(Unpacking|Setting up) / { if (++n % 20 == 0) { print "  " $0; fflush() } }'
}

# install_packages LIST_FILE...
install_packages() {
  command -v dpkg-query >/dev/null || die "this script installs Debian packages and this is not a Debian system; README.md names what it needs"
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "these packages are missing and only root or sudo can install them: $missing"
  fi
  say "Installing $(wc -w <<<"$missing") Debian packages and what they need: $missing"
  mkdir -p "$logs"
  # A third-party source that does not answer must not stop the installation from the others.
  as_root apt-get -q update >"$logs/apt.log" 2>&1 || say "  some package lists did not load; going on"
  # shellcheck disable=SC2086 # a list of words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends install $missing \
    2>&1 </dev/null | tee -a "$logs/apt.log" | apt_progress ||
    { tail -n 5 "$logs/apt.log" >&2; die "apt could not install the missing packages (whole output: build/log/apt.log)"; }
}

# Not on a terminal: ninja's lines would fill the log, so every twentieth step and whatever the
# compiler says.
ninja_progress() {
  awk '/^(ninja: (Entering|no work)|-- )/ { next }
       /^\[[0-9]+\/[0-9]+\]/ { if (++n % 20 == 0) { print "  " $0; fflush() } next }
       { print; fflush() }'
}

# build NAME FOLDER TARGET... -- CMAKE_OPTION...: configures FOLDER once (ninja repeats it when a
# CMake file changes) and builds the targets, with ninja's own progress.
build() {
  local name=$1 folder=$root/$2
  shift 2
  local targets=()
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    targets+=("$1")
    shift
  done
  shift
  if [ ! -f "$folder/build.ninja" ]; then
    say "Configuring $name"
    run_logged "configure-$name" "CMake could not configure the $name build" \
      cmake -S "$root" -B "$folder" -G Ninja "$@"
  fi
  say "Building $name"
  if [ -t 1 ]; then
    ninja -C "$folder" "${targets[@]}"
  else
    ninja -C "$folder" "${targets[@]}" 2>&1 | ninja_progress
  fi || die "the $name build failed; the compiler's message is above"
}

build_native() { build native build/release "$@" -- -DGEZHI_PROFILE=release; }

build_wasm() {
  [ -f "$emscripten_toolchain" ] || die "Debian's emscripten has no toolchain file at $emscripten_toolchain"
  build wasm build/wasm "$@" -- -DGEZHI_PROFILE=release "-DCMAKE_TOOLCHAIN_FILE=$emscripten_toolchain"
}

# The web app, staged into build/web/.
build_web() { build_wasm gezhi_web; }
