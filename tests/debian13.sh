#!/usr/bin/env bash
# Builds and tests the project in a fresh Debian 13 (g++ 14, Botan 3.7), made with debootstrap in a folder. Needs root, debootstrap and the
# package archive. Usage: tests/debian13.sh [FOLDER]; the folder is kept, so that a second run only builds what changed.
set -euo pipefail

source_dir=$(cd "$(dirname "$0")/.." && pwd)
root=${1:-${TMPDIR:-/tmp}/chainlint-debian13}
mirror=$(grep -rhoE 'https?://[^ ]+/debian/?' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -v security | head -n 1 || true)

if [ ! -e "$root/ready" ]; then
  mkdir -p "$root"
  debootstrap --variant=minbase trixie "$root" "${mirror:-http://deb.debian.org/debian}"
  # What lets apt reach the archive on this host lets it do so in the folder.
  cp -f /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
  grep -lsE "^Acquire" /etc/apt/apt.conf.d/* | xargs -r cp -ft "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
  touch "$root/ready"
fi

mkdir -p "$root/project" "$root/ccache"
find "$root/project" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
# Every file counts as changed (-m): a time stamp of the source may be older than what an earlier run built. ccache makes up for it.
tar -C "$source_dir" --exclude=./build --exclude=./.git -cf - . | tar -C "$root/project" -xmf -
for kind in proc dev; do mountpoint -q "$root/$kind" || mount --bind "/$kind" "$root/$kind"; done
trap 'umount "$root/proc" "$root/dev" 2>/dev/null || true' EXIT

chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb CI=true CCACHE_DIR=/ccache PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
  bash /project/.ci/run
