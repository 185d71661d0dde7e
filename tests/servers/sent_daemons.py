"""Servers that need more than a configuration per bundle: databases with their data, Postfix with its queue, Tomcat with all bundles in one start."""

import glob
import os
import pwd
import shutil
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from xml.sax.saxutils import quoteattr

from sent_servers import Server, free_ports, last_words, sent_by, start, stop, version_from, wait_for

POSTGRES = (sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres")) or ["postgres"])[-1]
TOMCAT = "/usr/share/tomcat10"


def owner_for(name):
    """Who runs a server that refuses to run as root, and owns its files."""
    if os.geteuid() != 0:
        return {}, lambda *paths: None
    user = pwd.getpwnam(name)

    def give(*paths):
        for path in paths:
            os.chown(path, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}, give


def one_after_another(command, folder, items, start_tls, more, ready=lambda item: None):
    """`command(item, port)` starts the server anew for each bundle."""
    outcomes = {}
    for item, port in zip(items, free_ports(len(items))):
        ready(item)
        process = start(command(item, port), folder, **more)
        try:
            outcome = sent_by(port, lambda: process.poll() is None, start_tls)
        finally:
            stop(process)
        if outcome.sent is None:
            outcome.said = f"{outcome.said}: {last_words(folder)}"
        outcomes[item.bundle.number] = outcome
    return outcomes


def ask_postgres(plain):
    plain.sendall(struct.pack("!II", 8, 80877103))
    if plain.recv(1) != b"S":
        raise OSError("the server does not offer TLS")


def postgresql(items, work):
    more, give = owner_for("postgres")
    folder = work / "postgresql"
    folder.mkdir()
    give(folder)
    setup = start([os.path.join(os.path.dirname(POSTGRES), "initdb"), "--no-sync", "--auth=trust", "-D", str(folder / "data")], work, **more)
    if setup.wait() != 0:
        raise RuntimeError("initdb: " + last_words(work))

    def ready(item):
        for path in {item.certificate, item.key}:
            path.chmod(0o600)
            give(path)

    def command(item, port):
        settings = {"ssl": "on", "ssl_cert_file": item.certificate, "ssl_key_file": item.key, "port": port, "listen_addresses": "127.0.0.1",
                    "unix_socket_directories": "", "fsync": "off", "shared_buffers": "1MB", "max_connections": 5, "max_wal_senders": 0}
        if item.bundle.encrypted:
            settings["ssl_passphrase_command"] = "echo secret"
        return [POSTGRES, "-D", str(folder / "data"), *(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))]
    return one_after_another(command, work, items, ask_postgres, more, ready)


def ask_mariadb(plain):
    """Capabilities, the packet size and a character set, as number 1, after the greeting of the server."""
    greeting = plain.recv(4096)
    end = greeting.index(b"\0", 5)
    if not struct.unpack_from("<H", greeting, end + 14)[0] & 0x800:
        raise OSError("the server does not offer TLS")
    plain.sendall(b"\x20\0\0\1" + struct.pack("<IIB23x", 0x800 | 0x200 | 0x8000, 1 << 24, 33))


def mariadb(items, work):
    more, give = owner_for("mysql")
    folder = work / "mariadb"
    folder.mkdir()
    give(folder)

    def ready(item):
        for path in {item.certificate, item.key}:
            give(path)

    def command(item, port):
        settings = {"datadir": folder, "socket": folder / "socket", "pid-file": folder / "pid", "port": port, "bind-address": "127.0.0.1",
                    "ssl-cert": item.certificate, "ssl-key": item.key}
        return ["mariadbd", "--no-defaults", "--skip-grant-tables", "--skip-innodb", "--default-storage-engine=MyISAM", "--default-tmp-storage-engine=MyISAM",
                *(f"--{name}={value}" for name, value in settings.items())]
    return one_after_another(command, work, items, ask_mariadb, more, ready)


def all_ports(items, ports, alive, said):
    """Of a server that has opened every port that it will open."""
    with ThreadPoolExecutor(4) as pool:
        asked = pool.map(lambda port: sent_by(port, alive, waits=False), ports)
        outcomes = {item.bundle.number: outcome for item, outcome in zip(items, asked)}
    for item, port in zip(items, ports):
        if outcomes[item.bundle.number].sent is None:
            outcomes[item.bundle.number].said += ": " + said(item, port)
    return outcomes


def lines_about(path, *words):
    text = path.read_text(errors="replace") if path.exists() else ""
    lines = [line for line in text.splitlines() if any(word in line for word in words)]
    return " / ".join(lines[:2])[-240:]


def postfix(items, work):
    """One master with an smtpd for each bundle, which reads the files at the first connection."""
    folder = work / "postfix"
    for path in (folder, folder / "queue", folder / "data"):
        path.mkdir()
    os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
    for name, owner in (("active", 1), ("bounce", 1), ("corrupt", 1), ("defer", 1), ("deferred", 1), ("flush", 1), ("hold", 1), ("incoming", 1), ("maildrop", 1),
                        ("pid", 0), ("private", 1), ("public", 1), ("saved", 1), ("trace", 1)):
        (folder / "queue" / name).mkdir(mode=0o755)
        if owner:
            os.chown(folder / "queue" / name, pwd.getpwnam("postfix").pw_uid, -1)
    (folder / "main.cf").write_text(
        f"compatibility_level = 3.6\nqueue_directory = {folder}/queue\ndata_directory = {folder}/data\ninet_interfaces = 127.0.0.1\nmyhostname = www.example.com\n"
        f"maillog_file = {folder}/mail.log\nmaillog_file_prefixes = {folder}\nlocal_recipient_maps =\nalias_maps =\nsmtpd_tls_security_level = may\n"
        "smtpd_peername_lookup = no\n")
    ports = free_ports(len(items))
    services = ["tlsmgr unix - - n 1000? 1 tlsmgr", "anvil unix - - n - 1 anvil", "postlog unix-dgram n - n - 1 postlogd"]
    services += [f"127.0.0.1:{port} inet n - n - - smtpd\n -o smtpd_tls_wrappermode=yes\n -o smtpd_tls_cert_file={item.certificate}\n -o smtpd_tls_key_file={item.key}"
                 for item, port in zip(items, ports)]
    (folder / "master.cf").write_text("\n".join(services) + "\n")
    process = start(["/usr/lib/postfix/sbin/master", "-c", str(folder), "-d"], folder, env={**os.environ, "MAIL_CONFIG": str(folder)})
    try:
        wait_for(ports[-1], process)
        return all_ports(items, ports, lambda: process.poll() is None, lambda item, port: lines_about(folder / "mail.log", str(item.certificate), str(item.key)))
    finally:
        stop(process)


def tomcat(attributes):
    """All connectors in one start: one that fails does not stop the others. `attributes(item)` are those of a Certificate."""
    def ask(items, work):
        base = work / "tomcat"
        (base / "conf").mkdir(parents=True)
        ports = free_ports(len(items))
        connectors = "".join(
            f'<Connector port="{port}" address="127.0.0.1" SSLEnabled="true" maxThreads="2" minSpareThreads="1" acceptorThreadCount="1" '
            f'protocol="org.apache.coyote.http11.Http11NioProtocol" sslImplementationName="org.apache.tomcat.util.net.jsse.JSSEImplementation"><SSLHostConfig>'
            f'<Certificate {" ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes(item).items())}/></SSLHostConfig></Connector>\n'
            for item, port in zip(items, ports))
        (base / "conf/server.xml").write_text(
            f'<Server port="-1"><Service name="Catalina">\n{connectors}<Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="none"/></Engine>'
            "</Service></Server>\n")
        process = start([shutil.which("java"), "-XX:TieredStopAtLevel=1", f"-Dcatalina.home={TOMCAT}", f"-Dcatalina.base={base}",
                         "-Dorg.apache.catalina.startup.EXIT_ON_INIT_FAILURE=false", "-cp", f"{TOMCAT}/bin/bootstrap.jar:{TOMCAT}/bin/tomcat-juli.jar",
                         "org.apache.catalina.startup.Bootstrap", "start"], base)
        try:
            until = time.monotonic() + 120
            while "Server startup in" not in (base / "log").read_text() and process.poll() is None and time.monotonic() < until:
                time.sleep(0.2)
            return all_ports(items, ports, lambda: process.poll() is None, lambda item, port: said_about(base / "log", port))
        finally:
            stop(process)
    return ask


def said_about(log, port):
    """The causes that Tomcat gives for a connector."""
    text = log.read_text(errors="replace")
    at = text.find(f"-{port}\"]]")
    causes = [line.strip() for line in text[at:at + 20000].splitlines() if "Caused by" in line] if at >= 0 else []
    return " / ".join(causes[:2])[-240:]


def tomcat_pem(item):
    files = {"certificateFile": item.certificate}
    if item.key != item.certificate:
        files["certificateKeyFile"] = item.key
    if item.chain:
        files["certificateChainFile"] = item.chain
    if item.bundle.encrypted:
        files["certificateKeyPassword"] = "secret"
    return files


def tomcat_keystore(item):
    return {"certificateKeystoreFile": item.certificate, "certificateKeystorePassword": "secret",
            "certificateKeystoreType": "JKS" if item.certificate.suffix == ".jks" else "PKCS12"}


TOMCAT_VERSION = version_from(["java", "-cp", f"{TOMCAT}/lib/catalina.jar", "org.apache.catalina.util.ServerInfo"], r"Tomcat/(\S+)")
DAEMONS = [
    Server("postgresql", "postgresql", [POSTGRES], version_from([POSTGRES, "--version"], r"PostgreSQL\) (\S+)"), "15.", postgresql),
    Server("mariadb", "mariadb", ["mariadbd"], version_from(["mariadbd", "--version"], r"Ver (\S+?)-"), "10.11.", mariadb),
    Server("postfix", "postfix", ["postconf", "/usr/lib/postfix/sbin/master"], version_from(["postconf", "-d", "-h", "mail_version"], r"(\S+)"), "3.7.", postfix, needs_root=True),
    Server("tomcat", "tomcat-pem", ["java", f"{TOMCAT}/bin/bootstrap.jar"], TOMCAT_VERSION, "10.1.", tomcat(tomcat_pem), ("apart", "three files", "three files", "one file")),
    Server("tomcat-keystore", "java-keystore", ["java", f"{TOMCAT}/bin/bootstrap.jar"], TOMCAT_VERSION, "10.1.", tomcat(tomcat_keystore), stores=True),
]
