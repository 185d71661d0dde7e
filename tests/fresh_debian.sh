#!/usr/bin/env bash
# Runs the README's two commands in an empty Debian system made with debootstrap: the first must end with status 1 and say why, the second must
# pass. Needs root, debootstrap and a Debian mirror (DEBIAN_MIRROR; without it debootstrap's own default).
# Usage: tests/fresh_debian.sh [bookworm|trixie] [FOLDER]. The folder is kept with its ccache, so that a second run compiles only what changed.
set -euo pipefail

release=${1:-trixie}
case $release in
  bookworm|trixie) ;;
  *) echo "usage: $0 [bookworm|trixie] [FOLDER]" >&2; exit 2 ;;
esac
source_dir=$(cd "$(dirname "$0")/.." && pwd)
root=${2:-${TMPDIR:-/tmp}/chainlint-$release}

# debootstrap downloads with wget, which reads the proxy from the environment and not from apt's configuration.
if [ -z "${http_proxy:-}" ] && command -v apt-config > /dev/null; then eval "$(apt-config shell http_proxy Acquire::http::Proxy)"; fi
[ -z "${http_proxy:-}" ] || export http_proxy

if [ ! -e "$root/ready" ]; then
  mkdir -p "$root"
  debootstrap --variant=minbase "$release" "$root" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
  # The settings with which apt reaches the mirror on this host.
  cp -f /etc/resolv.conf "$root/etc/resolv.conf"
  grep -lsE '^Acquire' /etc/apt/apt.conf.d/* | xargs -r cp -ft "$root/etc/apt/apt.conf.d/"
  touch "$root/ready"
fi

mkdir -p "$root/project" "$root/ccache"
find "$root/project" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
# -m: every file counts as changed, because a file may be older than what an earlier run built. ccache makes up for it.
tar -C "$source_dir" --exclude=./build --exclude=./.git -cf - . | tar -C "$root/project" -xmf -
trap 'umount "$root/proc" "$root/dev" 2> /dev/null || true' EXIT
for kind in proc dev; do mountpoint -q "$root/$kind" || mount --bind "/$kind" "$root/$kind"; done

# COMMAND...: runs it in the new system, in the folder of the project, with nothing of this shell's environment but what is named here.
inside() {
  chroot "$root" /usr/bin/env -i HOME=/root TERM=dumb CI=true CCACHE_DIR=/ccache PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    ${http_proxy:+http_proxy="$http_proxy"} ${CMAKE_BUILD_PARALLEL_LEVEL:+CMAKE_BUILD_PARALLEL_LEVEL="$CMAKE_BUILD_PARALLEL_LEVEL"} \
    bash -c 'cd /project && exec "$@"' inside "$@"
}

read -r -d '' first_command << 'END' || true
.ci/install build && cmake --workflow --preset release &&
build/release/src/cli/chainlint check --anchors fixtures/made/stale-intermediate/anchors.pem fixtures/made/stale-intermediate/fullchain.pem
END
status=0
inside bash -euo pipefail -c "$first_command" 2>&1 | tee "$root/first-command.log" || status=$?
if [ "$status" != 1 ] || ! grep -qE '^  error  .*fullchain\.pem:1  chain-stale-intermediate$' "$root/first-command.log"; then
  echo "$0: the README's first command ended with status $status; status 1 with chain-stale-intermediate was expected" >&2
  exit 1
fi
inside .ci/run
echo "$0: both commands of the README did what it says on $release"
