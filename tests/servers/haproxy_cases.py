"""Configurations of HAProxy, as in nginx_cases.py."""


def case(name, conf, ask, **more):
    return {"name": name, "conf": conf, "ask": ask, **more}


def front(bind, more=""):
    return f"frontend web\n  bind 127.0.0.1:@p1@ {bind}\n{more}"


ALL = "certs/a.all.pem"

HAPROXY_CASES = [
    case("one file", front(f"ssl crt {ALL}"), [(1, "a.test"), (1, ""), (1, "other.test")]),
    case("two files", front(f"ssl crt {ALL} crt certs/b.all.pem"), [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("second file first", front(f"ssl crt certs/b.all.pem crt {ALL}"), [(1, "a.test"), (1, "b.test"), (1, "")]),
    case("listen section", f"listen web\n  bind 127.0.0.1:@p1@ ssl crt {ALL}\n", [(1, "a.test")]),
    case("several names", front("ssl crt certs/b.all.pem crt certs/abc.all.pem"), [(1, "c.test"), (1, "a.test"), (1, "b.test")]),
    case("wildcard of a certificate", front(f"ssl crt {ALL} crt certs/w.all.pem"), [(1, "x.w.test"), (1, "x.y.w.test"), (1, "a.test")]),
    case("folder", front("ssl crt site"), [(1, "a.test"), (1, "b.test"), (1, "")],
         files={"site/1-b.pem": "copy:b.all.pem", "site/2-a.pem": "copy:a.all.pem"}),
    case("folder with a file that begins with a dot", front("ssl crt site"), [(1, "a.test"), (1, "")],
         files={"site/.b.pem": "copy:b.all.pem", "site/a.pem": "copy:a.all.pem"}),
    case("folder with key files", front("ssl crt site/"), [(1, "a.test"), (1, "b.test"), (1, "")],
         files={"site/a.pem": "copy:a.pem", "site/a.pem.key": "copy:a.key", "site/b.pem": "copy:b.all.pem"}),
    case("old file first in the folder", front("ssl crt site"), [(1, "a.test"), (1, "")],
         files={"site/0-old.pem": "copy:a2.all.pem", "site/a.pem": "copy:a.all.pem"}),
    case("leaf that a chain of its issuer completes", front("ssl crt certs/k.pem"), [(1, "a.test")], **{"global": "  issuers-chain-path chains\n"},
         files={"certs/k.pem": "copy:a.leaf.pem+a.key", "chains/b.pem": "copy:chain.pem", "chains/a.pem": "copy:ca.pem+inter.pem"}),
    case("chain that issuers-chain-path leaves alone", front(f"ssl crt {ALL}"), [(1, "a.test")], **{"global": "  issuers-chain-path chains\n"},
         files={"chains/b.pem": "copy:chain.pem"}),
    case("key beside the file", front("ssl crt certs/k.pem"), [(1, "a.test")], files={"certs/k.pem": "copy:a.pem", "certs/k.pem.key": "copy:a.key"}),
    case("key by ending", front("ssl crt certs/k.crt"), [(1, "a.test")], files={"certs/k.crt": "copy:a.pem", "certs/k.key": "copy:a.key"},
         **{"global": "  ssl-load-extra-del-ext\n"}),
    case("crt-base", front("ssl crt a.all.pem"), [(1, "a.test")], **{"global": "  crt-base @dir@/certs\n"}),
    case("crt-base and an absolute path", front("ssl crt @dir@/certs/b.all.pem crt a.all.pem"), [(1, "a.test"), (1, "b.test"), (1, "")],
         **{"global": "  crt-base @dir@/certs\n"}),
    case("without the word ssl", front(f"crt {ALL}"), [(1, "a.test")]),
    case("leaf alone", front("ssl crt certs/l.pem"), [(1, "a.test")], files={"certs/l.pem": "copy:a.leaf.pem+a.key"}),
    case("client CA file completes nothing", front("ssl crt certs/l.pem ca-file certs/chain.pem verify optional"), [(1, "a.test")],
         files={"certs/l.pem": "copy:a.leaf.pem+a.key"}),
    case("key before the certificate", front("ssl crt certs/l.pem"), [(1, "a.test")], files={"certs/l.pem": "copy:a.key+a.pem"}),
    case("root sent too", front("ssl crt certs/l.pem"), [(1, "a.test")], files={"certs/l.pem": "copy:a.pem+ca.pem+a.key"}),
    case("two bind lines", f"frontend web\n  bind 127.0.0.1:@p1@ ssl crt {ALL}\n  bind 127.0.0.1:@p2@ ssl crt certs/b.all.pem\n", [(1, "a.test"), (2, "a.test")], ports=2),
    case("several addresses", f"frontend web\n  bind 127.0.0.1:@p1@,127.0.0.1:@p2@ ssl crt {ALL}\n", [(1, "a.test"), (2, "a.test")], ports=2),
    case("plain bind beside", f"frontend web\n  bind 127.0.0.1:@p1@ ssl crt {ALL}\n  bind 127.0.0.1:@p2@\n", [(1, "a.test"), (2, "a.test")], ports=2),
    case("any address", f"frontend web\n  bind :@p1@ ssl crt {ALL}\n", [(1, "a.test")]),
    case("star", f"frontend web\n  bind *:@p1@ ssl crt {ALL}\n", [(1, "a.test")]),
    case("ipv4 prefix", f"frontend web\n  bind ipv4@127.0.0.1:@p1@ ssl crt {ALL}\n", [(1, "a.test")]),
    case("options between", front(f"name crt ssl alpn h2,http/1.1 crt {ALL} no-sslv3 ssl-min-ver TLSv1.2"), [(1, "a.test")]),
    case("list", front("ssl crt-list list.txt"), [(1, "a.test"), (1, "b.test"), (1, "")], files={"list.txt": "certs/b.all.pem\ncerts/a.all.pem\n"}),
    case("list with filters", front("ssl crt-list list.txt"), [(1, "x.test"), (1, "y.test"), (1, "q.z.test"), (1, "")],
         files={"list.txt": "certs/a.all.pem x.test\ncerts/b.all.pem y.test *.z.test\n"}),
    case("filter takes the place of the names", front("ssl crt-list list.txt"), [(1, "b.test"), (1, "x.test")],
         files={"list.txt": "certs/a.all.pem a.test\ncerts/b.all.pem x.test\n"}),
    case("list with options and comments", front("ssl crt-list list.txt"), [(1, "a.test"), (1, "b.test"), (1, "")],
         files={"list.txt": "# comment\ncerts/b.all.pem [alpn h2 ssl-min-ver TLSv1.2] b.test\n\ncerts/a.all.pem [alpn h2] a.test\n"}),
    case("list with a negative filter", front("ssl crt-list list.txt"), [(1, "x.w.test"), (1, "")],
         files={"list.txt": "certs/a.all.pem !*\ncerts/w.all.pem *.w.test !no.w.test\n"}),
    case("list relative to crt-base", front("ssl crt-list list.txt"), [(1, "a.test")], files={"list.txt": "a.all.pem\n"},
         **{"global": "  crt-base @dir@/certs\n"}),
    case("variable that the file sets", front('ssl crt "${CERTS}/a.all.pem"'), [(1, "a.test")], **{"global": "  setenv CERTS certs\n"}),
    case("variable without braces", front('ssl crt "$CERTS/a.all.pem"'), [(1, "a.test")], **{"global": "  presetenv CERTS certs\n"}),
    case("quotes", front("ssl crt 'certs/a.all.pem' crt \"certs/b.all.pem\""), [(1, "a.test"), (1, "b.test")]),
    case("escaped blank", front("ssl crt certs/a\\ b.pem"), [(1, "a.test")], files={"certs/a b.pem": "copy:a.all.pem"}),
    case("comment at the end", front(f"ssl crt {ALL} # crt certs/none.pem"), [(1, "a.test")]),
    case("files by key algorithm", front("ssl crt certs/s.pem"), [(1, "a.test")], files={"certs/s.pem.ecdsa": "copy:a.all.pem"}),
    case("server with a certificate", f"frontend web\n  bind 127.0.0.1:@p1@ ssl crt {ALL}\n  default_backend app\nbackend app\n"
         "  server one 127.0.0.1:1 ssl crt certs/b.all.pem ca-file certs/ca.pem verify required\n", [(1, "a.test")]),
    # Refused by the server.
    case("file missing", front("ssl crt certs/none.pem"), [], refused=["missing"]),
    case("no crt", front("ssl"), [], refused=["config-certificate-missing"]),
    case("no key", front("ssl crt certs/a.pem"), [], refused=["config-certificate-missing"]),
    case("list missing", front("ssl crt-list none.txt"), [], refused=["config-file-missing"]),
    case("wrong key", front("ssl crt certs/l.pem"), [], files={"certs/l.pem": "copy:a.pem+b.key"}, refused=["key-leaf-mismatch"]),
]
