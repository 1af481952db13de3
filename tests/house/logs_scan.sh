#!/usr/bin/env bash
# "logs scan" as a user calls it: what it says to people, and that its JSON is valid by its schema.
#   logs_scan.sh PROGRAM SCHEMA
set -u
program=$(realpath "$1") schema=$(realpath "$2")
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
bad=0
complain() { echo "FAILED: $*"; bad=1; }
line() { printf '#~> (%s):   ERROR  1234 140123456789 42 %s\n' "$1" "$2"; }

mkdir -p case/quiet
{ line "02-05-2018 10:15:30" "failed to post request: (7) - Couldn't connect to server"
  line "02-05-2018 11:15:30" "failed to post request: (60) - Peer certificate cannot be authenticated"
} >case/svagents_completed_0.log
line "02-06-2018 10:16:30" "failed to post request: (7) - Couldn't connect to server" >case/svagents_curr_1.log
printf 'all is well\n' >case/quiet/svagents.log

says() {  # WHAT STATUS ARGUMENTS...: the report has the lines of standard input
  local what=$1 status=$2 got wanted
  shift 2
  "$program" logs scan "$@" >out.txt 2>&1
  got=$?
  [ "$got" = "$status" ] || complain "$what: status $got, not $status"
  while IFS= read -r wanted; do
    grep -qF -- "$wanted" out.txt || complain "$what: no \"$wanted\" in $(head -c 1500 out.txt)"
  done
}
says "everything" 2 case --since all <<'LINES'
: 3 files of logs, 
2 messages that mean failure
FAIL  The agent could not connect to its server
  Seen 2 times
    first 2018-02-05 10:15:30 case/svagents_completed_0.log:1
    last  2018-02-06 10:16:30 case/svagents_curr_1.log:1
  Seen once
    at 2018-02-05 11:15:30 case/svagents_completed_0.log:2
  Fix
LINES
grep -qE 'protected VM|on logs|Not looked at' out.txt && complain "a machine that is not there"
says "from a time on" 2 case --since 2018-02-06 <<'LINES'
what counts begins at
1 message that means failure
    once before that time, which does not count
BEFORE THAT TIME, does not count
  (logs.message.curl-certificate), once
LINES
says "nothing" 0 case/quiet <<'LINES'
No message that is known to mean trouble
LINES
says "no such folder" 3 nowhere <<'LINES'
There are no logs here, 1 file not read
  nowhere: No such file or directory
LINES
printf '\x1f\x8b\x08' >case/quiet/cut.gz
says "a damaged file" 3 case/quiet <<'LINES'
No message that is known to mean trouble, 1 file not read
NOT READ, or not to the end; it could hold anything
  case/quiet/cut.gz: 
LINES

for since in all 2018-02-06; do
  "$program" logs scan case --since $since --format json >report.json 2>/dev/null
  /usr/bin/python3 - "$schema" <<'PYTHON' || complain "JSON, since $since"
import json, sys
import jsonschema
report, schema = json.load(open("report.json")), json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
jsonschema.validate(report, schema)
first = report["messages"][0]
assert first["code"] == "logs.message.curl-connect" and first["last"]["line"] == 1, first
assert report["exit_code"] == 2 and report["not_read"] and report["files"] == 4, report
PYTHON
done
exit $bad
