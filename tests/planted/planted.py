#!/usr/bin/python3
"""Plants secrets, addresses and names in a made-up site, and looks for them in its bundle.

  planted.py generate DIRECTORY COUNT [SEED]   files below DIRECTORY/disk, DIRECTORY/truth.json
  planted.py check DIRECTORY BUNDLE            says what got out; exit 1 if anything did

It shares nothing with the program: it unpacks with tar, zstd and Python alone, and looks for every
value in every encoding. All of it is synthetic; nothing here was ever anybody's.
"""
import base64, gzip, json, os, random, re, string, subprocess, sys, tempfile, urllib.parse

DOMAIN = "corp.contoso.example"
STAMP = "#~> (11-23-2026 10:15:30):   ERROR  1234 140123456789 42 "


def secret(rng):
    return "".join(rng.choice(string.ascii_letters + string.digits) for _ in range(rng.randint(14, 30)))


def token(rng, size=64):
    return base64.b64encode(rng.randbytes(size)).decode()


def wrapped(text, width=64):
    return "\n".join(text[i:i + width] for i in range(0, len(text), width))


def code(text):
    return base64.b64encode(text.encode()).decode()


# Every form takes a random number generator, a marker for the line and gives (text, values).
def secrets(rng, mark):
    s, t = secret(rng), token(rng)
    q = urllib.parse.quote(t, safe="")
    jwt = f"eyJhbGciOiJSUzI1NiJ9.eyJ{secret(rng)}.{secret(rng)}"
    pem = token(rng, 600)
    return rng.choice([
        lambda: (f"{STAMP}{mark} Passphrase: {s}", [s]),
        lambda: (f"{STAMP}{mark} UnifiedAgentConfigurator.sh -i 10.0.0.4 -P {s} -q", [s]),
        lambda: (f"{mark} cmd --user x --password {s} --host y", [s]),
        lambda: (f"{mark} " + json.dumps({"user": "svc", "password": s, "n": 1}), [s]),
        lambda: (f"{mark} " + json.dumps({"body": json.dumps({"adminPassword": s, "x": 1})}), [s]),
        lambda: (f"{mark} GET https://a1.blob.core.windows.net/c/b?sv=2020-04-08&sig={q}&se=2", [t, q]),
        lambda: (f"{mark} payload=%7B%22password%22%3A%22{s}%22%7D&x=1", [s]),
        lambda: (f"{mark} data " + code(json.dumps({"host": "x", "clientSecret": s})), [s]),
        lambda: (f"{mark}\n" + wrapped(code("settings for the replication of a machine; password=" + s
                                            + "\nnothing else is here but words")), [s]),
        lambda: (f"{mark} Authorization: Bearer {s}", [s]),
        lambda: (f"{mark} -H 'Authorization: Basic {code('svc:' + s)}'", [s, code("svc:" + s)]),
        lambda: (f"{mark} Server=sql1;Database=d;User Id=sa;Password={s};Pooling=true", [s]),
        lambda: (f"{mark} DefaultEndpointsProtocol=https;AccountName=a;AccountKey={t};E=1", [t]),
        lambda: (f"{mark} Endpoint=sb://r.servicebus.windows.net/;SharedAccessKeyName=k;SharedAccessKey={t}", [t]),
        lambda: (f"{mark} <c><user>u</user><Password>{s}</Password></c>", [s]),
        lambda: (f"{mark} <Parameter Name=\"Passphrase\" Value=\"{s}\"/>", [s]),
        lambda: (f"{mark} proxy http://svc:{s}@proxy.x:3128/", [s]),
        lambda: (f"{mark} jwt {jwt} end", [jwt]),
        lambda: (f"{mark} Cookie: JSESSIONID={s}; path=/", [s]),
        lambda: (f"{mark}\n[rcm.relay]\nRelayKeyPolicyName=p\nRelaySharedKey={t}\nExpiry=1", [t]),
        lambda: (f"{mark}\npassword:\n  {s}\nuser: x", [s]),
        lambda: (f"{mark}\n\"password\":\n    \"{s}\",\n\"x\": 1", [s]),
        lambda: (f"{mark}\n-----BEGIN RSA PRIVATE KEY-----\n{wrapped(pem)}\n-----END RSA PRIVATE KEY-----",
                 [pem[64:128], pem[256:320]]),
        lambda: (f"{mark} root:$6$saltsalt${secret(rng)}{secret(rng)}:19000:0", []),
        lambda: (f"{mark} export DB_PWD={s}", [s]),
        lambda: (f"{mark} api_key = \"{s}\"", [s]),
        lambda: (f"{mark} aws_secret_access_key={t}", [t]),
        lambda: (f"{mark} noise {token(rng, 48)}", []),
    ])()


def identifiers(rng, mark, known):
    def v4():
        return rng.choice([
            lambda: f"10.{rng.randint(0,255)}.{rng.randint(0,255)}.{rng.randint(1,254)}",
            lambda: f"192.168.{rng.randint(0,255)}.{rng.randint(1,254)}",
            lambda: f"172.{rng.randint(16,31)}.{rng.randint(0,255)}.{rng.randint(1,254)}",
            lambda: f"{rng.choice([13,20,40,52,81,93,151,185,203])}.{rng.randint(0,255)}.{rng.randint(0,255)}.{rng.randint(1,254)}",
        ])()

    def v6():
        return rng.choice([f"2001:db8:{rng.randrange(65536):x}::{rng.randrange(1, 65536):x}",
                           f"fd{rng.randrange(256):02x}:{rng.randrange(1, 65536):x}:1::{rng.randrange(1, 65536):x}",
                           f"fe80::250:56ff:fe{rng.randrange(256):02x}:{rng.randrange(4096, 65536):x}"])

    a, six = v4(), v6()
    mac = "00:50:56:" + ":".join(f"{rng.randrange(256):02x}" for _ in range(3))
    host, user = rng.choice(known["hosts"]), rng.choice(known["users"])
    guid = "%08x-%04x-%04x-%04x-%012x" % (rng.getrandbits(32), rng.getrandbits(16), rng.getrandbits(16),
                                         rng.getrandbits(16), rng.getrandbits(48))
    below = f"n{rng.randrange(10**6)}x.{DOMAIN}"
    mail = f"{rng.choice(['jo','eva','kim'])}.{secret(rng).lower()}@{rng.choice(['fabrikam.example','tailspin.example'])}"
    form = rng.choice([
        lambda: (f"{STAMP}{mark} connect to {a}:443 failed", [a]),
        lambda: (f"{mark} " + json.dumps({"ip": a, "log": f"x\n{a}\ty"}), [a]),
        lambda: (f"{mark} GET /x?ip%3D{a}%26p=1", [a]),
        lambda: (f"{mark} {a}-{a}7 eth0_{a} ({a})", [a]),
        lambda: (f"{mark} blob " + code(json.dumps({"address": a, "text": "the machine is there"})), [a]),
        lambda: (f"{mark} [{six}]:9443 and {six}", [six]),
        lambda: (f"{mark} u=" + urllib.parse.quote(six, safe=""), [six]),
        lambda: (f"{mark} link/ether {mac} brd ff:ff:ff:ff:ff:ff", [mac]),
        lambda: (f"{mark} {mac.replace(':', '-').upper()}", [mac.replace(":", "-").upper()]),
        lambda: (f"{mark} host {host} is {host}.{DOMAIN}.", [host]),
        lambda: (f"{mark} {host.upper()} \\\\{host}\\share https://{host}:443/", [host]),
        lambda: (f"{mark} resolve {below} failed", [below.split('.')[0], DOMAIN]),
        lambda: (f"{mark} session opened for user {user} by user={user}", [user]),
        lambda: (f"{mark} /home/{user}/x C:\\Users\\{user}\\y CONTOSO\\{user}", [user]),
        lambda: (f"{mark} mail {mail}, mailto%3A{mail.replace('@', '%40')}", [mail]),
        lambda: (f"{mark} /subscriptions/{guid}/resourceGroups/x", [guid]),
        lambda: (f"{mark} \"tenantId\": \"{guid.upper()}\"", [guid.upper()]),
        lambda: (f"{mark} x " + code(f"from {host}.{DOMAIN} to {a}, by {user}, at noon"), [host, a, user]),
    ])()
    return form


def generate(directory, count, seed):
    rng = random.Random(seed)
    disk = os.path.join(directory, "disk")
    known = {"hosts": [f"srv{rng.randrange(1000, 9999)}{c}" for c in "abcdefghijklmnop"],
             "users": [f"{c}user{rng.randrange(100, 999)}" for c in "abcdefgh"]}
    truth = {"secrets": [], "lines": [], "known": known, "domain": DOMAIN}

    def put(path, data):
        full = os.path.join(disk, path.lstrip("/"))
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "wb") as file:
            file.write(data)

    files = ["/var/log/svagents_curr_1.log", "/var/log/svagents_completed_0.log", "/var/log/ua_install.log",
             "/var/log/AzureRcmCli.log", "/var/log/s2_curr_1.log", "/var/log/vxlogs/resync/a.log",
             "/var/log/syslog", "/var/log/syslog.1.gz", "/var/log/syslog.2.xz", "/var/log/cdpcli.log",
             "/usr/local/ASR/Vx/etc/wide.log", "/var/log/messages", "/usr/local/ASR/Vx/failover_data/x.json"]
    text = {path: [] for path in files}
    for number in range(count):
        mark = f"Q{number:07d}Q"
        path = files[rng.randrange(len(files))]
        if rng.random() < 0.5:
            line, values = secrets(rng, mark)
            truth["secrets"] += values
        else:
            line, values = identifiers(rng, mark, known)
            truth["lines"].append([mark, values])
        text[path].append(line)
        if rng.random() < 0.3:
            text[path].append(f"{STAMP}nothing to see in line {number}, all is well")
    for path, parts in text.items():
        data = ("\n".join(parts) + "\n").encode()
        if path.endswith(".gz"):
            data = gzip.compress(data)
        elif path.endswith(".xz"):
            import lzma
            data = lzma.compress(data, preset=0)
        elif path.endswith("wide.log"):
            data = b"\xff\xfe" + data.decode().encode("utf-16-le")
        put(path, data)
    for path, value in (("/usr/local/InMage/private/connection.passphrase", secret(rng)),
                        ("/usr/local/InMage/private/rcm.pfx", secret(rng)), ("/etc/shadow", secret(rng))):
        put(path, value.encode())
        truth["secrets"].append(value)
    put("/usr/local/drscout.conf", b"[vxagent]\nHostId=1\nRole=Agent\nVmPlatform=VmWare\nCSType=CSLegacy\n"
        b"[vxagent.transport]\nHostname = 10.1.2.3\n")
    put("/etc/hostname", (known["hosts"][0] + "." + DOMAIN + "\n").encode())
    put("/etc/hosts", "".join(f"10.0.0.{i + 1} {h}.{DOMAIN} {h}\n" for i, h in enumerate(known["hosts"])).encode())
    put("/etc/passwd", ("root:x:0:0::/root:/bin/sh\n" + "".join(
        f"{u}:x:{1000 + i}:1000::/home/{u}:/bin/sh\n" for i, u in enumerate(known["users"]))).encode())
    put("/etc/resolv.conf", f"search {DOMAIN}\nnameserver 10.0.0.53\n".encode())
    os.makedirs(directory, exist_ok=True)
    with open(os.path.join(directory, "truth.json"), "w") as file:
        json.dump(truth, file)
    print(f"{len(truth['secrets'])} secrets, {sum(len(v) for _, v in truth['lines'])} addresses and names "
          f"in {len(files)} files")


BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")


def layers(text, depth=0):
    """A text and everything that can be decoded out of it."""
    yield text
    if depth > 2:
        return
    if "%" in text:
        yield urllib.parse.unquote(text)
    joined = re.sub(r"(?<=[A-Za-z0-9+/]{48})\r?\n(?=[A-Za-z0-9+/])", "", text)
    for source in {text, joined}:
        for match in BASE64.finditer(source):
            word = match.group().replace("-", "+").replace("_", "/").rstrip("=")
            try:
                data = base64.b64decode(word + "=" * (-len(word) % 4))
            except ValueError:
                continue
            for encoding in ("utf-8", "utf-16-le"):
                try:
                    inner = data.decode(encoding)
                except UnicodeDecodeError:
                    continue
                if sum(c.isprintable() or c in "\n\t\r" for c in inner) > 0.9 * len(inner):
                    yield from layers(inner, depth + 1)


def check(directory, bundle):
    with open(os.path.join(directory, "truth.json")) as file:
        truth = json.load(file)
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(["tar", "--zstd", "-xf", os.path.abspath(bundle), "-C", out], check=True)
        whole, names = [], []
        for parent, _, files in os.walk(out):
            for name in files:
                names.append(os.path.relpath(os.path.join(parent, name), out))
                with open(os.path.join(parent, name), "rb") as file:
                    data = file.read()
                if data[:2] == b"\x1f\x8b":
                    data = gzip.decompress(data)
                whole.append(data.decode("utf-8", "replace"))
                whole.append(data.decode("utf-16-le", "replace"))
    text = "\n".join(whole[::2]) + "\n" + "\n".join(names)
    everything = "\n".join(layers(text)) + "\n".join(whole[1::2])
    words = set()
    escaped = []
    for value in truth["secrets"]:
        for form in {value, urllib.parse.quote(value, safe=""), value.encode().hex()}:
            if form in words:
                continue
            words.add(form)
    # One pass: every planted value is a run of these characters.
    found = set()
    for run in re.finditer(r"[A-Za-z0-9+/=%._-]{8,}", everything):
        piece = run.group()
        if piece in words or any(part in words for part in re.split(r"[=%._/-]|%[0-9A-F]{2}", piece)):
            found.add(piece)
    for value in truth["secrets"]:
        if value not in found and value in everything:
            found.add(value)
    lines = {m.group(): m.end() for m in re.finditer(r"Q\d{7}Q", text)}
    open_lines, missing = [], 0
    for mark, values in truth["lines"]:
        if mark not in lines:
            missing += 1
            continue
        start = lines[mark]
        end = text.find("\n", start)
        line = "\n".join(layers(text[start:end])).lower()
        for value in values:
            if re.search(r"(?<![0-9a-z])" + re.escape(value.lower()) + r"(?![0-9a-z])", line):
                open_lines.append((mark, value))
    low = everything.lower()
    for value in truth["known"]["hosts"] + truth["known"]["users"] + [truth["domain"]]:
        if re.search(r"(?<![0-9a-z])" + re.escape(value) + r"(?![0-9a-z])", low):
            open_lines.append(("anywhere", value))
    print(f"{len(truth['secrets'])} secrets planted, {len(found)} found; {len(truth['lines'])} lines with "
          f"addresses and names, {len(open_lines)} of them in clear, {missing} not in the bundle")
    for value in list(found)[:10]:
        print("  secret:", value)
    for mark, value in open_lines[:20]:
        print("  in clear:", mark, value)
    return 1 if found or open_lines or missing else 0


if __name__ == "__main__":
    if sys.argv[1] == "generate":
        generate(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 1)
    else:
        sys.exit(check(sys.argv[2], sys.argv[3]))
