#!/usr/bin/env bash
# Make one version ready beside the one that runs, then switch over; or switch back.
#
#   deploy/release.sh /path/or/url/of/the/repository v1.4.0     upgrade
#   deploy/release.sh --back                                    to the version before
#
# Run as the user carefront, with /etc/carefront/carefront.env readable. Restarting is left to root: see the last line.
# What fails changes nothing but the database, where migrations that were through stay; say the same again.
set -euo pipefail

root=${CAREFRONT_ROOT:-/srv/carefront}
settings=${CAREFRONT_ENV:-/etc/carefront/carefront.env}
cd "$root"

point() { ln -sfn "$2" "$1.new" && mv -T "$1.new" "$1"; }
tell() {
  echo "current is $1. Now, as root: systemctl restart carefront-web carefront-worker"
  echo "and carefront-stream, where it runs."
}

if [[ ${1:-} == --back ]]; then
  before=$(readlink previous) || { echo "There is no version before." >&2; exit 1; }
  point previous "$(readlink current)"
  point current "$before"
  tell "$before again"
  exit 0
fi

source=${1:?the repository} version=${2:?the version, a tag or commit}
release="releases/$version"
[[ ! -e $release ]] || { echo "$root/$release is there already: remove it or name another version." >&2; exit 1; }
[[ -r $settings ]] || { echo "$settings cannot be read." >&2; exit 1; }

mkdir -p releases shared/media
mkdir -p -m 700 shared/spool  # what visitors sent
trap '[[ $? == 0 ]] || rm -rf "$release.new" "$release"' EXIT
rm -rf "$release.new"
git clone --quiet "$source" "$release.new"
git -C "$release.new" checkout --quiet --detach "$version"
# One file for units and commands alike, and one reader: a shell would take the "&" of an address for its own.
ln -s "$settings" "$release.new/.env"
# A virtual environment knows its own path: the directory has its last name before one is made.
mv "$release.new" "$release"
make --silent -C "$release" setup

manage() { (cd "$release" && .venv/bin/python manage.py "$@"); }
manage check --deploy --fail-level ERROR
manage collectstatic --noinput --verbosity 0
# Migrations only add, so the version that runs goes on while they do; docs/deployment.md says which ones would not.
manage migrate --noinput

trap - EXIT
[[ ! -L current ]] || point previous "$(readlink current)"
point current "$release"
tell "$release"
