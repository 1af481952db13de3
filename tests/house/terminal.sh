#!/usr/bin/env bash
# The program as people use it: words it understands and words it does not, exit codes, a mounted
# disk, Ctrl-C, and a bundle that gives the report of the live run again: terminal.sh PROGRAM
set -u
program=$(realpath "$1")
here=$(realpath "$(dirname "$0")")
dir=$(mktemp -d) || exit 1
pids=()
trap 'for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done; rm -rf "$dir"' EXIT
cd "$dir" || exit 1
export XDG_STATE_HOME=$dir/state
bad=0
complain() { echo "FAILED: $*"; bad=1; }

# says EXIT-CODE TEXT WORDS...: the command ends with this code and its output holds this text.
says() {
  local code=$1 text=$2 out status
  shift 2
  out=$("$program" "$@" 2>&1 </dev/null)
  status=$?
  [ "$status" = "$code" ] || complain "\"$*\" ended with $status, expected $code: $out"
  case "$out" in *"$text"*) ;; *) complain "\"$*\" does not say \"$text\": $out" ;; esac
}

says 0 "failback-doctor check" --help
says 0 "--bundle" check --help
says 0 "0." --version
says 3 "Verbs"
says 3 "did you mean 'check'" chekc
says 3 "did you mean '--format'" check --fromat json
says 3 'there is no option --sit' check --sit x
says 3 "text or json" check --format xml
says 3 "did you mean 'config-server.https'" check --probe config-server.htps
says 3 "only one of" check --site a --bundle b
says 3 "--timeout" check --timeout 0
says 3 "No such file" check --bundle /nonexistent
says 3 "No such file" check --site /nonexistent
says 3 "no such directory" check --root /nonexistent
says 3 "--output" collect
says 3 "did you mean 'agent-config'" show agent-confg
says 0 "agent.installed" probes list
says 0 "config-server.reachable.refused" probes show config-server.reachable
says 0 "agent.installed.missing" kb list
says 0 "Cause" kb show agent.installed.missing
says 0 "config-server.reachable" kb search 95226
says 3 "no article" kb search qqqqq
says 0 "0 complaints" kb lint
says 3 "did you mean" kb show agent.installed.mising

# A site file: what it refuses, and that it never repeats a secret.
cat >site.yaml <<'SITE'
hosts:
  web01: {role: protected-vm, os: linux, rech: local}
SITE
says 3 "site.yaml:2:42: hosts.web01.rech: unknown key, did you mean 'reach'?" site test site.yaml
cat >site.yaml <<'SITE'
hosts:
  vc01: {role: vcenter, url: "https://vc01/sdk", account: {user: a, password: hunter2}}
SITE
says 3 "a secret is not written here" site test site.yaml
case "$("$program" site test site.yaml 2>&1)" in *hunter2*) complain "a secret was repeated" ;; esac
echo secret >password
chmod 644 password
sed -i "s,password: hunter2,password: {file: $dir/password}," site.yaml
says 3 "chmod 600" site test site.yaml
chmod 600 password
says 0 "in order" site test site.yaml

# What "site init" writes can be read again.
"$program" site init >init.yaml || complain "site init"
says 0 "in order" site test init.yaml

# The mounted disk of a dead machine. Its links must not lead out of it.
mkdir -p disk/usr/local disk/etc
ln -s /etc/passwd disk/usr/local/.vx_version
printf '[vxagent]\nHostId = 1\nRole = Agent\nVmPlatform = VmWare\nCSType = CSLegacy\n[vxagent.transport]\nHostname =\n' >disk/usr/local/drscout.conf
says 0 '"vm_platform": "VmWare"' show agent-config --root disk
says 3 "no such file" show agent-version --root disk
says 3 "running system" show processes --root disk
says 2 "agent.installed.incomplete" check --root disk
case "$("$program" show agent-version --root disk 2>&1)" in *root:*) complain "a link led out of the root" ;; esac
says 0 "14 answered" collect --root disk --output disk.tar.zst --redact secrets
says 0 '"leases": []' show network --bundle disk.tar.zst
says 0 "whole, and nothing was changed" bundle verify disk.tar.zst
says 0 "observations/" bundle ls disk.tar.zst
says 3 "did you mean 'verify'" bundle verfy disk.tar.zst
says 3 "two names" bundle cat disk.tar.zst
says 3 "there is no" bundle cat disk.tar.zst nothing
says 3 "secrets, all or none" collect --root disk --output x.tar.zst --redact some
[ "$(stat -c %a disk.tar.zst)" = 600 ] || complain "a bundle that others may read"

# An older bundle to compare with: given with the check, kept in what it stores, and named wrongly.
scenarios=$(dirname "$here")/scenarios
says 2 "192.168.40.21/24 in the older bundle" check \
  --bundle "$scenarios/failed-back-other-than-site-file/bundle" --before "$scenarios/failed-back-healthy/bundle"
says 3 "the older bundle (--before)" check --root disk --before /nonexistent
says 3 "its machines: web01, cs01" check --root disk --before "$scenarios/healthy/bundle"
"$program" check --root disk --before disk.tar.zst --save compared.tar.zst >live.txt
"$program" check --bundle compared.tar.zst >again.txt
diff live.txt again.txt || complain "what was compared with an older bundle is judged otherwise again"
"$program" check --root disk --save live.tar.zst >live.txt
"$program" check --bundle live.tar.zst >again.txt
cmp live.txt again.txt || complain "the bundle gives another report than the live run"
says 3 "cause of failure" check --root disk --save /nonexistent/live.tar.zst
says 3 "cannot be written" check --root disk --save /nonexistent/live.tar.zst
head -c 500 live.tar.zst >cut.tar.zst
says 3 "cut.tar.zst" check --bundle cut.tar.zst

# What changed in meaning since a baseline; a comment does not.
mkdir -p disk/etc/netplan
printf 'network:\n  version: 2\n  ethernets:\n    eth0:\n      addresses: [10.1.2.3/24]\n' >disk/etc/netplan/1.yaml
says 0 "eth0             IPv4 static 10.1.2.3/24" baseline save --root disk
[ "$(stat -c %a disk/var/lib/failback-doctor/baseline.json)" = 600 ] || complain "a baseline that others may read"
echo "# a comment" >>disk/etc/netplan/1.yaml
says 0 "the same in meaning" baseline diff --root disk
printf 'network:\n  version: 2\n  ethernets:\n    eth0: {dhcp4: true}\n' >disk/etc/netplan/1.yaml
says 2 "static -> dhcp" baseline diff --root disk
says 2 '"before": "10.1.2.3/24"' baseline diff --root disk --format json
says 3 "No such file" baseline diff --root disk --baseline /nonexistent
says 3 "did you mean" show netwrk
says 0 '"stack": "netplan"' show network --root disk
says 0 "needs the running system" show network --root disk

# A port that accepts and then says nothing, to have something to wait for.
python3 - <<'PYTHON' >port &
import socket, time
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen(8)
print(s.getsockname()[1], flush=True)
time.sleep(120)
PYTHON
pids+=($!)
for _ in $(seq 100); do [ -s port ] && break; sleep 0.1; done
cat >slow.yaml <<SITE
stack: classic
hosts:
  web01: {role: protected-vm, os: linux, reach: local}
  cs01: {role: configuration-server, address: 127.0.0.1, port: $(cat port), os: windows}
SITE

# One deadline that binds.
before=$(date +%s%N)
"$program" check --site slow.yaml --probe config-server.https --timeout 1 >silent.txt
[ $? = 2 ] || complain "a silent server is a failure"
took=$((($(date +%s%N) - before) / 1000000))
[ "$took" -lt 4000 ] || complain "a deadline of 1 s took $took ms"
grep -q "config-server.https.silent" silent.txt || complain "silent: $(cat silent.txt)"

# Ctrl-C: a valid report and a valid bundle within a second (and half of one for a
# sanitized program to start and end), the unanswered as not collected.
"$program" check --site slow.yaml --timeout 60 --format json --save cut-short.tar.zst >cut-short.json &
pid=$!
pids+=("$pid")
sleep 1.5
before=$(date +%s%N)
kill -INT "$pid"
wait "$pid"
status=$?
took=$((($(date +%s%N) - before) / 1000000))
[ "$took" -lt 1500 ] || complain "Ctrl-C took $took ms"
[ "$status" -le 3 ] || complain "Ctrl-C ended with $status"
python3 - <<'PYTHON' || complain "the report after Ctrl-C"
import json
report = json.load(open("cut-short.json"))
https = [f for f in report["findings"] if f["probe"] == "config-server.https"][0]
assert https["status"] == "unknown" and https["reason"]["kind"] == "not-collected", https
PYTHON
"$program" check --bundle cut-short.tar.zst --format json >cut-again.json
cmp cut-short.json cut-again.json || complain "the bundle after Ctrl-C gives another report"

# No colour unless it is a terminal, and never with NO_COLOR.
grep -q $'\x1b' live.txt && complain "colour in a file"
coloured() { script -qec "$1" /dev/null </dev/null | grep -c $'\x1b\\[1m'; }
[ "$(coloured "$program check --bundle live.tar.zst")" -gt 0 ] || complain "no colour on a terminal"
[ "$(NO_COLOR=1 coloured "$program check --bundle live.tar.zst")" = 0 ] || complain "colour with NO_COLOR"

# A result that cannot be written is not a success.
"$program" check --bundle live.tar.zst >/dev/full 2>/dev/null
[ $? = 3 ] || complain "a full disk went unnoticed"
exit $bad
