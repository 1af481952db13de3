#!/usr/bin/env bash
# The way home of a machine that lost its static address, on a whole Debian machine with each of its
# network stacks: static, baseline, turned to DHCP as Site Recovery does it, found, fixed, and the
# old address answers again, also after the next boot. And what happens when that goes wrong.
#
#   restore_test.sh FAILBACK-DOCTOR PART      (trips, given, killed, killed-2, cut-off, failures, manager, repairs)
#
# The parts share nothing, so that they can run side by side: most of the time is spent waiting.
set -euo pipefail
doctor=$(realpath "$1") part=$2 here=$(dirname "$(realpath "$0")")
. "$here/machine.sh"
trap machine_end EXIT
machine_make

# No agent of Site Recovery is installed there, so nobody could tell what the machine is.
printf 'hosts:\n  web01: {role: protected-vm, os: linux, reach: local}\n' \
  >"$machine_root/root/site.yaml"

failed=0
ok() { echo "ok: $*"; }
no() { echo "FAILED: $*"; failed=1; }
expect() {  # WHAT COMMAND...
  local what=$1
  shift
  if "$@" >"$machine_dir/out" 2>&1; then ok "$what"; else
    no "$what"
    cat "$machine_dir/out"
    machine ip -brief address || true
  fi
}

address() { machine ip -4 -o address show dev eth0 scope global | sed -n 's/.*inet \([0-9./]*\).*/\1/p'; }
has() {  # ADDRESS-PATTERN: the only one, within a while
  for _ in $(seq 300); do
    # shellcheck disable=SC2053
    if [[ $(address) == $1 ]]; then return 0; fi
    sleep 0.1
  done
  echo "eth0 has \"$(address)\" instead of $1"
  return 1
}
# A machine that is there refuses the connection.
answers() { [[ $(lan timeout 5 bash -c "</dev/tcp/$1/9" 2>&1) == *"Connection refused"* ]]; }
finds() {  # CODE, or pass
  # It ends with the gravest finding, which is what is asked here.
  machine failback-doctor check --site /root/site.yaml --probe protected-vm.static-address \
    --format json >"$machine_dir/report" || true
  python3 -c 'import json, sys
seen = json.load(sys.stdin)["findings"][0]
print(seen)
sys.exit(0 if (seen["status"] if seen["status"] == "pass" else seen["code"].split(".")[-1]) == sys.argv[1] else 1)' "$1" \
    <"$machine_dir/report"
}
fix() { fix_of static-address "$@"; }
fix_manager() { fix_of network-manager "$@"; }
fix_of() {  # PROBE ANSWER EXPECTED-EXIT ARGUMENTS...
  local probe=$1 answer=$2 expected=$3 code=0
  shift 3
  echo "$answer" | machine failback-doctor fix "protected-vm.$probe" "$@" || code=$?
  [ $code = "$expected" ] || { echo "it ended with $code instead of $expected"; return 1; }
}
# Every file that a fix may touch, with its mode.
state() { (cd "$machine_root/etc" && find network netplan NetworkManager/system-connections \
  systemd/network vxagent -type f -printf '%p %m ' -exec md5sum {} \; | sort); }
keep_state() { state >"$machine_dir/state"; }
is_as_kept() { state | diff "$machine_dir/state" -; }
markers() { touch "$machine_root"/etc/vxagent/{setazureip,setvmwareip}; }

# --- the stacks: how each says "static", and what the way through Azure makes of it ---------------

etc=$machine_root/etc
static_ifupdown() {
  cat >"$etc/network/interfaces" <<'ENI'
# my server
auto lo
iface lo inet loopback
auto eth0
iface eth0 inet static
  address 10.1.2.50/24
  gateway 10.1.2.1
ENI
}
azure_ifupdown() {  # post-rec-script.sh and setazureip.sh for Debian and Ubuntu up to 16.04
  cp -p "$etc/network/interfaces" "$etc/network/interfaces-INMAGE-ORG"
  printf 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\n' >"$etc/network/interfaces"
}

profile=$etc/NetworkManager/system-connections/lan.nmconnection
static_network_manager() {
  cat >"$profile" <<'KEYFILE'
[connection]
id=lan
uuid=0a9b6ed4-5ba5-4d5c-9aa8-1c4ad9d4b001
type=ethernet
interface-name=eth0

[ipv4]
method=manual
address1=10.1.2.50/24,10.1.2.1
dns=10.1.2.1;

[ipv6]
method=disabled
KEYFILE
  chmod 600 "$profile"
}
azure_network_manager() { sed -i -e 's/^method=manual/method=auto/' -e '/^address1/d' "$profile"; }

netplan_file=$etc/netplan/01-server.yaml
static_netplan() {
  printf '%s\n' 'network:' '  version: 2' '  renderer: networkd' '  ethernets:' '    eth0:' \
    '      addresses: [10.1.2.50/24]' '      routes: [{to: default, via: 10.1.2.1}]' \
    '      link-local: []' >"$netplan_file"
  chmod 600 "$netplan_file"
}
azure_netplan() {
  printf '%s\n' 'network:' '  version: 2' '  ethernets:' '    eth0: {dhcp4: true}' >"$netplan_file"
  printf '%s\n' 'network:' '  version: 2' '  ethernets:' '    ephemeral:' '      dhcp4: true' \
    '      match: {driver: hv_netvsc, name: "!eth0"}' >"$etc/netplan/50-azure_migrate_dhcp.yaml"
}

static_networkd() {
  printf '%s\n' '[Match]' 'Name=eth0' '' '[Network]' 'Address=10.1.2.50/24' 'Gateway=10.1.2.1' \
    >"$etc/systemd/network/10-lan.network"
}
azure_networkd() {
  printf '%s\n' '[Match]' 'Name=eth*' '' '[Network]' 'DHCP=ipv4' \
    >"$etc/systemd/network/10-lan.network"
}

blank() {
  rm -f "$etc"/vxagent/* "$etc"/netplan/* "$etc"/network/interfaces "$etc"/network/*-INMAGE-ORG \
    "$etc"/NetworkManager/system-connections/* "$etc"/systemd/network/* \
    "$machine_root"/var/lib/NetworkManager/*
  rm -rf "${machine_root:?}/var/lib/failback-doctor"
}

round_trip() {  # STACK UNIT...
  local stack=$1
  shift
  blank
  "static_$stack"
  machine_boot "$@"
  expect "$stack: the machine has its static address" has 10.1.2.50/24
  state >"$machine_dir/static"
  expect "$stack: baseline save" machine failback-doctor baseline save
  machine_power_off

  "azure_$stack"
  markers
  machine_boot "$@"
  expect "$stack: after Azure it has a lease" has '10.1.2.1[012]?/24'
  keep_state
  expect "$stack: the check sees it" finds changed-since-baseline
  expect "$stack: fix --dry-run" fix "" 0 --dry-run
  expect "$stack: without a yes nothing is done" fix no 3
  expect "$stack: and nothing was done" is_as_kept
  expect "$stack: fix" fix yes 0
  expect "$stack: the machine has its address again" has 10.1.2.50/24
  expect "$stack: the machine answers there" answers 10.1.2.50
  expect "$stack: the gateway is back" \
    machine sh -c 'ip -4 route show default | grep "via 10.1.2.1 dev eth0"'
  expect "$stack: the check is content" finds pass
  expect "$stack: and the baseline is kept" machine failback-doctor baseline diff
  machine_power_off

  machine_boot "$@"
  expect "$stack: and after a boot it still has it" has 10.1.2.50/24
  state >"$machine_dir/after"
  # A copy that Site Recovery made lies there still.
  expect "$stack: the files are those of before" \
    sh -c "comm -3 '$machine_dir/static' '$machine_dir/after' | grep -v INMAGE-ORG && exit 1 || exit 0"
  machine_power_off
}

is_undone() {  # WHAT
  expect "$1: the files are as they were" is_as_kept
  expect "$1: and the lease is back" has '10.1.2.1[012]?/24'
}
no_doctor() {
  for _ in $(seq 600); do
    machine pgrep -x failback-doctor >/dev/null || return 0
    sleep 0.1
  done
  machine ps -ef
  return 1
}
# A fix that gets signal 9 in its Nth call of one that changes the disk or makes a process; its watcher
# does not. The exit status is 137 if it came that far.
killed_at() {  # CALL N
  echo yes | machine env ASAN_OPTIONS=detect_leaks=0 strace --quiet=all --output=/dev/null \
    --trace="$1" --inject="$1:signal=KILL:when=$2" \
    failback-doctor fix protected-vm.static-address >"$machine_dir/out" 2>&1
}
on_dhcp_with_baseline() {
  blank
  static_ifupdown
  machine_boot networking.service
  machine failback-doctor baseline save >/dev/null
  machine_power_off
  azure_ifupdown
  markers
  keep_state
  machine_boot networking.service
  expect "$1: before it there is a lease" has '10.1.2.1[012]?/24'
}

killed_at_every_step() {  # LEAST-STEPS CALL...
  local call nth code steps=0 least=$1
  shift
  on_dhcp_with_baseline kill
  for call in "$@"; do
    for nth in $(seq 60); do
      code=0
      killed_at $call "$nth" || code=$?
      [ $code = 137 ] || break
      steps=$((steps + 1))
      expect "killed in $call $nth: its watcher comes to an end" no_doctor
      is_undone "killed in $call $nth"
      machine sh -c 'rm -rf /var/lib/failback-doctor/restore-*'
    done
    # It went through at last, so every call there is was one to be killed in.
    [ "$code" = 0 ] || no "killed in every $call: after $nth it ended with $code"
    expect "not killed in $call: it is restored" has 10.1.2.50/24
    azure_ifupdown
    markers
    machine sh -c 'ifdown --force eth0; ip address flush dev eth0; ifup eth0
      rm -rf /var/lib/failback-doctor/restore-*' >/dev/null 2>&1
  done
  echo "killed $steps times"
  [ "$steps" -ge "$least" ] || no "there were $steps steps only"
  machine_power_off
}

# The plug pulled at the same moment, so that no watcher can help. What is then left is taken back
# by hand, before or after which a new fix does its work.
power_cut() {  # CALL N
  local what="power cut in $1 $2"
  on_dhcp_with_baseline "$what"
  killed_at "$1" "$2" && no "$what: it ended before"
  machine_power_off
  machine_boot networking.service
  if machine grep -qs '"state": "open"' -r --include=journal.json /var/lib/failback-doctor; then
    echo "($what: it left something open)"
    expect "$what: no new fix on top of it" fix yes 3
    expect "$what: fix --undo" fix yes 0 --undo
  fi
  is_undone "$what"
  expect "$what: now it can be fixed" fix yes 0
  expect "$what: and is" has 10.1.2.50/24
  machine_power_off
}

# The network at home has another address range now: the old gateway does not answer.
wrong_address() {
  blank
  static_ifupdown
  sed -i 's/10\.1\.2\./10.99.7./' "$etc/network/interfaces"
  machine_boot networking.service
  machine failback-doctor baseline save >/dev/null
  machine_power_off
  azure_ifupdown
  markers
  machine_boot networking.service
  expect "wrong address: before it there is a lease" has '10.1.2.1[012]?/24'
  keep_state
  expect "wrong address: fix takes itself back" fix yes 2 --patience 3
  cp "$machine_dir/out" "$machine_dir/said"
  expect "wrong address: and says why" \
    grep "10.99.7.1 does not answer on eth0 after 3 s" "$machine_dir/said"
  is_undone "wrong address"
  expect "wrong address: nothing is left to undo" fix "" 0 --undo
  machine_power_off
}

# Nobody saved a baseline: Site Recovery's own copies.
from_copies() {
  blank
  static_ifupdown
  azure_ifupdown
  markers
  machine_boot networking.service
  expect "copies: before it there is a lease" has '10.1.2.1[012]?/24'
  expect "copies: the check sees it" finds replaced-by-dhcp
  expect "copies: fix" fix yes 0
  expect "copies: the machine has its address again" has 10.1.2.50/24
  expect "copies: the check is content" finds pass
  machine_power_off
  # After a second failover the copy is one of DHCP itself, and no help.
  azure_ifupdown
  azure_ifupdown
  machine_boot networking.service
  keep_state
  expect "overwritten copies: they are not believed" fix yes 3
  expect "overwritten copies: and nothing was done" is_as_kept
  machine_power_off
}

# Nobody kept anything: a person gives the addresses, and the configuration is made for the stack.
given() {  # STACK UNIT...
  local stack=$1
  shift
  blank
  "static_$stack"
  "azure_$stack"
  rm -f "$etc"/network/*-INMAGE-ORG
  machine_boot "$@"
  expect "given, $stack: before it there is a lease" has '10.1.2.1[012]?/24'
  expect "given, $stack: without an address there is nothing to do it from" fix yes 3
  expect "given, $stack: fix --address" \
    fix yes 0 --address 10.1.2.50/24 --gateway 10.1.2.1 --dns 10.1.2.1
  expect "given, $stack: the machine has it" has 10.1.2.50/24
  expect "given, $stack: and the gateway" \
    machine sh -c 'ip -4 route show default | grep "via 10.1.2.1 dev eth0"'
  machine_power_off
  machine_boot "$@"
  expect "given, $stack: and after a boot it still has it" has 10.1.2.50/24
  machine_power_off
}

# There is only a bundle of before the failover, made under the name of a site file.
from_bundle() {
  blank
  static_ifupdown
  machine_boot networking.service
  expect "bundle: collect" \
    machine failback-doctor collect --redact secrets --no-logs --site /root/site.yaml --output /root/before.tar.zst
  machine_power_off
  azure_ifupdown
  rm -f "$etc"/network/*-INMAGE-ORG
  machine_boot networking.service
  expect "bundle: before it there is a lease" has '10.1.2.1[012]?/24'
  expect "bundle: fix --before" fix yes 0 --before /root/before.tar.zst
  expect "bundle: the machine has its address again" has 10.1.2.50/24
  machine_power_off
}

# On the disk of a machine that is switched off.
mounted_disk() {
  blank
  static_netplan
  machine_boot systemd-networkd.service
  machine failback-doctor baseline save >/dev/null
  machine_power_off
  azure_netplan
  markers
  expect "mounted disk: fix" sh -c "echo yes | '$doctor' fix protected-vm.static-address --root '$machine_root'"
  [ ! -e "$etc/vxagent/setazureip" ] || no "mounted disk: a marker is still there"
  machine_boot systemd-networkd.service
  expect "mounted disk: the machine boots with its address" has 10.1.2.50/24
  machine_power_off
}

# The package is gone and the profile is not. It comes from a repository on the disk, made of the
# files of this machine's own package.
manager() {
  blank
  static_network_manager
  local repository=$machine_root/srv/repository package=$machine_dir/package path
  mkdir -p "$repository" "$package/DEBIAN"
  printf '%s\n' 'Package: network-manager' 'Version: 99' "Architecture: $(dpkg --print-architecture)" \
    'Maintainer: nobody <nobody@localhost>' 'Description: for a test' >"$package/DEBIAN/control"
  dpkg -L network-manager | while read -r path; do
    if [ -f "$path" ]; then (cd / && cp -a --parents ".$path" "$package"); fi
  done
  dpkg-deb --build "$package" "$repository/network-manager.deb" >/dev/null
  (cd "$repository" && dpkg-scanpackages . 2>/dev/null >Packages)
  rm -rf "$machine_root"/etc/apt/sources.list.d
  echo 'deb [trusted=yes] file:/srv/repository ./' >"$machine_root/etc/apt/sources.list"
  machine_boot
  machine dpkg --force-all --purge network-manager >/dev/null 2>&1 || true
  static_network_manager  # a purge takes the profiles with it
  chmod 600 "$profile"
  keep_state
  expect "manager: the check misses it" misses_manager
  expect "manager: without a yes nothing is done" fix_manager no 3
  expect "manager: not even installed" sh -c "[ ! -e '$machine_root/usr/sbin/NetworkManager' ]"
  expect "manager: fix" fix_manager yes 0
  expect "manager: it runs" machine systemctl is-active NetworkManager.service
  expect "manager: the address of its profile is there" has 10.1.2.50/24
  expect "manager: and the files are as they were" is_as_kept
  machine_power_off

  # The profile's gateway does not answer: the manager is there and was switched off again.
  blank
  static_network_manager
  sed -i 's/10\.1\.2\./10.99.7./g' "$profile"
  machine_boot
  machine dpkg --force-all --remove network-manager >/dev/null 2>&1 || true
  expect "manager: a wrong address is noticed" fix_manager yes 2 --patience 3
  expect "manager: and it does not run" sh -c "[ '$(manager_state)' != active ]"
  machine_power_off
}
manager_state() { machine systemctl is-active NetworkManager.service 2>/dev/null || true; }
misses_manager() {
  machine failback-doctor check --site /root/site.yaml --probe protected-vm.network-manager \
    --format json >"$machine_dir/report" || true
  grep '"protected-vm.network-manager.missing"' "$machine_dir/report"
}

# --- what is no lost address: names, name servers, routes and managers -----------------------------

# PROBE CODE: the check of a probe finds that, or "pass".
sees() {
  machine failback-doctor check --site /root/site.yaml --probe "protected-vm.$1" --format json \
    >"$machine_dir/report" || true
  python3 -c 'import json, sys
codes = [f["status"] if f["status"] == "pass" else f["code"].split(".")[-1] for f in json.load(sys.stdin)["findings"]]
print(codes)
sys.exit(0 if sys.argv[1] in codes else 1)' "$2" <"$machine_dir/report"
}
repaired() {  # PROBE CODE ARGUMENTS-OF-FIX...
  local probe=$1 code=$2
  shift 2
  expect "$probe: the check sees $code" sees "$probe" "$code"
  keep_state
  expect "$probe.$code: fix --dry-run" fix_of "$probe" "" 0 --dry-run "$@"
  expect "$probe.$code: without a yes nothing is done" fix_of "$probe" no 3 "$@"
  expect "$probe.$code: and nothing was done" is_as_kept
  expect "$probe.$code: fix" fix_of "$probe" yes 0 "$@"
  expect "$probe.$code: the check is content" sees "$probe" pass
}
no_address() { [ -z "$(address)" ] || { echo "eth0 has $(address)"; return 1; }; }
has_route() { machine ip -4 route show default | grep 'via 10.1.2.1 dev eth0'; }

# A virtual cable is no adapter to the checks, which look for a driver: a person says what it was.
old_name() {
  blank
  static_ifupdown
  sed -i 's/eth0/ens192/' "$etc/network/interfaces"
  machine_boot networking.service || true
  expect "old name: the machine has no address" no_address
  keep_state
  expect "old name: fix --dry-run" fix_of interface-names "" 0 --dry-run --rename ens192=eth0
  expect "old name: without a yes nothing is done" fix_of interface-names no 3 --rename ens192=eth0
  expect "old name: and nothing was done" is_as_kept
  expect "old name: fix" fix_of interface-names yes 0 --rename ens192=eth0
  expect "old name: the machine has its address" has 10.1.2.50/24
  machine_power_off
  machine_boot networking.service
  expect "old name: and after a boot it still has it" has 10.1.2.50/24
  machine_power_off
}
lost_route() {
  blank
  static_ifupdown
  machine_boot networking.service
  expect "route: it is there" has_route
  machine ip route delete default
  repaired default-route missing
  expect "route: it is back" has_route
  machine_power_off
}
azure_server() {
  blank
  static_ifupdown
  rm -f "$etc/resolv.conf"
  printf 'search corp.example\nnameserver 168.63.129.16\n' >"$etc/resolv.conf"
  lan dnsmasq --keep-in-foreground --port=53 --listen-address=10.1.2.1 --bind-interfaces --no-resolv \
    --no-hosts --user=root --address=/corp.example/10.1.2.9 --conf-file=/dev/null --pid-file= \
    2>"$machine_dir/dns.log" &
  machine_pids+=($!)
  machine_boot networking.service
  repaired name-resolution azure-server --dns 10.1.2.1
  expect "name servers: names are found" \
    sh -c "grep -x 'nameserver 10.1.2.1' '$etc/resolv.conf' && grep -x 'search corp.example' '$etc/resolv.conf'"
  machine_power_off
}
two_managers() {
  blank
  static_ifupdown
  azure_networkd
  machine_boot networking.service systemd-networkd.service
  repaired network-configuration two-managers --keep /etc/network/interfaces
  expect "two managers: the address is the static one" has 10.1.2.50/24
  machine_power_off
  machine_boot networking.service systemd-networkd.service
  expect "two managers: and after a boot it is the only one" has 10.1.2.50/24
  machine_power_off
}

repairs() {
  old_name
  lost_route
  azure_server
  two_managers
}
trips() {
  round_trip ifupdown networking.service
  round_trip network_manager NetworkManager.service
  round_trip netplan systemd-networkd.service
  round_trip networkd systemd-networkd.service
}
all_given() {
  given ifupdown networking.service
  given network_manager NetworkManager.service
  given netplan systemd-networkd.service
  given networkd systemd-networkd.service
}
cut_off() {
  power_cut rename 4
  power_cut rename 5
  power_cut rename 6
  power_cut unlink 7
  power_cut clone 4
}
failures() {
  wrong_address
  from_copies
  from_bundle
  mounted_disk
}
case "$part" in
  trips) trips ;;
  given) all_given ;;
  killed) killed_at_every_step 12 mkdir rename unlink ;;
  killed-2) killed_at_every_step 9 fsync clone ;;
  cut-off) cut_off ;;
  failures) failures ;;
  manager) manager ;;
  repairs) repairs ;;
  *) echo "restore_test.sh: there is no part \"$part\"" >&2; exit 64 ;;
esac
exit $failed
