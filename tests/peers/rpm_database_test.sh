#!/usr/bin/env bash
# Databases as the real tools make them, and what rpm and this program say about them: the same.
#
#   rpm_database_test.sh SERVICES
set -euo pipefail
program=$(realpath "$1") here=$(dirname "$(realpath "$0")")
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
for tool in rpm rpmbuild db5.3_load sqlite3 python3; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done

dir=$(mktemp -d)
trap 'rm -rf "${dir:?}"' EXIT
export HOME=$dir
mkdir "$dir/made"
"$here/../collectors/transport/rpm/make-databases" "$dir/made"
names=$(cut -d' ' -f1 "$dir/made/expected.txt")

# same FIXTURE NAME: the database is put on a disk, this program asked, and rpm if it can read it.
same() {
  local root=$dir/root db=$dir/root/var/lib/rpm
  rm -rf "$root"
  mkdir -p "$db"
  cp "$dir/made/$1" "$db/$2"
  # shellcheck disable=SC2086  # names without blanks
  "$program" "$root" $names absent | sed -n 's/^package \(.*\) installed / \1 /p' |
    sed 's/^ //' | LC_ALL=C sort >"$dir/ours"
  diff "$dir/made/expected.txt" "$dir/ours" || { echo "$1 differs" >&2; exit 1; }
  [ "$(ls "$db")" = "$2" ] || { echo "$1: something was put beside it: $(ls "$db")" >&2; exit 1; }
  cmp "$dir/made/$1" "$db/$2"
  [ "$2" != Packages ] || rpm -qa --dbpath "$db" --define '_db_backend bdb_ro' \
    --queryformat '%{NAME} %{EVR} %{INSTALLTIME}\n' 2>/dev/null | LC_ALL=C sort |
    diff - "$dir/ours" || { echo "$1: rpm says something else" >&2; exit 1; }
}
same rpmdb.sqlite rpmdb.sqlite
same Packages.db Packages.db
for fixture in Packages.1024-big Packages.4096-little Packages.16384-little; do
  same $fixture Packages
done
echo "5 databases are the same"
