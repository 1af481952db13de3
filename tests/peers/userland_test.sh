#!/usr/bin/env bash
# What is asked of a Linux host is the same script for every userland: each is run by dash, by bash
# and by busybox with nothing but its own applets, and must say what the program heard.
set -u
program=$(realpath "$1")
command -v busybox >/dev/null || { echo "busybox is missing"; [ -z "${CI:-}" ] && exit 77; exit 1; }
dir=$(mktemp -d /tmp/failback-userland.XXXXXX) || exit 1
trap 'rm -rf "$dir"' EXIT
mkdir "$dir/applets" "$dir/bundle"
busybox --install -s "$dir/applets"
cat >"$dir/site.yaml" <<'SITE'
stack: classic
hosts:
  mt01: {role: master-target, os: linux, reach: local}
SITE
# As it was heard, without stand-ins: it is compared with what the shells say here.
"$program" collect --site "$dir/site.yaml" --timeout 20 --redact none --no-logs \
  --output "$dir/bundle.tar.zst" >"$dir/collect.log" 2>&1 || { cat "$dir/collect.log"; exit 1; }
tar -C "$dir/bundle" --zstd -xf "$dir/bundle.tar.zst" || exit 1
python3 - "$dir" <<'PYTHON'
import glob, json, re, subprocess, sys
directory = sys.argv[1]
shells = {"dash": (["dash"], None), "bash": (["bash"], None),
          "busybox": ([directory + "/applets/sh"], directory + "/applets")}
wanted = {"host.volumes", "host.disks", "host.kernel", "host.clock", "host.processes"}
bad = 0
def shape(question, text):
    # Sizes, times and processes come and go between two runs.
    if question == "host.processes": return "systemd" in text or "sh" in text
    # Each df has an opinion of its own about what is mounted twice; all of them know "/".
    head, mark, table = text.partition("[df]\n")
    text = head + mark + "".join(l for l in table.splitlines(True) if l.endswith(" /\n"))
    text = re.sub(r"\d+%?", "#", text)
    return re.sub(r" +", " ", text)
lines = [json.loads(line) for part in sorted(glob.glob(directory + "/bundle/manifest/*.jsonl"))
         for line in open(part)]
for entry in (line["observation"] for line in lines if line["kind"] == "observation"):
    question = entry["question"]
    if question not in wanted: continue
    wanted.discard(question)
    if "error" in entry:
        print(f"{question}: {entry['error']['message']}"); bad = 1; continue
    heard = open(f"{directory}/bundle/{entry['member']}").read()
    for name, (command, path) in shells.items():
        environment = {"LC_ALL": "C", "PATH": path or "/usr/sbin:/usr/bin:/sbin:/bin"}
        said = subprocess.run(command + ["-c", entry["request"]["script"]], env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if said.returncode != 0 or shape(question, said.stdout) != shape(question, heard):
            print(f"{question}: {name} differs ({said.returncode}):\n{said.stdout}{said.stderr}\n--- heard:\n{heard}")
            bad = 1
        else:
            print(f"{question}: {name} says the same")
if wanted: print("never asked:", wanted); bad = 1
sys.exit(bad)
PYTHON
