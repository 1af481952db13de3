#!/usr/bin/env bash
# Real SSH servers with every way to log in, every kind of shell and every fault, asked as a check
# does: tests/peers/ssh_test.sh ASK. In mounts and a network of its own; needs root.
set -uo pipefail
ask=$(readlink -f "${1:?the program \"ask\"}")
[ "$(id -u)" -eq 0 ] || { echo "skipped: needs root"; exit 77; }
if [ -z "${FBD_INSIDE:-}" ]; then
  exec env FBD_INSIDE=1 unshare --mount --net --propagation private "$0" "$ask"
fi
ip link set lo up
work=$(mktemp -d /var/tmp/fbd-ssh.XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work"
cp "$ask" ask; ask=$work/ask  # /tmp will be full
port=2222
failures=0

say() { printf '%s\n' "$*"; }
# expect NAME PATTERN COMMAND...: the pattern (of grep -E) must be in what the command prints.
expect() {
  local name=$1 pattern=$2 said
  shift 2
  said=$("$@" 2>&1 | tr -d '\0')
  if grep -qE -- "$pattern" <<<"$said"; then say "ok    $name"; else
    say "WRONG $name: no \"$pattern\" in:"; head -c 1500 <<<"$said"; failures=$((failures + 1)); fi
}

# --- accounts, of this namespace only
mkdir -p home/.ssh users
cp /etc/passwd passwd; cp /etc/shadow shadow; cp /etc/group group
user() {  # NAME UID SHELL
  echo "$1:x:$2:$2::$work/users/$1:$3" >>passwd
  echo "$1:$(openssl passwd -6 "pass of $1"):19000:0:99999:7:::" >>shadow
  echo "$1:x:$2:" >>group
  mkdir -p "users/$1/.ssh"
}
user plain 4001 /bin/bash
user noisy 4002 /bin/bash
user tcshell 4003 /usr/bin/tcsh
user fishy 4004 /usr/bin/fish
user nobodys 4005 /usr/sbin/nologin
user restricted 4006 /bin/rbash
user boxed 4007 "$work/boxsh"
user helper 4008 /bin/bash
user free 4009 /bin/bash
user onlyfiles 4010 /bin/bash
printf '#!/bin/sh\nexec busybox sh "$@"\n' >boxsh; chmod 755 boxsh
printf 'echo "Welcome to noisy"; echo complaint >&2; export LC_ALL=de_DE.UTF-8 PATH=/nowhere:/bin:/usr/bin\n' >users/noisy/.bashrc
printf 'echo hello from csh\n' >users/tcshell/.cshrc
printf 'helper ALL=(ALL) ALL\nfree ALL=(ALL) NOPASSWD: ALL\nplain ALL=(root) /bin/true\n' >sudoers; chmod 440 sudoers
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t rsa -b 2048 -N '' -f host_rsa
ssh-keygen -q -t ed25519 -N '' -f other
ssh-keygen -q -t ed25519 -N '' -f key; ssh-keygen -q -t rsa -b 2048 -N '' -f key_rsa
ssh-keygen -q -t ecdsa -N '' -f key_ecdsa
ssh-keygen -q -t ed25519 -N 'open sesame' -f key_locked; ssh-keygen -q -t ed25519 -N '' -f key_agent
ssh-keygen -q -t rsa -b 2048 -N '' -f key_agent_rsa
cat key.pub key_rsa.pub key_ecdsa.pub key_locked.pub key_agent.pub key_agent_rsa.pub >authorized
for name in users/*; do
  cp authorized "$name/.ssh/authorized_keys"
  chown -R "$(awk -F: -v n="$(basename "$name")" '$1 == n { print $3 ":" $4 }' passwd)" "$name"
done
cp authorized home/.ssh/authorized_keys
chmod 755 "$work" users users/*
printf 'open sesame\n' >passphrase; printf 'wrong\n' >wrong
for name in plain helper; do printf 'pass of %s\n' "$name" >"password.$name"; done
chmod 600 passphrase wrong password.*
for file in passwd shadow group sudoers; do mount --bind "$file" "/etc/$file"; done

# --- servers
common="UsePAM no
StrictModes no
PermitRootLogin yes
AuthorizedKeysFile $work/authorized
MaxStartups 300
LoginGraceTime 20
Subsystem sftp internal-sftp
Match User onlyfiles
  ForceCommand internal-sftp"
mkdir -p /run/sshd
server() {  # NAME ADDRESS LINES: settings before the common ones, so that they win
  printf '%s\nListenAddress %s:%s\nPidFile none\n%s\n' "$3" "$2" "$port" "$common" >"$1.conf"
  /usr/sbin/sshd -D -f "$1.conf" -E "$work/$1.log" & pids+=($!)
}
server main 0.0.0.0 "HostKey $work/host
HostKey $work/host_rsa"
wait_for() { for _ in $(seq 100); do (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null && return; sleep 0.1; done; }
wait_for 127.0.0.1 $port
sed 's/^/[127.0.1.*]:2222,[127.0.3.*]:2222,[127.0.4.1]:2300,[127.0.4.2]:2224 /;s/ root@.*//' \
  host.pub >known
sed 's/^/[127.0.4.5]:2222 /' other.pub >>known
{ printf '@revoked * '; cut -d' ' -f1,2 host.pub; } >known_revoked
{ printf '[127.0.1.1]:2222 '; cut -d' ' -f1,2 host_rsa.pub; } >known_rsa

site() {  # a site of one host: SSH settings
  printf 'hosts:\n  web: {role: protected-vm, os: linux, address: %s, reach: ssh, ssh: {port: %s, known-hosts: %s, %s}}\n' \
    "${address:-127.0.1.1}" "${at_port:-$port}" "${known:-$work/known}" "$1" >site.yaml
}
export HOME=$work/home
unset SSH_AUTH_SOCK
ask() { timeout 100 "$ask" "$work/site.yaml" "${deadline:-10000}" web "$@"; }
by_key="key: $work/key"

say "== ways to log in"
for key in key key_rsa key_ecdsa; do
  site "user: root, key: $work/$key"; expect "$key" "^0$" ask run 'id -u'
done
site "user: root, key: $work/key_locked, passphrase: {file: $work/passphrase}"
expect "key with passphrase" "^0$" ask run 'id -u'
site "user: root, key: $work/key_locked, passphrase: {file: $work/wrong}"
expect "wrong passphrase" "denied .*cannot be opened with its passphrase" ask run 'id -u'
site "user: root, key: $work/key_locked"
expect "no passphrase" "denied .*needs a passphrase" ask run 'id -u'
eval "$(ssh-agent -a "$work/agent")" >/dev/null; pids+=("$SSH_AGENT_PID")
ssh-add -q key_agent_rsa 2>/dev/null
site "user: root"; expect "agent, RSA" "key of the agent" ask login
ssh-add -q -D 2>/dev/null; ssh-add -q key_agent 2>/dev/null
expect "agent, Ed25519" "key of the agent" ask login
kill "$SSH_AGENT_PID"; sleep 0.2
expect "agent gone" "not-accepted.*the ssh agent" ask login
unset SSH_AUTH_SOCK
site "user: plain, password: {file: $work/password.plain}"
expect "password" '"method":"password"' ask login
expect "password stays secret" "^0$" bash -c "$ask site.yaml 9000 web login run 'ps axww' | grep -c '[p]ass of plain'"
site "user: plain, password: {file: $work/wrong}"
expect "wrong password" 'not-accepted.*password: not accepted' ask login
sed 's/UsePAM no/UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\nPubkeyAuthentication no/' main.conf |
  sed "s/0.0.0.0:$port/127.0.4.1:2300/" >pam.conf
/usr/sbin/sshd -D -f pam.conf -E "$work/pam.log" & pids+=($!)
wait_for 127.0.4.1 2300
address=127.0.4.1 at_port=2300 site "user: plain, password: {file: $work/password.plain}"
expect "keyboard-interactive" '"method":"keyboard-interactive"' ask login

say "== host keys"
known=/dev/null site "user: root, $by_key"
expect "unknown key" "host-key-unknown.*$(ssh-keygen -lf host.pub | cut -d' ' -f2 | tr '+/' '..')" ask login
expect "unknown key, other questions" "denied .*its key is not known" ask run id
sed "s/^/[127.0.1.1]:2222 /" other.pub >known_other
known=$work/known_other site "user: root, $by_key"
expect "changed key" "host-key-changed.*known_other:1" ask login
expect "changed key, other questions" "denied .*another key" ask file /etc/hostname
known=$work/known_revoked site "user: root, $by_key"
expect "revoked key" "host-key-revoked" ask login
known=$work/known_rsa site "user: root, $by_key"
expect "the known type is asked for" '"outcome":"ready".*"key_type":"ssh-rsa"' ask login
{ printf '[127.0.1.1]:2222 '; cut -d' ' -f1,2 host.pub; } >known_hashed; ssh-keygen -q -H -f known_hashed >/dev/null 2>&1
known=$work/known_hashed site "user: root, $by_key"
expect "hashed names" '"outcome":"ready"' ask login

say "== old and narrow servers"
# What OpenSSH 5.3 (RHEL 6) speaks, as far as today's sshd still does: it has no DSA host keys by default.
port=2248 server old 127.0.4.8 "HostKey $work/host_rsa
KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1,diffie-hellman-group-exchange-sha1
HostKeyAlgorithms ssh-rsa
Ciphers aes128-cbc,3des-cbc
MACs hmac-sha1,hmac-md5"
port=2248 server narrow 127.0.4.9 "HostKey $work/host
MaxSessions 1"
wait_for 127.0.4.8 2248; wait_for 127.0.4.9 2248
{ printf '[127.0.4.8]:2248 '; cut -d' ' -f1,2 host_rsa.pub; printf '[127.0.4.9]:2248 '; cut -d' ' -f1,2 host.pub; } >>known
address=127.0.4.8 at_port=2248 site "user: root, key: $work/key_rsa"
expect "only algorithms of OpenSSH 5.3" '"outcome":"ready".*"key_exchange":"diffie-hellman.*sha1".*"cipher":"(aes128|3des)-cbc".*"key_type":"ssh-rsa"' ask login
expect "... and its questions" "^0$" ask run 'id -u'
expect "... and its files" "ok [1-9]" ask file /etc/hostname
address=127.0.4.9 at_port=2248 site "user: root, $by_key"
expect "MaxSessions 1: commands" "^two$" ask run 'echo one' run 'echo two' run 'echo three'
expect "MaxSessions 1: files alone" "ok [1-9]" ask file /etc/hostname

say "== shells"
for name in plain noisy tcshell fishy restricted boxed; do
  site "user: $name, $by_key"
  expect "$name: command" "^X C /$" ask run 'echo "X $LC_ALL $(pwd)"'
  expect "$name: bytes" "^web 0 ok 4$" ask run "printf '\\n\\0a\\n'"
  expect "$name: exit" 'failed web: .*: exit 3, "oops"' ask run 'echo oops >&2; exit 3'
done
site "user: nobodys, $by_key"
expect "no shell" "denied .*runs no commands.*not available" ask run id
site "user: onlyfiles, $by_key"
expect "files only: command" "denied .*runs no commands" ask run id
expect "files only: file" "ok" ask file /etc/hostname
site "user: helper, $by_key, sudo: yes, sudo-password: {file: $work/password.helper}"
expect "sudo with password" "^0$" ask run 'id -u'
expect "sudo reads files" "ok [1-9]" ask file /etc/shadow
expect "sudo reads trees" "file 0... " ask tree '/etc/shado*'
site "user: helper, $by_key, sudo: yes, sudo-password: {file: $work/wrong}"
expect "sudo, wrong password" "denied .*password was not accepted" ask run id
site "user: helper, $by_key, sudo: yes"
expect "sudo, no password" "denied .*asks for a password" ask run id
site "user: free, $by_key, sudo: yes"
expect "sudo without password" "^0$" ask run 'id -u'
site "user: plain, $by_key"
expect "denied file" "denied web: /etc/shadow: permission denied" ask file /etc/shadow

say "== the same as on the machine itself"
printf 'hosts:\n  web: {role: protected-vm, os: linux, reach: local}\n' >local.yaml
site "user: root, $by_key"
for question in "tree /etc/*.conf" "tree /etc/ssh/*" "names /etc/*" "tree /etc/alternatives/a*" \
  "file /proc/version" "file /etc" "file /none" "tree /proc/sys/vm/*" "tree /etc/systemd/system/*/*"; do
  read -r kind what <<<"$question"
  "$ask" local.yaml 9000 web $kind "$what" >local.out 2>&1
  ask $kind "$what" >remote.out 2>&1
  expect "$question" "^same$" bash -c "cmp local.out remote.out && echo same"
done
dropbearkey -t ed25519 -f dropbear.key >dropbear.pub 2>/dev/null
sed -n 's/^ssh-ed25519/[127.0.4.6]:2222 &/p' dropbear.pub >>known
mkdir -p /root 2>/dev/null
/usr/sbin/dropbear -F -E -s -r dropbear.key -p 127.0.4.6:2223 2>dropbear.log & pids+=($!)
wait_for 127.0.4.6 2223
sed -n 's/^ssh-ed25519/[127.0.4.6]:2223 &/p' dropbear.pub >>known
address=127.0.4.6 at_port=2223 site "user: plain, $by_key"
expect "dropbear" "^web 0 ok" ask run 'echo hi'
"$ask" local.yaml 9000 web tree '/etc/ssh/*_config' >local.out 2>&1
ask tree '/etc/ssh/*_config' >remote.out 2>&1
expect "dropbear without SFTP: tree" "^same$" bash -c "cmp local.out remote.out && echo same"

say "== logs, as on the machine itself"
mkdir -p logs/deep/er
for i in $(seq 30000); do echo "2026-11-23 10:00:0$((i % 10)) line $i of a log that has some length"; done >logs/svagents.log
sed -i '20000s/$/; replication failed/' logs/svagents.log
gzip -c logs/svagents.log >logs/svagents.log.1.gz
echo "registration failed" >"logs/deep/er/with a space.log"
head -c 70000 /dev/urandom >logs/binary.log
ln -s /etc/shadow logs/other-name.log; ln -s svagents.log logs/deep/link.log
chmod -R a+rX logs
same() {  # NAME QUESTION...
  local name=$1
  shift
  "$ask" local.yaml 9000 web "$@" >local.out 2>&1
  ask "$@" >remote.out 2>&1
  [ -s local.out ] || echo "nothing" >local.out
  # Of a short answer all is told: it is the error, while the other is a log of many lines.
  expect "$name" "^same$" bash -c \
    "cmp local.out remote.out && echo same || { head -c 300 remote.out; diff -a local.out remote.out | head -c 600; }"
}
logs() {  # NAME
  # A log is read and written by a shell on the other side: a machine with much else to do takes its time.
  local deadline=30000
  same "$1: list" list "$work/logs/*.log*"
  same "$1: list below" list "$work/logs/**"
  same "$1: the start of a log" lines "$work/logs/svagents.log" 0 200000
  same "$1: its middle" lines "$work/logs/svagents.log" 200000 200000
  same "$1: its end" lines "$work/logs/svagents.log" 1500000 2000000
  same "$1: compressed" lines "$work/logs/svagents.log.1.gz" 200000 200000
  same "$1: binary" lines "$work/logs/binary.log" 0 200000
  expect "$1: never collected" "denied.*never collected" ask lines /etc/shadow 0 1000
  expect "$1: never collected by another name" "denied.*${hidden:-never collected}" ask lines "$work/logs/other-name.log" 0 1000
  expect "$1: no such log" "not-found web: $work/logs/none: no such file" ask lines "$work/logs/none" 0 10
  same "$1: messages" messages "$work/logs/sv*"
  expect "$1: messages" '"line": 20000' ask messages "$work/logs/svagents.log"
}
site "user: root, $by_key"
logs bash
site "user: boxed, $by_key"
hidden="permission denied" logs busybox
address=127.0.4.6 at_port=2223 site "user: plain, $by_key"
hidden="permission denied" logs dropbear

say "== from the host"
site "user: root, $by_key"
expect "tcp" '"connect_microseconds":\[[1-9].*"tool":"python3"' ask tcp 127.0.0.1 $port
expect "tcp refused" "^web 0 refused" ask tcp 127.0.0.1 1
expect "name without address" "^web 0 unresolved" ask tcp nosuch.invalid 1
openssl req -x509 -newkey rsa:2048 -nodes -keyout tls.key -out tls.crt -subj /CN=cs01 -days 9 2>/dev/null
openssl s_server -quiet -accept 127.0.0.1:9443 -key tls.key -cert tls.crt -www & pids+=($!)
wait_for 127.0.0.1 9443
expect "tls" '"outcome":"completed".*"protocol":"TLSv1.3".*CN=cs01.*"tool":"openssl"' ask tls 127.0.0.1 9443
expect "tls to ssh" '"outcome":"not-tls"' ask tls 127.0.0.1 $port
# With fewer and fewer tools: they are hidden behind an empty file.
hidden=()
hide() { for one in $(ls /usr/bin/$1 /usr/local/bin/$1 /usr/libexec/$1 2>/dev/null | xargs -r -n1 readlink -f | sort -u); do mount --bind /dev/null "$one" && hidden+=("$one"); done; }
hide 'python3*'; hide 'python'; expect "tcp with perl" '"tool":"perl"' ask tcp 127.0.0.1 $port
expect "tcp refused, perl" "^web 0 refused" ask tcp 127.0.0.1 1
hide 'perl*'; expect "tcp with bash" '"connect_microseconds":\[[1-9].*"tool":"bash"' ask tcp 127.0.0.1 $port
expect "tcp refused, bash" "^web 0 refused" ask tcp 127.0.0.1 1
umount "${hidden[@]}"

say "== faults"
deadline=6000
python3 - 127.0.4.7 <<'P' & pids+=($!)
import socket,sys
s=socket.socket();s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1);s.bind((sys.argv[1],2224));s.listen(50)
kept=[]
while True: kept.append(s.accept())
P
wait_for 127.0.4.7 2224
address=127.0.4.7 at_port=2224 site "user: root, $by_key"
expect "accepts and never speaks" '"outcome":"silent"' ask login
expect "accepts and never speaks, others" "timed-out .*said nothing" ask run id
site "user: root, $by_key"
expect "1 GB of output" "malformed .*more than 8388608 bytes" ask run 'head -c 1000000000 /dev/zero'
# (the unit of %M is KiB)
expect "... in bounded memory" "^small$" bash -c "/usr/bin/time -f %M -o rss $ask site.yaml 9000 web run 'head -c 1000000000 /dev/zero' >/dev/null; [ \$(tail -n1 rss) -lt 98304 ] && echo small || cat rss"
expect "never ends" "timed-out .*no end after 6 s; killed" ask run 'sleep 4242 & sleep 4243'
sleep 1
expect "... and is killed" "^gone$" bash -c "pgrep -f 'sleep 424[23]' || echo gone"
expect "one that hangs does not hold up others" "^quick$" ask run 'sleep 99' run 'echo quick' run 'sleep 99' run 'sleep 99' run 'sleep 99' run 'echo quick too'
mount -t tmpfs -o size=4k none /tmp; head -c 4096 /dev/zero >/tmp/full 2>/dev/null
expect "disk full in /tmp" "^fine$" ask run 'echo fine' tree '/etc/ssh/*_config'
umount /tmp
# A road that is cut after so many bytes: whatever was under way, an answer comes.
cat >cut.py <<'P'
import socket,sys,threading
limit=int(sys.argv[2]);s=socket.socket();s.setsockopt(socket.SOL_SOCKET,socket.SO_REUSEADDR,1);s.bind((sys.argv[1],2224));s.listen(9)
def run(c):
  t=socket.create_connection(("127.0.1.1",2222));left=[limit]
  def up():
    try:
      while True:
        d=c.recv(65536)
        if not d: break
        t.sendall(d)
    except OSError: pass
  threading.Thread(target=up,daemon=True).start()
  while True:
    d=t.recv(min(65536,left[0]))
    if d: c.sendall(d)
    left[0]-=len(d)
    if not d or left[0]<=0: break
  c.close();t.close()
while True: threading.Thread(target=run,args=(s.accept()[0],),daemon=True).start()
P
address=127.0.4.2 at_port=2224 site "user: root, $by_key"
for bytes in 5 40 600 1300 1700 2100 2500 2900 3400 3900 6000; do
  python3 cut.py 127.0.4.2 $bytes & cut=$!
  wait_for 127.0.4.2 2224
  expect "cut after $bytes bytes" "^web 0 (ok|reset|timed-out|malformed)" ask run 'seq 100000' tree '/etc/*'
  expect "... every question answered" "^2$" bash -c "$ask site.yaml 6000 web run 'seq 100000' tree '/etc/*' | grep -cE '^web [01] (ok|reset|timed-out|malformed|failed)'"
  kill $cut; wait $cut 2>/dev/null
done

say "== many hosts, some of them black holes"
nft -f - <<'N'
table inet holes { chain in { type filter hook input priority 0; ip daddr 127.0.3.181-127.0.3.200 tcp dport 2222 drop; }; }
N
{ echo "hosts:"; for i in $(seq 200); do
  echo "  h$i: {role: protected-vm, os: linux, address: 127.0.3.$i, reach: ssh, ssh: {user: root, port: 2222, known-hosts: $work/known, key: $work/key}}"
done; } >many.yaml
names=$(seq -f 'h%g' -s, 200)
timeout 300 "$ask" many.yaml 8000 "$names" login >many.out 2>&1
expect "180 answer" "^180$" grep -c '"outcome":"ready"' many.out
[ $failures -eq 0 ] || grep -v ready many.out | cut -d' ' -f3- | sort | uniq -c | sort -rn | head -n 5 >&2
expect "20 time out" "^20$" grep -cE '^h(18[1-9]|19[0-9]|200) [0-9]+ timed-out' many.out

[ $failures -eq 0 ] || { say "$failures wrong"; exit 1; }
say "all right"
