"""Configurations of nginx. @p1@ and @p2@ are ports, @dir@ is the folder of the configuration; `ask` has pairs of port and name."""

A, B, C = "certs/a.pem", "certs/b.pem", "certs/c.pem"


def pair(name):
    return f"ssl_certificate certs/{name}.pem; ssl_certificate_key certs/{name}.key;"


def server(names, cert, listen="listen 127.0.0.1:@p1@ ssl;", more=""):
    return f"server {{ {listen} server_name {names}; {pair(cert) if cert else ''} {more} }}\n"


def case(name, http, ask, **more):
    return {"name": name, "http": http, "ask": ask, **more}


NGINX_CASES = [
    case("one server", server("a.test", "a"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("two servers", server("a.test", "a") + server("b.test", "b"), [(1, "a.test"), (1, "b.test"), (1, ""), (1, "other.test")]),
    case("default server is the second", server("a.test", "a") + server("b.test", "b", "listen 127.0.0.1:@p1@ ssl default_server;"),
         [(1, "a.test"), (1, "b.test"), (1, ""), (1, "other.test")]),
    case("several names", server("x.test a.test *.w.test", "a") + server("b.test", "b"), [(1, "x.test"), (1, "deep.www.w.test"), (1, "b.test")]),
    case("wildcard against exact", server("*.w.test", "w") + server("www.w.test", "a"), [(1, "www.w.test"), (1, "x.w.test")]),
    case("name with a leading dot", server(".w.test", "w") + server("a.test", "a"), [(1, "w.test"), (1, "x.y.w.test"), (1, "a.test")]),
    case("longest wildcard", server("*.test", "a") + server("*.w.test", "w"), [(1, "x.w.test"), (1, "x.test")]),
    case("duplicate name", server("a.test", "a") + server("a.test", "b"), [(1, "a.test")]),
    case("name in capitals", server("b.test", "b") + server("A.Test", "a"), [(1, "a.test")]),
    case("underscore is an ordinary name", server("a.test", "a") + server("_", "b"), [(1, "a.test"), (1, "other.test"), (1, "")]),
    case("empty name", server("a.test", "a") + server('""', "b"), [(1, "a.test"), (1, "")]),
    case("no name", "server { listen 127.0.0.1:@p1@ ssl; " + pair("a") + " }", [(1, "a.test"), (1, "")]),
    case("certificate of the level above", pair("a") + server("a.test", None) + server("b.test", "b"), [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("certificate after the server", server("a.test", None) + pair("a"), [(1, "a.test")]),
    case("key of the level above", "ssl_certificate_key certs/a.key; server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/a.leaf.pem; }",
         [(1, "a.test")]),
    case("no certificate and not the default", server("a.test", "a") + server("b.test", None), [(1, "a.test"), (1, "b.test")]),
    case("ssl on one listen is for all", server("a.test", "a") + server("b.test", "b", "listen 127.0.0.1:@p1@;"), [(1, "a.test"), (1, "b.test")]),
    case("two ports", server("a.test", "a") + server("a.test", "b", "listen 127.0.0.1:@p2@ ssl;"), [(1, "a.test"), (2, "a.test"), (2, "")], ports=2),
    case("one server on two ports", server("a.test", "a", "listen 127.0.0.1:@p1@ ssl; listen 127.0.0.1:@p2@ ssl;") + server("b.test", "b"),
         [(1, "a.test"), (2, "b.test"), (1, "b.test")], ports=2),
    case("plain port beside", server("a.test", "a", "listen 127.0.0.1:@p1@ ssl; listen 127.0.0.1:@p2@;"), [(1, "a.test"), (2, "a.test")], ports=2),
    case("certificate on a plain port", server("a.test", "a", "listen 127.0.0.1:@p1@;"), [(1, "a.test")]),
    case("port alone", server("a.test", "a", "listen @p1@ ssl;") + server("b.test", "b", "listen @p1@ ssl;"), [(1, "b.test"), (1, "")]),
    case("star and port", server("a.test", "a", "listen *:@p1@ ssl;") + server("b.test", "b", "listen @p1@ ssl;"), [(1, "b.test"), (1, "")]),
    case("host name in listen", server("a.test", "a", "listen localhost:@p1@ ssl;"), [(1, "a.test")]),
    case("two certificates", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; " + pair("a") + pair("ar") + " }", [(1, "a.test"), (1, "rsa:a.test")]),
    case("two certificates, one file without a chain", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; " + pair("ar")
         + " ssl_certificate certs/a.leaf.pem; ssl_certificate_key certs/a.key; }", [(1, "a.test"), (1, "rsa:a.test")]),
    case("key in the certificate file", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/a.all.pem; "
         "ssl_certificate_key certs/a.all.pem; }", [(1, "a.test")]),
    case("leaf alone", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/a.leaf.pem; ssl_certificate_key certs/a.key; }",
         [(1, "a.test")]),
    case("trusted certificate completes nothing", "ssl_trusted_certificate certs/chain.pem; server { listen 127.0.0.1:@p1@ ssl; server_name a.test; "
         "ssl_certificate certs/a.leaf.pem; ssl_certificate_key certs/a.key; }", [(1, "a.test")]),
    case("client certificate completes nothing", "ssl_client_certificate certs/chain.pem; server { listen 127.0.0.1:@p1@ ssl; server_name a.test; "
         "ssl_certificate certs/a.leaf.pem; ssl_certificate_key certs/a.key; ssl_verify_client optional; }", [(1, "a.test")]),
    case("include", "include sites/*.conf;", [(1, "a.test"), (1, "b.test"), (1, "")],
         files={"sites/10-b.conf": server("b.test", "b"), "sites/20-a.conf": server("a.test", "a")}),
    case("include skips names with a dot", "include sites/*;", [(1, "a.test"), (1, "")],
         files={"sites/.b.conf": server("b.test", "b"), "sites/a": server("a.test", "a")}),
    case("include of every name", "include sites/*;", [(1, "a.test"), (1, "b.test")],
         files={"sites/a": server("a.test", "a"), "sites/b.bak": server("b.test", "b")}),
    case("include in a server", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; include snippets/a.conf; }", [(1, "a.test")],
         files={"snippets/a.conf": pair("a")}),
    case("nested include is relative to the main file", "include one/one.conf;", [(1, "a.test")],
         files={"one/one.conf": "include two/two.conf;", "two/two.conf": server("a.test", "a")}),
    case("include with a range of characters", "include sites/[ab].conf; include sites/?x.conf;", [(1, "b.test"), (1, "")],
         files={"sites/a.conf": server("a.test", "a"), "sites/bx.conf": server("b.test", "b"), "sites/c.conf": "broken {"}),
    case("absolute paths", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate @dir@/certs/a.pem; ssl_certificate_key @dir@/certs/a.key; }",
         [(1, "a.test")]),
    case("quotes", "server { listen 127.0.0.1:@p1@ ssl; server_name \"a.test\" 'b.test'; ssl_certificate \"certs/abc.pem\"; ssl_certificate_key 'certs/abc.key'; }",
         [(1, "a.test"), (1, "b.test")]),
    case("comments and one line", "# server { listen 1; }\nserver{listen 127.0.0.1:@p1@ ssl;server_name a.test;#x\n" + pair("a") + "}", [(1, "a.test")]),
    case("line breaks of Windows", (server("a.test", "a") + server("b.test", "b")).replace("\n", "\r\n"), [(1, "a.test"), (1, "b.test")]),
    case("regular expression", server(r"~^x\d+\.test$", "b") + server("a.test", "a"), [(1, "a.test")]),
    case("wildcard before regular expression", server("*.w.test", "w") + server(r'"~^x{1,2}\.w\.test$"', "b"), [(1, "x.w.test")]),
    case("location with a block", server("a.test", "a", more="location / { if ($host = x) { return 404; } return 204; }"), [(1, "a.test")]),
    case("map with quotes and braces", "map $host $x { default '{'; \"}\" 2; }\n" + server("a.test", "a"), [(1, "a.test")]),
    case("redirect on a plain port", "server { listen 127.0.0.1:@p2@; server_name a.test; return 301 https://$host$request_uri; }\n" + server("a.test", "a"),
         [(1, "a.test"), (2, "a.test")], ports=2),
    case("rejecting default server", "server { listen 127.0.0.1:@p1@ ssl default_server; ssl_reject_handshake on; }\n" + server("a.test", "a"),
         [(1, "a.test")]),
    case("copies of one file", server("a.test", "a") + "server { listen 127.0.0.1:@p1@ ssl; server_name c.test; ssl_certificate copy/c.pem; "
         "ssl_certificate_key copy/c.key; }", [(1, "a.test"), (1, "c.test")], files={"copy/c.pem": "copy:c.pem", "copy/c.key": "copy:c.key"}),
    case("root sent too", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate full.pem; ssl_certificate_key certs/a.key; }",
         [(1, "a.test")], files={"full.pem": "copy:a.pem+ca.pem"}),
    # Refused by the server.
    case("certificate missing", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/none.pem; ssl_certificate_key certs/a.key; }",
         [], refused=["missing"]),
    case("certificate by a map", "map $ssl_server_name $cert { hostnames; default certs/a.pem; b.test certs/b.pem; .w.test certs/w.pem; }\n"
         "map $ssl_server_name $key { hostnames; default certs/a.key; b.test certs/b.key; .w.test certs/w.key; }\n"
         "server { listen 127.0.0.1:@p1@ ssl; ssl_certificate $cert; ssl_certificate_key $key; }",
         [(1, "a.test"), (1, "b.test"), (1, "x.w.test"), (1, "x.y.w.test"), (1, "")]),
    case("key missing", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/a.pem; ssl_certificate_key certs/none.key; }",
         [], refused=["missing"]),
    case("no certificate", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; }", [], refused=["config-certificate-missing"]),
    case("default server without a certificate", server("a.test", None) + server("b.test", "b"), [], refused=["config-certificate-missing"]),
    case("wrong key", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate certs/a.pem; ssl_certificate_key certs/b.key; }",
         [], refused=["key-leaf-mismatch"]),
    case("chain before the leaf", "server { listen 127.0.0.1:@p1@ ssl; server_name a.test; ssl_certificate full.pem; ssl_certificate_key certs/a.key; }",
         [], refused=["bundle-leaf-not-first"], files={"full.pem": "copy:inter.pem+a.leaf.pem"}),
    case("block without its end", "server { listen 127.0.0.1:@p1@ ssl; " + pair("a"), [], refused=["config-syntax"]),
]
