#!/usr/bin/env python3
"""Runs a fix, says yes, and kills it with signal 9 as soon as it tells its Nth step.

    killed_at_step.py N one|all COMMAND...

"one" kills the program alone, "all" its watcher as well: then nobody is left to undo anything.
Ends with 0 if it was killed at that step, with 3 if there are fewer steps.
"""
import os
import re
import signal
import subprocess
import sys

wanted, whom, command = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
fix = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, start_new_session=True)
fix.stdin.write(b"yes\n")
fix.stdin.flush()


def processes_below(pid):
    found = []
    for one in subprocess.run(["pgrep", "--parent", str(pid)], capture_output=True,
                              text=True).stdout.split():
        found += [int(one)] + processes_below(int(one))
    return found


def is_doctor(pid):
    try:
        with open(f"/proc/{pid}/comm") as comm:
            return comm.read().startswith("failback-doctor")
    except OSError:
        return False


agreed, steps, text = False, 0, ""
while chunk := os.read(fix.stdout.fileno(), 4096):
    text += chunk.decode(errors="replace")
    agreed = agreed or 'Type "yes"' in text
    steps = len(re.findall(r"^  (?:write|remove|run) ", text.split("do this: ")[-1], re.M))
    if agreed and steps >= wanted:
        doctors = [pid for pid in processes_below(fix.pid) if is_doctor(pid)]
        if not doctors:
            break
        for pid in doctors if whom == "all" else doctors[:1]:
            os.kill(pid, signal.SIGKILL)
        fix.wait(60)
        sys.exit(0)
fix.wait(60)
sys.exit(3 if fix.returncode == 0 else 1)
