#!/usr/bin/env bash
# What the program asks Azure, held against a description of the API by Prism:
# azure_contract_test.sh PROGRAM. nginx plays the vaults of a few scenarios and writes down each
# request; Prism, which this project did not write, is then sent the same requests.
set -u
program=$1
here=$(cd "$(dirname "$0")" && pwd)
prism=$here/../../build-peers/prism/node_modules/.bin/prism
work=$(mktemp -d)
pids=()
stop() { for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; done; pids=(); }
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
PATH=$PATH:/usr/sbin
missing() { [ -n "${CI:-}" ] && { echo "no $1"; exit 1; }; echo "no $1: skipped"; exit 77; }
[ -x "$prism" ] || missing "Prism (scripts/install-deps test installs it by npm)"
command -v nginx >/dev/null || missing nginx
free_port() { python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])'; }
wait_for() {  # port
  for _ in $(seq 600); do
    ! (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null || return 0
    sleep 0.1
  done
  echo "nobody listens on port $1"; cat "$work"/*.log; exit 1
}
unset https_proxy HTTPS_PROXY http_proxy HTTP_PROXY
export no_proxy=127.0.0.1 GIVEN_TOKEN=eyTOKENeyTOKENeyTOKEN CLIENT_SECRET="S3cr3t~of+the client&more"

for scenario in azure-classic-items azure-classic-late azure-modernized-items azure-modernized-appliance azure-service-codes; do
  port=$(free_port) plain=$(free_port)
  mkdir "$work/$scenario"
  python3 "$here/azure_server.py" "$here/../scenarios/$scenario" "$work/$scenario" "$port" "$plain" || exit 1
  nginx -e "$work/$scenario/error.log" -c "$work/$scenario/nginx.conf" &
  pids+=($!)
  wait_for "$port"
  cat >"$work/site.yaml" <<SITE
azure: {subscription: 11112222-3333-4444-5555-666677778888, resource-group: recovery, vault: vault01,
  sign-in: token, token: {env: GIVEN_TOKEN}, ca-file: $work/$scenario/ca.pem,
  resource-manager: "https://127.0.0.1:$port"}
SITE
  "$program" check --site "$work/site.yaml" --timeout 60 >/dev/null 2>&1
  "$program" check --site "$work/site.yaml" --timeout 60 --vm web01 >/dev/null 2>&1
  sed -i 's/sign-in: token, token: {env: GIVEN_TOKEN}/sign-in: service-principal, tenant: tenant01, client-id: client01,\n  client-secret: {env: CLIENT_SECRET}/
          s|^  resource-manager: .*|  resource-manager: "https://127.0.0.1:'"$port"'", login: "https://127.0.0.1:'"$port"'"}|' "$work/site.yaml"
  "$program" check --site "$work/site.yaml" --timeout 60 --probe azure.vault >/dev/null 2>&1
  stop
  cat "$work/$scenario/whole.log" >>"$work/requests"
  cat "$work/$scenario/tokens.log" >>"$work/tokens"
done

port=$(free_port)
"$prism" mock --errors --host 127.0.0.1 --port "$port" "$here/azure_openapi.yaml" >"$work/prism.log" 2>&1 &
pids+=($!)
wait_for "$port"
python3 - "$port" "$work/requests" "$work/tokens" <<'PYTHON'
import http.client, json, os, re, sys, urllib.parse
port, requests, tokens = int(sys.argv[1]), *sys.argv[2:4]
def ask(method, uri, token, number):
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Accept": "application/json"}
    if token != "-": headers["Authorization"] = token
    if number != "-": headers["x-ms-client-request-id"] = number
    server.request(method, uri, headers=headers)
    answer = server.getresponse()
    return answer.status, answer.read()
asked = [line.rstrip("\n").split("\t") for line in open(requests)]
bad, kinds, example = 0, set(), None
for method, uri, token, number in asked:
    kind = re.sub(r"(?<=/)[^/?]*\d[^/?]*(?=[/?])|page=\d+", "*", uri)
    kinds.add(kind)
    # Ids are sent as Azure wrote them; for Azure "Subscriptions" is the same word, for Prism not.
    uri = re.sub("^/Subscriptions/", "/subscriptions/", uri)
    status, body = ask(method, uri, token, number)
    if status != 200:
        bad += 1
        print(f"{method} {uri}: {status} {body[:400]!r}")
    elif "/replicationFabrics?" in uri:
        example = [method, uri, token, number]
print(f"{len(asked)} requests of {len(kinds)} kinds, {bad} of them not as the API wants them")
if len(kinds) < 12 or not example:
    sys.exit("too few: this test has not seen what it is for")
method, uri, token, number = example
for what, wrong in {
        "no api-version": [method, uri.split("?")[0], token, number],
        "another api-version": [method, uri.replace("2024-04-01", "2014-04-01"), token, number],
        "no token": [method, uri, "-", number],
        "no request id": [method, uri, token, "-"],
        "POST": ["POST", uri, token, number],
        "another path": [method, uri.replace("replicationFabrics", "replicationFabric"), token, number]}.items():
    if ask(*wrong)[0] == 200:
        bad += 1
        print(f"Prism lets pass: {what}")

def sign_in(uri, kind, body):
    server = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    server.request("POST", uri, body, {"Accept": "application/json", "Content-Type": kind})
    answer = server.getresponse()
    return answer.status, answer.read()
posted = [line.rstrip("\n").split("\t") for line in open(tokens)]
for method, uri, kind, body in posted:
    status, answer = sign_in(uri, kind, body)
    form = urllib.parse.parse_qs(body, strict_parsing=True)
    if (method != "POST" or status != 200 or form["client_secret"] != [os.environ["CLIENT_SECRET"]]
            or sorted(form) != ["client_id", "client_secret", "grant_type", "scope"]):
        bad += 1
        print(f"{method} {uri}: {status} {answer[:400]!r}")
print(f"{len(posted)} times signed in")
if not posted:
    sys.exit("nobody signed in: this test has not seen what it is for")
_, uri, kind, body = posted[0]
for what, wrong in {
        "no scope": [uri, kind, re.sub("&scope=[^&]*", "", body)],
        "another scope": [uri, kind, body.replace("management", "graph")],
        "another grant": [uri, kind, body.replace("client_credentials", "password")],
        "no secret": [uri, kind, re.sub("&client_secret=[^&]*", "", body)],
        "JSON": [uri, "application/json", json.dumps({"grant_type": "client_credentials"})],
        "another path": [uri.replace("v2.0", "v1.0"), kind, body]}.items():
    if sign_in(*wrong)[0] == 200:
        bad += 1
        print(f"Prism lets pass: {what}")
sys.exit(bad > 0)
PYTHON
