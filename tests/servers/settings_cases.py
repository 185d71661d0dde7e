"""Configurations of stunnel, mosquitto, Dovecot and Caddy, as in nginx_cases.py."""


def case(name, conf, ask, **more):
    return {"name": name, "conf": conf, "ask": ask, **more}


def service(name, cert, port="@p1@", more=""):
    return f"[{name}]\naccept = 127.0.0.1:{port}\nconnect = 127.0.0.1:1\ncert = {cert}\n{more}"


KEY_A, KEY_B = "key = certs/a.key\n", "key = certs/b.key\n"

STUNNEL_CASES = [
    case("certificate and key", service("one", "certs/a.pem", more=KEY_A), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("key in the file", service("one", "certs/a.all.pem"), [(1, "a.test")]),
    case("leaf alone", service("one", "certs/a.leaf.pem", more=KEY_A), [(1, "a.test")]),
    case("leaf that CAfile completes", service("one", "certs/a.leaf.pem", more=KEY_A + "CAfile = certs/chain.pem\n"), [(1, "a.test")]),
    case("leaf that CAfile completes without its root", service("one", "certs/a.leaf.pem", more=KEY_A + "CAfile = certs/inter.pem\n"), [(1, "a.test")]),
    case("chain that CAfile leaves alone", service("one", "certs/a.pem", more=KEY_A + "CAfile = certs/chain.pem\n"), [(1, "a.test")]),
    case("two services", service("one", "certs/a.all.pem") + service("two", "certs/b.all.pem", "@p2@"), [(1, "a.test"), (2, "a.test")], ports=2),
    case("certificate before the services", "cert = certs/a.all.pem\n[one]\naccept = 127.0.0.1:@p1@\nconnect = 127.0.0.1:1\n", [(1, "a.test")]),
    case("service over the one before", "cert = certs/a.all.pem\n" + service("one", "certs/b.all.pem"), [(1, "a.test")]),
    case("the last of two", service("one", "certs/a.all.pem", more="cert = certs/b.all.pem\n"), [(1, "a.test"), (1, "")]),
    case("by name", service("one", "certs/a.all.pem") + "[two]\nsni = one:b.test\ncert = certs/b.all.pem\nconnect = 127.0.0.1:1\n",
         [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("by a wildcard", service("one", "certs/a.all.pem") + "[two]\nsni = one:*.w.test\ncert = certs/w.all.pem\nconnect = 127.0.0.1:1\n",
         [(1, "x.w.test"), (1, "w.test"), (1, "")]),
    case("comments and blanks", "; cert = certs/b.all.pem\n# cert = certs/b.all.pem\n[one]\n accept=127.0.0.1:@p1@\n connect = 127.0.0.1:1\n cert=certs/a.all.pem\n",
         [(1, "a.test")]),
    case("client beside", service("one", "certs/a.all.pem") + "[out]\nclient = yes\naccept = 127.0.0.1:@p2@\nconnect = 127.0.0.1:1\ncert = certs/b.all.pem\n",
         [(1, "a.test")], ports=2),
    case("root sent too", service("one", "certs/l.pem"), [(1, "a.test")], files={"certs/l.pem": "copy:a.pem+ca.pem+a.key"}),
    case("wrong key", service("one", "certs/a.pem", more=KEY_B), [], refused=["key-leaf-mismatch"]),
    case("missing file", service("one", "certs/none.pem", more=KEY_A), [], refused=["not supplied"]),
]


def listener(cert, key="certs/a.key", port="@p1@", more=""):
    return f"listener {port} 127.0.0.1\ncertfile {cert}\nkeyfile {key}\n{more}"


MOSQUITTO_CASES = [
    case("one listener", listener("certs/a.pem"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("two listeners", listener("certs/a.pem") + listener("certs/b.pem", "certs/b.key", "@p2@"), [(1, "a.test"), (2, "a.test")], ports=2),
    case("plain listener beside", listener("certs/a.pem") + "listener @p2@ 127.0.0.1\n", [(1, "a.test"), (2, "a.test")], ports=2),
    case("leaf alone", listener("certs/a.leaf.pem"), [(1, "a.test")]),
    case("leaf that cafile completes", listener("certs/a.leaf.pem", more="cafile certs/chain.pem\n"), [(1, "a.test")]),
    case("chain that cafile leaves alone", listener("certs/a.pem", more="cafile certs/chain.pem\n"), [(1, "a.test")]),
    case("key in the same file", listener("certs/a.all.pem", "certs/a.all.pem"), [(1, "a.test")]),
    case("without keyfile", "listener @p1@ 127.0.0.1\ncertfile certs/a.pem\n", [(1, "a.test")]),
    case("file of a folder", "include_dir @dir@/conf.d\n", [(1, "a.test")], files={"conf.d/tls.conf": listener("certs/a.pem")}),
    case("wrong key", listener("certs/a.pem", "certs/b.key"), [], refused=["key-leaf-mismatch"]),
]


def both(name, prefix=""):
    return f"{prefix}ssl_cert = <@dir@/certs/{name}.pem\n{prefix}ssl_key = <@dir@/certs/{name}.key\n"


DOVECOT_CASES = [
    case("one certificate", both("a"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("leaf alone", "ssl_cert = <@dir@/certs/a.leaf.pem\nssl_key = <@dir@/certs/a.key\n", [(1, "a.test")]),
    case("client CA completes nothing", "ssl_cert = <@dir@/certs/a.leaf.pem\nssl_key = <@dir@/certs/a.key\nssl_ca = <@dir@/certs/chain.pem\n", [(1, "a.test")]),
    case("by name", both("a") + "local_name b.test {\n" + both("b", "  ") + "}\n", [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("two by name", both("a") + "local_name b.test {\n" + both("b", "  ") + "}\nlocal_name c.test {\n" + both("c", "  ") + "}\n",
         [(1, "b.test"), (1, "c.test"), (1, "")]),
    case("by a wildcard", both("a") + "local_name *.w.test {\n" + both("w", "  ") + "}\n", [(1, "x.w.test"), (1, "a.test")]),
    case("the last of two", both("b") + both("a"), [(1, "a.test"), (1, "b.test")]),
    case("included", "!include conf.d/*.conf\n", [(1, "a.test")], files={"conf.d/ssl.conf": both("a")}),
    case("included later", both("b") + "!include conf.d/*.conf\n", [(1, "a.test")], files={"conf.d/ssl.conf": both("a")}),
    case("missing include", "!include_try none.conf\n" + both("a"), [(1, "a.test")]),
    case("without blanks", both("a").replace(" = ", "="), [(1, "a.test")]),
    case("path without its sign", "ssl_cert = @dir@/certs/a.pem\nssl_key = @dir@/certs/a.key\n", [(1, "a.test")]),
    case("quoted, and so no path", 'ssl_cert = "<@dir@/certs/a.pem"\nssl_key = "<@dir@/certs/a.key"\n', [(1, "a.test")]),
    case("commented out", "#ssl_cert = <@dir@/certs/b.pem\n" + both("a") + "  # ssl_cert = <@dir@/certs/b.pem\n", [(1, "a.test")]),
]


def site(addresses, name, more=""):
    return f"{addresses} {{\n tls certs/{name}.pem certs/{name}.key\n{more}}}\n"


CADDY_CASES = [
    case("one site", site("a.test:@p1@", "a"), [(1, "a.test")]),
    case("two sites", site("a.test:@p1@", "a") + site("b.test:@p1@", "b"), [(1, "a.test"), (1, "b.test")]),
    case("several addresses", site("a.test:@p1@, https://b.test:@p1@", "abc"), [(1, "a.test"), (1, "b.test")]),
    case("two ports", site("a.test:@p1@", "a") + site("b.test:@p2@", "b"), [(1, "a.test"), (2, "b.test")], ports=2),
    case("snippet", "(own) {\n tls certs/a.pem certs/a.key\n}\na.test:@p1@ {\n import own\n}\n", [(1, "a.test")]),
    case("leaf alone", "a.test:@p1@ {\n tls certs/a.leaf.pem certs/a.key\n}\n", [(1, "a.test")]),
    case("wildcard", site("*.w.test:@p1@", "w"), [(1, "x.w.test")]),
    case("snippet with arguments", "(own) {\n tls certs/{args.0}.pem certs/{args.0}.key\n}\na.test:@p1@ {\n import own a\n}\nb.test:@p1@ {\n import own b\n}\n",
         [(1, "a.test"), (1, "b.test")]),
    case("imported files", "import sites/*.caddy\na.test:@p1@ {\n import parts/tls\n}\n", [(1, "a.test"), (1, "b.test")],
         files={"sites/b.caddy": site("b.test:@p1@", "b"), "parts/tls": "import more/tls\n", "parts/more/tls": "tls certs/a.pem certs/a.key\n"}),
    case("any name", site(":@p1@", "a"), [(1, "a.test")]),
    case("root sent too", "a.test:@p1@ {\n tls certs/l.pem certs/a.key\n}\n", [(1, "a.test")], files={"certs/l.pem": "copy:a.pem+ca.pem"}),
    case("wrong key", "a.test:@p1@ {\n tls certs/a.pem certs/b.key\n}\n", [], refused=["key-leaf-mismatch"]),
]


def redis(cert, key="certs/a.key", more=""):
    return f"tls-port @p1@\ntls-cert-file {cert}\ntls-key-file {key}\n{more}"


REDIS_CASES = [
    case("certificate and key", redis("certs/a.pem"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("leaf alone", redis("certs/a.leaf.pem"), [(1, "a.test")]),
    case("leaf that tls-ca-cert-file completes", redis("certs/a.leaf.pem", more="tls-ca-cert-file certs/chain.pem\n"), [(1, "a.test")]),
    case("chain that tls-ca-cert-file leaves alone", redis("certs/a.pem", more="tls-ca-cert-file certs/chain.pem\n"), [(1, "a.test")]),
    case("quotes and capitals", "TLS-PORT @p1@\nTLS-Cert-File \"certs/a.pem\"\ntls-key-file 'certs/a.key'\n", [(1, "a.test")]),
    case("the last of two", redis("certs/none.pem", "certs/b.key") + redis("certs/a.pem"), [(1, "a.test")]),
    case("included files", "include conf.d/*.conf\n", [(1, "a.test")], files={"conf.d/1.conf": redis("certs/b.pem", "certs/b.key"), "conf.d/2.conf": redis("certs/a.pem")}),
    case("path of its folder", redis("a.pem", "a.key", "dir certs\n"), [(1, "a.test")]),
    case("wrong key", redis("certs/a.pem", "certs/b.key"), [], refused=["key-leaf-mismatch"]),
]
