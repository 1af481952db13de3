#!/usr/bin/env bash
# A Windows machine asked over SSH: tests/peers/windows_test.sh PROGRAM ASK. The SSH server is real;
# PowerShell's answers are synthetic (windows_host.py). Needs root, for sshd.
set -uo pipefail
program=$(readlink -f "${1:?the program}") ask=$(readlink -f "${2:?the program \"ask\"}")
here=$(readlink -f "$(dirname "$0")")
[ "$(id -u)" -eq 0 ] || { echo "skipped: needs root"; exit 77; }
if [ -z "${FBD_INSIDE:-}" ]; then
  exec env FBD_INSIDE=1 unshare --mount --net --propagation private "$0" "$program" "$ask"
fi
ip link set lo up
work=$(mktemp -d /var/tmp/fbd-windows.XXXXXX)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
say() { printf '%s\n' "$*"; }
expect() {  # NAME PATTERN COMMAND...
  local name=$1 pattern=$2 said
  shift 2
  said=$("$@" 2>&1 | tr -d '\0')
  if grep -qE -- "$pattern" <<<"$said"; then say "ok    $name"; else
    say "WRONG $name: no \"$pattern\" in:"; head -c 1500 <<<"$said"; failures=$((failures + 1)); fi
}
ssh-keygen -q -t ed25519 -N '' -f host; ssh-keygen -q -t ed25519 -N '' -f key
mkdir -p /run/sshd
cat >sshd.conf <<C
ListenAddress 127.0.8.1:2222
HostKey $work/host
PidFile none
UsePAM no
StrictModes no
PermitRootLogin yes
AuthorizedKeysFile $work/key.pub
ForceCommand /usr/bin/python3 $here/windows_host.py $work
C
/usr/sbin/sshd -D -f sshd.conf -E "$work/sshd.log" & pids+=($!)
for _ in $(seq 100); do (exec 3<>/dev/tcp/127.0.8.1/2222) 2>/dev/null && break; sleep 0.1; done
{ printf '[127.0.8.1]:2222 '; cut -d' ' -f1,2 host.pub; } >known
unset SSH_AUTH_SOCK
now=$(date +%s)
cat >answer.json <<J
{"os":"Microsoft Windows Server 2016 Standard","time":$now,"up":864000,"cpu":12,"memory":17179869184,"memory_free":8589934592,"services":[{"name":"cxprocessserver","state":"Stopped","start":"Auto","version":"9.64"},{"name":"svagents","state":"Running","start":"Manual","version":"9.64.1.1"},{"name":"InMage Scout Application Service","state":"Running","start":"Auto","version":"9.64.1.1"}],"volumes":[{"letter":"C:","filesystem":"NTFS","size":137438953472,"free":68719476736,"system":true,"page_file":true},{"letter":"R:","filesystem":"FAT32","size":137438953472,"free":68719476736,"system":false,"page_file":false}],"cache":"C:","agent_volume":"C:","agent":{"directory":"C:\\\\agent","server":"127.0.8.1","host":"5A0E","config":["[vxagent]","HostId = 5A0E","[vxagent.transport]","Hostname = 127.0.8.9"]},"certificates":[{"subject":"CN=Scout","issuer":"CN=Scout","until":$((now - 86400))}],"logs":[$now]}
J
host='role: [configuration-server, process-server, master-target], os: windows, address: 127.0.8.1'
printf 'stack: classic\nhosts:\n  cs01: {%s, reach: ssh, ssh: {user: root, port: 2222, known-hosts: %s, key: %s}}\n' \
  "$host" "$work/known" "$work/key" >site.yaml
printf 'stack: classic\nhosts:\n  cs01: {%s, reach: none}\n' "$host" >brought.yaml
show() { timeout 60 "$program" show windows --host cs01 --site site.yaml "$@"; }

say "== what PowerShell answers (synthetic)"
echo well >mode
expect "the fact" '"os": "Microsoft Windows Server 2016 Standard"' show
line=$("$program" facts)
expect "asked is the line that \"facts\" prints" "^same$" \
  python3 -c "import sys; print('same' if '&{' + sys.argv[1] + '}|Out-String' in open('script').read()
                              else 'other')" "$line"
probes=(--probe process-server.services --probe process-server.load --probe windows.agent
  --probe windows.agent-services --probe windows.certificates --probe master-target.retention-drive)
"$program" check --site site.yaml "${probes[@]}" --format json >over-ssh.json 2>&1
"$program" check --site brought.yaml --facts cs01=answer.json "${probes[@]}" --format json \
  >brought.json 2>&1
for one in 'retention-drive.*fat' 'agent.*other-server' 'agent-services.*not-automatic' \
  'certificates.*expired' 'process-server.services.*stopped'; do
  expect "a verdict: $one" "$one" tr -d '\n' <over-ssh.json
done
expect "the same verdicts as of --facts" "^6 the same$" python3 - <<'P'
import json
def findings(file):
    return sorted((f["probe"], f["status"], f.get("code")) for f in json.load(open(file))["findings"])
a, b = findings("over-ssh.json"), findings("brought.json")
print(len(a), "the same" if a == b and any("fail" in str(f) for f in a) else f"differ: {a} {b}")
P

say "== brought answers in a bundle are judged as they were"
cp -r "$here/../scenarios/windows-healthy/bundle" bundle
sed -i 's/reach: ssh/reach: none/' bundle/site.yaml
expect "a bundle" 'retention-drive \(mt01\)' "$program" check --bundle bundle
say "== what may go wrong"
echo noisy >mode; expect "what a profile prints does no harm" '"os": "Microsoft Windows' show
echo throws >mode; expect "it throws" 'it threw, .Access denied' show
echo half >mode; expect "it ends in the middle" 'PowerShell gave no answer' show
echo no-powershell >mode; expect "there is none" 'PowerShell gave no answer: exit 1.*is not recognized' show
echo endless >mode; expect "it never stops talking" 'more than 8388608 bytes' show
echo hangs >mode; expect "it hangs" 'no end after 2 s; killed' show --timeout 2

say "== what is not asked of Windows"
echo well >mode
ask() { timeout 60 "$ask" site.yaml 9000 cs01 "$@"; }
expect "files" "not-collected .*is a Windows machine.*cannot" ask file /etc/hostname
expect "connections" "not-collected .*is a Windows machine.*cannot" ask tcp 127.0.0.1 22
expect "logging in" '"outcome":"ready"' ask login
[ $failures -eq 0 ] || { say "$failures wrong"; exit 1; }
say "all right"
