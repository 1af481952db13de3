#!/usr/bin/env bash
# Leases that real clients got from a real server in network namespaces of their own: is what their
# files say the address that the kernel has?
#
#   leases_test.sh LEASES
set -euo pipefail
program=$(realpath "$1")

# Nothing is skipped where the tests have to be whole.
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
export PATH=$PATH:/usr/sbin:/sbin
[ "$(id -u)" = 0 ] || skip "network namespaces need root"
for tool in ip dnsmasq dhclient dhcpcd python3 unshare; do
  command -v $tool >/dev/null || skip "$tool is not installed"
done

vm=fbd-lease-vm-$$ lan=fbd-lease-lan-$$ dir=$(mktemp -d) pids=()
# Waits for the end, too: a client takes its pid file away with it, and that must not be another's.
end_client() {  # PID-FILE
  local pid
  [ -s "$1" ] || return 0
  pid=$(cat "$1")
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$pid" 2>/dev/null || true
  rm -f "$1"
}
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for file in "$dir"/*.pid; do end_client "$file"; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  ip netns delete "$vm" 2>/dev/null || true
  ip netns delete "$lan" 2>/dev/null || true
  rm -rf "${dir:?}"
}
trap cleanup EXIT

ip netns add "$vm" 2>/dev/null || skip "network namespaces are not allowed here"
ip netns add "$lan"
ip link add eth0 netns "$vm" address 00:50:56:00:00:10 type veth peer name lan0 netns "$lan"
ip -n "$vm" link set lo up
ip -n "$vm" link set eth0 up
ip -n "$lan" link set lan0 up
ip -n "$lan" address add 192.0.2.1/24 dev lan0
ip -n "$lan" address add 2001:db8:1::1/64 dev lan0 nodad
ip netns exec "$lan" dnsmasq --keep-in-foreground --port=0 --interface=lan0 --bind-interfaces \
  --user=root --dhcp-range=192.0.2.50,192.0.2.60,10m \
  --dhcp-range=2001:db8:1::100,2001:db8:1::1ff,64,10m --enable-ra \
  --dhcp-option=option:dns-server,192.0.2.53,192.0.2.54 \
  --dhcp-option=option:domain-search,example.com,lab.example.com \
  --dhcp-option=option6:dns-server,[2001:db8:1::53] \
  --dhcp-leasefile="$dir/dnsmasq.leases" --conf-file=/dev/null --pid-file= 2>"$dir/dnsmasq.log" &
pids+=($!)
# A client that starts before its link-local address is ready gets no IPv6 lease.
for _ in $(seq 50); do
  ip -n "$vm" -6 address show dev eth0 tentative | grep -q inet6 || break
  sleep 0.1
done

cat >"$dir/script" <<'SCRIPT'
#!/bin/sh
case $reason in
  BOUND|RENEW|REBIND|REBOOT) ip -4 address replace "$new_ip_address/24" dev "$interface" ;;
  BOUND6|RENEW6|REBIND6) ip -6 address replace "$new_ip6_address/128" dev "$interface" nodad ;;
esac
exit 0
SCRIPT
chmod 755 "$dir/script"

failed=0
# EXPECTED is Python about `lease`, the only lease of that client and family; its address has to be
# among those that the kernel shows.
expect() {  # WHAT CLIENT FAMILY EXPECTED
  if "$program" "$dir/root" >"$dir/fact" && python3 - "$dir/fact" "$dir/addresses" "$2" "$3" "$4" \
    <<'PYTHON'
import json, sys
fact = json.load(open(sys.argv[1]))
kernel = [a["local"] for i in json.load(open(sys.argv[2])) for a in i.get("addr_info", [])
          if a["scope"] == "global"]
found = [l for l in fact["leases"] if l["client"] == sys.argv[3] and l["family"] == sys.argv[4]]
if len(found) != 1 or fact["problems"]:
    sys.exit(1)
lease = found[0]
sys.exit(0 if lease["address"] in kernel and lease["interface"] == "eth0"
         and eval("(" + sys.argv[5] + ")") else 1)
PYTHON
  then echo "ok: $1"; else
    echo "FAILED: $1"; cat "$dir/addresses" "$dir/fact" "$dir/dnsmasq.log"; failed=1
  fi
}
addresses() { ip -n "$vm" -json address show dev eth0 >"$dir/addresses"; }

mkdir -p "$dir/root/var/lib/dhcp" "$dir/root/var/lib/dhcpcd"
# Twice, so that the file has more than one block.
for i in 1 2; do
  end_client "$dir/v4-1.pid"
  timeout 60 ip netns exec "$vm" dhclient -4 -1 -sf "$dir/script" -pf "$dir/v4-$i.pid" -cf /dev/null \
    -lf "$dir/root/var/lib/dhcp/dhclient.eth0.leases" eth0 >"$dir/log" 2>&1 || cat "$dir/log"
done
timeout 60 ip netns exec "$vm" dhclient -6 -1 -sf "$dir/script" -pf "$dir/v6.pid" -cf /dev/null \
  -lf "$dir/root/var/lib/dhcp/dhclient6.eth0.leases" eth0 >"$dir/log" 2>&1 || cat "$dir/log"
addresses
expect "dhclient, IPv4" dhclient inet "lease['prefix'] == 24 and lease['seconds'] == 600
  and lease['expires'] and lease['server'] == '192.0.2.1' and lease['routers'] == ['192.0.2.1']
  and lease['dns'] == ['192.0.2.53', '192.0.2.54']"
expect "dhclient, IPv6" dhclient inet6 "lease['seconds'] == 600 and lease['expires']
  and lease['dns'] == ['2001:db8:1::53']"
end_client "$dir/v4-2.pid"
end_client "$dir/v6.pid"
rm -f "$dir"/root/var/lib/dhcp/*
ip -n "$vm" address flush dev eth0 scope global

# Its folders are the machine's own; here they are empty and go away with it, and so do the processes
# into which it divides itself.
timeout 60 ip netns exec "$vm" unshare --mount --pid --fork --kill-child --mount-proc sh -c '
  mkdir -p /run/dhcpcd
  mount -t tmpfs none /var/lib/dhcpcd && mount -t tmpfs none /run/dhcpcd
  dhcpcd -1 -B -t 20 -4 --noarp --nohook resolv.conf eth0 || exit
  cp /var/lib/dhcpcd/*.lease "$1"' - "$dir/root/var/lib/dhcpcd" >"$dir/log" 2>&1 || cat "$dir/log"
addresses
expect "dhcpcd, IPv4" dhcpcd inet "lease['prefix'] == 24 and lease['seconds'] == 600
  and lease['server'] == '192.0.2.1' and lease['routers'] == ['192.0.2.1']
  and lease['dns'] == ['192.0.2.53', '192.0.2.54']
  and lease['search'] == ['example.com', 'lab.example.com']"

exit $failed
