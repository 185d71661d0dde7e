"""The clients that are installed: each takes all cases and says of each "ok" or "FAIL reason"."""

import ctypes
import os
import pathlib
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable

HERE = pathlib.Path(__file__).resolve().parent


def run(command, text="", **more):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False, **more)


def version_of(command, pattern):
    """Nothing where the program is absent."""
    if not shutil.which(command[0]):
        return None
    answer = run(command)
    found = re.search(pattern, answer.stdout + answer.stderr)
    return found.group(1) if found else None


# OpenSSL, in this process.

def shake_openssl(case, flags):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.verify_flags |= flags
    context.load_verify_locations(case.folder / "anchors.pem")
    try:
        with socket.create_connection(("127.0.0.1", case.port), timeout=10) as plain:
            with context.wrap_socket(plain, server_hostname=case.host):
                return "ok"
    except ssl.SSLError as refusal:
        return f"FAIL {getattr(refusal, 'verify_message', '') or refusal}"


def openssl(flags):
    def ask(cases):
        return {case.name: shake_openssl(case, flags) for case in cases}
    return ask


# curl, GnuTLS and NSS, one process a case.

def each(shake):
    def ask(cases):
        with ThreadPoolExecutor(4) as pool:
            return dict(zip((case.name for case in cases), pool.map(shake, cases)))
    return ask


def shake_curl(case):
    """The server closes the connection after the handshake, so that an empty answer (52) or a broken connection (56) is a success."""
    answer = run(["curl", "--silent", "--show-error", "--cacert", str(case.folder / "anchors.pem"), "--capath", "/nonexistent",
                  "--resolve", f"{case.host}:{case.port}:127.0.0.1", f"https://{case.host}:{case.port}/"])
    return "ok" if answer.returncode in (0, 52, 56) else f"FAIL {answer.returncode} {answer.stderr.strip()[-160:]}"


def shake_gnutls(case):
    answer = run(["gnutls-cli", f"--x509cafile={case.folder / 'anchors.pem'}", f"--sni-hostname={case.host}",
                  f"--verify-hostname={case.host}", f"--port={case.port}", "127.0.0.1"])
    status = re.search(r"(Status: .*|\*\*\* Fatal error: .*)", answer.stdout + answer.stderr)
    return "ok" if answer.returncode == 0 else f"FAIL {status.group(1) if status else answer.returncode}"


def shake_nss(case):
    with tempfile.TemporaryDirectory() as folder:
        run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"])
        blocks = (case.folder / "anchors.pem").read_text().split("-----END CERTIFICATE-----")
        for number, block in enumerate(blocks[:-1]):
            run(["certutil", "-A", "-d", f"sql:{folder}", "-n", f"anchor{number}", "-t", "C,,", "-a"],
                text=block + "-----END CERTIFICATE-----\n")
        answer = run(["tstclnt", "-d", f"sql:{folder}", "-h", "127.0.0.1", "-p", str(case.port), "-a", case.host, "-4", "-Q", "-b"])
        lines = (answer.stdout + answer.stderr).strip().splitlines()
        return "ok" if answer.returncode == 0 else f"FAIL {' '.join(lines)[-160:]}"


# Go, Node.js and Java, one process for all.

def told(command, cases, **more):
    lines = "".join(f"{case.name} {case.port} {case.folder / 'anchors.pem'} {case.host}\n" for case in cases)
    answer = run(command, text=lines, **more)
    return dict(line.split(" ", 1) for line in answer.stdout.splitlines())


def go(cases):
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GO111MODULE": "off"}
        settings.setdefault("HOME", folder)
        return told(["go", "run", str(HERE / "go/client.go")], cases, env=settings)


def node(cases):
    return told(["node", str(HERE / "node/client.js")], cases)


def java(cases):
    return told(["java", "-XX:TieredStopAtLevel=1", str(HERE / "java/HandshakeClient.java")], cases)


def nss_version():
    try:
        library = ctypes.CDLL("libnss3.so")
        library.NSS_GetVersion.restype = ctypes.c_char_p
        return library.NSS_GetVersion().decode()
    except OSError:
        return None


# Versions of which every answer is known. Others may differ from the models; what differs is shown and is no failure.
MEASURED = {"openssl": ("3.0.", "3.5."), "curl": ("7.88", "8.14"), "node": ("20.",), "gnutls": ("3.7.", "3.8."), "go": ("1.19", "1.24"),
            "java": ("17", "21"), "nss": ("3.87", "3.110")}


@dataclass
class Client:
    """A program that stands for a model."""
    version: str
    ask: Callable  # all cases -> {name of the case: "ok" or "FAIL reason"}
    measured: bool  # of a version that the model was compared with


def client(program, version, ask):
    return Client(f"{program} {version}", ask, version.startswith(MEASURED[program]))


def installed():
    """By the names of the models."""
    clients = {}
    version = ssl.OPENSSL_VERSION.split()[1]
    if version.startswith("3."):
        partial = ssl.VERIFY_X509_PARTIAL_CHAIN
        clients["openssl3"] = client("openssl", version, openssl(ssl.VerifyFlags(0)))
        clients["python3.13"] = client("openssl", version, openssl(partial | ssl.VERIFY_X509_STRICT))
    if version := version_of(["curl", "--version"], r"curl (\S+) .*OpenSSL/3"):
        clients["curl"] = client("curl", version, each(shake_curl))
    if version := version_of(["node", "--version"], r"v(\S+)"):
        clients["nodejs"] = client("node", version, node)
    if version := version_of(["gnutls-cli", "--version"], r"gnutls-cli (3\.\S+)"):
        clients["gnutls"] = client("gnutls", version, each(shake_gnutls))
    if version := version_of(["go", "version"], r"go(1\.\S+)"):
        clients["go" if version.startswith("1.19") else "go1.24"] = client("go", version, go)
    if version := version_of(["java", "-version"], r'version "(?:1\.)?(\d+\S*)"'):
        clients[f"java{version.split('.')[0]}"] = client("java", version, java)
    if shutil.which("tstclnt") and shutil.which("certutil") and (version := nss_version()):
        clients["nss" if version.startswith("3.87") else "nss3.110"] = client("nss", version, each(shake_nss))
    return clients
