# The Azure of the lab, to be sourced after lab.sh: nginx on loopback with TLS plays Resource Manager
# and the login service, in pages, for a vault with planted faults.
#
#   lab_azure_start NAME SCENARIO     serve what a scenario's vault answers; needs lab_start
#   lab_azure NAME VERB ARGUMENT ...  run "PROGRAM VERB ARGUMENT ... --site ..." about that vault
# lab_stop ends them.

lab_azure_start() {  # NAME SCENARIO
  local here dir=$lab_dir/azure-$1 port plain tries
  here=$(dirname "${BASH_SOURCE[0]}")
  port=$(lab_free_port) plain=$(lab_free_port)
  mkdir "$dir" || return
  python3 "$here/azure_server.py" "$here/../scenarios/$2" "$dir" "$port" "$plain" || return
  lab_run nginx -e "$dir/error.log" -c "$dir/nginx.conf"
  (umask 077 && printf 'S3cr3t~of-the-client' >"$lab_dir/client-secret")
  cat >"$lab_dir/azure-$1.yaml" <<SITE
azure:
  subscription: 11112222-3333-4444-5555-666677778888
  resource-group: recovery
  vault: vault01
  sign-in: service-principal
  tenant: tenant01
  client-id: client01
  client-secret: {file: $lab_dir/client-secret}
  resource-manager: https://127.0.0.1:$port
  login: https://127.0.0.1:$port
  ca-file: $dir/ca.pem
SITE
  for tries in $(seq 100); do
    ! (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null || return 0
    sleep 0.1
  done
  echo "lab: the vault $1 did not start:" >&2
  cat "$dir/error.log" >&2
  return 1
}

lab_free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

lab_azure() {  # NAME VERB ARGUMENT ...
  local name=$1
  shift
  env -u https_proxy -u HTTPS_PROXY no_proxy=127.0.0.1 \
    "$lab_program" "$@" --site "$lab_dir/azure-$name.yaml"
}
