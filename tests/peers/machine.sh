# A whole Debian machine for tests, made of this one: its files under an overlay, its own network,
# and its own systemd as init, which can be booted, asked, and cut off from power. To be sourced.
#
#   machine_make                     $machine_root is then its root, $machine_dir a folder beside it
#   machine_boot UNIT...             boots it with these units, and waits until they are up
#   machine COMMAND...               runs a command in it
#   machine_power_off                kill -9 to all of it, as when the plug is pulled
#   lan COMMAND...                   runs a command on the other machine of its network, 10.1.2.1,
#                                    which has a DHCP server for 10.1.2.100 to 10.1.2.120
#   machine_end                      for the trap: nothing is left behind

# Nothing is skipped where the tests have to be whole.
skip() { echo "skipped: $*" >&2; [ -z "${CI:-}" ] || exit 1; exit 77; }
export PATH=$PATH:/usr/sbin:/sbin

machine_net=fbd-machine-$$ machine_lan=fbd-machine-lan-$$ machine_dir='' machine_root=''
machine_pids=() machine_init='' machine_nspawn='' machine_boots=0

machine_make() {
  [ "$(id -u)" = 0 ] || skip "network namespaces need root"
  local tool
  for tool in ip dnsmasq systemd-nspawn nsenter python3; do
    command -v $tool >/dev/null || skip "$tool is not installed"
  done
  machine_dir=$(mktemp -d)
  ip netns add "$machine_net" 2>/dev/null || skip "network namespaces are not allowed here"
  ip netns add "$machine_lan"
  ip link add eth0 netns "$machine_net" address 00:50:56:00:00:10 \
    type veth peer name lan0 netns "$machine_lan"
  ip -n "$machine_lan" link set lo up
  ip -n "$machine_lan" link set lan0 up
  ip -n "$machine_lan" address add 10.1.2.1/24 dev lan0
  ip netns exec "$machine_lan" dnsmasq --keep-in-foreground --port=0 --interface=lan0 \
    --bind-interfaces --user=root --dhcp-range=10.1.2.100,10.1.2.120,10m \
    --dhcp-leasefile="$machine_dir/dnsmasq.leases" --conf-file=/dev/null --pid-file= \
    2>"$machine_dir/dnsmasq.log" &
  machine_pids+=($!)

  mkdir "$machine_dir/disk" && mount -t tmpfs none "$machine_dir/disk"
  mkdir "$machine_dir"/disk/{upper,work,root}
  machine_root=$machine_dir/disk/root
  mount -t overlay overlay "$machine_root" \
    -o "lowerdir=/,upperdir=$machine_dir/disk/upper,workdir=$machine_dir/disk/work"
  # Of what this machine does itself nothing goes on there.
  rm -rf "${machine_root:?}"/etc/{netplan,network,systemd/network,vxagent} \
    "$machine_root"/etc/NetworkManager/{system-connections,conf.d} \
    "$machine_root"/etc/systemd/system/*.wants "$machine_root"/var/lib/failback-doctor \
    "$machine_root"/var/lib/{NetworkManager,dhcp}
  mkdir -p "$machine_root"/etc/{netplan,network/interfaces.d,systemd/network,vxagent} \
    "$machine_root"/etc/NetworkManager/{system-connections,conf.d} \
    "$machine_root"/var/lib/{NetworkManager,dhcp}
  cp -a /etc/network/if-*.d "$machine_root/etc/network/"
  # A container has no udev, and its services take a network card as it is; "netplan apply" alone
  # insists on telling udev of it.
  printf '#!/bin/sh\nexit 0\n' >"$machine_root/usr/local/bin/udevadm"
  chmod 755 "$machine_root/usr/local/bin/udevadm"
  rm -f "$machine_root/etc/machine-id"
  head -c16 /dev/urandom | od -An -tx1 | tr -d ' \n' >"$machine_root/etc/machine-id"
}

machine_boot() {
  local wanted=$machine_root/etc/systemd/system/test.target.wants unit
  rm -rf "$wanted" && mkdir -p "$wanted"
  printf '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n' \
    >"$machine_root/etc/systemd/system/test.target"
  ln -sf /etc/systemd/system/test.target "$machine_root/etc/systemd/system/default.target"
  for unit in dbus.service "$@"; do ln -s "/lib/systemd/system/$unit" "$wanted/"; done
  machine_boots=$((machine_boots + 1))
  ip -n "$machine_net" link set eth0 down
  ip -n "$machine_net" address flush dev eth0
  SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 systemd-nspawn --quiet --boot --directory="$machine_root" \
    --network-namespace-path="/run/netns/$machine_net" --machine="$machine_net-$machine_boots" \
    --register=no --keep-unit --console=pipe --capability=CAP_NET_ADMIN --resolv-conf=off \
    --bind-ro="$doctor:/usr/local/bin/failback-doctor" \
    </dev/null >>"$machine_dir/console" 2>&1 &
  machine_nspawn=$!
  for _ in $(seq 300); do
    sleep 0.2
    kill -0 "$machine_nspawn" 2>/dev/null || break
    machine_init=$(pgrep --parent "$machine_nspawn" | head -n1 || true)  # none yet
    [ -z "$machine_init" ] && continue
    [ "$(machine systemctl is-active test.target 2>/dev/null)" = active ] && return
  done
  echo "the machine does not boot:" >&2
  tail -n 50 "$machine_dir/console" >&2
  return 1
}

machine() {
  nsenter --target "$machine_init" --all env -i -C / \
    PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root ASAN_OPTIONS="${ASAN_OPTIONS:-}" "$@"
}

# Its init alone: with it the kernel ends all the rest; without it that would live on.
machine_power_off() {
  [ -n "$machine_nspawn" ] || return 0
  local pid
  for pid in $(pgrep --parent "$machine_nspawn"); do kill -9 "$pid" 2>/dev/null || true; done
  for _ in $(seq 100); do kill -0 "$machine_nspawn" 2>/dev/null || break; sleep 0.1; done
  kill -9 "$machine_nspawn" 2>/dev/null || true
  wait "$machine_nspawn" 2>/dev/null || true
  rmdir "/run/systemd/nspawn/propagate/$machine_net-$machine_boots" 2>/dev/null || true
  machine_nspawn='' machine_init=''
}

lan() { ip netns exec "$machine_lan" "$@"; }

machine_end() {
  machine_power_off
  local pid
  for pid in "${machine_pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${machine_pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  if [ -n "$machine_root" ]; then umount "$machine_root" || true; fi
  if mountpoint -q "$machine_dir/disk"; then umount "$machine_dir/disk" || true; fi
  ip netns delete "$machine_net" 2>/dev/null || true
  ip netns delete "$machine_lan" 2>/dev/null || true
  rm -rf --one-file-system "${machine_dir:?}"
}
