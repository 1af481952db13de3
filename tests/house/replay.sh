#!/usr/bin/env bash
# Replays one scenario through the real program and compares text, JSON and exit code with what is
# expected: replay.sh PROGRAM SCENARIO. Locale, time zone and colour wishes must not matter.
set -u
program=$1 scenario=$2
. "$(dirname "$0")/scenario_bundle.sh"
out=$(mktemp -d) || exit 1
trap 'rm -rf "$out"' EXIT
bundle=$(scenario_bundle "$scenario" "$out") || exit 1
bad=0
expected_status=$(sed -n 's/^  "exit_code": \([0-9]*\),$/\1/p' "$scenario/report.json")
run() {  # format, expected file, environment ...
  local format=$1 expected=$2 status
  shift 2
  env "$@" "$program" check --bundle "$bundle" --format "$format" >"$out/report" 2>"$out/errors"
  status=$?
  if [ -s "$out/errors" ]; then cat "$out/errors"; bad=1; fi
  if [ "$status" != "$expected_status" ]; then echo "exit code $status, expected $expected_status"; bad=1; fi
  diff -u "$expected" "$out/report" || bad=1
}
run text "$scenario/report.txt" TZ=UTC LC_ALL=C
run text "$scenario/report.txt" TZ=Asia/Kolkata LC_ALL=C.UTF-8 CLICOLOR_FORCE=1
run json "$scenario/report.json" TZ=America/St_Johns LC_ALL=de_DE.UTF-8
exit $bad
