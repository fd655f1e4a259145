#!/usr/bin/env bash
# Make one version ready beside the one that runs, then switch over; or switch back.
#
#   deploy/release.sh /path/or/url/of/the/repository v1.4.0     upgrade
#   deploy/release.sh --back                                    to the version before
#
# Run as the user carefront, with /etc/carefront/carefront.env readable. Restarting is left to root: see the last line.
set -euo pipefail

root=${CAREFRONT_ROOT:-/srv/carefront}
cd "$root"

if [[ ${1:-} == --back ]]; then
  before=$(readlink previous) || { echo "There is no version before." >&2; exit 1; }
  ln -sfn "$(readlink current)" previous
  ln -sfn "$before" current.new && mv -T current.new current
  echo "current is $before again. Now, as root: systemctl restart carefront-web carefront-worker"
  exit 0
fi

source=${1:?the repository} version=${2:?the version, a tag or commit}
release="releases/$version"
[[ ! -e $release ]] || { echo "$root/$release is there already: remove it or name another version." >&2; exit 1; }

mkdir -p releases shared/media shared/spool
git clone --quiet "$source" "$release.new"
git -C "$release.new" checkout --quiet --detach "$version"
# A virtual environment knows its own path: the directory has its last name before one is made.
mv "$release.new" "$release"
make --silent -C "$release" setup

set -a
# shellcheck source=/dev/null
. "${CAREFRONT_ENV:-/etc/carefront/carefront.env}"
set +a
manage() { (cd "$release" && .venv/bin/python manage.py "$@"); }
manage check --deploy --fail-level ERROR
manage collectstatic --noinput --verbosity 0
# Migrations only add, so the version that runs goes on while they do; docs/deployment.md says which ones would not.
manage migrate --noinput

[[ ! -L current ]] || ln -sfn "$(readlink current)" previous
ln -sfn "$release" current.new && mv -T current.new current
echo "current is $release. Now, as root: systemctl restart carefront-web carefront-worker"
