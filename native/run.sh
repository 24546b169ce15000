#!/usr/bin/env bash
# Installs what is missing, builds the server and the web app, and serves the demo district.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

usage() {
  cat <<EOF
usage: native/run.sh [--port N] [--data DIR] [--build-only]
  --port N       port on 127.0.0.1 (default 8311)
  --data DIR     data directory (default build/data; made with the demo district if there is none)
  --build-only   install and build, do not serve
EOF
}

port=8311
data=$root/build/data
build_only=false
while [ $# -gt 0 ]; do
  case $1 in
    --port | --data)
      [ $# -ge 2 ] || die "$1 needs a value"
      if [ "$1" = --port ]; then port=$2; else data=$2; fi
      shift
      ;;
    --build-only) build_only=true ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "unknown option $1" ;;
  esac
  shift
done
[[ $port =~ ^[0-9]{1,5}$ && $port -ge 1 && $port -le 65535 ]] || die "--port takes a number from 1 to 65535, not '$port'"

install_packages "$root/native/packages.txt"
build_native gezhi
build_web
if $build_only; then
  say "Server: build/release/native/gezhi    Web app: build/web"
  exit 0
fi

gezhi=$root/build/release/native/gezhi
if [ ! -e "$data/gezhi.db" ]; then
  # Made beside it and then moved, so that a run cut short leaves no half-made district behind.
  if [ -e "$data" ]; then rmdir "$data" 2>/dev/null || die "$data is not empty and holds no data of gezhi"; fi
  rm -rf "$data.making"
  mkdir -p "$(dirname "$data")"
  "$gezhi" demo --data "$data.making" >"$logs/demo.log" 2>&1 ||
    { cat "$logs/demo.log" >&2; die "the demo district could not be made in $data"; }
  mv "$data.making" "$data"
  head -n 2 "$logs/demo.log"
fi
# exec: Ctrl-C goes to the server itself, which stops cleanly.
exec "$gezhi" serve --data "$data" --port "$port" --web "$root/build/web"
