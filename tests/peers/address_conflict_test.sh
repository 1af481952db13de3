#!/usr/bin/env bash
# Does the check see that another machine has its static address? Two machines in network namespaces
# of their own, on one cable, and the real arping: address_conflict_test.sh FAILBACK-DOCTOR
set -euo pipefail
doctor=$(realpath "$1")

# Nothing is skipped where the tests have to be whole.
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
export PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
for tool in ip arping python3 unshare; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done
case $(arping -V 2>&1) in *iputils*) ;; *) skip "arping is not that of iputils" ;; esac

vm=fbd-vm-$$ peer=fbd-peer-$$ dir=$(mktemp -d)
cleanup() {
  ip netns delete "$vm" 2>/dev/null || true
  ip netns delete "$peer" 2>/dev/null || true
  rm -rf "${dir:?}"
}
trap cleanup EXIT
ip netns add "$vm" 2>/dev/null || skip "network namespaces are not allowed here"
ip netns add "$peer"
in_vm() { ip netns exec "$vm" "$@"; }
in_peer() { ip netns exec "$peer" "$@"; }

# eth0 and eth1 of the machine are in one network with the peer's two.
for i in 0 1; do
  ip link add "eth$i" netns "$vm" address "00:50:56:00:00:1$i" type veth \
    peer name "lan$i" netns "$peer" address "00:50:56:00:00:a$i"
  in_vm ip link set "eth$i" up
  in_peer ip link set "lan$i" up
done
in_vm ip link set lo up
in_vm ip address add 10.1.2.50/24 dev eth0

cat >"$dir/site.yaml" <<SITE
hosts:
  vm01: {role: protected-vm, os: linux, reach: local}
SITE
mkdir -p "$dir/etc/network" "$dir/dmi" "$dir/bin"
cp /etc/passwd /etc/group "$dir/etc/"
cat >"$dir/etc/network/interfaces" <<'ENI'
auto eth0
iface eth0 inet static
  address 10.1.2.3/24
ENI

failed=0
# What a check says about it, live, with files of its own in place of /etc and of the firmware's.
verdict() {  # WHAT EXPECTED [OPTIONS ...]
  local what=$1 expected=$2 seen
  shift 2
  seen=$(in_vm unshare --mount sh -c '
    dir=$1 doctor=$2
    shift 2
    mount --bind "$dir/etc" /etc
    for dmi in /sys/class/dmi /sys/devices/virtual/dmi; do
      if [ -d $dmi ]; then mount --bind "$dir/dmi" $dmi; fi
    done
    if [ -e "$dir/bin/arping" ]; then mount --bind "$dir/bin/arping" "$(command -v arping)"; fi
    exec "$doctor" check --site "$dir/site.yaml" --probe protected-vm.address-conflict \
      --format json "$@"' - "$dir" "$doctor" "$@" 2>"$dir/errors" | python3 -c '
import json, sys
finding = json.load(sys.stdin)["findings"][0]
values = finding.get("values", {})
print(finding["status"], values.get("address", ""), values.get("interface", ""),
      values.get("mac", ""), values.get("free", ""))') || true
  seen=$(echo $seen)
  if [ "$seen" = "$expected" ]; then echo "ok: $what"; else
    echo "FAILED: $what: \"$seen\" instead of \"$expected\""; cat "$dir/errors"; failed=1
  fi
}

verdict "nobody is asked unless it is allowed" "skipped"
verdict "nobody has it" "pass 10.1.2.3" --ask-neighbours
in_vm ip address add 10.1.2.3/24 dev eth0
verdict "only the machine itself has it" "pass 10.1.2.3" --ask-neighbours
in_peer ip address add 10.1.2.3/24 dev lan0
verdict "both have it" "fail 10.1.2.3 eth0 00:50:56:00:00:a0" --ask-neighbours
in_vm ip address delete 10.1.2.3/24 dev eth0
verdict "another has it" "fail 10.1.2.3 eth0 00:50:56:00:00:a0" --ask-neighbours

# A bundle of it says the same without asking anybody.
in_vm unshare --mount sh -c 'mount --bind "$1/etc" /etc
  for dmi in /sys/class/dmi /sys/devices/virtual/dmi; do
    if [ -d $dmi ]; then mount --bind "$1/dmi" $dmi; fi
  done
  exec "$2" collect --redact secrets --no-logs --ask-neighbours --site "$1/site.yaml" --output "$1/b.tar.zst"' \
  - "$dir" "$doctor" >/dev/null 2>&1 || { echo "FAILED: collect"; failed=1; }
"$doctor" check --bundle "$dir/b.tar.zst" --probe protected-vm.address-conflict >"$dir/report" || true
if grep -q "10.1.2.3 of vm01 is in use by another machine" "$dir/report"; then
  echo "ok: replayed"
else
  echo "FAILED: replayed"; cat "$dir/report"; failed=1
fi

# The address is only in the site file: asked on the interface of its network.
in_peer ip address delete 10.1.2.3/24 dev lan0
in_peer ip address add 10.1.2.77/24 dev lan0
printf 'auto eth0\niface eth0 inet dhcp\n' >"$dir/etc/network/interfaces"
sed -i 's/reach: local/reach: local, addresses: [10.1.2.77\/24]/' "$dir/site.yaml"
verdict "the site file's address" "fail 10.1.2.77 eth0 00:50:56:00:00:a0" --ask-neighbours

# It is only in an older bundle, in which it is the static address of eth0.
sed -i 's/, addresses: .*}/}/' "$dir/site.yaml"
in_peer ip address add 10.1.2.3/24 dev lan0
verdict "nobody knows of the address" "skipped" --ask-neighbours
verdict "the older bundle's address" "fail 10.1.2.3 eth0 00:50:56:00:00:a0" \
  --ask-neighbours --before "$dir/b.tar.zst"
sed -i 's/reach: local/reach: local, addresses: [10.1.2.77\/24]/' "$dir/site.yaml"

# Debian has another program of the same name, which would take -D for something else.
printf '#!/bin/sh\necho "ARPing 2.23, by Thomas Habets <thomas@habets.se>"\n' >"$dir/bin/arping"
chmod 755 "$dir/bin/arping"
verdict "another arping" "unknown" --ask-neighbours
printf '#!/bin/sh\ncase $1 in -V) echo arping from iputils ;; *) echo "arping: socket: Operation not permitted"; exit 2 ;; esac\n' \
  >"$dir/bin/arping"
verdict "arping may not" "unknown" --ask-neighbours
exit $failed
