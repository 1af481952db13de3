# The vSphere of the lab, to be sourced after lab.sh: two vCenters and a lone ESXi host on loopback,
# each with planted faults, seen from an administrator's workstation.
#
#   lab_vsphere_start                 build and start them, and write their site file; needs lab_start
#   lab_vsphere VERB ARGUMENT ...     run "PROGRAM VERB --site ... ARGUMENT ..." at that workstation
# lab_stop ends them.

lab_vsphere_start() {
  local here vcsimx
  here=$(dirname "${BASH_SOURCE[0]}")
  vcsimx=$("$here/build-vcsimx" "$here/../../build-peers") || return
  lab_certificate vcenter 700 self
  (umask 077 && printf 'Failback!23' >"$lab_dir/vcenter-password")
  lab_vcenter "$vcsimx" vc01 "$here/vsphere/lab-vc01.json" || return
  lab_vcenter "$vcsimx" vc02 "$here/vsphere/second-vcenter-uuid-clash.json" || return
  lab_vcenter "$vcsimx" esx09 "$here/vsphere/esxi-free.json" || return
  lab_vsphere_site >"$lab_dir/vsphere.yaml"
}

lab_vcenter() {  # VCSIMX NAME SCENARIO
  local ready=$lab_dir/$2.ready tries
  ( exec "$1" -scenario "$3" -cert "$lab_dir/certs/vcenter-700-self.crt" \
    -key "$lab_dir/certs/vcenter-700-self.key" >"$ready" 2>>"$lab_dir/peers.log" </dev/null ) &
  lab_pids+=($!)
  for tries in $(seq 100); do
    [ ! -s "$ready" ] || return 0
    sleep 0.1
  done
  echo "lab: $2 did not start:" >&2
  cat "$lab_dir/peers.log" >&2
  return 1
}

lab_vsphere_host() {  # NAME ROLE USER
  cat <<SITE
  $1:
    role: $2
    url: $(sed -n 's/.*url=\([^ ]*\).*/\1/p' "$lab_dir/$1.ready")
    certificate-sha256: "$(sed -n 's/.*sha256=\([^ ]*\).*/\1/p' "$lab_dir/$1.ready")"
    account: {user: "$3", password: {file: $lab_dir/vcenter-password}}
SITE
}

lab_vsphere_site() {
  echo "stack: classic"
  echo "hosts:"
  lab_vsphere_host vc01 vcenter asr@vsphere.local
  lab_vsphere_host vc02 vcenter asr@vsphere.local
  lab_vsphere_host esx09 esxi asr
  cat <<SITE
  mt01: {role: master-target, os: linux}
  web01: {role: protected-vm, os: linux}
  db01: {role: protected-vm, os: linux}
SITE
}

lab_vsphere() {  # VERB ARGUMENT ...
  local verb=$1
  shift
  "$lab_program" "$verb" --site "$lab_dir/vsphere.yaml" "$@"
}
