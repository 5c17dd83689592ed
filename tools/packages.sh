#!/bin/sh
# Installs the Debian packages named if we are root; else prints the one line to run. Quick when all are there.
set -eu
missing=""
for package in "$@"; do
  dpkg -s "$package" 2>/dev/null | grep -q '^Status: install ok' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not here, so what needs it is skipped:$missing. To install: sudo apt-get install --no-install-recommends$missing" >&2
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086
apt-get install -y -qq --no-install-recommends $missing >/dev/null
