#!/usr/bin/env bash
# A vault behind nginx, asked by the real program: azure_test.sh PROGRAM
# Pages, tokens in every way, throttling, refusals, and what can be wrong with an answer. No token
# and no secret may be anywhere in what the program prints or keeps.
set -u
program=$1
tests=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
bad=0 server=
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; }; server=; }
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
command -v nginx >/dev/null || PATH=$PATH:/usr/sbin
command -v nginx >/dev/null || { [ -n "${CI:-}" ] && exit 1; echo "no nginx: skipped"; exit 77; }
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
secret="S3cr3t~of-the-client"
export CLIENT_SECRET=$secret GIVEN_TOKEN=eyTOKENeyTOKENeyTOKEN WRONG_TOKEN=eyWRONG
no_proxy=127.0.0.1,localhost
export no_proxy
unset https_proxy HTTPS_PROXY http_proxy

start() {  # scenario [fault]
  stop
  rm -rf "$work/nginx"; mkdir "$work/nginx"
  port=$(free_port) plain=$(free_port)
  python3 "$tests/peers/azure_server.py" "$tests/scenarios/$1" "$work/nginx" "$port" "$plain" "${2:-}" || exit 1
  nginx -e "$work/nginx/error.log" -c "$work/nginx/nginx.conf" 2>"$work/nginx/start.log" &
  server=$!
  for _ in $(seq 100); do
    python3 -c "import socket; socket.create_connection(('127.0.0.1',$port)).close()" 2>/dev/null && return
    sleep 0.1
  done
  cat "$work/nginx/start.log" "$work/nginx/error.log"; exit 1
}
site() {  # lines below "azure:"
  { echo "azure: {subscription: 11112222-3333-4444-5555-666677778888, resource-group: recovery, vault: vault01,"
    echo "  tenant: tenant01, client-id: client01, ca-file: $work/nginx/ca.pem,"
    echo "  resource-manager: \"https://127.0.0.1:$port\", login: \"https://127.0.0.1:$port\", $1}"
  } >"$work/site.yaml"
}
check() { "$program" check --site "$work/site.yaml" --format json "$@" >"$work/report.json" 2>"$work/errors"; }
codes() { python3 - "$1" <<'PYTHON'
import json, sys
report = json.load(open(sys.argv[1]))
found = set()
for cause in report["causes"]:
    found.add(cause["code"]); found.update(one["code"] for one in cause.get("explains", []))
print("\n".join(sorted(c for c in found if c.startswith("azure."))))
PYTHON
}
same_as() {  # scenario, what
  if diff <(codes "$tests/scenarios/$1/report.json") <(codes "$work/report.json") >"$work/diff"; then
    echo "$2: well"
  else
    echo "$2: differs from what $1 must give"; cat "$work/diff" "$work/errors"; bad=1
  fi
}
says() {  # pattern, what; sentences may be wrapped
  if tr '\n' ' ' <"$work/report.json" | grep -q "$1"; then echo "$2: well"; else
    echo "$2: nothing about \"$1\""; head -c 2000 "$work/report.json" "$work/errors"; bad=1; fi
}

principal='sign-in: service-principal, client-secret: {env: CLIENT_SECRET}'
for scenario in azure-classic-items azure-classic-servers azure-modernized-items azure-modernized-appliance; do
  start "$scenario"
  site "$principal"
  check --save "$work/bundle.tar.zst"
  same_as "$scenario" "$scenario, as service principal, in pages"
  "$program" check --bundle "$work/bundle.tar.zst" --format json >"$work/again.json"
  "$program" show azure --bundle "$work/bundle.tar.zst" >"$work/shown.json"
  python3 - "$work/shown.json" "$tests/scenarios/$scenario/bundle/observations/vault01/azure.protected-items" <<'PYTHON' ||
import json, sys
shown, listed = (json.load(open(name)) for name in sys.argv[1:])
names = [one["properties"]["friendlyName"] for page in listed["answers"][0]["pages"] for one in page["value"]
         if one["properties"]["providerSpecificDetails"]["instanceType"].startswith("InMage")]
assert [one["name"] for one in shown["items"]] == names, names
assert shown["unknown"] == [] and len(shown["fabrics"]) > 0 and shown["now"], shown["unknown"]
PYTHON
    { echo "$scenario: show azure"; bad=1; }
  cmp "$work/report.json" "$work/again.json" || bad=1
  rm -rf "$work/unpacked"; mkdir "$work/unpacked"
  tar -C "$work/unpacked" --zstd -xf "$work/bundle.tar.zst"
  if grep -rqE "eyTOKEN|S3cr3t" "$work/unpacked" "$work/report.json" "$work/errors"; then
    echo "$scenario: a token or secret is in bundle or report"; bad=1
  fi
  rm "$work/bundle.tar.zst"
  if grep -vE '^(GET|POST .*/oauth2/v2.0/token) ' "$work/nginx/requests.log" | grep -q .; then
    echo "$scenario: something else than GET was asked"; bad=1
  fi
done

start azure-classic-items
site 'sign-in: token, token: {env: GIVEN_TOKEN}'; check; same_as azure-classic-items "a given token"
site 'sign-in: token, token: {env: WRONG_TOKEN}'; check; says azure.vault.denied "a token that is refused"
site 'sign-in: managed-identity'
AZURE_POD_IDENTITY_AUTHORITY_HOST="http://127.0.0.1:$plain" check; same_as azure-classic-items "a managed identity"
mkdir -p "$work/bin"
printf '#!/bin/sh\n[ "$1 $2" = "account get-access-token" ] || exit 2\necho "{\\"accessToken\\": \\"%s\\", \\"expires_on\\": 1900000000}"\n' "$GIVEN_TOKEN" >"$work/bin/az"
chmod +x "$work/bin/az"
site 'sign-in: azure-cli'
PATH="$work/bin:$PATH" check; same_as azure-classic-items "the Azure CLI"
printf '#!/bin/sh\necho "Please run az login" >&2; exit 1\n' >"$work/bin/az"
PATH="$work/bin:$PATH" check; says "az login" "nobody signed in to the Azure CLI"
if command -v faketime >/dev/null; then
  site "$principal"
  faketime -f '+1d' "$program" check --site "$work/site.yaml" --format json >"$work/report.json" 2>"$work/errors"
  same_as azure-classic-items "this machine's clock is a day ahead"
fi

fault() {  # fault, pattern, what
  start azure-classic-items "$1"; site "$principal"; check "${@:4}"; says "$2" "$3"
}
fault deny AuthorizationFailed "one list is refused"
fault html "a web page" "a proxy's page"
fault loop "where it was" "pages in a circle"
fault foreign "another host" "a link to another host"
fault gzip 'azure.protected-items\|replicationProtectedItems' "gzip that is cut off"
fault huge "more than 60 MiB" "a page of 70 MB" --timeout 60
start azure-classic-items large; site "$principal"
check --timeout 60 --save "$work/bundle.tar.zst"; same_as azure-classic-items "a page of 50 MB"
"$program" check --bundle "$work/bundle.tar.zst" --format json >"$work/again.json" 2>&1
cmp "$work/report.json" "$work/again.json" || bad=1
rm -f "$work/bundle.tar.zst"
start azure-classic-items containers; site "$principal"
check; same_as azure-classic-items "a vault whose items are told by container only"
start azure-classic-items fabric; site "$principal"
check; says "a part of it could not be read" "one fabric of two fails"
says azure.reprotectable.not-offered "the others are judged all the same"
if "$program" show azure >/dev/null 2>"$work/errors"; then echo "show azure without a vault: no error"; bad=1; fi
grep -q "needs a site file" "$work/errors" || { echo "show azure without a vault:"; cat "$work/errors"; bad=1; }
if grep -q " localhost " "$work/nginx/requests.log"; then echo "another host was asked"; bad=1; fi
start azure-classic-items expire; site "$principal"; check
same_as azure-classic-items "a token that expired meanwhile"
[ "$(grep -c "^POST" "$work/nginx/requests.log")" = 2 ] || { echo "it was not renewed once"; bad=1; }
start azure-classic-items throttle; site "$principal"; check --timeout 60
same_as azure-classic-items "throttled"

ready() { "$program" check --bundle "$tests/scenarios/$1/bundle" --vm "$2" >"$work/report.json" 2>&1; says "$3" "readiness of $2"; }
ready azure-classic-well web01 "Can web01 be reprotected now? Yes"
ready azure-classic-well web01 "retention drive      /mnt/retention"
ready azure-modernized-well web01 "reprotect agent      APPL01"
ready azure-classic-well web77 "no replicated item of that name"
ready azure-classic-items web10 "No: it is reprotected"
ready azure-classic-items far01 "No: it replicates between Azure regions"
ready azure-classic-servers web77 "no replicated item of that name"
ready azure-classic-late win01 "MISSING: MT01 has another kind of operating system"
. "$tests/house/scenario_bundle.sh"
mkdir -p "$work/made"
made() { scenario_bundle "$tests/scenarios/$1" "$work/made"; }
"$program" check --bundle "$(made azure-process-server-stopped)" --vm web01 >"$work/report.json" 2>&1
says "process server *MISSING: PS01 .* services that do *not run: ProcessServer" "a process server that says otherwise"
"$program" check --bundle "$(made azure-server-seen-earlier)" --vm web01 >"$work/report.json" 2>&1
says "process server       PS01" "what was seen before Azure heard of it is no objection"
for scenario in azure-classic-well azure-classic-servers azure-modernized-well; do
  "$program" check --bundle "$tests/scenarios/$scenario/bundle" --vm web01 --format json >"$work/report.json" 2>&1
  python3 - "$tests/../kb/report/report.schema.json" "$work/report.json" <<'PYTHON' || { echo "$scenario: --vm as JSON"; bad=1; }
import json, sys
import jsonschema
schema, report = (json.load(open(name)) for name in sys.argv[1:])
jsonschema.Draft202012Validator(schema).validate(report)
answer = report["reprotect"]
assert answer["machine"] == "web01", answer
assert answer["inputs"] or answer["can"] in ("no", "cannot-be-said"), answer
assert all(bool(one["value"]) != bool(one.get("missing")) for one in answer["inputs"]), answer
PYTHON
done
"$program" why 95226 --bundle "$tests/scenarios/azure-classic-items/bundle" >"$work/report.json" 2>&1
says "shows in: .*azure.agent-heartbeat" "why 95226"
"$program" why 4711 >"$work/report.json" 2>&1
says "nothing is known about" "why of what nobody knows"
exit $bad
