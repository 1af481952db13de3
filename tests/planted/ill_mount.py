#!/usr/bin/python3
"""Mounts a file system with illnesses: ill_mount.py MOUNTPOINT. Runs until it is killed.

  hangs.log    a read never ends
  broken.log   a read ends with EIO, as on a dying disk
  shrinks.log  says that it has a MiB, and holds one line: it was cut meanwhile
"""
import errno, stat, sys, time

from fusepy import FUSE, FuseOSError, Operations

LINE = b"this is what is left of it\n"
SIZES = {"/hangs.log": 4096, "/broken.log": 4096, "/shrinks.log": 1 << 20}


class Ill(Operations):
    def getattr(self, path, fh=None):
        now = time.time()
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o755, "st_nlink": 2, "st_mtime": now}
        if path not in SIZES:
            raise FuseOSError(errno.ENOENT)
        return {"st_mode": stat.S_IFREG | 0o644, "st_nlink": 1, "st_size": SIZES[path], "st_mtime": now}

    def readdir(self, path, fh):
        return [".", ".."] + [name[1:] for name in SIZES]

    def read(self, path, size, offset, fh):
        if path == "/broken.log":
            raise FuseOSError(errno.EIO)
        while path == "/hangs.log":
            time.sleep(60)
        return LINE[offset:offset + size]


# Several threads: what hangs must not keep the rest. Direct: no cache, and short reads are allowed.
FUSE(Ill(), sys.argv[1], foreground=True, nothreads=False, direct_io=True)
