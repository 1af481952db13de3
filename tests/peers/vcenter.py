"""Starts and ends the simulated vCenters of the tests (vcsimx), and logs in with pyvmomi."""
import contextlib
import os
import pathlib
import re
import ssl
import subprocess
import tempfile
import warnings

warnings.simplefilter("ignore")  # pyvmomi of Debian 12 is older than its Python
from pyVim.connect import Disconnect, SmartConnect  # noqa: E402
from pyVmomi import vim, vmodl  # noqa: E402,F401

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = HERE / "vsphere"
ASR = ("asr@vsphere.local", "Failback!23")


def certificate(directory):
    """A self-signed certificate for loopback; returns the files of it and its key."""
    cert, key = f"{directory}/cert.pem", f"{directory}/key.pem"
    if not os.path.exists(cert):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "30", "-subj", "/CN=vc01", "-addext", "subjectAltName=IP:127.0.0.1",
             "-keyout", key, "-out", cert], check=True, stderr=subprocess.DEVNULL)
    return cert, key


class Simulator:
    """One vcsimx: use it in a with statement."""

    def __init__(self, program, scenario, directory):
        path = pathlib.Path(scenario)
        self.scenario = path if path.is_absolute() else SCENARIOS / f"{scenario}.json"
        self.program, self.directory = program, directory

    def __enter__(self):
        cert, key = certificate(self.directory)
        handle, self.log = tempfile.mkstemp(dir=self.directory, prefix="calls")
        os.close(handle)
        self.process = subprocess.Popen(
            [self.program, "-scenario", self.scenario, "-cert", cert, "-key", key, "-calls", self.log],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        ready = self.process.stdout.readline()
        if not ready:
            raise RuntimeError(self.process.stderr.read())
        self.port = int(re.search(r":(\d+)/sdk", ready)[1])
        self.thumbprint = re.search(r"sha256=(\S+)", ready)[1]
        return self

    def __exit__(self, *error):
        self.process.terminate()
        self.last_words = self.process.communicate(timeout=30)[1]

    def calls(self):
        """Every call so far as [method, user, status]."""
        with open(self.log) as lines:
            return [line.split() for line in lines]

    @contextlib.contextmanager
    def login(self, user=ASR[0], password=ASR[1]):
        context = ssl.create_default_context(cafile=certificate(self.directory)[0])
        instance = SmartConnect(host="127.0.0.1", port=self.port, user=user, pwd=password, sslContext=context)
        try:
            yield instance.content
        finally:
            Disconnect(instance)


def view(content, *types):
    """All entities of these types."""
    made = content.viewManager.CreateContainerView(content.rootFolder, list(types), True)
    try:
        return list(made.view)
    finally:
        made.DestroyView()


def named(content, kind, name):
    return next(entity for entity in view(content, kind) if entity.name == name)
