#!/usr/bin/env bash
# Small disks, and what "systemctl --root" and this program say about their units: the same.
#
#   services_test.sh SERVICES
set -euo pipefail
program=$(realpath "$1")
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
command -v systemctl >/dev/null || skip "systemctl is not installed"

dir=$(mktemp -d)
trap 'rm -rf "${dir:?}"' EXIT
root=$dir/root etc=/etc/systemd/system run=/run/systemd/system lib=/usr/lib/systemd/system
wants=$etc/multi-user.target.wants
failed=0 compared=0

new() {
  rm -rf "$root"
  mkdir -p "$root"{$etc,$run,$lib,/etc/init.d,/sbin}
  ln -s /lib/systemd/systemd "$root/sbin/init"
}
# unit PATH [INSTALL]: a service; with "" it has no [Install] section.
unit() {
  mkdir -p "$(dirname "$root$1")"
  printf '[Unit]\nDescription=x\n[Service]\nExecStart=/bin/true\n%b' \
    "${2-[Install]\nWantedBy=multi-user.target\n}" >"$root$1"
}
link() { mkdir -p "$(dirname "$root$2")"; ln -s "$1" "$root$2"; }
# same CASE NAME [STATE]: what systemctl calls an error has a name of ours.
same() {
  local theirs ours
  theirs=$(systemctl --root="$root" is-enabled "$2.service" 2>/dev/null || true)
  ours=$("$program" "$root" | sed -n "s/^$2 //p")
  compared=$((compared + 1))
  if [ -n "$theirs" ] && [ $# -lt 3 ] && [ "$theirs" = "$ours" ]; then return; fi
  if [ -z "$theirs" ] && [ "${3:-}" = "$ours" ]; then return; fi
  echo "$1: $2: systemctl says \"$theirs\", we say \"$ours\"" >&2
  failed=1
}

new; unit $lib/wicked.service; same "only there" wicked
link $lib/wicked.service $wants/wicked.service; same "wanted" wicked
link /dev/null $etc/wicked.service; same "masked, and the link stays" wicked
new; unit $lib/wicked.service; : >"$root$etc/wicked.service"; same "masked by an empty file" wicked
new; unit $lib/wicked.service; link /dev/null $run/wicked.service; same "masked in /run" wicked
new; link /dev/null $lib/wicked.service; same "masked by its package" wicked
new; link $lib/wicked.service $wants/wicked.service; same "the package is gone" wicked not-found
new; unit $lib/wicked.service ''; same "nothing to enable" wicked
link ../wicked.service $lib/multi-user.target.wants/wicked.service
same "wanted by its package" wicked
link $lib/wicked.service $wants/wicked.service; same "wanted without [Install]" wicked
new; unit $lib/wicked.service; link ../wicked.service $lib/x.target.wants/wicked.service
same "wanted by its package, with [Install]" wicked
new; unit $lib/wicked.service '[Install]\nAlso=x.service\n'; same "only with another" wicked
new; unit $lib/wicked.service '[Install]\nWantedBy=multi-user.target\nAlias=network.service\n'
link $lib/wicked.service $etc/network.service
same "its alias" wicked; same "an alias" network
rm "$root$lib/wicked.service"; same "gone, its alias left" wicked not-found
same "an alias that dangles" network dangling
new; unit $lib/NetworkManager.service; link $lib/NetworkManager.service $etc/dbus-org.x.service
same "an alias that is not in [Install]" NetworkManager
new; unit $lib/NetworkManager.service '[Install]\nWantedBy=x\nAlias=dbus-org.x.service\n'
link $lib/NetworkManager.service $etc/dbus-org.x.service; same "D-Bus alias" NetworkManager
new; unit $lib/wicked.service; unit $etc/wicked.service ''; same "a copy in /etc" wicked
new; unit /opt/wicked.service; link /opt/wicked.service $etc/wicked.service; same "linked" wicked
link /opt/wicked.service $wants/wicked.service; same "linked and wanted" wicked
new; unit $lib/wicked.service; link $lib/wicked.service $run/x.target.wants/wicked.service
same "until the next boot" wicked
new; unit /lib/systemd/system/wicked.service; same "no merged /usr" wicked
link /lib/systemd/system/wicked.service $wants/wicked.service; same "no merged /usr, wanted" wicked
new; unit $lib/wicked.service; link $lib/other.service $wants/wicked.service
same "a link with the name alone" wicked
new; unit $lib/wicked.service; link ../../../../usr/lib/systemd/system/wicked.service $wants/wicked.service
same "a relative link" wicked
new; unit $lib/wicked.service; mkdir -p "$root$wants"; : >"$root$wants/wicked.service"
same "a file where the link should be" wicked
new; unit $lib/wicked.service ''; mkdir -p "$root$etc/wicked.service.d"
printf '[Service]\nNice=1\n' >"$root$etc/wicked.service.d/x.conf"; same "a drop-in" wicked
new; unit $lib/NetworkManager.service; link NetworkManager.service $lib/network-manager.service
same "an alias of the package" network-manager; same "and its unit" NetworkManager
link $lib/network-manager.service $wants/network-manager.service
same "wanted by the alias: the alias" network-manager; same "wanted by the alias" NetworkManager
new; unit $lib/wicked.service; link $lib/wicked.service $etc/x.target.requires/wicked.service
same "required" wicked
new; unit $lib/wicked.service '[Install]\nWantedBy=x\nWantedBy=\n'; same "taken back" wicked
new; unit $lib/wicked.service '[Install]\nAlias=network.service\n'; same "only an alias" wicked
new; unit $lib/wicked.service '[Install\nWantedBy=x\n'; same "damaged" wicked unknown
new; unit $lib/wicked.service '# WantedBy=x\n[Install]\n;WantedBy=x\n[X]\nWantedBy=x\n'
same "comments and other sections" wicked
new; unit /usr/local/lib/systemd/system/wicked.service; same "in /usr/local" wicked
new; unit $lib/systemd-networkd.service; unit $lib/systemd-networkd-wait-online.service
systemctl --root="$root" enable systemd-networkd.service >/dev/null 2>&1
same "enabled by systemctl" systemd-networkd; same "its neighbour" systemd-networkd-wait-online
systemctl --root="$root" mask systemd-networkd.service >/dev/null 2>&1
same "masked by systemctl" systemd-networkd

[ "$failed" = 0 ] && echo "$compared states are the same"
exit "$failed"
