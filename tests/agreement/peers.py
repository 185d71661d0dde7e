"""The other programs: each says of every case whether it accepts ("ok") or why not. They are not oracles; agreement.py counts them."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).resolve().parent


def run(command, text="", **more):
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=300, check=False, **more)


def each(judge):
    def ask(cases):
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip((case.name for case in cases), pool.map(judge, cases)))
    return ask


def is_address(host):
    return bool(re.fullmatch(r"[0-9.]+|.*:.*", host))


def judge_openssl(case):
    host = ["-verify_ip" if is_address(case.host) else "-verify_hostname", case.host] if case.host else []
    partial = [] if case.self_signed_anchors else ["-partial_chain"]
    answer = run(["openssl", "verify", "-no-CApath", "-no-CAstore", *partial, "-auth_level", "1", "-purpose", "sslserver", "-policy_check",
                  "-CAfile", case.anchor_file, "-untrusted", case.pool_file, *host, case.leaf_file])
    reason = re.search(r"error (\d+ .*)", answer.stdout + answer.stderr)
    return "ok" if answer.returncode == 0 else reason.group(1) if reason else "refused"


def judge_gnutls(case):
    host = [f"--verify-hostname={case.host}"] if case.host else []
    answer = run(["certtool", "--verify", "--verify-purpose=1.3.6.1.5.5.7.3.1", f"--load-ca-certificate={case.anchor_file}",
                  f"--infile={case.bundle_file}", *host])
    reason = re.search(r"Chain verification output: (.*)", answer.stdout)
    return "ok" if answer.returncode == 0 else reason.group(1) if reason else "refused"


def told(command, cases, **more):
    lines = "".join(f"{case.name} {case.anchor_file} {case.bundle_file} {case.host or '-'}\n" for case in cases)
    return dict(line.split(" ", 1) for line in run(command, text=lines, **more).stdout.splitlines())


def go(cases):
    with tempfile.TemporaryDirectory() as folder:
        settings = {"HOME": folder, **os.environ, "GO111MODULE": "off", "GOPROXY": "off"}
        return told(["go", "run", str(HERE / "go/verify.go")], cases, env=settings)


def java(cases):
    return told(["java", "-XX:TieredStopAtLevel=1", str(HERE / "java/BuildPath.java")], cases)


def installed():
    known = {"openssl": ("openssl", each(judge_openssl)), "gnutls": ("certtool", each(judge_gnutls)), "go": ("go", go), "java": ("java", java)}
    return {name: ask for name, (program, ask) in known.items() if shutil.which(program)}
