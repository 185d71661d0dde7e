#!/usr/bin/env python3
"""Holds the TLS endpoints that chainlint finds in configurations against the servers themselves.

Each case is a configuration. The server is started with it on the loopback, and for each port and name that the case asks for, the
certificates of the handshake must be those that chainlint predicts from `list endpoints` and `check`. A server that refuses to start must
be one of which chainlint says so. Servers that are not installed are passed over.
"""

import datetime
import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from apache_cases import APACHE_CASES
from haproxy_cases import HAPROXY_CASES
from nginx_cases import NGINX_CASES
from settings_cases import CADDY_CASES, DOVECOT_CASES, MOSQUITTO_CASES, REDIS_CASES, STUNNEL_CASES

SKIPPED = 77
AT = "2026-06-01"


class Pki:
    """A root, an intermediate, and server certificates below it, as files in one folder."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.inter_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self.certificate("Test Root", self.root_key, "Test Root", self.root_key, True, [])
        self.inter = self.certificate("Test Issuing CA", self.inter_key, "Test Root", self.root_key, True, [])
        self.write("ca.pem", [self.root])
        self.write("inter.pem", [self.inter])
        self.write("chain.pem", [self.inter, self.root])
        for name, names, kind in [
            ("a", ["a.test"], "ec"),
            ("ar", ["a.test"], "rsa"),
            ("a2", ["a.test"], "ec"),
            ("b", ["b.test"], "ec"),
            ("c", ["c.test"], "ec"),
            ("w", ["*.w.test"], "ec"),
            ("abc", ["a.test", "b.test", "c.test"], "ec"),
        ]:
            self.server(name, names, kind)

    def certificate(self, subject, key, issuer, issuer_key, ca, names):
        def name(text):
            return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])

        builder = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(name(issuer))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime.datetime(2020, 1, 1))
            .not_valid_after(datetime.datetime(2056, 1, 1))
            .add_extension(x509.BasicConstraints(ca, None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        )
        if names:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(n) for n in names]), critical=False)
        return builder.sign(issuer_key, hashes.SHA256())

    def server(self, name, names, kind):
        key = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
        leaf = self.certificate(names[0], key, "Test Issuing CA", self.inter_key, False, names)
        self.write(f"{name}.pem", [leaf, self.inter])
        self.write(f"{name}.leaf.pem", [leaf])
        self.write(f"{name}.key", [], key)
        self.write(f"{name}.all.pem", [leaf, self.inter], key)

    def write(self, name, certificates, key=None):
        pem = serialization.Encoding.PEM
        with open(os.path.join(self.folder, name), "wb") as out:
            for certificate in certificates:
                out.write(certificate.public_bytes(pem))
            if key:
                out.write(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def sent_certificates(port, name, rsa_only=False):
    """The SHA-256 of the certificates of a handshake; None where there is none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    if rsa_only:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("ECDHE-RSA-AES128-GCM-SHA256")
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname=name or None) as secured:
                chain = secured._sslobj.get_unverified_chain() or []
                return [hashlib.sha256(each.public_bytes(2)).hexdigest() for each in chain]
    except (OSError, ssl.SSLError):
        return None


def wait_for(port, process):
    for _ in range(100):
        if process.poll() is not None:
            return False
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return True
        except OSError:
            time.sleep(0.03)
    return False


def ends(process):
    try:
        process.wait(3)
        return True
    except subprocess.TimeoutExpired:
        return False


def matches(pattern, name):
    if pattern.startswith("*."):
        return name.endswith(pattern[1:]) and len(name) > len(pattern) - 1
    return pattern == name


class Prediction:
    """What chainlint says that the server of a folder sends."""

    def __init__(self, program, folder, config):
        run = subprocess.run([program, "list", "endpoints", "--no-policy", "-f", "json", config], cwd=folder, capture_output=True, text=True)
        self.listed = json.loads(run.stdout)
        run = subprocess.run(
            [program, "check", "--no-policy", "--anchors", "certs/ca.pem", "--at", AT, "-f", "json", config], cwd=folder, capture_output=True, text=True
        )
        if run.returncode > 1:
            self.checked = {"bundles": []}
        else:
            self.checked = json.loads(run.stdout)
        self.chains = {}
        for bundle in self.checked["bundles"]:
            if bundle.get("configured_at"):
                for place in bundle["configured_at"]:
                    self.chains[(bundle["files"][0], place["path"], place["line"])] = bundle["chain"]["sent"]
        self.names = {}
        for bundle in self.checked["bundles"]:
            for entry in bundle["entries"]:
                if entry.get("role") == "leaf":
                    self.names.setdefault(bundle["files"][0], entry["names"])

    def refusals(self):
        codes = {d["code"] for each in self.listed["inputs"] for d in each["diagnostics"]}
        states = {c[p]["state"] for e in self.listed["endpoints"] for c in e["certificates"] for p in c if p in ("certificate", "key", "chain") and c[p]}
        findings = {f["rule"] for b in self.checked["bundles"] for f in b["findings"] if f["severity"] == "error"}
        return codes | (states & {"missing", "not supplied"}) | findings

    def sent(self, server, port, name):
        """All chains that may be sent: one per certificate of the endpoint."""
        chosen = default = None
        longest = -1
        # A listener on the address itself hides those on any address.
        all_listeners = [each for endpoint in self.listed["endpoints"] for each in endpoint["listeners"] if each["port"] == str(port)]
        own = [each["address"] for each in all_listeners if each["address"] in ("127.0.0.1", "localhost")]
        addresses = own or ["*"]
        for endpoint in self.listed["endpoints"]:
            if endpoint["role"] != "server":
                continue
            listeners = [each for each in endpoint["listeners"] if each["port"] == str(port) and each["tls"] == "on" and each["address"] in addresses]
            if not listeners:
                continue
            if any(each["default"] for each in listeners) and default is None:
                default = endpoint
            names = endpoint["names"]
            if server == "haproxy" and not names:
                for files in endpoint["certificates"]:
                    covered = self.names.get(files["certificate"]["path"], [])
                    if name in covered and chosen is None:
                        return [self.chain(files)]
                for files in endpoint["certificates"]:
                    for each in self.names.get(files["certificate"]["path"], []):
                        if matches(each, name) and name.count(".") == each.count(".") and chosen is None:
                            return [self.chain(files)]
            for each in names:
                rank = 1000 if each == name else len(each) if matches(each, name) else -1
                if rank > longest:
                    chosen, longest = endpoint, rank
        endpoint = chosen or default
        if endpoint is None:
            return [None]
        certificates = endpoint["certificates"]
        if server == "haproxy":
            certificates = certificates[:1]
        return [self.chain(files) for files in certificates]

    def chain(self, files):
        certificate = files["certificate"]
        return self.chains.get((certificate["path"], certificate["location"]["path"], certificate["location"]["line"]))


class Runner:
    def __init__(self, program):
        self.program = program
        self.work = tempfile.mkdtemp(prefix="servers")
        self.pki = Pki(os.path.join(self.work, "pki"))
        self.failures = 0
        self.count = 0

    def run(self, server, cases, command, wrap):
        if shutil.which(command[0]) is None:
            print(f"{server}: not installed, passed over")
            return
        agreed = 0
        for case in cases:
            self.count += 1
            problem = self.run_case(server, case, command, wrap)
            if problem:
                self.failures += 1
                print(f"{server}: {case['name']}: {problem}")
            else:
                agreed += 1
        print(f"{server}: {agreed} of {len(cases)} configurations agree")

    def run_case(self, server, case, command, wrap):
        folder = os.path.join(self.work, f"{server}-{self.count}")
        shutil.copytree(self.pki.folder, os.path.join(folder, "certs"))
        ports = free_ports(case.get("ports", 1))
        values = {f"p{i + 1}": str(port) for i, port in enumerate(ports)}
        values["dir"] = folder

        def filled(text):
            for name, value in values.items():
                text = text.replace(f"@{name}@", value)
            return text

        for path, text in case.get("files", {}).items():
            where = os.path.join(folder, path)
            os.makedirs(os.path.dirname(where), exist_ok=True)
            if text.startswith("copy:"):
                with open(where, "wb") as out:
                    for part in text[5:].split("+"):
                        with open(os.path.join(folder, "certs", part), "rb") as source:
                            out.write(source.read())
            else:
                with open(where, "w", encoding="utf-8") as out:
                    out.write(filled(text))
        config = case.get("config", "server.conf" if server != "haproxy" else "haproxy.cfg")
        with open(os.path.join(folder, config), "w", encoding="utf-8", newline="") as out:
            out.write(filled(wrap(case)))
        prediction = Prediction(self.program, folder, config)
        with open(os.path.join(folder, "log"), "w", encoding="utf-8") as log:
            process = subprocess.Popen([each.replace("@dir@", folder).replace("@config@", config) for each in command], cwd=folder, stdout=log, stderr=log)
        try:
            # Apache httpd opens the port before it reads certificates.
            if not wait_for(ports[0], process) or (case.get("refused") and ends(process)):
                with open(os.path.join(folder, "log"), encoding="utf-8") as log:
                    said = log.read().strip().splitlines()[-2:]
                if not case.get("refused"):
                    return f"the server does not start: {said}"
                return "" if prediction.refusals() & set(case["refused"]) else f"refused by the server ({said}), chainlint says {prediction.refusals()}"
            if case.get("refused"):
                return "the server starts, though the case says that it does not"
            return self.compare(server, case, ports, prediction)
        finally:
            process.terminate()
            process.wait()

    @staticmethod
    def compare(server, case, ports, prediction):
        for number, name in case["ask"]:
            port = ports[number - 1]
            rsa_only = name.startswith("rsa:")
            real = name[4:] if rsa_only else name
            got = sent_certificates(port, real, rsa_only)
            expected = prediction.sent(server, port, real)
            if got not in expected:
                return f"port {number}, name {name!r}: sent {short(got)}, predicted {[short(each) for each in expected]}"
        return ""


def short(chain):
    return None if chain is None else [each[:8] for each in chain]


def nginx(case):
    if "raw" in case:
        return case["raw"]
    return (
        "daemon off; user root; pid nginx.pid; error_log stderr warn;\nevents { worker_connections 64; }\n"
        + case.get("before", "")
        + "http {\n access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
        + case["http"]
        + "\n}\n"
    )


def apache(case):
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in ("mpm_event", "authz_core", "ssl", "macro", "alias", "md")
    )
    return f"ServerRoot \"@dir@\"\n{modules}PidFile @dir@/pid\nErrorLog /dev/stderr\nServerName server.test\n" + case["conf"]


def haproxy(case):
    return "global\n  maxconn 50\n" + case.get("global", "") + "defaults\n  mode http\n  timeout client 5s\n  timeout server 5s\n  timeout connect 5s\n" + case["conf"]


def stunnel(case):
    return "foreground = yes\npid =\ndebug = 3\n" + case["conf"]


def mosquitto(case):
    return "user root\nallow_anonymous true\n" + case["conf"]


def dovecot(case):
    ports = "".join(
        f"service {name}-login {{\n inet_listener {name} {{\n port = 0\n }}\n inet_listener {name}s {{\n port = @p1@\n address = 127.0.0.1\n ssl = yes\n }}\n}}\n"
        for name in ("imap",)
    )
    return f"base_dir = @dir@/run\nstate_dir = @dir@/run\nlog_path = /dev/stderr\nprotocols = imap\nssl = yes\n{ports}" + case["conf"]


def caddy(case):
    return "{\n admin off\n auto_https disable_redirects\n storage file_system @dir@/data\n}\n" + case["conf"]


def redis(case):
    return "port 0\nsave \"\"\nbind 127.0.0.1\ntls-auth-clients no\n" + case["conf"]


def main():
    runner = Runner(os.path.abspath(sys.argv[1]))
    try:
        runner.run("nginx", NGINX_CASES, ["nginx", "-p", "@dir@", "-c", "@dir@/@config@"], nginx)
        runner.run("apache", APACHE_CASES, ["apache2", "-X", "-d", "@dir@", "-f", "@dir@/@config@"], apache)
        runner.run("haproxy", HAPROXY_CASES, ["haproxy", "-db", "-f", "@config@"], haproxy)
        runner.run("stunnel", STUNNEL_CASES, ["stunnel4", "@dir@/@config@"], stunnel)
        runner.run("mosquitto", MOSQUITTO_CASES, ["mosquitto", "-c", "@dir@/@config@"], mosquitto)
        runner.run("caddy", CADDY_CASES, ["caddy", "run", "--config", "@dir@/@config@", "--adapter", "caddyfile"], caddy)
        runner.run("redis-server", REDIS_CASES, ["redis-server", "@dir@/@config@"], redis)
        runner.run("dovecot", DOVECOT_CASES, ["dovecot", "-F", "-c", "@dir@/@config@"], dovecot)
    finally:
        if "--keep" not in sys.argv:
            shutil.rmtree(runner.work)
    if runner.count == 0:
        return SKIPPED
    return 1 if runner.failures else 0


if __name__ == "__main__":
    sys.exit(main())
