"""Configurations of Apache httpd, as in nginx_cases.py."""

LISTEN = "Listen 127.0.0.1:@p1@\n"


def pair(name):
    return f"SSLCertificateFile certs/{name}.pem\nSSLCertificateKeyFile certs/{name}.key\n"


def host(names, cert, address="*:@p1@", more=""):
    first, *others = names.split()
    aliases = f"ServerAlias {' '.join(others)}\n" if others else ""
    tls = "SSLEngine on\n" + pair(cert) if cert else ""
    return f"<VirtualHost {address}>\nServerName {first}\n{aliases}{tls}{more}</VirtualHost>\n"


def case(name, conf, ask, **more):
    return {"name": name, "conf": conf, "ask": ask, **more}


LEAF = "SSLEngine on\nSSLCertificateFile certs/a.leaf.pem\nSSLCertificateKeyFile certs/a.key\n"

APACHE_CASES = [
    case("one host", LISTEN + host("a.test", "a"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("two hosts", LISTEN + host("a.test", "a") + host("b.test", "b"), [(1, "a.test"), (1, "b.test"), (1, ""), (1, "other.test")]),
    case("aliases", LISTEN + host("x.test", "c") + host("a.test *.w.test y.test", "a"), [(1, "a.test"), (1, "q.w.test"), (1, "p.q.w.test"), (1, "y.test")]),
    case("earlier alias beats a later name", LISTEN + host("a.test *.w.test", "a") + host("www.w.test", "w"), [(1, "www.w.test"), (1, "a.test")]),
    case("name with scheme and port", LISTEN + host("c.test", "c") + host("https://a.test:443", "a"), [(1, "a.test"), (1, "")]),
    case("specific address", LISTEN + host("b.test", "b") + host("a.test", "a", "127.0.0.1:@p1@"), [(1, "a.test"), (1, "")]),
    case("_default_", LISTEN + host("a.test", "a", "_default_:@p1@") + host("b.test", "b"), [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("duplicate name", LISTEN + host("a.test", "a") + host("a.test", "b"), [(1, "a.test")]),
    case("host without SSLEngine", LISTEN + host("a.test", "a") + host("b.test", None), [(1, "a.test"), (1, "b.test")]),
    case("certificate of the server", LISTEN + pair("a") + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n" + host("b.test", "b"),
         [(1, "a.test"), (1, "b.test")]),
    case("SSLEngine of the server", LISTEN + "SSLEngine on\n" + pair("c") + "<VirtualHost *:@p1@>\nServerName a.test\n" + pair("a") + "</VirtualHost>\n",
         [(1, "a.test"), (1, "")]),
    case("no host", LISTEN + "SSLEngine on\n" + pair("a"), [(1, "a.test"), (1, "")]),
    case("https in Listen", "Listen @p1@ https\n<VirtualHost *:@p1@>\nServerName a.test\n" + pair("a") + "</VirtualHost>\n", [(1, "a.test")]),
    case("https in Listen at the address of the host", "Listen 127.0.0.1:@p1@ https\n<VirtualHost 127.0.0.1:@p1@>\nServerName a.test\n" + pair("a") + "</VirtualHost>\n",
         [(1, "a.test")]),
    case("https in Listen at another address", "Listen 127.0.0.1:@p1@ https\n<VirtualHost *:@p1@>\nServerName a.test\n" + pair("a") + "</VirtualHost>\n",
         [(1, "a.test")]),
    case("port without TLS", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\n" + pair("a") + "</VirtualHost>\n", [(1, "a.test")]),
    case("directives in other case", LISTEN + "<virtualhost *:@p1@>\nservername a.test\nsslengine ON\nSSLCERTIFICATEFILE certs/a.pem\nsslcertificatekeyfile certs/a.key\n</VIRTUALHOST>\n",
         [(1, "a.test")]),
    case("two certificates", LISTEN + host("a.test", "a", more=pair("ar")), [(1, "a.test"), (1, "rsa:a.test")]),
    case("leaf alone", LISTEN + f"<VirtualHost *:@p1@>\nServerName a.test\n{LEAF}</VirtualHost>\n", [(1, "a.test")]),
    case("key in the certificate file", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\nSSLCertificateFile certs/a.all.pem\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("chain file completes a leaf", LISTEN + f"<VirtualHost *:@p1@>\nServerName a.test\n{LEAF}SSLCertificateChainFile certs/inter.pem\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("chain file replaces the chain", LISTEN + host("a.test", "a", more="SSLCertificateChainFile certs/chain.pem\n"), [(1, "a.test")]),
    case("chain file of the server", LISTEN + "SSLCertificateChainFile certs/chain.pem\n" + host("a.test", "a"), [(1, "a.test")]),
    case("chain file for two certificates", LISTEN + host("a.test", "a", more=pair("ar") + "SSLCertificateChainFile certs/chain.pem\n"),
         [(1, "a.test"), (1, "rsa:a.test")]),
    case("chain file with the leaf", LISTEN + f"<VirtualHost *:@p1@>\nServerName a.test\n{LEAF}SSLCertificateChainFile certs/a.pem\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("client CA file with a full certificate file", LISTEN + host("a.test", "a", more="SSLCACertificateFile certs/chain.pem\n"), [(1, "a.test")]),
    case("client CA file completes a leaf", LISTEN + f"<VirtualHost *:@p1@>\nServerName a.test\n{LEAF}SSLCACertificateFile certs/chain.pem\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("client CA file without the issuer", LISTEN + f"<VirtualHost *:@p1@>\nServerName a.test\n{LEAF}SSLCACertificateFile certs/ca.pem\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("include", LISTEN + "Include sites/*.conf\n", [(1, "a.test"), (1, "b.test"), (1, "")],
         files={"sites/10-b.conf": host("b.test", "b"), "sites/20-a.conf": host("a.test", "a"), "sites/30-c.off": "broken"}),
    case("folder is included whole", LISTEN + "Include sites\n", [(1, "a.test"), (1, "b.test"), (1, "c.test"), (1, "")],
         files={"sites/.h.conf": host("c.test", "c"), "sites/a.bak": host("a.test", "a"), "sites/more/b.conf": host("b.test", "b")}),
    case("optional include without a match", LISTEN + "IncludeOptional none/*.conf\nIncludeOptional sites/none.conf\n" + host("a.test", "a"), [(1, "a.test")]),
    case("include in a host", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nInclude tls.conf\n</VirtualHost>\n", [(1, "a.test")],
         files={"tls.conf": "SSLEngine on\n" + pair("a")}),
    case("define", "Define certs certs\nDefine port @p1@\nListen 127.0.0.1:${port}\n<VirtualHost *:${port}>\nServerName a.test\nSSLEngine on\n"
         "SSLCertificateFile ${certs}/a.pem\nSSLCertificateKeyFile \"${certs}/a.key\"\n</VirtualHost>\n", [(1, "a.test")]),
    case("define in a host is global", LISTEN + "<VirtualHost *:@p1@>\nDefine name b\nServerName b.test\nSSLEngine on\nSSLCertificateFile certs/${name}.pem\n"
         "SSLCertificateKeyFile certs/${name}.key\n</VirtualHost>\n<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\nSSLCertificateFile certs/${name}.pem\n"
         "SSLCertificateKeyFile certs/${name}.key\n</VirtualHost>\n", [(1, "a.test"), (1, "b.test")]),
    case("IfDefine", LISTEN + "<IfDefine NONE>\n" + host("c.test", "c") + "</IfDefine>\nDefine SOME\n<IfDefine SOME>\n" + host("a.test", "a")
         + "</IfDefine>\n<IfDefine !SOME>\n" + host("b.test", "b") + "</IfDefine>\n", [(1, "a.test"), (1, "")]),
    case("later define has no effect", LISTEN + "<IfDefine LATER>\n" + host("c.test", "c") + "</IfDefine>\nDefine LATER\n" + host("a.test", "a"),
         [(1, "a.test"), (1, "")]),
    case("IfModule", LISTEN + "<IfModule mod_ssl.c>\n" + host("a.test", "a") + "</IfModule>\n<IfModule !ssl_module>\n" + host("b.test", "b") + "</IfModule>\n",
         [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("IfFile", LISTEN + "<IfFile certs/none.pem>\n" + host("b.test", "b") + "</IfFile>\n<IfFile certs/a.pem>\n" + host("a.test", "a") + "</IfFile>\n",
         [(1, "a.test"), (1, "")]),
    case("macro", LISTEN + "<Macro Site $name $cert>\n<VirtualHost *:@p1@>\nServerName $name\nSSLEngine on\nSSLCertificateFile certs/$cert.pem\n"
         "SSLCertificateKeyFile certs/$cert.key\n</VirtualHost>\n</Macro>\nUse Site a.test a\nUSE site b.test b\n", [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("line goes on", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\nSSLCertificateFile \\\n  certs/a.pem\nSSLCertificateKeyFile certs/a.key\n"
         "# a comment goes on \\\nSSLCertificateFile certs/none.pem\n</VirtualHost>\n", [(1, "a.test")]),
    case("quotes", LISTEN + "<VirtualHost \"*:@p1@\">\nServerName \"a.test\"\nSSLEngine on\nSSLCertificateFile 'certs/a.pem'\nSSLCertificateKeyFile \"certs/a.key\"\n</VirtualHost>\n",
         [(1, "a.test")]),
    case("two ports", LISTEN + "Listen 127.0.0.1:@p2@\n" + host("a.test", "a") + host("a.test", "b", "*:@p2@"), [(1, "a.test"), (2, "a.test")], ports=2),
    case("one host on two ports", LISTEN + "Listen 127.0.0.1:@p2@\n" + host("a.test", "a", "*:@p1@ *:@p2@") + host("b.test", "b"),
         [(1, "b.test"), (2, "b.test"), (2, "a.test")], ports=2),
    case("absolute paths", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\nSSLCertificateFile @dir@/certs/a.pem\n"
         "SSLCertificateKeyFile @dir@/certs/a.key\n</VirtualHost>\n", [(1, "a.test")]),
    case("certificate of mod_md", LISTEN + "<MDomain a.test>\nMDCertificateFile certs/a.pem\nMDCertificateKeyFile certs/a.key\n</MDomain>\n" + host("a.test", "b") +
         host("c.test", "c"), [(1, "a.test"), (1, "c.test"), (1, "")]),
    # Refused by the server.
    case("certificate missing", LISTEN + host("a.test", "none"), [], refused=["missing"]),
    case("no certificate", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\n</VirtualHost>\n", [], refused=["config-certificate-missing"]),
    case("wrong key", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\nSSLEngine on\nSSLCertificateFile certs/a.pem\nSSLCertificateKeyFile certs/b.key\n</VirtualHost>\n",
         [], refused=["key-leaf-mismatch"]),
    case("section without its end", LISTEN + "<VirtualHost *:@p1@>\nServerName a.test\n" + pair("a"), [], refused=["config-syntax"]),
]
