#!/usr/bin/env bash
# Hosts that are reached through others (ProxyJump), each a network namespace with a real sshd:
# here - jump - middle - inner. tests/peers/jump_test.sh ASK. Needs root.
set -uo pipefail
ask=$(readlink -f "${1:?the program \"ask\"}")
[ "$(id -u)" -eq 0 ] || { echo "skipped: needs root"; exit 77; }
if [ -z "${FBD_INSIDE:-}" ]; then
  exec env FBD_INSIDE=1 unshare --mount --net --propagation private "$0" "$ask"
fi
# Namespaces with names of our own, which nobody else sees.
mkdir -p /run/netns /run/sshd
mount -t tmpfs none /run/netns
work=$(mktemp -d /var/tmp/fbd-jump.XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
say() { printf '%s\n' "$*"; }
expect() {  # NAME PATTERN COMMAND...: the pattern (of grep -E) must be in what the command prints
  local name=$1 pattern=$2 said
  shift 2
  said=$("$@" 2>&1 | tr -d '\0')
  if grep -qE -- "$pattern" <<<"$said"; then say "ok    $name"; else
    say "WRONG $name: no \"$pattern\" in:"; head -c 1500 <<<"$said"; failures=$((failures + 1)); fi
}

# --- the network: each knows only its neighbours, and nobody forwards
ip link set lo up
for name in jump middle inner; do ip netns add $name; ip -n $name link set lo up; done
wire() {  # OF FOREIGN ADDRESS OTHER ADDRESS: "here" is this namespace
  local at=() other=(-n "$3")
  [ "$1" = here ] || at=(-n "$1")
  ip "${at[@]}" link add "to-$3" type veth peer name "to-$1" netns "$3"
  ip "${at[@]}" address add "$2/24" dev "to-$3"; ip "${at[@]}" link set "to-$3" up
  ip "${other[@]}" address add "$4/24" dev "to-$1"; ip "${other[@]}" link set "to-$1" up
}
wire here 10.81.1.1 jump 10.81.1.2
wire jump 10.81.2.1 middle 10.81.2.2
wire middle 10.81.3.1 inner 10.81.3.2
ip -n inner address add 10.81.3.3/24 dev to-middle

# --- a server in each, with a key of its own
mkdir -p home/.ssh
for name in jump middle inner; do ssh-keygen -q -t ed25519 -N '' -f "host_$name"; done
ssh-keygen -q -t ed25519 -N '' -f key; ssh-keygen -q -t ed25519 -N '' -f stranger
cp key.pub authorized
server() {  # NAME ADDRESS PORT LINES
  { printf '%s\n' "$4"; cat <<C
ListenAddress $2:$3
HostKey $work/host_$1
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
PasswordAuthentication no
AuthorizedKeysFile $work/authorized
MaxStartups 300
LogLevel VERBOSE
Subsystem sftp internal-sftp
C
  } >"$1-$3.conf"
  ip netns exec "$1" /usr/sbin/sshd -D -f "$1-$3.conf" -E "$work/$1-$3.log" & pids+=($!)
  for _ in $(seq 100); do
    ip netns exec "$1" bash -c "exec 3<>/dev/tcp/$2/$3" 2>/dev/null && return; sleep 0.1; done
  say "WRONG no server at $2:$3"; cat "$1-$3.log"; exit 1
}
server jump 10.81.1.2 22 ""
server jump 10.81.1.2 23 "AllowTcpForwarding no"
server middle 10.81.2.2 22 ""
server inner 10.81.3.2 22 ""
known() { printf '%s ' "$2"; cut -d' ' -f1,2 "host_$1.pub"; }
{ known jump 10.81.1.2; known jump '[10.81.1.2]:23'; known middle 10.81.2.2; known inner 10.81.3.2
  } >home/.ssh/known_hosts
export HOME=$work/home
unset SSH_AUTH_SOCK
cat >home/.ssh/config <<C
Host bastion
  HostName 10.81.1.2
Host closed
  HostName 10.81.1.2
  Port 23
Host second
  HostName 10.81.2.2
  ProxyJump bastion
Host 10.81.3.2
  ProxyJump \${CHAIN}
Host round
  HostName 10.81.2.2
  ProxyJump round
Host *
  IdentityFile $work/key
  User root
C
config=$(<home/.ssh/config)
chain() { printf '%s\n' "${config//'${CHAIN}'/$1}" >home/.ssh/config; }
ask() { timeout 100 "$ask" "$work/site.yaml" "${deadline:-10000}" "$@"; }

say "== of the site file"
cat >site.yaml <<C
hosts:
  jump01: {role: process-server, os: linux, address: 10.81.1.2, reach: ssh}
  web: {role: protected-vm, os: linux, address: 10.81.2.2, reach: ssh, ssh: {jump: jump01}}
  gone: {role: protected-vm, os: linux, address: 10.81.2.77, reach: ssh, ssh: {jump: jump01}}
  shut: {role: protected-vm, os: linux, address: 10.81.2.2, reach: ssh, ssh: {jump: jump01, port: 4}}
C
expect "not reached without" "Network is unreachable|unreachable" bash -c "exec 3<>/dev/tcp/10.81.2.2/22"
expect "through a host of the site" "10.81.2.2" ask web run 'ip -br address'
expect "files through it" "ok [1-9]" ask web file /etc/hostname
expect "much through it" "web 0 ok 8000000$" ask web run 'head -c 8000000 /dev/zero | tr "\0" x'
expect "the jump host is asked as well" "10.81.1.2" ask jump01,web run 'ip -br address'
expect "refused behind it" "shut 0 unreachable .*port 4, from the jump host 10.81.1.2: it could not connect" \
  ask shut login
deadline=4000
ip netns exec jump nft -f - <<'N'
table inet holes { chain out { type filter hook output priority 0; ip daddr 10.81.2.77 drop; }; }
N
ask gone,web login run 'echo here' >both.out 2>&1
expect "a black hole behind it times out" "gone 0 (timed-out|unreachable)" cat both.out
expect "... and keeps nobody else waiting" "web [0-9]+ ok 5$" cat both.out
deadline=10000

say "== of ~/.ssh/config"
cat >site.yaml <<C
hosts:
  web: {role: protected-vm, os: linux, address: 10.81.3.2, reach: ssh}
  round: {role: protected-vm, os: linux, address: round, reach: ssh}
C
chain "root@10.81.1.2:22,root@10.81.2.2"
expect "a list of two" "10.81.3.2" ask web run 'ip -br address'
chain "second"
expect "one that has its own" "10.81.3.2" ask web run 'ip -br address'
expect "asked of the same as ssh says" "proxyjump second" ssh -F home/.ssh/config -G 10.81.3.2
chain "bastion"
expect "one that does not get there" "web 0 (unreachable|timed-out) .*from the jump host" ask web login
chain "closed"
expect "one that forbids it" "denied .*it forbids forwarding" ask web login
expect "in a circle" "not-collected .*more than 4 hosts" ask round login
chain '"a b"'
expect "no list of hosts" "malformed .*is no .user@.host" ask web login
chain "root@10.81.1.2:port"
expect "no port" "malformed .*is no .user@.host" ask web login

say "== nothing is sent to whom is not verified"
chain "bastion,second"
cp home/.ssh/known_hosts known_all
known_without() { grep -v "^$1 " known_all >home/.ssh/known_hosts; }
accepted() { grep -c 'Accepted\|Failed\|Postponed\|authenticating' "$1"; }
known_without 10.81.1.2
jump_before=$(accepted jump-22.log) middle_before=$(accepted middle-22.log)
expect "first hop unknown" "host-key-unknown.*$(ssh-keygen -lf host_jump.pub | cut -d' ' -f2 | tr '+/' '..')" ask web login
expect "... and other questions" "denied .*10.81.1.2.*its key is not known" ask web run id
expect "nobody tried to log in there" "^$jump_before$" accepted jump-22.log
known_without 10.81.2.2
{ printf '10.81.2.2 '; cut -d' ' -f1,2 stranger.pub; } >>home/.ssh/known_hosts
expect "second hop changed" '"address":"10.81.2.2".*host-key-changed' ask web login
expect "nobody tried to log in there, either" "^$middle_before$" accepted middle-22.log
known_without 10.81.3.2
inner_before=$(accepted inner-22.log)
expect "the host itself unknown" '"address":"10.81.3.2".*host-key-unknown' ask web login
expect "nobody tried to log in to it" "^$inner_before$" accepted inner-22.log
cp known_all home/.ssh/known_hosts

say "== many behind one"
ip netns exec jump nft flush ruleset
{ echo "hosts:"
  echo "  jump01: {role: process-server, os: linux, address: 10.81.1.2, reach: ssh}"
  for i in $(seq 40); do
    # Every tenth is nobody's address.
    [ $((i % 10)) = 0 ] && a=10.81.2.$((100 + i)) || a=10.81.2.2
    echo "  h$i: {role: protected-vm, os: linux, address: $a, reach: ssh, ssh: {jump: jump01}}"
  done; } >site.yaml
deadline=8000
ask "$(seq -f 'h%g' -s, 40)" login >many.out 2>&1
expect "36 answer" "^36$" grep -c '"outcome":"ready"' many.out
expect "4 do not" "^4$" grep -cE '^h[1-4]0 [0-9]+ (timed-out|unreachable)' many.out
chain "bastion"
sed "s#address: 10.81.1.2, reach: ssh}#address: 10.81.1.2, reach: ssh, ssh: {key: $work/stranger}}#" site.yaml >wrong.yaml
before=$(grep -c 'Connection from' jump-22.log)
"$ask" wrong.yaml 8000 "$(seq -f 'h%g' -s, 40)" login >wrong.out 2>&1
expect "a login that is not accepted is told to all" "^40$" grep -c 'not-collected .*reached through jump01, which cannot be passed' wrong.out
sleep 0.5
expect "... and tried once" "^1$" bash -c "echo $(($(grep -c 'Connection from' jump-22.log) - before))"

[ $failures -eq 0 ] || { say "$failures wrong"; exit 1; }
say "all right"
