#!/usr/bin/env bash
# A static address and a lease, made by the real programs in network namespaces of their own: does
# RunningAddresses tell one from the other, and does the check see a static address that was lost?
#
#   network_state_test.sh RUNNING-ADDRESSES FAILBACK-DOCTOR [CAPTURE-DIRECTORY]
#
# With a directory, what "ip" printed is kept there as captures.
set -euo pipefail
program=$(realpath "$1") doctor=$(realpath "$2") captures=${3:-}

# Nothing is skipped where the tests have to be whole.
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
export PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
for tool in ip dnsmasq dhclient python3 unshare sshd ssh-keygen ss; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done

vm=fbd-vm-$$ lan=fbd-lan-$$ dir=$(mktemp -d) pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  if [ -s "$dir/dhclient.pid" ]; then kill "$(cat "$dir/dhclient.pid")" 2>/dev/null || true; fi
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  ip netns delete "$vm" 2>/dev/null || true
  ip netns delete "$lan" 2>/dev/null || true
  rm -rf "${dir:?}"
}
trap cleanup EXIT

ip netns add "$vm" 2>/dev/null || skip "network namespaces are not allowed here"
ip netns add "$lan"
in_vm() { ip netns exec "$vm" "$@"; }
in_lan() { ip netns exec "$lan" "$@"; }

# eth0 is for DHCP, eth1 for a static address, eth2 is switched off, eth3 has no carrier. The other
# ends are in the network: eth0 with a DHCP server, the others with nobody.
for i in 0 1 2 3; do
  ip link add "eth$i" netns "$vm" address "00:50:56:00:00:1$i" type veth peer name "lan$i" netns "$lan"
done
in_vm ip link set lo up
for i in 0 1 3; do in_vm ip link set "eth$i" up; done
for i in 0 1; do in_lan ip link set "lan$i" up; done
in_lan ip address add 192.0.2.1/24 dev lan0

# Not through in_lan: the pid would be a shell's, and the server would outlive it.
ip netns exec "$lan" dnsmasq --keep-in-foreground --port=0 --interface=lan0 --bind-interfaces --user=root \
  --dhcp-range=192.0.2.50,192.0.2.60,10m --dhcp-leasefile="$dir/dnsmasq.leases" \
  --conf-file=/dev/null --pid-file= 2>"$dir/dnsmasq.log" &
pids+=($!)

# Two scripts for the client: today's, which tells the kernel how long the lease is good for, and
# one as RHEL 6 had it, which does not.
lease_script() {  # FILE LIFETIME-WORDS
  cat >"$1" <<SCRIPT
#!/bin/sh
# The mask as a length: 255.255.255.0 is all that the server gives.
case \$reason in
  BOUND|RENEW|REBIND|REBOOT)
    ip -4 address replace "\$new_ip_address/24" broadcast "\$new_broadcast_address" \
      dev "\$interface" $2 ;;
  EXPIRE|FAIL|RELEASE|STOP) ip -4 address flush dev "\$interface" ;;
esac
exit 0
SCRIPT
  chmod 755 "$1"
}
lease_script "$dir/today" 'valid_lft "$new_dhcp_lease_time" preferred_lft "$new_dhcp_lease_time"'
lease_script "$dir/old" ''

lease() {  # SCRIPT
  timeout 60 ip netns exec "$vm" dhclient -4 -1 -sf "$1" -lf "$dir/leases" -pf "$dir/dhclient.pid" \
    -cf /dev/null eth0 >"$dir/dhclient.log" 2>&1 || { cat "$dir/dhclient.log" "$dir/dnsmasq.log"; exit 1; }
}
end_lease() {
  kill "$(cat "$dir/dhclient.pid")"
  : >"$dir/dhclient.pid"
  in_vm ip -4 address flush dev eth0
}

in_vm ip address add 10.1.2.3/24 broadcast + dev eth1
in_vm ip address add 10.1.2.4/24 dev eth1 label eth1:1
in_vm ip address add 2001:db8::3/64 dev eth1 nodad
in_vm ip address add 10.9.9.9/24 dev eth2

failed=0
# What "ip" prints, through both parsers; EXPECTED is Python about `eth`, the interfaces by name.
expect() {  # WHAT EXPECTED
  local what=$1 form
  in_vm sh -c 'ip -json address show' >"$dir/json"
  in_vm sh -c 'ip -o link show && ip -o address show' >"$dir/text"
  if [ -n "$captures" ]; then
    mkdir -p "$captures/network.addresses" "$captures/network.addresses-text"
    cp "$dir/json" "$captures/network.addresses/$what.json"
    cp "$dir/text" "$captures/network.addresses-text/$what.txt"
  fi
  for form in json text; do
    local id=network.addresses
    [ $form = text ] && id=network.addresses-text
    if "$program" "$id" <"$dir/$form" >"$dir/fact" && python3 - "$dir/fact" "$2" <<'PYTHON'
import json, sys
fact = json.load(open(sys.argv[1]))
eth = {one["name"]: one for one in fact["interfaces"]}
def v4(name):
    return {a["address"]: a for a in eth[name]["addresses"] if a["family"] == "inet"}
sys.exit(0 if eval("(" + sys.argv[2] + ")") else 1)
PYTHON
    then echo "ok: $what ($form)"; else
      echo "FAILED: $what ($form): $2"; cat "$dir/$form" "$dir/fact"; failed=1
    fi
  done
}

# The check on a machine whose /etc/network/interfaces is the standard input: live, with the real
# "ip", and with files of its own in place of /etc and of what the firmware says.
cat >"$dir/site.yaml" <<SITE
hosts:
  vm01: {role: protected-vm, os: linux, reach: local}
SITE
verdict() {  # WHAT EXPECTED
  local seen
  rm -rf "${dir:?}/etc" "${dir:?}/dmi"
  mkdir -p "$dir/etc/network" "$dir/dmi"
  cat >"$dir/etc/network/interfaces"
  cp /etc/passwd /etc/group "$dir/etc/"
  seen=$(in_vm unshare --mount sh -c '
    mount --bind "$1/etc" /etc
    for dmi in /sys/class/dmi /sys/devices/virtual/dmi; do
      if [ -d $dmi ]; then mount --bind "$1/dmi" $dmi; fi
    done
    exec "$2" check --site "$1/site.yaml" --probe protected-vm.static-address --format json' \
    - "$dir" "$doctor" 2>"$dir/errors" | python3 -c '
import json, sys
finding = json.load(sys.stdin)["findings"][0]
values = finding.get("values", {})
print(finding["status"], values.get("interface", ""), values.get("running", ""))') || true
  if [ "$seen" = "$2" ]; then echo "ok: check: $1"; else
    echo "FAILED: check: $1: \"$seen\" instead of \"$2\""; cat "$dir/errors"; failed=1
  fi
}

lease "$dir/today"
address=$(in_vm ip -4 -o address show dev eth0 | sed -n 's/.*inet \([0-9.]*\).*/\1/p')
expect lease-and-static "
  list(v4('eth0')) == ['$address'] and v4('eth0')['$address']['dynamic']
  and 0 < v4('eth0')['$address']['valid_seconds'] <= 600 and v4('eth0')['$address']['prefix'] == 24
  and list(v4('eth1')) == ['10.1.2.3', '10.1.2.4']
  and not any(a['dynamic'] or a['valid_seconds'] for a in v4('eth1').values())
  and any(a['address'] == '2001:db8::3' and not a['dynamic'] for a in eth['eth1']['addresses'])
  and eth['eth0']['up'] and eth['eth1']['up'] and not eth['eth2']['up'] and not eth['eth3']['up']
  and eth['eth0']['mac'] == '00:50:56:00:00:10' and list(v4('eth2')) == ['10.9.9.9']
  and eth['lo']['mac'] == '' and v4('lo')['127.0.0.1']['prefix'] == 8"

verdict "a lease in place of the static address" "fail eth0 $address/24" <<ENI
auto eth0
iface eth0 inet static
  address 10.1.9.9/24
ENI
verdict "a lease, as it is configured, and a static address that is there" "pass  " <<ENI
auto eth0 eth1
iface eth0 inet dhcp
iface eth1 inet static
  address 10.1.2.3/24
ENI

end_lease
lease "$dir/old"
expect lease-without-lifetime "
  list(v4('eth0')) == ['$address'] and not v4('eth0')['$address']['dynamic']
  and v4('eth0')['$address']['valid_seconds'] is None"

end_lease
verdict "the interface has no address at all" "unknown  " <<ENI
auto eth0
iface eth0 inet static
  address 10.1.9.9/24
ENI
expect no-lease "eth['eth0']['addresses'] == [] or not v4('eth0')"

# Asked over SSH the machine says the same as it does itself, about its files, leases and what runs.
over_ssh() {
  local own=$dir/ssh
  mkdir -p "$own/network" /run/sshd
  printf '%s\n' 'auto eth0 eth1' 'iface eth0 inet dhcp' 'iface eth1 inet static' \
    '  address 10.1.2.3/24' '  gateway 10.1.2.1' >"$own/network/interfaces"
  ssh-keygen -q -t ed25519 -N '' -f "$own/host"
  ssh-keygen -q -t ed25519 -N '' -f "$own/key"
  sed 's/^/[127.0.0.1]:2222 /' "$own/host.pub" >"$own/known"
  printf '%s\n' 'ListenAddress 127.0.0.1:2222' "HostKey $own/host" "AuthorizedKeysFile $own/key.pub" \
    'PidFile none' 'UsePAM no' 'StrictModes no' 'PermitRootLogin yes' >"$own/sshd_config"
  printf '%s\n' 'hosts:' '  vm01: {role: protected-vm, os: linux, address: 127.0.0.1, reach: ssh,' \
    "    ssh: {port: 2222, user: root, key: $own/key, known-hosts: $own/known}}" >"$own/site.yaml"
  # shellcheck disable=SC2016
  in_vm unshare --mount sh -c '
    mount --bind "$1/network" /etc/network
    /usr/sbin/sshd -D -f "$1/sshd_config" -E "$1/log" & server=$!
    for _ in $(seq 100); do ss -Hltn "sport = 2222" | grep -q . && break; sleep 0.1; done
    "$2" show network --site "$3" >"$1/here"
    "$2" show network --site "$1/site.yaml" --host vm01 >"$1/there"
    kill $server' - "$own" "$doctor" "$dir/site.yaml" || { cat "$own/log"; return 1; }
  python3 - "$own/here" "$own/there" <<'PYTHON'
import json, re, sys
def told(path):
    # A lease runs out while the two are asked.
    return re.sub(r'("valid_seconds": )[0-9]+', r'\1"some"', open(path).read())
here, there = map(told, sys.argv[1:])
both = {(c["id"], c["ipv4"]["method"]) for c in json.loads(there)["connections"] if c["stack"] == "ifupdown"}
sys.exit(0 if here == there and both == {("eth0", "dhcp"), ("eth1", "static")} else 1)
PYTHON
}
if over_ssh; then echo "ok: over SSH the same as on the machine"; else
  echo "FAILED: over SSH the same as on the machine"
  diff "$dir/ssh/here" "$dir/ssh/there" || true
  failed=1
fi

exit $failed
