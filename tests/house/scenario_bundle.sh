# The bundle of a scenario, for shell scripts: sourced by them.
#
# A scenario has a bundle of its own, or says which other one it differs from in what: in the file
# "base", whose first line is the name of the other scenario; each further line "-PATH" is a file of
# that bundle that is not in this one. What is below "changes" is laid over it.

# Prints where the bundle of the scenario is; one that has to be put together is made below OUT.
scenario_bundle() {  # scenario, out
  local scenario=$1 out=$2/bundle base line
  if [ ! -f "$scenario/base" ]; then
    printf '%s\n' "$scenario/bundle"
    return
  fi
  { read -r base; mapfile -t lines; } <"$scenario/base"
  rm -rf "$out"
  cp -r "$(dirname "$scenario")/$base/bundle" "$out" || return
  for line in "${lines[@]}"; do rm -r "${out:?}/${line#-}" || return; done
  if [ -d "$scenario/changes" ]; then cp -r "$scenario/changes/." "$out" || return; fi
  printf '%s\n' "$out"
}
