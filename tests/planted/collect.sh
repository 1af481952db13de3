#!/usr/bin/env bash
# Collecting where it hurts: planted secrets, kill -9, a full disk, a hanging mount, links, holes.
#   collect.sh PROGRAM [SECRETS] [KILLS]
set -u
program=$(realpath "$1") count=${2:-4000} kills=${3:-20}
here=$(realpath "$(dirname "$0")")
dir=$(mktemp -d) || exit 1
mounts=() pids=()
finish() {
  for pid in "${pids[@]}"; do kill -CONT "$pid" 2>/dev/null; kill -9 "$pid" 2>/dev/null; done
  for mount in "${mounts[@]}"; do umount -l "$mount" 2>/dev/null; done
  rm -rf "$dir"
}
trap finish EXIT
cd "$dir" || exit 1
export XDG_STATE_HOME=$dir/state
bad=0
complain() { echo "FAILED: $*"; bad=1; }

# Not one planted secret gets out, and no planted address or name in clear.
"$here/planted.py" generate planted "$count" || exit 1
"$program" collect --root planted/disk --output planted.tar.zst --max-size 1000 >out.txt 2>&1 ||
  complain "collect: $(cat out.txt)"
[ "$(stat -c %a planted.tar.zst)" = 600 ] || complain "a bundle that others may read"
[ "$(stat -c %a state/failback-doctor/maps/*.json)" = 600 ] || complain "a map that others may read"
map=$(ls state/failback-doctor/maps/*.json)
"$here/planted.py" check planted planted.tar.zst || complain "something got out"
"$program" bundle verify planted.tar.zst >verify.txt || complain "verify: $(cat verify.txt)"
"$program" bundle ls planted.tar.zst | grep -q "observations/.*host.agent-config" || complain "bundle ls"
"$program" bundle ls --left-out planted.tar.zst >left-out.txt

# What is nothing but a secret is refused, even by name and through links.
ln -s ../../usr/local/InMage/private/connection.passphrase planted/disk/var/log/svagents_link.log
"$program" collect --root planted/disk --output refused.tar.zst --redact none \
  --include "/usr/local/InMage/private/*" --include /etc/shadow >out.txt 2>&1
"$program" bundle ls --left-out refused.tar.zst | grep -q "connection.passphrase: never collected" ||
  complain "the passphrase is not refused"
secret=$(cat planted/disk/usr/local/InMage/private/connection.passphrase)
tar --zstd -xOf refused.tar.zst | grep -qaF "$secret" && complain "the passphrase is in the bundle"
rm planted/disk/var/log/svagents_link.log

# The gate: a secret of this host in a log, where nothing announces it.
mkdir -p gate/var/log gate/usr/local/InMage/private
printf 'correct-horse-battery\n' >gate/usr/local/InMage/private/connection.passphrase
printf 'a line\nthe word of today is correct-horse-battery, they say\n' >gate/var/log/svagents.log
"$program" collect --root gate --output gate.tar.zst >out.txt 2>&1 && complain "the gate let it through"
[ -e gate.tar.zst ] && complain "a leaking bundle got its name"
grep -q "svagents.log, line 2: a known secret" out.txt || complain "where is the leak? $(cat out.txt)"
grep -q "correct-horse" out.txt && complain "the message holds the secret"

# The answer of support is read back.
host=$(cut -d. -f1 planted/disk/etc/hostname)
stand_in=$("$program" bundle cat planted.tar.zst /etc/hostname | cut -d. -f1)
[ "$stand_in" != "$host" ] || complain "the host's name is in the bundle"
echo "look at $stand_in." | "$program" bundle unredact --map "$map" - |
  grep -qF "look at $host." || complain "unredact: $stand_in"

# Killed at any moment: a bundle of what there was.
for i in $(seq "$kills"); do
  rm -f killed.tar.zst*
  "$program" collect --root planted/disk --output killed.tar.zst >/dev/null 2>&1 &
  pid=$!
  sleep "$(python3 -c "import random; print(random.random() ** 2 * 1.5)")"
  kill -9 "$pid" 2>/dev/null
  wait "$pid" 2>/dev/null
  file=killed.tar.zst
  [ -e "$file" ] || file=killed.tar.zst.part
  [ -s "$file" ] || continue
  "$program" bundle verify "$file" >verify.txt 2>&1
  [ $? -le 1 ] || complain "killed: $(cat verify.txt)"
done

# A disk of any size: what fits is a bundle.
if mkdir small && mount -t tmpfs -o size=64k tmpfs small 2>/dev/null; then
  mounts+=("$dir/small")
  for size in 16 32 64 96 128 200 300 500; do
    mount -o "remount,size=${size}k" small
    rm -f small/*
    "$program" collect --root planted/disk --output small/b.tar.zst >out.txt 2>&1
    status=$?
    if [ -e small/b.tar.zst ]; then
      [ $status = 0 ] || complain "$size KiB: status $status"
    else
      [ $status = 3 ] || complain "$size KiB: status $status"
      grep -q "No space left" out.txt || complain "$size KiB: $(cat out.txt)"
      "$program" bundle verify small/b.tar.zst.part >verify.txt 2>&1
      [ $? -le 1 ] || complain "$size KiB: $(cat verify.txt)"
    fi
  done
fi

# A limit that is smaller than what there is: the rest is named.
"$program" collect --root planted/disk --output limited.tar.zst --max-size 1 >out.txt 2>&1 || complain "limit"
[ "$(stat -c %s limited.tar.zst)" -le 1048576 ] || complain "larger than its limit"

# To a pipe.
"$program" collect --root planted/disk --output - 2>/dev/null >piped.tar.zst || complain "pipe"
"$program" bundle verify piped.tar.zst >/dev/null || complain "pipe: verify"

# Holes, growth, binaries, and a log of one long line.
mkdir -p odd/var/log odd/etc
truncate -s 20G odd/var/log/svagents_sparse.log
printf 'after the hole\n' >>odd/var/log/svagents_sparse.log
head -c 100000 /dev/urandom >odd/var/log/svagents_binary.log
head -c 9000000 /dev/zero | tr '\0' x >odd/var/log/s2_long.log
mkfifo odd/var/log/s2_fifo.log
(while :; do echo "a line of a log that grows"; done >odd/var/log/svagents_growing.log) &
pids+=($!)
sleep 0.3
"$program" collect --root odd --output odd.tar.zst >out.txt 2>&1 || complain "odd: $(cat out.txt)"
kill "${pids[-1]}"
"$program" bundle verify odd.tar.zst >verify.txt || complain "odd: $(cat verify.txt)"
"$program" bundle cat odd.tar.zst /var/log/svagents_sparse.log | grep -q "after the hole" || complain "hole"
"$program" bundle ls --left-out odd.tar.zst | grep -q "svagents_binary.log: it is no text" ||
  complain "a binary file"

# A replay looks through the logs again: what was not known when they were collected is found.
mkdir -p again/var/log newer
printf '%s\n' "#~> (02-05-2018 10:15:30):   ERROR  1234 1 42 failed to post request: (7) - none" \
  "#~> (02-05-2018 10:15:31):   ERROR  1234 1 43 a cupboard with 42 drawers" >again/var/log/svagents.log
printf '%s\n' --- 'title: t' 'symptom: s' 'source: s' 'log: [agent]' \
  "pattern: 'cupboard with (?P<n>\\d+) drawers'" "matches: 'a cupboard with 1 drawers'" "ignores: 'x'" \
  --- '## Cause' c '## Fix' '1. f' '   ```check logs.message' '   ```' >newer/logs.message.cupboard.md
codes() {
  "$program" check "$@" --probe logs.message --format json 2>/dev/null | python3 -c \
    'import json, sys; print(*sorted(f["code"] + ":" + f["values"].get("line", "") for f in json.load(sys.stdin)["findings"]))'
}
"$program" collect --root again --output again.tar.zst >out.txt 2>&1 || complain "again: $(cat out.txt)"
[ "$(codes --bundle again.tar.zst)" = "$(codes --root again)" ] || complain "a replay finds something else"
[ "$(codes --bundle again.tar.zst --kb newer)" = "logs.message.cupboard:2 logs.message.curl-connect:1" ] ||
  complain "a replay does not look again: $(codes --bundle again.tar.zst --kb newer)"

# A mount that hangs, a file that cannot be read, one that ends while it is read.
if [ -c /dev/fuse ] && mkdir -p ill/var/log/vxlogs && /usr/bin/python3 -c 'import fusepy' 2>/dev/null; then
  /usr/bin/python3 "$here/ill_mount.py" ill/var/log/vxlogs >mount.txt 2>&1 &
  ill=$!
  pids+=($ill)
  for _ in $(seq 50); do mountpoint -q ill/var/log/vxlogs && break; sleep 0.1; done
fi
if mountpoint -q ill/var/log/vxlogs 2>/dev/null; then
  mounts+=("$dir/ill/var/log/vxlogs")
  printf 'a line before the trouble\n' >ill/var/log/svagents.log
  "$program" collect --root ill --output ill.tar.zst --timeout 2 >out.txt 2>&1 &
  collecting=$!
  pids+=($collecting)
  for _ in $(seq 240); do [ -e ill.tar.zst ] && break; sleep 1; done
  [ -e ill.tar.zst ] || complain "a hanging file keeps the bundle from being finished"
  # The kernel lets no process end that waits for an answer of FUSE: the mount has to go first.
  kill -9 $ill
  wait $collecting
  status=$?
  [ $status = 0 ] || complain "an ill mount: status $status, $(tail -n 3 out.txt)"
  "$program" bundle verify ill.tar.zst >verify.txt 2>&1 || complain "an ill mount: $(cat verify.txt)"
  "$program" bundle cat ill.tar.zst /var/log/svagents.log | grep -q "before the trouble" ||
    complain "an ill mount took the healthy log with it"
  "$program" bundle ls --left-out ill.tar.zst >left-out.txt
  grep -q "vxlogs/broken.log: .*input/output error" left-out.txt || complain "EIO: $(cat left-out.txt)"
  grep -q "vxlogs/hangs.log: .*no end after" left-out.txt || complain "a hanging file: $(cat left-out.txt)"
  "$program" bundle cat ill.tar.zst /var/log/vxlogs/shrinks.log | grep -q "what is left" ||
    complain "a file that shrinks: $(cat left-out.txt)"
else
  echo "SKIPPED: this kernel lets nobody mount with FUSE (or python3-fusepy is missing)"
fi
exit $bad
