# A small site, to be sourced: sixteen network namespaces, each a machine with an address of its own,
# in two networks with firewalls between, real services, and planted faults.
#
#   site_start PROGRAM       start everything; site_hosts are the machines of the site file
#   site_run HOST VERB ...   run the program as that machine: "site_run web01 matrix --format json"
#   site_admin VERB ...      run it on the administrator's machine, from where it asks all over SSH
#   site_stop                stop everything by pid and remove it; safe to call at any time
#
#   Azure, 10.20.0.0/24                              on-premises, 10.10.0.0/24
#   web01..web05, db01, db02, app01   protected VMs   cs01   configuration server
#   ps01   process server                             mt01   master target
#   gwa    VPN gateway and firewall  == 10.99.0/30 == gwo    the same; vc01 vCenter, esx01 ESXi host
#                                                     adm01  the administrator

site_dir= site_program= site_pids=() site_id=
site_vms=(web01 web02 web03 web04 web05 db01 db02 app01)
site_linux=("${site_vms[@]}" ps01 cs01 mt01)  # those that are asked
site_hosts=("${site_linux[@]}" vc01 esx01 adm01)

declare -A site_address=(
  [web01]=10.20.0.11 [web02]=10.20.0.12 [web03]=10.20.0.13 [web04]=10.20.0.14 [web05]=10.20.0.15
  [db01]=10.20.0.21 [db02]=10.20.0.22 [app01]=10.20.0.31 [ps01]=10.20.0.5
  [cs01]=10.10.0.4 [mt01]=10.10.0.6 [vc01]=10.10.0.8 [esx01]=10.10.0.9
  [adm01]=10.10.0.20
)

# What is wrong with which connection, and what the matrix must say about it: "from to port word
# code". Everything else that is needed must be well.
site_faults=(
  "web02 ps01 9443 dropped connection.open.timed-out"
  "web03 ps01 9443 unreachable connection.open.no-route"
  "web04 ps01 9443 closed connection.service.closed"
  "web05 ps01 9443 not_TLS connection.service.not-tls"
  "db01 ps01 9443 slow connection.latency.slow"
  "db02 ps01 9443 MTU connection.path-mtu.black-hole"
  "app01 ps01 9443 refused connection.open.refused"
  "app01 cs01 443 dropped config-server.reachable.timed-out"
  "ps01 mt01 9443 other connection.service.other-service"
  "cs01 esx01 443 refused connection.open.refused"
  "mt01 esx01 443 refused connection.open.refused"
  "ps01 esx01 443 refused connection.open.refused"
  "mt01 vc01 443 inspected connection.certificate.intercepted"
  "cs01 login.microsoftonline.com 443 inspected connection.certificate.intercepted"
  "cs01 management.azure.com 443 dropped connection.open.timed-out"
  "ps01 login.microsoftonline.com 443 no_name connection.open.unresolved"
  "ps01 management.azure.com 443 no_name connection.open.unresolved"
)

site_ns() { echo "fbd-$site_id-$1"; }
site_in() { local ns; ns=$(site_ns "$1"); shift; ip netns exec "$ns" "$@"; }

site_daemon() {  # HOST COMMAND ...
  local host=$1
  shift
  ( exec ip netns exec "$(site_ns "$host")" "$@" ) >>"$site_dir/peers.log" 2>&1 </dev/null &
  site_pids+=($!)
}

site_host() {  # NAME GATEWAY: a machine on the gateway's bridge
  local name=$1 gateway=$2 address=${site_address[$1]}
  ip netns add "$(site_ns "$name")" || return
  ip link add eth0 netns "$(site_ns "$name")" type veth peer name "v$name" netns "$(site_ns "$gateway")"
  ip -n "$(site_ns "$gateway")" link set "v$name" master br0 up
  ip -n "$(site_ns "$name")" link set lo up
  ip -n "$(site_ns "$name")" address add "$address/24" dev eth0
  ip -n "$(site_ns "$name")" link set eth0 up
  ip -n "$(site_ns "$name")" route add default via "${address%.*}.1"
}

site_gateway() {  # NAME NETWORK-PREFIX
  ip netns add "$(site_ns "$1")" || return
  ip -n "$(site_ns "$1")" link set lo up
  ip -n "$(site_ns "$1")" link add br0 type bridge
  ip -n "$(site_ns "$1")" address add "$2.1/24" dev br0
  ip -n "$(site_ns "$1")" link set br0 up
  site_in "$1" sysctl -qw net.ipv4.ip_forward=1
}

site_certificate() {  # NAME SUBJECT
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 700 -subj "/CN=$2" \
    -keyout "$site_dir/$1.key" -out "$site_dir/$1.crt" 2>/dev/null
}

site_web() {  # HOST "listen; further lines" ...
  local host=$1 server
  shift
  {
    cat <<CONF
daemon off;
pid $site_dir/$host.pid;
error_log $site_dir/$host.log;
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path $site_dir/tmp; proxy_temp_path $site_dir/tmp; fastcgi_temp_path $site_dir/tmp;
  uwsgi_temp_path $site_dir/tmp; scgi_temp_path $site_dir/tmp;
CONF
    for server in "$@"; do echo "  server { $server }"; done
    echo "}"
  } >"$site_dir/$host.conf"
  site_daemon "$host" nginx -e "$site_dir/$host.log" -p "$site_dir" -c "$site_dir/$host.conf"
}

site_tls() { echo "listen $1 ssl; ssl_certificate $site_dir/$2.crt; ssl_certificate_key $site_dir/$2.key;"; }

# A line that takes 60 ms. Not every kernel has netem; without it a tunnel and a few lines of Python
# hold each packet back as long.
site_slow() {  # HOST TO
  site_in "$1" tc qdisc add dev eth0 root netem delay 60ms 2>/dev/null && return
  site_in "$1" ip tuntap add slow0 mode tun || return
  site_in "$1" ip link set slow0 up
  site_in "$1" sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.eth0.rp_filter=0
  site_in "$1" ip route add "$2/32" dev slow0 src "${site_address[$1]}"
  site_daemon "$1" python3 -c '
import fcntl, os, socket, struct, threading
tun = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH22x", b"slow0", 0x1001))  # TUNSETIFF, tun without header
out = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
out.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"eth0")
while True:
    packet = os.read(tun, 65535)
    if packet[0] >> 4 == 4:
        to = socket.inet_ntoa(packet[16:20])
        threading.Timer(0.06, out.sendto, (packet, (to, 0))).start()
'
}

site_firewalls() {
  # What stands between the two networks.
  site_in gwa nft -f - <<NFT
table ip lab {
  chain forward { type filter hook forward priority 0;
    ip saddr ${site_address[app01]} ip daddr ${site_address[cs01]} tcp dport 443 drop
  }
}
NFT
  site_in ps01 nft -f - <<NFT
table ip lab {
  chain before { type nat hook prerouting priority -100;
    ip saddr ${site_address[web05]} tcp dport 9443 redirect to :9444
  }
  chain input { type filter hook input priority 0;
    ip saddr ${site_address[web02]} tcp dport 9443 drop
    ip saddr ${site_address[web03]} tcp dport 9443 reject with icmp type host-prohibited
    ip saddr ${site_address[web04]} tcp dport 9443 tcp flags & psh == psh reject with tcp reset
    ip saddr ${site_address[app01]} tcp dport 9443 reject with tcp reset
    ip saddr ${site_address[db02]} meta length > 1400 drop
  }
}
NFT
  # A firewall that inspects TLS on the way from the master target to vCenter, and to Azure.
  site_in vc01 nft -f - <<NFT
table ip lab {
  chain before { type nat hook prerouting priority -100;
    ip saddr ${site_address[mt01]} tcp dport 443 redirect to :8443
  }
}
NFT
  site_in gwo nft -f - <<NFT
table ip lab {
  chain input { type filter hook input priority 0;
    ip daddr 10.10.0.250 tcp dport 443 drop
  }
}
NFT
  site_slow db01 "${site_address[ps01]}" || return
}

site_file() {  # FURTHER-KEYS of those that are asked
  echo "stack: classic"
  echo "hosts:"
  local name role
  for name in "${site_linux[@]}"; do
    role=protected-vm
    case $name in ps01) role=process-server ;; cs01) role=configuration-server ;; mt01) role=master-target ;; esac
    printf '  %s: {role: %s, address: %s, os: linux%s}\n' "$name" "$role" "${site_address[$name]}" "$1"
  done
  printf '  vc01: {role: vcenter, address: %s, certificate-sha256: "%s"}\n' "${site_address[vc01]}" \
    "$(openssl x509 -noout -fingerprint -sha256 -in "$site_dir/vc01.crt" | sed 's/.*=//')"
  printf '  esx01: {role: esxi, address: %s, os: esxi}\n' "${site_address[esx01]}"
}

# In its own idea of names, as everything else on the machine.
site_names='
    dir=$1 hosts=$2
    shift 2
    [ "$hosts" = /etc/hosts ] || mount --bind "$hosts" /etc/hosts
    mount --bind "$dir/resolv.conf" "$(realpath /etc/resolv.conf)"
    exec "$@"'
site_hosts_of() { if [ "$1" = cs01 ]; then echo "$site_dir/hosts"; else echo /etc/hosts; fi; }

# Every machine that is asked has an sshd with a key of its own.
site_sshd() {
  local name
  mkdir -p /run/sshd "$site_dir/ssh"
  ssh-keygen -q -t ed25519 -N '' -f "$site_dir/ssh/admin"
  for name in "${site_linux[@]}"; do
    ssh-keygen -q -t ed25519 -N '' -f "$site_dir/ssh/$name"
    echo "${site_address[$name]} $(cut -d ' ' -f 1,2 "$site_dir/ssh/$name.pub")" >>"$site_dir/ssh/known_hosts"
    printf '%s\n' "HostKey $site_dir/ssh/$name" "PidFile none" "UsePAM no" "StrictModes no" \
      "PermitRootLogin prohibit-password" "PasswordAuthentication no" \
      "AuthorizedKeysFile $site_dir/ssh/admin.pub" "Subsystem sftp internal-sftp" \
      >"$site_dir/ssh/$name.conf"
    site_daemon "$name" unshare --mount bash -c "$site_names" names "$site_dir" "$(site_hosts_of "$name")" \
      /usr/sbin/sshd -D -e -f "$site_dir/ssh/$name.conf"
  done
}

site_start() {  # PROGRAM
  site_program=$(realpath "$1")
  site_id=$$
  site_dir=$(mktemp -d /tmp/failback-site.XXXXXX)
  chmod 755 "$site_dir"
  mkdir -p "$site_dir/tmp"
  [ "$(id -u)" -eq 0 ] || { echo "site: namespaces need root" >&2; return 77; }
  site_gateway gwa 10.20.0 || { echo "site: no network namespaces here" >&2; return 77; }
  site_gateway gwo 10.10.0 || return
  ip link add vpn netns "$(site_ns gwa)" type veth peer name vpn netns "$(site_ns gwo)"
  ip -n "$(site_ns gwa)" address add 10.99.0.1/30 dev vpn
  ip -n "$(site_ns gwo)" address add 10.99.0.2/30 dev vpn
  ip -n "$(site_ns gwa)" link set vpn up
  ip -n "$(site_ns gwo)" link set vpn up
  ip -n "$(site_ns gwa)" route add 10.10.0.0/24 via 10.99.0.2
  ip -n "$(site_ns gwo)" route add 10.20.0.0/24 via 10.99.0.1
  ip -n "$(site_ns gwo)" address add 10.10.0.250/24 dev br0
  local name
  for name in "${site_vms[@]}" ps01; do site_host "$name" gwa || return; done
  for name in cs01 mt01 vc01 esx01 adm01; do site_host "$name" gwo || return; done
  for name in cs01 ps01 mt01 vc01; do site_certificate "$name" "$name"; done
  site_certificate gateway "Corporate Web Gateway"
  site_web cs01 "$(site_tls 443 cs01) return 200;"
  site_web ps01 "$(site_tls 9443 ps01) return 400;" "listen 9444; return 200;"
  site_web mt01 "$(site_tls 9443 mt01) return 200;"
  site_web vc01 "$(site_tls 443 vc01) return 200;" "$(site_tls 8443 gateway) return 200;"
  site_web gwo "$(site_tls 443 gateway) return 200;"
  site_daemon esx01 sleep 3600
  site_firewalls || return
  cp /etc/hosts "$site_dir/hosts"
  # cs01 finds Azure, behind a firewall that inspects; for the others there is no name server.
  printf '10.10.0.1 login.microsoftonline.com\n10.10.0.250 management.azure.com\n' >>"$site_dir/hosts"
  : >"$site_dir/resolv.conf"
  site_file "" >"$site_dir/site.yaml"
  site_file ", reach: ssh, ssh: {user: root, key: $site_dir/ssh/admin, known-hosts: $site_dir/ssh/known_hosts}" \
    >"$site_dir/admin.yaml"
  site_sshd || return
  local tries
  for name in "cs01 443" "ps01 9443" "mt01 9443" "vc01 443" "${site_linux[@]/%/ 22}"; do
    for tries in $(seq 100); do
      site_in "${name% *}" bash -c "exec 3<>/dev/tcp/127.0.0.1/${name#* }" 2>/dev/null && continue 2
      sleep 0.1
    done
    echo "site: $name did not start:" >&2
    cat "$site_dir/${name% *}.log" "$site_dir/peers.log" >&2
    return 1
  done
}

# As the machine: in its network, with its own idea of names.
site_run() {  # HOST VERB ARGUMENT ...
  local host=$1 verb=$2
  shift 2
  ip netns exec "$(site_ns "$host")" unshare --mount bash -c "$site_names" names "$site_dir" \
    "$(site_hosts_of "$host")" "$site_program" "$verb" --site "$site_dir/site.yaml" --here "$host" "$@"
}
site_admin() {  # VERB ARGUMENT ...
  local verb=$1
  shift
  ip netns exec "$(site_ns adm01)" unshare --mount bash -c "$site_names" names "$site_dir" /etc/hosts \
    "$site_program" "$verb" --site "$site_dir/admin.yaml" "$@"
}

site_stop() {
  local pid tries name
  [ ${#site_pids[@]} -eq 0 ] || kill -TERM "${site_pids[@]}" 2>/dev/null
  for tries in $(seq 20); do
    [ ${#site_pids[@]} -gt 0 ] && kill -0 "${site_pids[@]}" 2>/dev/null || break
    sleep 0.1
  done
  for pid in "${site_pids[@]}"; do
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  done
  site_pids=()
  for name in "${site_hosts[@]}" gwa gwo; do
    [ -n "$site_id" ] && ip netns delete "$(site_ns "$name")" 2>/dev/null
  done
  [ -z "$site_dir" ] || rm -rf "$site_dir"
  site_dir= site_id=
}
