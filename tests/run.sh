#!/usr/bin/env bash
# Installs what is missing, builds, and runs the tests. Everything below build/.
#   tests/run.sh [unit|sim|web|hostile|soak|stories|bench|lint|tidy|fuzz|coverage|faults|all]     default: all
# `coverage` fails when a branch of the rules (core/cases) is taken by no test, and says which.
# `faults` plants faults, one at a time (tests/faults.sh), and fails when the tests do not find one.
# `soak` is the long form of `hostile`: streets that are killed, cut off, put back and fed with poison for
# GEZHI_HOSTILE_MINUTES (10), as root; GEZHI_HOSTILE_SEED, which it says, repeats it (tests/hostile/soak.mjs).
# `all` is everything but bench, tidy, coverage, faults, soak, the long fuzz, and the browser stories and operations, and ends
# with "N passed, N failed, N skipped". `bench` ends with status 3 when a rival is missing, and names it.
# GEZHI_PROFILE=dev|asan|tsan|release chooses the native build of `unit` and `sim` (release is what
# ships and what `all` tests). GEZHI_FUZZ_SECONDS is the time per target of `fuzz` (20); tests/fuzz/replay.cpp
# says how to repeat what it finds in wasm.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../native/setup.sh"
source "$root/tests/report.sh"
source "$root/tests/faults.sh"

what=${1:-all}
case $what in
  unit | sim | web | hostile | soak | stories | bench | lint | tidy | fuzz | coverage | faults | all) ;;
  *) die "usage: tests/run.sh [unit|sim|web|hostile|soak|stories|bench|lint|tidy|fuzz|coverage|faults|all]" ;;
esac
profile=${GEZHI_PROFILE:-release}
native=$root/build/$profile
wasm=$root/build/wasm
cd "$root"

run_wasm=(node --no-experimental-fetch --stack-size=4000)
run_as_app=(node --no-experimental-fetch) # calls go as deep as in a browser, no deeper

build_tests() {
  build native "build/$profile" gezhi gezhi_tests gezhi_native_tests gezhi_web_tests gezhi_fuzz_replay -- "-DGEZHI_PROFILE=$profile"
}

# How each file is compiled by itself, for clang-tidy.
configure_commands() {
  build commands build/commands build.ninja -- -DGEZHI_PROFILE=release -DGEZHI_TOGETHER=OFF
}

# Each of these programs uses one core: the native ones run beside the wasm ones.
run_unit() {
  doctest "core, wasm" "${run_wasm[@]}" "$wasm/tests/gezhi_tests.js" --test-suite-exclude='sim/*' &
  local wasm_run=$!
  doctest "core, native" "$native/tests/gezhi_tests" --test-suite-exclude='sim/*'
  doctest "client's model" "$native/tests/gezhi_web_tests"
  doctest "server and tools" "$native/tests/gezhi_native_tests"
  doctest "fuzz corpus and seed" "$native/tests/gezhi_fuzz_replay"
  wait $wasm_run
  doctest "fuzz corpus and seed, wasm" "${run_as_app[@]}" "$wasm/tests/gezhi_fuzz_replay.js"
}

run_sim() {
  doctest "simulation, wasm" "${run_wasm[@]}" "$wasm/tests/gezhi_tests.js" --test-suite='sim/*' &
  local wasm_run=$!
  doctest "simulation, native" "$native/tests/gezhi_tests" --test-suite='sim/*'
  wait $wasm_run
}

install_npm() {
  local made=$root/build/npm
  if ! cmp -s tests/web/package-lock.json "$made/package-lock.json" || [ ! -d "$made/node_modules" ]; then
    say "Installing npm packages into build/npm"
    rm -rf "$made"
    mkdir -p "$made"
    cp tests/web/package.json tests/web/package-lock.json "$made"
    run_logged npm "npm could not install what tests/web/package.json names" \
      npm --prefix "$made" ci --ignore-scripts --no-audit --no-fund
  fi
}

run_web() {
  local file
  for file in tests/web/*.test.mjs; do
    case $file in *stories.test.mjs | *operations.test.mjs) continue ;; esac
    node_tests "browser, $(basename "$file" .test.mjs)" "$file"
  done
}

# What no honest client sends, against the real server, by a client written from the format pages alone.
run_hostile() {
  local file
  for file in tests/hostile/*.test.mjs; do
    node_tests "hostile, $(basename "$file" .test.mjs)" "$file"
  done
}

run_soak() {
  export GEZHI_HOSTILE_MINUTES=${GEZHI_HOSTILE_MINUTES:-10} GEZHI_HOSTILE_SEED=${GEZHI_HOSTILE_SEED:-$RANDOM}
  local part_seconds=$((GEZHI_HOSTILE_MINUTES * 60 + 600))
  say "Hostile streets for $GEZHI_HOSTILE_MINUTES minutes from seed $GEZHI_HOSTILE_SEED"
  node_tests "hostile, soak" tests/hostile/soak.mjs
  grep -ao 'FIGURES: .*' "$part_log" || true
}

# The simulation computes, the hostile clients mostly wait for a server.
run_sim_beside_hostile() {
  run_sim &
  local sim_run=$!
  run_hostile
  wait $sim_run
}

run_stories() {
  node_tests "browser, stories" tests/web/stories.test.mjs
  node_tests "browser, operations" tests/web/operations.test.mjs
}

run_lint() {
  node_tests "lint" tests/lint/lint.test.mjs
  node_tests "policy schema" tests/lint/policy_schema.test.mjs
}

run_tidy() { node_tests "clang-tidy" tests/lint/tidy.test.mjs; }

run_bench() {
  : >"$bench_log"
  bench_part "$root/build/release/tests/gezhi_bench"
  bench_part "${run_wasm[@]}" "$wasm/tests/gezhi_bench.js"
  local file
  for file in tests/bench/*.bench.mjs; do
    [ ! -e "$file" ] || bench_part node "$file"
  done
}

run_fuzz() {
  build fuzz build/fuzz gezhi_fuzz -- -DGEZHI_PROFILE=fuzz -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++
  local target name
  for target in build/fuzz/tests/fuzz_*; do
    [ -x "$target" ] && [ -f "$target" ] || continue
    name=$(basename "$target")
    name=${name#fuzz_}
    fuzz_target "fuzz $name" "$target" "tests/fuzz/corpus/$name"
  done
  # The decoders of the app, compiled as it is and with its stack: another seed each time.
  build_wasm gezhi_fuzz_replay
  local seconds=${GEZHI_FUZZ_SECONDS:-20}
  local part_seconds=$((seconds * 20 + 120))
  GEZHI_FUZZ_SECONDS=$seconds GEZHI_FUZZ_SEED=${GEZHI_FUZZ_SEED:-$RANDOM} \
    doctest "fuzz, wasm" "${run_as_app[@]}" "$wasm/tests/gezhi_fuzz_replay.js"
}

# Branches as the source has them, counted by clang; one that no test takes fails. Without the
# simulation: what its dice happen to pass is not tested by it.
run_coverage() {
  build coverage build/coverage gezhi_tests -- -DGEZHI_PROFILE=coverage -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++
  local counts=build/coverage/tests.prof
  LLVM_PROFILE_FILE=$counts.raw doctest "core, for coverage" build/coverage/tests/gezhi_tests --test-suite-exclude='sim/*'
  llvm-profdata merge -o "$counts" "$counts.raw"
  llvm-cov export -instr-profile="$counts" build/coverage/tests/gezhi_tests >"$counts.json"
  node tests/branches.mjs "$counts.json" core/cases ||
    die "a branch of the rules is not taken by any test (above: file:line:column)"
}

# What cannot be had is left out of the figures; the benchmark says so. What came since the build was
# configured is found only by configuring again.
install_rivals() {
  (install_packages tests/bench/packages.txt) || true
  [ ! -f build/release/build.ninja ] ||
    run_logged configure-native "CMake could not configure the native build" cmake "$root/build/release"
}

prepare() {
  install_packages native/packages.txt tests/packages.txt
  case $what in
    unit | sim) build_tests; build_wasm gezhi_tests gezhi_fuzz_replay ;;
    soak) build_native gezhi ;;
    hostile | web | stories) install_npm; build_native gezhi; build_web ;;
    bench) install_rivals; install_npm; build_native gezhi gezhi_bench; build_wasm gezhi_web gezhi_bench ;;
    tidy) configure_commands ;;
    lint | fuzz | coverage | faults) ;;
    all)
      install_npm
      build_tests
      [ "$profile" = release ] || build_native gezhi
      build_wasm gezhi_web gezhi_tests gezhi_fuzz_replay
      ;;
  esac
}

# Read to its end before anything runs, so that an edit meanwhile does no harm.
main() {
  prepare
  case $what in
    all) run_lint; run_unit; run_sim_beside_hostile; run_web; finish ;;
    bench) run_bench; finish_bench ;;
    *) "run_$what"; finish ;;
  esac
  exit
}
main
