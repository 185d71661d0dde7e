"""The servers that are installed, each with the target that predicts it: what they send for each of many bundles.

Most take one process per bundle; programs that take any number of listeners get all bundles at once.
"""

import hashlib
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
PEM_LAYOUTS = ("apart", "apart", "one file")


@dataclass
class Outcome:
    sent: list | None  # SHA-256 of each certificate of the handshake; none: refused, or no handshake succeeds
    said: str = ""     # by the server, where it refuses


@dataclass
class Server:
    name: str
    target: str
    programs: list          # that must be installed
    version: Callable       # -> text
    measured: str           # begins the versions of which every answer is known; what differs with others is shown and is no failure
    ask: Callable           # bundles in their folders, a working folder -> {number: Outcome}
    layouts: tuple = PEM_LAYOUTS
    stores: bool = False    # takes keystores instead of PEM
    needs_root: bool = False


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def client_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def handshake(port, start_tls=None):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        if start_tls:
            start_tls(plain)
        with client_context().wrap_socket(plain) as secured:
            return [hashlib.sha256(each.public_bytes(2)).hexdigest() for each in secured._sslobj.get_unverified_chain() or []]


def sent_by(port, alive, start_tls=None, waits=True):
    """Asks until the port is open. A failed handshake of a server that lives is final after the second time."""
    failed, until = 0, time.monotonic() + 30
    while time.monotonic() < until and alive():
        try:
            return Outcome(handshake(port, start_tls))
        except ConnectionRefusedError:
            if not waits:
                break
            time.sleep(0.02)
        except OSError as refusal:
            failed += 1
            if failed > 1:
                return Outcome(None, f"handshake: {refusal}")
            time.sleep(0.25)
    return Outcome(None, "does not start")


def wait_for(port, process):
    """Until the port is open; at most half a minute."""
    for _ in range(300):
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if process.poll() is not None:
                return None
            time.sleep(0.1)
    return None


def start(command, folder, log="log", **more):
    """Without a terminal, so that nothing can ask for a password."""
    with open(folder / log, "w", encoding="utf-8") as out:
        return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, **more)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def last_words(folder, log="log"):
    lines = (folder / log).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return " / ".join(lines[-2:])[-240:]


def one_process_each(command, config, name="server.conf"):
    """`config(files of the bundle, port, folder)` is the configuration."""
    def ask_one(item, port):
        folder = item.folder
        (folder / name).write_text(config(item, port))
        process = start([part.replace("@dir@", str(folder)).replace("@port@", str(port)) for part in command], folder)
        try:
            outcome = sent_by(port, lambda: process.poll() is None)
        finally:
            stop(process)
        if outcome.sent is None:
            outcome.said = (outcome.said + ": " + last_words(folder)).strip(": ")
        return outcome

    def ask(items, _work):
        with ThreadPoolExecutor(4) as pool:
            return dict(zip((each.bundle.number for each in items), pool.map(ask_one, items, free_ports(len(items)))))
    return ask


def all_at_once(command):
    """A program that reads "NUMBER CERTIFICATES KEY PASSWORD" per line ("-" for none) up to "." and answers "NUMBER PORT" or "NUMBER refused REASON"."""
    def ask(items, work):
        process = subprocess.Popen(command(work), cwd=work, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
                                   start_new_session=True)
        try:
            process.stdin.write("".join(f"{each.bundle.number} {each.certificate} {each.key} {'secret' if each.bundle.encrypted else '-'}\n" for each in items) + ".\n")
            process.stdin.flush()
            outcomes = {}
            while (line := process.stdout.readline().strip()) != ".":
                if not line and process.poll() is not None:
                    raise RuntimeError(f"{command(work)[0]} ended")
                number, rest = line.split(" ", 1)
                refused = rest.startswith("refused")
                outcomes[int(number)] = Outcome(None, rest) if refused else sent_by(int(rest), lambda: process.poll() is None)
            return outcomes
        finally:
            stop(process)
    return ask


# Configurations.

def nginx(item, port):
    password = ""
    if item.bundle.encrypted:
        (item.folder / "password").write_text("secret\n")
        password = f"ssl_password_file {item.folder}/password;"
    temporary = "".join(f"{each}_temp_path t{i}; " for i, each in enumerate(["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]))
    return (f"daemon off; master_process off; pid nginx.pid; error_log stderr warn;\nevents {{ worker_connections 32; }}\nhttp {{ access_log off; {temporary}\n"
            f"server {{ listen 127.0.0.1:{port} ssl; ssl_certificate {item.certificate}; ssl_certificate_key {item.key}; {password} }} }}\n")


def apache_with(more):
    def config(item, port):
        modules = "".join(f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so\n" for each in ("mpm_event", "authz_core", "ssl"))
        key = "" if item.key == item.certificate else f"SSLCertificateKeyFile {item.key}\n"
        password = ""
        if item.bundle.encrypted:
            (item.folder / "password").write_text("#!/bin/sh\necho secret\n")
            (item.folder / "password").chmod(0o755)
            password = f"SSLPassPhraseDialog exec:{item.folder}/password\n"
        return (f"{password}ServerRoot {item.folder}\n{modules}PidFile {item.folder}/pid\nErrorLog /dev/stderr\nServerName www.example.com\nListen 127.0.0.1:{port}\n"
                f"SSLEngine on\nSSLCertificateFile {item.certificate}\n{key}{more(item)}")
    return config


def haproxy(item, port):
    return (f"global\n maxconn 20\ndefaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\n"
            f"frontend f\n bind 127.0.0.1:{port} ssl crt {item.certificate}\n http-request return status 200\n")


def stunnel(item, port):
    key = "" if item.key == item.certificate else f"key = {item.key}\n"
    return f"foreground = yes\npid =\ndebug = 3\n[s]\naccept = 127.0.0.1:{port}\nconnect = 127.0.0.1:1\ncert = {item.certificate}\n{key}"


def mosquitto(item, port):
    return f"user root\nallow_anonymous true\nlistener {port} 127.0.0.1\ncertfile {item.certificate}\nkeyfile {item.key}\n"


def dovecot(item, port):
    return (f"base_dir = {item.folder}/run\nstate_dir = {item.folder}/run\nlog_path = /dev/stderr\nprotocols = imap\nssl = yes\n"
            f"service imap-login {{\n inet_listener imap {{\n port = 0\n }}\n inet_listener imaps {{\n port = {port}\n address = 127.0.0.1\n ssl = yes\n }}\n}}\n"
            f"ssl_cert = <{item.certificate}\nssl_key = <{item.key}\n" + ("ssl_key_password = secret\n" if item.bundle.encrypted else ""))


def caddy(item, port):
    return (f"{{\n admin off\n auto_https disable_redirects\n storage file_system {item.folder}/data\n default_sni www.example.com\n}}\n"
            f"https://www.example.com:{port} {{\n tls {item.certificate} {item.key}\n respond ok\n}}\n")


def lighttpd(item, port):
    key = "" if item.key == item.certificate else f'ssl.privkey = "{item.key}"\n'
    return (f'server.document-root = "{item.folder}"\nserver.modules = ("mod_openssl")\nserver.port = {port}\nserver.bind = "127.0.0.1"\n'
            f'server.errorlog = "/dev/stderr"\nssl.engine = "enable"\nssl.pemfile = "{item.certificate}"\n{key}')


def slapd(item, _port):
    return (f"include /etc/ldap/schema/core.schema\npidfile {item.folder}/pid\nmodulepath /usr/lib/ldap\nTLSCertificateFile {item.certificate}\n"
            f"TLSCertificateKeyFile {item.key}\nTLSVerifyClient never\n")


def version_from(command, pattern):
    def version():
        answer = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        found = re.search(pattern, answer.stdout + answer.stderr)
        return found.group(1) if found else "of unknown version"
    return version


def go_program(work):
    settings = {**os.environ, "GO111MODULE": "off", "GOPROXY": "off"}
    settings.setdefault("HOME", str(work))
    subprocess.run(["go", "build", "-o", str(work / "goserver"), str(HERE / "go/server.go")], check=True, env=settings)
    return [str(work / "goserver")]


def here(*command):
    return lambda work: [part.replace("@here@", str(HERE)) for part in command]


SERVERS = [
    Server("nginx", "nginx", ["nginx"], version_from(["nginx", "-v"], r"nginx/(\S+)"), "1.22.",
           one_process_each(["nginx", "-e", "stderr", "-p", "@dir@", "-c", "@dir@/server.conf"], nginx)),
    Server("apache", "apache", ["apache2"], version_from(["apache2", "-v"], r"Apache/(\S+)"), "2.4.",
           one_process_each(["apache2", "-X", "-d", "@dir@", "-f", "@dir@/server.conf"], apache_with(lambda item: ""))),
    Server("apache-chain", "apache-legacy", ["apache2"], version_from(["apache2", "-v"], r"Apache/(\S+)"), "2.4.",
           one_process_each(["apache2", "-X", "-d", "@dir@", "-f", "@dir@/server.conf"],
                            apache_with(lambda item: f"SSLCertificateChainFile {item.chain}\n" if item.chain else "")), ("three files", "three files", "apart")),
    Server("haproxy", "haproxy", ["haproxy"], version_from(["haproxy", "-v"], r"version (\S+)"), "2.6.",
           one_process_each(["haproxy", "-db", "-f", "server.conf"], haproxy), ("one file", "one file", "apart")),
    Server("stunnel", "stunnel", ["stunnel4"], version_from(["stunnel4", "-version"], r"stunnel (\S+)"), "5.68",
           one_process_each(["stunnel4", "@dir@/server.conf"], stunnel)),
    Server("mosquitto", "mosquitto", ["mosquitto"], version_from(["mosquitto", "-h"], r"version (\S+)"), "2.0.",
           one_process_each(["mosquitto", "-c", "@dir@/server.conf"], mosquitto)),
    Server("lighttpd", "lighttpd", ["lighttpd", "/usr/lib/lighttpd/mod_openssl.so"], version_from(["lighttpd", "-v"], r"lighttpd/(\S+)"), "1.4.69",
           one_process_each(["lighttpd", "-D", "-f", "@dir@/server.conf"], lighttpd)),
    Server("slapd", "slapd", ["slapd"], version_from(["slapd", "-VV"], r"slapd (\S+)"), "2.5.",
           one_process_each(["slapd", "-d", "0", "-h", "ldaps://127.0.0.1:@port@", "-f", "@dir@/server.conf"], slapd)),
    Server("dovecot", "dovecot", ["dovecot"], version_from(["dovecot", "--version"], r"(\S+)"), "2.3.",
           one_process_each(["dovecot", "-F", "-c", "@dir@/server.conf"], dovecot), needs_root=True),
    Server("caddy", "caddy", ["caddy"], version_from(["caddy", "version"], r"v?(\S+)"), "2.6.",
           one_process_each(["caddy", "run", "--config", "@dir@/server.conf", "--adapter", "caddyfile"], caddy)),
    Server("go", "go", ["go"], version_from(["go", "version"], r"go(1\S+)"), "1.19.", all_at_once(go_program)),
    Server("nodejs", "nodejs", ["node"], version_from(["node", "--version"], r"v(\S+)"), "20.", all_at_once(here("node", "@here@/node/server.js"))),
    Server("java", "java-keystore", ["java"], version_from(["java", "-version"], r'version "(\S+)"'), "17.",
           all_at_once(here("java", "-XX:TieredStopAtLevel=1", "@here@/java/Server.java")), stores=True),
    Server("erlang", "erlang", ["escript"], version_from(["erl", "-noshell", "-eval", 'io:format("OTP ~s", [erlang:system_info(otp_release)]), halt().'],
                                                         r"OTP (\S+)"), "25", all_at_once(here("escript", "@here@/erlang/server.escript"))),
]


def is_installed(server):
    present = all(shutil.which(program) or Path(program).exists() for program in server.programs)
    return present and (os.geteuid() == 0 or not server.needs_root)
