#!/usr/bin/env bash
# The lab of real peers, as the demo shows it: every sick form is found for what it is, live and from
# a bundle: lab_test.sh PROGRAM
set -u
. "$(dirname "$0")/lab.sh"
trap lab_stop EXIT
trap 'exit 130' INT TERM
bad=0
lab_start "$1" || exit 1
if [ -z "$lab_rooted" ] && [ -n "${CI:-}" ]; then
  echo "in CI the lab must be whole: it needs root and network namespaces"
  exit 1
fi
declare -A expected=(
  [healthy]=""
  [expired]="config-server.certificate.expired"
  [near-expiry]="config-server.certificate.near-expiry"
  [wrong-name]="config-server.certificate.name-mismatch"
  [intercepted]="config-server.certificate.intercepted"
  [tls10]="config-server.tls-version.too-old"
  [plain]="config-server.https.not-tls"
  [refused]="config-server.reachable.refused"
  [dropped]="config-server.reachable.timed-out"
)
for form in "${lab_forms[@]}"; do
  lab_check "$form" --timeout 3 --format json --save "$lab_dir/bundle.tar.zst" >"$lab_dir/live.json"
  "$lab_program" check --bundle "$lab_dir/bundle.tar.zst" --format json >"$lab_dir/again.json"
  cmp "$lab_dir/live.json" "$lab_dir/again.json" || bad=1
  python3 - "$lab_dir/live.json" "$form" "${expected[$form]}" <<'PYTHON' || bad=1
import json, sys
report, form, expected = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
server = [c["code"] for c in report["causes"] if c["code"].startswith("config-server.")]
if server != ([expected] if expected else []):
    sys.exit(f"{form}: found {server}, expected {expected or 'nothing'}")
print(f"{form}: {expected or 'well'}")
PYTHON
done
exit $bad
