#!/usr/bin/env bash
# Every expected report is valid by the published schema, and a broken one is not: schema.sh SCHEMA
# SCENARIOS. Uses the jsonschema of Debian's python3-jsonschema.
set -eu
exec /usr/bin/python3 - "$@" <<'PYTHON'
import copy, glob, json, sys
import jsonschema

schema = json.load(open(sys.argv[1]))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
files = sorted(glob.glob(sys.argv[2] + "/*/report.json"))
assert files, "there are no scenarios"
bad = 0
for file in files:
    for error in validator.iter_errors(json.load(open(file))):
        print(f"{file}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
        bad += 1

# The schema must be able to say no.
report = json.load(open(files[0]))
for change in (lambda r: r.pop("findings"), lambda r: r.update(version="1"),
               lambda r: r.update(extra=1), lambda r: r["findings"][0].update(status="broken"),
               lambda r: r["findings"][0].pop("code")):
    broken = copy.deepcopy(report)
    change(broken)
    if validator.is_valid(broken):
        print("the schema accepts a broken report")
        bad += 1
print(f"{len(files)} reports, {bad} complaints")
sys.exit(bad != 0)
PYTHON
