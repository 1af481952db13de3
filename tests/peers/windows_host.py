#!/usr/bin/env python3
"""A forced command that plays PowerShell on Windows: takes what sshd was asked to run, and answers
with a transcript. SYNTHETIC: there is no Windows and no PowerShell here; what is real is the SSH
server, the command that reaches it, and the framing that the command asks for.
windows_host.py FOLDER: FOLDER/answer.json is the transcript, FOLDER/mode how it is given."""
import base64, os, re, sys, time

folder = sys.argv[1]
asked = os.environ.get("SSH_ORIGINAL_COMMAND", "")
mode = open(f"{folder}/mode").read().strip()
with open(f"{folder}/asked", "a") as log:
    log.write(asked + "\n")
match = re.fullmatch(r"powershell\.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass "
                     r"-EncodedCommand ([A-Za-z0-9+/]+=*)", asked)
if mode == "no-powershell" or not match or len(asked) > 8191:
    sys.stderr.write("'powershell.exe' is not recognized as an internal or external command,\r\n"
                     "operable program or batch file.\r\n")
    sys.exit(1)
script = base64.b64decode(match[1]).decode("utf-16-le")
with open(f"{folder}/script", "w") as file:
    file.write(script)
nonce = re.search(r"`n([0-9a-f]{32}) begin 1`n\$out`n\1 end 1 \$fbd`n", script)[1]


def say(text, status=0):
    sys.stdout.write(f"\n{nonce} begin 1\n{text}\n{nonce} end 1 {status}\n")
    sys.stdout.flush()


answer = open(f"{folder}/answer.json").read()
if mode == "well":
    say(answer + "\r\n\r\n")
elif mode == "noisy":
    sys.stdout.write("Welcome to CS01\r\n{\"os\":\"not this\"}\r\n")
    say(answer + "\r\n")
elif mode == "throws":
    sys.stderr.write("Access denied \r\n")
    say("", 1)
elif mode == "hangs":
    time.sleep(600)
elif mode == "half":
    sys.stdout.write(f"\n{nonce} begin 1\n{answer[:200]}")
    sys.stdout.flush()
elif mode == "endless":
    sys.stdout.write(f"\n{nonce} begin 1\n")
    while True:
        sys.stdout.write("x" * 65536)
