"""Cases that are no flaw of a shape: names and constraints, hosts, key ids, lengths, and graphs made by chance."""

import random

from shapes import HOST, PAST, Case, ca, server

ROOT = {"root": ca("Root")}


def chain(name, family, valid, inter=None, leaf=None, host="", more=None, bundle=("leaf", "inter")):
    made = {**ROOT, **(more or {}), "inter": ca("CA", "root", **(inter or {})),
            "leaf": {**server("inter"), **(leaf or {})}}
    return Case(name, family, made, list(bundle), ["root"], valid, host)


def constraint(name, kind, value, leaf, valid):
    return chain(f"constraint-{name}", "name constraint", valid, {"name_constraints": f'{{{kind}: ["{value}"]}}'}, leaf)


def with_names(**names):
    return {"dns": "[]", **names}


CONSTRAINTS = [
    constraint("dns-inside", "permitted", "dns:example.test", {}, True),
    constraint("dns-same", "permitted", f"dns:{HOST}", {}, True),
    constraint("dns-outside", "permitted", "dns:example.org", {}, False),
    constraint("dns-suffix-of-a-label", "permitted", "dns:ample.test", {}, False),
    constraint("dns-excluded", "excluded", "dns:example.test", {}, False),
    constraint("dns-not-excluded", "excluded", "dns:example.org", {}, True),
    constraint("dns-case", "permitted", "dns:EXAMPLE.Test", {}, True),
    constraint("wildcard-inside", "permitted", "dns:example.test", {"dns": '["*.example.test"]'}, True),
    constraint("wildcard-reaches-out", "permitted", "dns:a.example.test", {"dns": '["*.example.test"]'}, False),
    constraint("wildcard-reaches-in", "excluded", "dns:a.example.test", {"dns": '["*.example.test"]'}, False),
    constraint("ipv4-inside", "permitted", "ip:192.0.2.0/24", with_names(ip="[192.0.2.7]"), True),
    constraint("ipv4-outside", "permitted", "ip:192.0.2.0/24", with_names(ip="[192.0.3.7]"), False),
    constraint("ipv4-excluded", "excluded", "ip:192.0.2.0/24", with_names(ip="[192.0.2.7]"), False),
    constraint("ipv6-inside", "permitted", "ip:2001:db8::/32", with_names(ip='["2001:db8::1"]'), True),
    constraint("ipv6-outside", "permitted", "ip:2001:db8::/32", with_names(ip='["2001:db9::1"]'), False),
    constraint("ipv6-under-ipv4", "permitted", "ip:192.0.2.0/24", with_names(ip='["2001:db8::1"]'), False),
    constraint("email-host", "permitted", "email:example.test", with_names(email="[a@example.test]"), True),
    constraint("email-other-host", "permitted", "email:example.test", with_names(email="[a@mail.example.test]"), False),
    constraint("email-domain", "permitted", "email:.example.test", with_names(email="[a@mail.example.test]"), True),
    constraint("email-box", "excluded", "email:a@example.test", with_names(email="[a@example.test]"), False),
    constraint("uri-host", "permitted", "uri:host.example.test", with_names(uri='["https://host.example.test/"]'), True),
    constraint("uri-domain", "permitted", "uri:.example.test", with_names(uri='["https://example.test/"]'), False),
    constraint("uri-excluded", "excluded", "uri:.example.test", with_names(uri='["https://a.example.test/"]'), False),
    constraint("directory-inside", "permitted", "dir:O=Agreement", {"subject": '"CN=leaf,O=Agreement"'}, True),
    constraint("directory-outside", "permitted", "dir:O=Agreement", {"subject": '"CN=leaf,O=Other"'}, False),
    constraint("directory-excluded", "excluded", "dir:O=Agreement", {"subject": '"CN=leaf,O=Agreement"'}, False),
    constraint("directory-case", "permitted", "dir:O=Agreement", {"subject": '"CN=leaf,O=AGREEMENT"'}, True),
    constraint("other-form", "permitted", "ip:192.0.2.0/24", {}, True),
]


def host(name, names, asked, valid):
    return chain(f"host-{name}", "host", valid, leaf=names, host=asked)


HOSTS = [
    host("same", {}, HOST, True),
    host("other", {}, "www.example.org", False),
    host("capitals", {"dns": '["WWW.Example.Test"]'}, HOST, True),
    host("wildcard", {"dns": '["*.example.test"]'}, HOST, True),
    host("wildcard-two-labels", {"dns": '["*.test"]'}, HOST, False),
    host("wildcard-apex", {"dns": '["*.example.test"]'}, "example.test", False),
    host("ipv4", with_names(ip="[192.0.2.7]"), "192.0.2.7", True),
    host("ipv4-other", with_names(ip="[192.0.2.7]"), "192.0.2.8", False),
    host("ipv6", with_names(ip='["2001:db8::1"]'), "2001:db8::1", True),
    host("ipv6-other", with_names(ip='["2001:db8::1"]'), "2001:db8::2", False),
    host("address-as-a-name", {"dns": "[192.0.2.7]"}, "192.0.2.7", False),
]

PRINTABLE = "{ strings: printable }"
CRITICAL = "critical"
SINGLES = [
    chain("key-id-wrong", "key id", True, leaf={"authority_key_id": "0102030405060708090a"}),
    chain("key-id-wrong-in-the-middle", "key id", True, inter={"authority_key_id": "0102030405060708090a"}),
    chain("serial-wrong", "key id", True, leaf={"authority_key_id": "{ issuer_serial: true, serial: 7 }"}),
    chain("strings-differ", "name encoding", True, leaf={"issuer_name": PRINTABLE}),
    chain("case-differs", "name encoding", True, leaf={"issuer_name": '"CN=ca,O=AGREEMENT"'}),
    chain("right-key-other-name", "missing issuer", False, more={"named": ca("CA by another name", "root", key="same-as:inter")},
          bundle=("leaf", "named")),
    chain("length-0", "path length", True, inter={"path_length": "0"}),
    chain("length-0-and-one-below", "path length", False, inter={"path_length": "0"}, leaf={"issuer": "low"},
          more={"low": ca("Low", "inter")}, bundle=("leaf", "low", "inter")),
    chain("length-1-and-one-below", "path length", True, inter={"path_length": "1"}, leaf={"issuer": "low"},
          more={"low": ca("Low", "inter")}, bundle=("leaf", "low", "inter")),
    chain("length-0-and-a-self-issued-one", "path length", True, inter={"path_length": "0"}, leaf={"issuer": "again"},
          more={"again": ca("CA", "inter")}, bundle=("leaf", "again", "inter")),
    chain("aia-critical", "profile", False, leaf={"ca_issuers": '"http://x.test/"', CRITICAL: "{authority_information_access: true}"}),
    chain("aki-critical", "profile", False, leaf={CRITICAL: "{authority_key_id: true}"}),
    chain("ski-critical", "profile", False, inter={CRITICAL: "{subject_key_id: true}"}),
    chain("constraints-empty", "profile", False, inter={"extensions": '[{oid: 2.5.29.30, critical: true, value: "3000"}]'}),
    chain("key-usage-empty", "profile", False,
          leaf={"key_usage": "none", "extensions": '[{oid: 2.5.29.15, critical: true, value: "030100"}]'}),
    chain("empty-subject", "profile", True, leaf={"subject": '""'}),
    chain("empty-subject-names-not-critical", "profile", True, leaf={"subject": '""', CRITICAL: "{subject_alt_name: false}"}),
    chain("aia-malformed", "profile", False, leaf={"extensions": '[{oid: 1.3.6.1.5.5.7.1.1, value: "0500"}]'}),
    chain("basic-constraints-not-critical", "profile", True, inter={CRITICAL: "{basic_constraints: false}"}),
    chain("leaf-with-constraints", "profile", True, leaf={"name_constraints": '{permitted: ["dns:example.test"]}'}),
    chain("leaf-with-key-cert-sign", "profile", True, leaf={"key_usage": "[digitalSignature, keyCertSign]"}),
    chain("no-extended-key-usage", "profile", True, leaf={"extended_key_usage": "none"}),
    chain("any-extended-key-usage", "profile", True, leaf={"extended_key_usage": "[anyExtendedKeyUsage]"}),
    chain("policy-everywhere", "policy", True, {"policies": "[1.2.3]", "policy_constraints": "{require_explicit: 0}"},
          {"policies": "[1.2.3]"}),
    chain("policy-differs", "policy", False, {"policies": "[1.2.3]", "policy_constraints": "{require_explicit: 0}"},
          {"policies": "[1.2.4]"}),
    chain("policy-mapped", "policy", True, {"policies": "[1.2.3]", "policy_constraints": "{require_explicit: 0}",
                                            "policy_mappings": "[{issuer: 1.2.3, subject: 1.2.4}]"}, {"policies": "[1.2.4]"}),
]

CAS = 6


def graph(seed):
    """CA 0 is the anchor, the last one issued the leaf, each may certify each; some share a name. True where good edges lead up."""
    chance = random.Random(seed)
    name = ["Entity 0"] + [f"Entity {1 if chance.random() < 0.3 else number}" for number in range(1, CAS)]
    certificates = {f"k{number}": ca(name[number]) for number in range(CAS)}
    bundle, good = [], set()
    flaws = [PAST, {"basic_constraints": "none"}, {"key_usage": "[cRLSign]"}, {"extended_key_usage": "[emailProtection]"},
             {"name_constraints": f'{{excluded: ["dns:{HOST}"]}}'}, {"damage": "signature"}]
    for upper in range(CAS):
        for lower in range(1, CAS):
            if upper == lower or chance.random() > 0.3:
                continue
            flaw = {} if chance.random() < 0.6 else chance.choice(flaws)
            certificates[f"e{upper}x{lower}"] = ca(name[lower], f"k{upper}", key=f"same-as:k{lower}", **flaw)
            bundle.append(f"e{upper}x{lower}")
            if not flaw:
                good.add((upper, lower))
    reached = {0}
    for _ in range(CAS):
        reached |= {lower for upper, lower in good if upper in reached}
    certificates["leaf"] = server(f"k{CAS - 1}")
    return Case(f"graph-{seed}", "graph", certificates, ["leaf", *bundle], ["k0"], CAS - 1 in reached)


def cases():
    return CONSTRAINTS + HOSTS + SINGLES + [graph(seed) for seed in range(80)]
