#!/usr/bin/env bash
# Gets the Dear ImGui source (1.92 or later: its dynamic fonts are needed) from Debian's suite forky
# into the folder given. Debian 12's own libimgui-dev has neither the .cpp files nor that version.
# The mirror is the one this machine's apt already uses; apt checks the signatures; the system's own
# package lists are not touched. Does nothing when the folder already holds a good copy.
set -euo pipefail

target=${1:?usage: fetch.sh TARGET_FOLDER}
suite=forky
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

has_good_copy() {
  local version
  version=$(sed -n 's/^#define IMGUI_VERSION_NUM *\([0-9]*\).*/\1/p' "$1/imgui.h" 2>/dev/null || true)
  [ -n "$version" ] && [ "$version" -ge 19200 ] && [ -f "$1/backends/imgui_impl_opengl3.cpp" ]
}

fail() {
  echo "Dear ImGui could not be fetched: $1. Get the source of version 1.92 or later yourself and" \
    "configure with -D GEZHI_IMGUI_DIR=FOLDER; details are in $log." >&2
  exit 1
}

if has_good_copy "$target"; then exit 0; fi

mkdir -p "$(dirname "$target")"
target=$(cd "$(dirname "$target")" && pwd)/$(basename "$target")
work=$target.fetch
log=$target.fetch.log
rm -rf "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/source"
: >"$log"

command -v apt-get >/dev/null || fail "this is not a Debian system (no apt-get)"
[ -r "$keyring" ] || fail "the package debian-archive-keyring is not installed"

# The mirror of the running release, as apt itself understands the machine's configuration.
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
mirror=$(apt-get indextargets --format '$(CREATED_BY) $(COMPONENT) $(RELEASE) $(REPO_URI)' 2>>"$log" |
  awk -v release="$release" '
    $1 == "Packages" && $2 == "main" && ($3 == release || $3 == "stable") { print $4; exit }')
[ -n "$mirror" ] || fail "no Debian mirror for '$release' main is configured on this machine"

cat >"$work/imgui.sources" <<EOF
Types: deb-src
URIs: $mirror
Suites: $suite
Components: main
Signed-By: $keyring
EOF
# Read after the system's configuration, so it wins; hooks meant for the system's lists are dropped.
# A mirror that is frozen at a date will do: any signed list that names 1.92 or later is good enough.
cat >"$work/apt.conf" <<EOF
Dir::Etc::SourceList "$work/imgui.sources";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$work/lists";
Dir::Cache "$work/cache";
APT::Sandbox::User "";
Acquire::Check-Valid-Until "false";
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
EOF

echo "Fetching the Dear ImGui source from Debian $suite (about 13 MB with the package list)"
apt-get -c "$work/apt.conf" -q update >>"$log" 2>&1 ||
  fail "the package list of Debian $suite did not load or its signature is not trusted"
grep -q '^[EW]: .*\(signature\|NO_PUBKEY\|not signed\)' "$log" &&
  fail "the signature of Debian $suite could not be checked"
(cd "$work/source" && apt-get -c "$work/apt.conf" -q source --download-only imgui) >>"$log" 2>&1 ||
  fail "apt could not download the source package imgui"

# apt has compared every file with the signed list; the original tarball is all that is needed.
mkdir "$work/imgui"
tar -xf "$work"/source/imgui_*.orig.tar.* -C "$work/imgui" --strip-components=1 >>"$log" 2>&1 ||
  fail "the source package did not unpack"
has_good_copy "$work/imgui" || fail "Debian $suite has a version of imgui that does not fit"

rm -rf "$target"
mv "$work/imgui" "$target"
rm -rf "$work" "$log"
