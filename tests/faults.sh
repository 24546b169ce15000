# Planted faults: mutation tests of the promises. Sourced by tests/run.sh, never run.
#
# Each tests/faults/NAME.patch breaks one promise the way a tired colleague could. It is applied to a copy of
# the sources in build/faults, the programs that it names are built there, and the tests that it names must
# fail; before, without any patch, the same tests must pass. A patch begins with
#
#   # what is wrong now, in a sentence
#   # finds: PROGRAM ARGUMENTS...        one line for each run, all of which must fail
#
# GEZHI_FAULT=NAME tries one only. The checkout itself is never touched; what was built stays in build/faults
# for the next time.

fault_tree=$root/build/faults
fault_sources=(assets core native tests web CMakeLists.txt)
fault_programs=(gezhi_tests gezhi_native_tests)

list_sources() { (cd "$1" && find "${fault_sources[@]}" -type f | LC_ALL=C sort); }

# It gets a new time, never its old one: else what was built of the patched file would pass for new.
copy_source() {
  mkdir -p "$(dirname "$fault_tree/$1")"
  cp "$root/$1" "$fault_tree/$1"
}

# Makes the copy what the checkout is.
copy_sources() {
  local file
  mkdir -p "$fault_tree"
  while read -r file; do
    cmp -s "$root/$file" "$fault_tree/$file" || copy_source "$file"
  done < <(list_sources "$root")
  while read -r file; do rm "$fault_tree/$file"; done < <(
    LC_ALL=C comm -13 <(list_sources "$root") <(list_sources "$fault_tree" 2>/dev/null))
}

build_with_fault() {
  local root=$fault_tree
  build faults build/release "$@" -- -DGEZHI_PROFILE=release
}

take_back() {
  local file
  while read -r file; do copy_source "$file"; done < <(sed -n 's,^+++ b/,,p' "$1")
}

# What each run of a patch is for. Its programs are the first words of these.
finds_of() { sed -n 's/^# finds: //p' "$@"; }

# run_finder LOG PROGRAM ARGUMENTS...: passed, failed or nothing, as doctest counts; a test that never ends
# has failed.
run_finder() {
  local log=$1 program=$2 status=0 line
  shift 2
  (cd "$fault_tree" && timeout "$part_seconds" "build/release/tests/$program" "$@" --no-colors=true) \
    >"$log" 2>&1 </dev/null || status=$?
  line=$(grep -a '^\[doctest\] test cases:' "$log" | tail -n 1 || true)
  if [ "$status" -eq 124 ] || grep -qE '\| *[1-9][0-9]* failed' <<<"$line"; then
    echo failed
  elif [ "$status" -eq 0 ] && grep -qE '\| *[1-9][0-9]* passed' <<<"$line"; then
    echo passed
  else
    echo nothing
  fi
}

# fault_part PART WANTED FINDS...: every run must end as wanted.
fault_part() {
  local part=$1 wanted=$2 bad=0 finds got
  shift 2
  for finds in "$@"; do
    # shellcheck disable=SC2086 # a command line
    got=$(run_finder "$part_log.run" $finds)
    printf '%s: %s, wanted %s\n' "$finds" "$got" "$wanted" >>"$part_log"
    [ "$got" = "$wanted" ] && continue
    bad=1
    tail -n 30 "$part_log.run" >>"$part_log"
  done
  count "$part" "$((1 - bad))" "$bad" 0 0 "$part_log"
}

try_fault() {
  local patch=$1 name finds
  name=$(basename "$patch" .patch)
  start_part "fault $name"
  sed -n '1s/^# //p' "$patch" >"$part_log"
  mapfile -t finds < <(finds_of "$patch")
  if [ ${#finds[@]} -eq 0 ]; then
    printf 'it names no test that finds it\n' >>"$part_log"
    count "fault $name" 0 1 0 0 "$part_log"
  elif ! patch -d "$fault_tree" -p1 --fuzz=0 --force --no-backup-if-mismatch --reject-file=- <"$patch" >>"$part_log" 2>&1; then
    printf 'the patch does not apply any more: plant it anew\n' >>"$part_log"
    count "fault $name" 0 1 0 0 "$part_log"
  elif ! (build_with_fault "${fault_programs[@]}") >>"$part_log" 2>&1; then
    printf 'what it makes of the code does not build\n' >>"$part_log"
    count "fault $name" 0 1 0 0 "$part_log"
  else
    fault_part "fault $name" failed "${finds[@]}"
  fi
  take_back "$patch"
}

run_faults() {
  local patches=(tests/faults/${GEZHI_FAULT:-*}.patch) patch finds
  [ -f "${patches[0]}" ] || die "there is no planted fault '${GEZHI_FAULT:-}' in tests/faults"
  copy_sources
  mapfile -t finds < <(finds_of "${patches[@]}" | LC_ALL=C sort -u)
  mapfile -t fault_programs < <(printf '%s\n' "${finds[@]}" | cut -d' ' -f1 | sort -u)
  build_with_fault "${fault_programs[@]}"
  start_part "without any fault"
  : >"$part_log"
  fault_part "without any fault" passed "${finds[@]}"
  for patch in "${patches[@]}"; do try_fault "$patch"; done
}
