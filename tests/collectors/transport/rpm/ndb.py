"""Writes headers ("NUMBER|HEX" lines) as rpm's NDB Packages.db, after lib/backend/ndb/rpmpkg.c."""
import struct
import sys
import zlib

headers = [line.strip().split("|") for line in sys.stdin if line.strip()]
slots = []
blobs = b""
first_block = 4096 // 16
for number, text in headers:
    blob = bytes.fromhex(text)
    head = struct.pack("<4sIII", b"BlbS", int(number), 1667000000, len(blob))
    body = head + blob
    body += b"\0" * (-(len(body) + 12) % 16)
    body += struct.pack("<II4s", zlib.adler32(head + blob), len(blob), b"BlbE")
    slots.append((int(number), first_block + len(blobs) // 16, len(body) // 16))
    blobs += body
page = struct.pack("<4sIIIIIII", b"RpmP", 0, len(slots), 1, len(slots) + 1, 0, 0, 0)
slots.insert(1, (0, 0, 0))  # a package that was removed
for slot in slots:
    page += b"Slot" + struct.pack("<III", *slot)
while len(page) < 4096:
    page += b"Slot" + b"\0" * 12
sys.stdout.buffer.write(page + blobs)
