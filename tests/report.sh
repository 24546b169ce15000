# How tests/run.sh runs a part and counts its results. Sourced, never run. Each part's whole output is
# in build/log/; what is shown is one line per part, and for a failed part the lines that matter.
# Parts may run beside each other (`&`, then `wait` for each by its number).

# A line for each part that ended: "PASSED FAILED SKIPPED PART".
part_counts=$logs/counts
mkdir -p "$logs"
: >"$part_counts"

# count PART PASSED FAILED SKIPPED EXIT_STATUS LOG: a part that ends badly without counting a failure
# (a crash, a time-out) is one failure.
count() {
  local part=$1 ok=$2 bad=$3 left_out=$4 status=$5 log=$6
  if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
    bad=1
  fi
  # Running nothing at all is not success: a mistyped filter must not look green.
  if [ "$((ok + bad + left_out))" -eq 0 ]; then
    printf '  nothing ran in this part\n' >>"$log"
    bad=1
  fi
  printf '%d %d %d %s\n' "$ok" "$bad" "$left_out" "$part" >>"$part_counts"
  if [ "$status" -eq 124 ]; then printf '  stopped after %d s\n' "$part_seconds" >>"$log"; fi
  if [ "$bad" -gt 0 ]; then tail -n 80 "$log"; fi
  printf '%-34s %5d passed, %d failed, %d skipped   (%d s)\n' "$part" "$ok" "$bad" "$left_out" "$((SECONDS - part_started))"
}

# A part that hangs is stopped after this many seconds.
part_seconds=${GEZHI_PART_SECONDS:-900}

start_part() {
  part_started=$SECONDS
  part_log=$logs/$(tr -cs 'a-z0-9\n' '-' <<<"$1").log
}

# doctest PART COMMAND...
doctest() {
  local part=$1 status=0 line ok bad
  shift
  start_part "$part"
  timeout "$part_seconds" "$@" --no-colors=true >"$part_log" 2>&1 </dev/null || status=$?
  line=$(grep -a '^\[doctest\] test cases:' "$part_log" | tail -n 1 || true)
  ok=$(sed -n 's/.*| *\([0-9]*\) passed.*/\1/p' <<<"$line")
  bad=$(sed -n 's/.*| *\([0-9]*\) failed.*/\1/p' <<<"$line")
  # doctest's own "skipped" are the cases that a filter left to another part. A case that skips itself
  # says so in a line of its own.
  local left_out
  left_out=$(grep -ac '^SKIPPED: ' "$part_log" || true)
  [ "$left_out" -le "${ok:-0}" ] || left_out=${ok:-0}
  if [ "$left_out" -gt 0 ]; then grep -a '^SKIPPED: ' "$part_log" | sort | uniq -c | sed 's/^ */  /'; fi
  count "$part" "$((${ok:-0} - left_out))" "${bad:-0}" "$left_out" "$status" "$part_log"
}

# node_tests PART FILE: a file of node's own test runner.
node_tests() {
  local part=$1 file=$2 status=0
  start_part "$part"
  timeout "$part_seconds" node --test --test-reporter=tap "$file" >"$part_log" 2>&1 </dev/null || status=$?
  count "$part" "$(tap_number pass)" "$(tap_number fail)" "$(tap_number skipped)" "$status" "$part_log"
}

tap_number() {
  local number
  number=$(sed -n "s/^# $1 \([0-9]*\)$/\1/p" "$part_log" | tail -n 1)
  echo "${number:-0}"
}

# fuzz_target PART PROGRAM CORPUS: one run over the corpus and beyond; a finding is left in build/fuzz/.
fuzz_target() {
  local part=$1 program=$2 corpus=$3 status=0 name
  name=$(basename "$program")
  start_part "$part"
  mkdir -p "build/fuzz/found/$name" "$corpus"
  "$program" -max_total_time="${GEZHI_FUZZ_SECONDS:-20}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/found/$name/" "build/fuzz/found/$name" "$corpus" >"$part_log" 2>&1 </dev/null || status=$?
  count "$part" "$((status == 0))" "$((status != 0))" 0 "$status" "$part_log"
}

bench_log=$logs/bench.log

# bench_part COMMAND...: prints its figures and keeps them. Status 3 means that all was measured and a rival
# is missing; finish_bench says so at the end.
bench_part() {
  local status=0
  "$@" 2>&1 | tee -a "$bench_log" || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || exit "$status"
}

# Once more at the end what is missing among many figures, as status 3.
finish_bench() {
  local missing
  missing=$(grep -a '^MISSING RIVAL ' "$bench_log") || return 0
  printf '%s\n%d comparisons are missing: the packages of the rivals are in tests/packages.txt and tests/bench/packages.txt\n' \
    "$missing" "$(wc -l <<<"$missing")"
  return 3
}

finish() {
  local ok bad left_out part passed=0 failed=0 skipped=0 failed_parts=()
  while read -r ok bad left_out part; do
    passed=$((passed + ok))
    failed=$((failed + bad))
    skipped=$((skipped + left_out))
    [ "$bad" -eq 0 ] || failed_parts+=("$part")
  done <"$part_counts"
  if [ "$failed" -gt 0 ]; then
    printf 'Failed: %s. Whole output in build/log/.\n' "$(IFS=';'; echo "${failed_parts[*]}")"
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}
