#!/usr/bin/env bash
# Runs what the README promises in empty Debian systems made with debootstrap.
#   tests/fresh_debian.sh [bookworm|trixie] readme [FOLDER]    the README's two commands of "Build and test": the first must end with status 1 and
#                                                              say why, the second must pass
#   tests/fresh_debian.sh [bookworm|trixie] package [FOLDER]   makes the Debian package, installs it in a second empty system and uses it there
# Needs root, debootstrap and a Debian mirror (DEBIAN_MIRROR; without it debootstrap's own default). The folder (default: chainlint-RELEASE in
# TMPDIR) is kept with its ccache, so that a second run compiles only what changed; FOLDER.empty is the system as debootstrap makes it.
set -euo pipefail

release=${1:-trixie} what=${2:-readme}
case $release:$what in
  bookworm:readme|trixie:readme|bookworm:package|trixie:package) ;;
  *) echo "usage: $0 [bookworm|trixie] [readme|package] [FOLDER]" >&2; exit 2 ;;
esac
source_dir=$(cd "$(dirname "$0")/.." && pwd)
root=${3:-${TMPDIR:-/tmp}/chainlint-$release}

# debootstrap downloads with wget, which reads the proxy from the environment and not from apt's configuration.
if [ -z "${http_proxy:-}" ] && command -v apt-config > /dev/null; then eval "$(apt-config shell http_proxy Acquire::http::Proxy)"; fi
[ -z "${http_proxy:-}" ] || export http_proxy

if [ ! -e "$root.empty/ready" ]; then
  mkdir -p "$root.empty"
  debootstrap --variant=minbase "$release" "$root.empty" ${DEBIAN_MIRROR:+"$DEBIAN_MIRROR"}
  # The settings with which apt reaches the mirror on this host.
  cp -f /etc/resolv.conf "$root.empty/etc/resolv.conf"
  grep -lsiE '^Acquire::(https?::|Check-)' /etc/apt/apt.conf.d/* | xargs -r cp -ft "$root.empty/etc/apt/apt.conf.d/"
  touch "$root.empty/ready"
fi
[ -e "$root/ready" ] || cp -a "$root.empty/." "$root"

# Only files that differ are replaced, so that a second run compiles only what changed. -m: they count as changed, however old they are.
rm -rf "$root/incoming"
mkdir -p "$root/project" "$root/incoming" "$root/ccache"
tar -C "$source_dir" --exclude=./build --exclude=./.git -cf - . | tar -C "$root/incoming" -xmf -
(cd "$root/project" && find . -path ./build -prune -o -type f -print) | while read -r file; do
  [ -e "$root/incoming/$file" ] || rm "$root/project/$file"
done
(cd "$root/incoming" && find . -type f) | while read -r file; do
  cmp -s "$root/incoming/$file" "$root/project/$file" && continue
  mkdir -p "$(dirname "$root/project/$file")"
  mv "$root/incoming/$file" "$root/project/$file"
done

mounted=()
trap 'for each in "${mounted[@]}"; do umount "$each" 2> /dev/null || true; done' EXIT
# FOLDER: gives the system there /proc and /dev until this script ends.
mount_in() {
  for kind in proc dev dev/pts; do
    mountpoint -q "$1/$kind" || { mount --bind "/$kind" "$1/$kind"; mounted=("$1/$kind" "${mounted[@]}"); }
  done
}

# SYSTEM FOLDER COMMAND...: runs it in the system, in the folder there, with nothing of this shell's environment but what is named here.
inside() {
  chroot "$1" /usr/bin/env -i HOME=/root TERM=dumb CI=true CCACHE_DIR=/ccache PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
    LC_ALL=C.UTF-8 ${http_proxy:+http_proxy="$http_proxy"} ${CMAKE_BUILD_PARALLEL_LEVEL:+CMAKE_BUILD_PARALLEL_LEVEL="$CMAKE_BUILD_PARALLEL_LEVEL"} \
    bash -c 'cd "$0" && exec "$@"' "${@:2}"
}

mount_in "$root"
if [ "$what" = package ]; then
  inside "$root" /project bash -euo pipefail -c '
    .ci/install package
    rm -f build/release/*.deb
    cmake --workflow --preset release
    cpack --preset release
    apt-get install -y --no-install-recommends lintian
    lintian --fail-on error --info build/release/*.deb
    dpkg-deb --info build/release/*.deb
    dpkg-deb --contents build/release/*.deb'
  target=$root.installed
  rm -rf --one-file-system "$target"
  cp -a "$root.empty" "$target"
  mkdir "$target/work"
  cp "$root"/project/build/release/chainlint_*.deb "$target/work"
  cp -r "$source_dir/fixtures/made/stale-intermediate" "$source_dir/fixtures/made/healthy" "$target/work"
  mount_in "$target"
  inside "$target" /work bash -euo pipefail -c '
    # The slim images of Debian and its minimal systems may leave out manual pages and documents; man-db is what reads them.
    apt-get update
    apt-get install -y --no-install-recommends ./chainlint_*.deb man-db fish
    chainlint --version
    status=0
    chainlint check --anchors stale-intermediate/anchors.pem stale-intermediate/fullchain.pem > output || status=$?
    cat output
    [ $status = 1 ] && grep -q chain-stale-intermediate output
    chainlint check --anchors healthy/anchors.pem healthy/site.pem
    man --warnings=all chainlint 2> warnings | grep -A 2 "^NAME"
    [ ! -s warnings ]
    for file in /usr/share/bash-completion/completions/chainlint /usr/share/fish/vendor_completions.d/chainlint.fish \
      /usr/share/zsh/vendor-completions/_chainlint /usr/share/doc/chainlint/copyright /usr/share/doc/chainlint/docs/checking.md; do
      [ -s $file ] || { echo "missing: $file"; exit 1; }
    done
    fish -c "complete -C \"chainlint rules explain chain-stal\"" | grep chain-stale-intermediate
    apt-get remove -y chainlint
    [ -z "$(find /usr -name "*chainlint*")" ]'
  echo "$0: the package was built, installed, used and removed on $release"
  exit
fi

read -r -d '' first_command << 'END' || true
.ci/install build && cmake --workflow --preset release &&
build/release/src/cli/chainlint check --anchors fixtures/made/stale-intermediate/anchors.pem --min-severity warning fixtures/made/stale-intermediate/fullchain.pem
END
status=0
inside "$root" /project bash -euo pipefail -c "$first_command" 2>&1 | tee "$root/first-command.log" || status=$?
if [ "$status" != 1 ] || ! grep -qE '^  error  .*fullchain\.pem:1  chain-stale-intermediate$' "$root/first-command.log"; then
  echo "$0: the README's first command ended with status $status; status 1 with chain-stale-intermediate was expected" >&2
  exit 1
fi
inside "$root" /project .ci/run
echo "$0: both commands of the README did what it says on $release"
