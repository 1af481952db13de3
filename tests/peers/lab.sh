# A small site of real peers, to be sourced: nginx as the configuration server's port 443 in several
# sick forms, and a protected VM made of files and processes.
#
#   lab_start PROGRAM    start everything; sets lab_forms
#   lab_check FORM ...   run "PROGRAM check ..." as the protected VM against the server of this form
#   lab_stop             stop everything by pid and remove it; safe to call at any time
#
# With root, server and VM are network namespaces of their own with a link between them, and the VM
# has a file system view of its own. Without root the servers listen on loopback, the firewall form
# and the VM's files are left out, and lab_start says so.

lab_dir= lab_program= lab_rooted= lab_pids=() lab_forms=()

declare -A lab_about=(
  [healthy]="the configuration server is well"
  [expired]="its certificate expired last month"
  [near-expiry]="its certificate expires in three weeks"
  [wrong-name]="its certificate is for another machine"
  [intercepted]="a firewall that inspects TLS answers in its place"
  [tls10]="it speaks TLS 1.0 only"
  [plain]="something else holds port 443"
  [refused]="nothing listens on port 443"
  [dropped]="a firewall drops the packets"
)

lab_address() {  # FORM -> address
  local forms=(healthy expired near-expiry wrong-name intercepted tls10 plain refused dropped) i
  for i in "${!forms[@]}"; do [ "${forms[$i]}" = "$1" ] && break; done
  if [ -n "$lab_rooted" ]; then echo "10.77.0.$((11 + i))"; else echo "127.77.0.$((11 + i))"; fi
}

lab_port() { if [ -n "$lab_rooted" ]; then echo 443; else echo "$lab_free_port"; fi; }

lab_certificate() {  # NAME DAYS-FROM-NOW-UNTIL-EXPIRY ISSUER(self or ca)
  local name=$1 days=$2 issuer=$3 base=$lab_dir/certs/$1-$2-$3
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
    -keyout "$base.key" -out "$base.csr" 2>/dev/null
  # A certificate that has expired can only be had from "openssl ca": x509 knows no start date.
  local ca=$lab_dir/certs/$issuer-for-$name-$days
  mkdir -p "$ca"
  : >"$ca/index"; echo 01 >"$ca/serial"
  cat >"$ca/conf" <<CONF
[ca]
default_ca = here
[here]
database = $ca/index
serial = $ca/serial
new_certs_dir = $ca
default_md = sha256
policy = any
x509_extensions = ext
[any]
commonName = supplied
[ext]
subjectAltName = DNS:$name
CONF
  local sign=(-selfsign -keyfile "$base.key")
  if [ "$issuer" = ca ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 900 \
      -subj "/CN=Corporate Web Gateway" -keyout "$ca/ca.key" -out "$ca/ca.crt" 2>/dev/null
    sign=(-keyfile "$ca/ca.key" -cert "$ca/ca.crt")
  fi
  openssl ca -batch -notext -config "$ca/conf" "${sign[@]}" -in "$base.csr" -out "$base.crt" \
    -startdate "$(date -u -d '-400 days' +%y%m%d%H%M%SZ)" \
    -enddate "$(date -u -d "$days days" +%y%m%d%H%M%SZ)" 2>/dev/null
}

lab_server() {  # FORM CERTIFICATE TLS-OPTIONS
  local address port
  address=$(lab_address "$1") port=$(lab_port)
  cat <<CONF
  server {
    listen $address:$port ssl;
    ssl_certificate $lab_dir/certs/$2.crt;
    ssl_certificate_key $lab_dir/certs/$2.key;
    ${3:-}
    location / { return 200 "configuration server\n"; }
  }
CONF
}

lab_nginx_conf() {
  cat <<CONF
daemon off;
pid $lab_dir/nginx.pid;
error_log $lab_dir/nginx.log;
worker_processes 1;
events {}
http {
  access_log off;
  client_body_temp_path $lab_dir/tmp; proxy_temp_path $lab_dir/tmp; fastcgi_temp_path $lab_dir/tmp;
  uwsgi_temp_path $lab_dir/tmp; scgi_temp_path $lab_dir/tmp;
CONF
  lab_server healthy cs01-700-self
  lab_server expired cs01--30-self
  lab_server near-expiry cs01-21-self
  lab_server wrong-name oldcs-700-self
  lab_server intercepted cs01-700-ca
  lab_server tls10 cs01-700-self "ssl_protocols TLSv1; ssl_ciphers ALL:@SECLEVEL=0;"
  lab_server dropped cs01-700-self
  echo "  server { listen $(lab_address plain):$(lab_port); return 200 \"plain\\n\"; }"
  echo "}"
}

# The protected VM: a machine that failed over to Azure long ago.
lab_vm_files() {
  local vm=$lab_dir/vm
  mkdir -p "$vm/local/ASR/Vx/bin" "$vm/local/ASR/Vx/etc" "$vm/local/InMage/private" "$vm/dmi/dmi/id" "$vm/etc"
  cat >"$vm/local/ASR/Vx/etc/drscout.conf" <<CONF
[vxagent]
HostId = 4c4c4544-0042-3510-8052-b4c04f4e4d32
Role = Agent
VmPlatform = VmWare
CSType = CSLegacy
SystemUUID = 4c4c4544-0042-3510-8052-b4c04f4e4d32
HyperVisorName = Microsoft
IsAzureVm = 1
RegisterHostInterval = 900
LogLevel = 3
[vxagent.transport]
Hostname = ADDRESS
Port = $(lab_port)
Https = 1
CONF
  ln -s ASR/Vx/etc/drscout.conf "$vm/local/drscout.conf"
  ln -s svagentsV2A "$vm/local/ASR/Vx/bin/svagents"
  ln -s s2V2A "$vm/local/ASR/Vx/bin/s2"
  : >"$vm/local/ASR/Vx/bin/svagentsV2A"; : >"$vm/local/ASR/Vx/bin/s2V2A"
  : >"$vm/local/InMage/private/connection.passphrase"
  cat >"$vm/local/.vx_version" <<CONF
INSTALLATION_DIR=/usr/local/ASR/Vx
VERSION=9.62.0.0
BUILD_TAG=GA
OS_BUILT_FOR=DEBIAN12-64
PARTNER=inmage
AGENT_CONFIGURATION_STATUS=Succeeded
CONF
  echo 7783-7084-3265-9085-8269-3286-77 >"$vm/dmi/dmi/id/chassis_asset_tag"
  echo "Microsoft Corporation" >"$vm/dmi/dmi/id/sys_vendor"
  echo "Virtual Machine" >"$vm/dmi/dmi/id/product_name"
  echo 4c4c4544-0042-3510-8052-b4c04f4e4d32 >"$vm/dmi/dmi/id/product_uuid"
  echo "86400.00 80000.00" >"$vm/uptime"
  local daemon
  for daemon in svagents appservice; do
    cp "$(command -v sleep)" "$lab_dir/$daemon"
    lab_run "$lab_dir/$daemon" 3600
  done
}

lab_site_file() {  # FORM
  local form=$1 pin=
  [ "$form" = healthy ] || [ "$form" = intercepted ] && pin=$(openssl x509 -noout -fingerprint -sha256 \
    -in "$lab_dir/certs/cs01-700-self.crt" | sed 's/.*=//')
  cat <<SITE
stack: classic
hosts:
  web01:
    role: protected-vm
    os: linux
    reach: local
  cs01:
    role: configuration-server
    address: $( [ "$form" = wrong-name ] && echo cs01 || lab_address "$form")
    port: $(lab_port)
    os: windows
SITE
  [ -z "$pin" ] || echo "    certificate-sha256: \"$pin\""
}

# Runs a command until lab_stop. "exec" makes the noted pid that of the command itself, not of a
# shell around it; the log keeps it from holding the caller's output open.
lab_run() {  # COMMAND ...
  ( exec "$@" ) >>"$lab_dir/peers.log" 2>&1 </dev/null &
  lab_pids+=($!)
}

lab_start() {  # PROGRAM
  lab_program=$(realpath "$1")
  lab_dir=$(mktemp -d /tmp/failback-lab.XXXXXX)
  chmod 755 "$lab_dir"
  mkdir -p "$lab_dir/certs" "$lab_dir/tmp"
  lab_forms=(healthy expired near-expiry wrong-name intercepted tls10 plain refused dropped)
  if [ "$(id -u)" -eq 0 ] && ip netns add "failback-cs-$$" 2>/dev/null; then
    lab_rooted=1 lab_servers=failback-cs-$$ lab_vm=failback-vm-$$
    ip netns add "$lab_vm"
    ip link add cs netns "$lab_servers" type veth peer name eth0 netns "$lab_vm"
    local i
    for i in 1 $(seq 11 19); do ip -n "$lab_servers" address add "10.77.0.$i/24" dev cs; done
    ip -n "$lab_servers" link set lo up
    ip -n "$lab_servers" link set cs up
    ip -n "$lab_vm" address add 10.77.0.100/24 dev eth0
    ip -n "$lab_vm" link set lo up
    ip -n "$lab_vm" link set eth0 up
    ip netns exec "$lab_servers" nft -f - <<NFT
table inet lab {
  chain input {
    type filter hook input priority 0;
    ip daddr $(lab_address dropped) tcp dport 443 drop
  }
}
NFT
    lab_vm_files
  else
    lab_forms=(healthy expired near-expiry intercepted tls10 plain refused)
    lab_free_port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.77.0.11", 0)); print(s.getsockname()[1])' 2>/dev/null || echo 44443)
    echo "lab: not root, so these parts are left out: the firewall that drops packets, the server" >&2
    echo "lab: that is dialled by a wrong name, and the protected VM's own files and processes" >&2
  fi
  lab_certificate cs01 700 self
  lab_certificate cs01 -30 self
  lab_certificate cs01 21 self
  lab_certificate oldcs 700 self
  lab_certificate cs01 700 ca
  lab_nginx_conf >"$lab_dir/nginx.conf"
  local in_servers=()
  [ -z "$lab_rooted" ] || in_servers=(ip netns exec "$lab_servers")
  lab_run "${in_servers[@]}" nginx -e "$lab_dir/nginx.log" -p "$lab_dir" -c "$lab_dir/nginx.conf"
  local tries
  for tries in $(seq 100); do
    "${in_servers[@]}" bash -c "exec 3<>/dev/tcp/$(lab_address healthy)/$(lab_port)" 2>/dev/null && return 0
    sleep 0.1
  done
  echo "lab: nginx did not start:" >&2
  cat "$lab_dir/nginx.log" >&2
  return 1
}

# Runs a check as the VM; further arguments go to the program.
lab_check() {  # FORM ARGUMENT ...
  local form=$1
  shift
  lab_site_file "$form" >"$lab_dir/site-$form.yaml"
  if [ -z "$lab_rooted" ]; then
    "$lab_program" check --site "$lab_dir/site-$form.yaml" "$@"
    return
  fi
  sed "s/ADDRESS/$(lab_address "$form")/" "$lab_dir/vm/local/ASR/Vx/etc/drscout.conf" >"$lab_dir/drscout-$form.conf"
  cp /etc/hosts "$lab_dir/hosts"
  echo "$(lab_address wrong-name) cs01" >>"$lab_dir/hosts"
  ip netns exec "$lab_vm" unshare --mount bash -c '
    dir=$1 form=$2 program=$3
    shift 3
    mount --bind "$dir/vm/local" /usr/local
    mount --bind "$dir/drscout-$form.conf" /usr/local/ASR/Vx/etc/drscout.conf
    mount --bind "$dir/vm/dmi" /sys/devices/virtual
    mount --bind "$dir/vm/uptime" /proc/uptime
    mount -t tmpfs none /sys/module && mkdir /sys/module/involflt
    mount --bind "$dir/hosts" /etc/hosts
    exec "$program" check --site "$dir/site-$form.yaml" "$@"
  ' lab "$lab_dir" "$form" "$lab_program" "$@"
}

lab_stop() {
  local pid tries
  [ ${#lab_pids[@]} -eq 0 ] || kill -TERM "${lab_pids[@]}" 2>/dev/null
  # nginx ends its worker before itself; what does not end within two seconds is killed.
  for tries in $(seq 20); do
    kill -0 "${lab_pids[@]}" 2>/dev/null || break
    sleep 0.1
  done
  for pid in "${lab_pids[@]}"; do
    kill -KILL "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null  # also keeps bash from reporting its end
  done
  lab_pids=()
  if [ -n "$lab_rooted" ]; then
    ip netns delete "$lab_vm" 2>/dev/null
    ip netns delete "$lab_servers" 2>/dev/null
  fi
  [ -z "$lab_dir" ] || rm -rf "$lab_dir"
  lab_dir= lab_rooted=
}
