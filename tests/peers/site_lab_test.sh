#!/usr/bin/env bash
# The small site: the matrix is right cell by cell, asked on each machine, from a bundle, and of all at
# once over SSH; and a listener tells a firewall from a service that is off: site_lab_test.sh PROGRAM
set -u
. "$(dirname "$0")/site_lab.sh"
trap site_stop EXIT
trap 'exit 130' INT TERM
site_start "$1"
started=$?
if [ $started -eq 77 ] && [ -z "${CI:-}" ]; then exit 77; fi
[ $started -eq 0 ] || exit 1
bad=0

for host in "${site_linux[@]}"; do
  site_run "$host" matrix --timeout 4 --format json --save "$site_dir/$host.tar.zst" \
    >"$site_dir/$host.json" 2>>"$site_dir/errors"
  "$site_program" matrix --bundle "$site_dir/$host.tar.zst" --format json >"$site_dir/again.json"
  cmp "$site_dir/$host.json" "$site_dir/again.json" || { echo "$host: the bundle says otherwise"; bad=1; }
done
site_admin matrix --timeout 15 --format json >"$site_dir/admin.json" 2>>"$site_dir/errors"
printf '%s\n' "${site_faults[@]}" >"$site_dir/faults"
python3 - "$site_dir" "${site_linux[@]}" <<'PYTHON' || bad=1
import json, sys
directory, hosts = sys.argv[1], sys.argv[2:]
wrong, right = [], 0

def look(file, sources):
    """Every cell of a matrix in which these machines were asked."""
    global right
    faults = {}
    for line in open(directory + "/faults"):
        source, target, port, word, code = line.split()
        if source in sources: faults[source, target, int(port)] = word.replace("_", " "), code
    for cell in json.load(open(f"{directory}/{file}.json"))["cells"]:
        key = cell["from"], cell["to"], cell["port"]
        if cell["from"] not in sources:
            if cell["status"] != "skipped": wrong.append(f"{file}: {key}: not asked, yet {cell['status']}")
            continue
        if cell["information"] or cell["flow"].startswith("push-"): continue
        word, code = faults.pop(key, (None, None))
        if word is None:
            good = cell["status"] == "pass" and cell["connect_milliseconds"] > 0
        else:
            good = cell["status"] in ("fail", "warn") and cell["word"] == word and cell["code"] == code
        right += good
        if not good:
            wrong.append(f"{file}: {key}: {cell['status']} {cell['word']} {cell.get('code')}, "
                         f"expected {word or 'ok'}")
        if cell["flow"] == "data" and cell["status"] == "pass" and cell.get("mtu") != 1500:
            wrong.append(f"{file}: {key}: path MTU {cell.get('mtu')}, expected 1500")
    wrong.extend(f"{file}: {key}: no such cell" for key in faults)

for host in hosts: look(host, [host])
look("admin", hosts)
print(f"{right} cells right, {len(wrong)} wrong")
if wrong: sys.exit("\n".join(wrong))
PYTHON
[ $bad -eq 0 ] || cat "$site_dir/errors"

# Two-sided: the service is off on a machine whose port is open, and on one behind a firewall.
listen() {  # HOST PORT -> listener_nonce
  : >"$site_dir/listener"
  ( exec ip netns exec "$(site_ns "$1")" "$site_program" listen "$2" --for 60 ) >"$site_dir/listener" 2>&1 &
  site_pids+=($!)
  local tries
  for tries in $(seq 100); do
    listener_nonce=$(sed -n 's/.*, nonce //p' "$site_dir/listener")
    [ -z "$listener_nonce" ] || return 0
    sleep 0.1
  done
  cat "$site_dir/listener"
  return 1
}
code_of() {  # HOST TO FLOW ARGUMENT ... -> the code of the cell
  local host=$1 to=$2 flow=$3
  shift 3
  site_run "$host" matrix --timeout 4 --format json "$@" 2>/dev/null | python3 -c '
import json, sys
for cell in json.load(sys.stdin)["cells"]:
    if [cell["from"], cell["to"], cell["flow"]] == sys.argv[1:]: print(cell.get("code", cell["status"]))
' "$host" "$to" "$flow"
}
expect() {  # WHAT GOT EXPECTED
  if [ "$2" = "$3" ]; then echo "$1: $2"; else echo "$1: $2, expected $3"; bad=1; fi
}
listen esx01 443 || bad=1
expect "listener seen" "$(code_of cs01 esx01 vsphere --expect-listener "esx01:443=$listener_nonce")" \
  connection.service.only-listener
expect "another's word" "$(code_of cs01 esx01 vsphere --expect-listener "esx01:443=00000000000000ff")" \
  connection.service.other-listener
site_in esx01 nft -f - <<NFT
table ip lab {
  chain input { type filter hook input priority 0;
    tcp dport 443 drop
  }
}
NFT
expect "firewall" "$(code_of cs01 esx01 vsphere --expect-listener "esx01:443=$listener_nonce")" \
  connection.open.blocked
exit $bad
