"""Files that users might write: GOOD ones, which schema and program take, and BAD ones, which both refuse. A bad file is a good one with a
single change."""

RULE = """\
id: leaf-sample
title: A leaf that lives too long
severity: warning
about: content
for: certificate
when: { role: leaf }
require:
  validity.days: { max: $max_days }
params:
  max_days: { type: integer, unit: days, default: 90, min: 1, max: 398 }
message: "valid for {validity.days} days; at most {$max_days}"
"""

SET = """\
set: sample
title: A set
rules: [leaf-expired, { id: leaf-expiring, severity: error }]
"""

TEST = """\
rule: leaf-sample
certificates:
  leaf: { subject: "CN=www.example.com", dns: [www.example.com], not_before: 2026-01-01T00:00:00Z, not_after: 2026-03-31T23:59:59Z }
files:
  site.pem: { pem: [leaf, key(leaf)] }
cases:
  - name: short
    expect: pass
  - name: long
    certificates:
      leaf: { not_after: 2028-01-01 }
    expect: fail
    severity: warning
    subjects: [leaf]
"""

POLICY = """\
extends: [recommended]
rules:
  leaf-expiring: warning
fail_on: warning
"""

TARGET = """\
target: ours
title: Our proxy
family: split-file
evidence: source
formats: [pem]
root_in_file: refused
max_certificates: 4
keys: { rsa_min_bits: 2048, algorithms: [rsa, ec], encrypted: refused }
pfx: [{ scheme: pbes2, since: ["2.1"] }]
versions: ["2.0", "2.1"]
commands: { install: ["cp {file} /etc/proxy", { formats: [pem], key: new, run: "cp {key} /etc/proxy" }], at_once: false }
references: ["https://proxy.example.com/tls"]
"""

CLIENT = """\
client: ours
title: Our client
evidence: unverified
search: greedy
max_intermediates: 8
rsa_min_bits: 2048
sha1_signatures: true
directory_constraints: ignored
curves: [P-256]
"""


def changed(text, *changes):
    """Each pair of `changes` is what to replace and by what; each gives a file of its own."""
    files = []
    for old, new in changes:
        assert old in text, old
        files.append(text.replace(old, new, 1))
    return files


WHEN = "when: { role: leaf }"
REQUIRE = "{ max: $max_days }"
PARAMETER = "{ type: integer, unit: days, default: 90, min: 1, max: 398 }"

GOOD = {
    "rule": [RULE] + changed(
        RULE,
        (WHEN, "when: { not: { role: [root, intermediate] }, bundle.kind: { exists: true }, run.purpose: server }"),
        (WHEN, "when: { any_of: [ { role: leaf }, { all_of: [ { self_signed: true }, { leaf.role: leaf } ] } ] }"),
        (WHEN, "when: { validity.not_before: { after: 2026-01-01, before: { fact: run.at } } }"),
        (WHEN, "when: { subject.cn: { starts_with: www, not: { fact: issuer.display }, not_in: [a, b] } }"),
        (WHEN, "when: { san.dns: { contains_any: [a, b], not_contains: c, empty: false }, extended_key_usage: { contains: serverAuth } }"),
        (WHEN, "when: { key.bits: [2048, 3072], previous.key.bits: { min: 1024, below: 8192 } }"),
        ("severity: warning", "severity: note\nseverity_when: [ { severity: error, when: { validity.days: { above: 398 } } } ]"),
        (PARAMETER, "{ type: integer, unit: days, default: 90, by: validity.not_before, steps: [ { from: 2027-01-01, value: 60 } ] }"),
        ("title: ", "why: because\nfix: renew\nreferences: [ { title: our handbook } ]\nformerly: [leaf-old]\nsince: 0.1.0\ntitle: "),
    ),
    "set": [SET] + changed(
        SET,
        ("rules: [leaf-expired, { id: leaf-expiring, severity: error }]", "extends: [recommended]"),
        ("rules: [leaf-expired, { id: leaf-expiring, severity: error }]", "rules: all"),
        ("title: A set", "title: A set\ndescription: for gates\nassume_server_chain: true\nextends: [path, strict]"),
    ),
    "test": [TEST] + changed(
        TEST,
        ("expect: pass", "options: { at: 2026-02-01, anchors: [leaf], hosts: [www.example.com], purpose: server }\n    expect: pass"),
        ("subjects: [leaf]", "message: \"valid for 731 days; at most 90\""),
        ("  - name: long", "  - { name: alone, files: { ca.pem: { text: hello } }, expect: not_applicable }\n  - name: long"),
    ),
    "policy": [POLICY] + changed(
        POLICY,
        ("leaf-expiring: warning", "leaf-expiring: \"off\""),
        ("leaf-expiring: warning", "leaf-expiring: off"),
        ("leaf-expiring: warning", "leaf-expiring: { severity: error, when: { role: leaf } }"),
        ("extends: [recommended]", "extends: recommended\nanchors: system\nhosts: [www.example.com]\nstrict: true\njobs: 2"),
        ("fail_on: warning", "overrides: [ { paths: [\"legacy/**\"], rules: { policy-sha1: warning } } ]"),
    ),
    "target": [TARGET] + changed(
        TARGET,
        ("family: split-file", "extends: nginx"),
        ("since: [\"2.1\"]", "never: true"),
        ("[\"cp {file} /etc/proxy\", ", "["),
        ("formats: [pem]", "formats: []"),
    ),
    "client": [CLIENT] + changed(
        CLIENT,
        ("title: Our client", "extends: go"),
        ("curves: [P-256]", "curves: []"),
    ),
}

BAD = {
    "rule": changed(
        RULE,
        ("title:", "titel:"),
        ("title: A leaf that lives too long\n", ""),
        ("title: A leaf that lives too long", "title: 80"),
        ("severity: warning", "severity: warn"),
        ("about: content", "about: contents"),
        ("for: certificate", "for: certificat"),
        ("id: leaf-sample", "id: Leaf_Sample"),
        ("role: leaf", "rol: leaf"),
        ("role: leaf", "role: leef"),
        ("role: leaf", "role: true"),
        ("role: leaf", "role: { min: 3 }"),
        ("role: leaf", "role: [leaf, leef]"),
        ("role: leaf", "role: { in: leaf }"),
        ("role: leaf", "role: { exists: maybe }"),
        ("role: leaf", "child.role: leaf"),
        ("role: leaf", "leaf.rol: leaf"),
        ("role: leaf", "bundle.rol: leaf"),
        ("role: leaf", "run.when: 2026-01-01"),
        ("role: leaf", "validity.not_before: { after: yesterday }"),
        ("role: leaf", "validity.not_before: { fact: validity.dayz }"),
        ("role: leaf", "san.dns: [a]"),
        ("role: leaf", "extended_key_usage: { contains_all: serverAuth }"),
        (WHEN, "when: {}"),
        (WHEN, "when: [ { role: leaf } ]"),
        (WHEN, "when: { any_of: [] }"),
        (WHEN, "when: { any_of: { role: leaf } }"),
        (WHEN, "when: { not: { rol: leaf } }"),
        (WHEN, "when:"),
        (REQUIRE, "{ maximum: $max_days }"),
        (REQUIRE, "{ max: \"90\" }"),
        (REQUIRE, "{ max: 90.5 }"),
        (REQUIRE, "{ max: [90] }"),
        (REQUIRE, "{ contains: 9 }"),
        (REQUIRE, "{}"),
        (REQUIRE, "[]"),
        (REQUIRE, "[90, many]"),
        ("type: integer", "type: int"),
        ("type: integer, ", ""),
        ("default: 90, ", ""),
        ("default: 90", "default: ninety"),
        ("default: 90", "default: 90, by: validity.not_before"),
        ("default: 90", "default: 90, by: role, steps: [ { from: 2027-01-01, value: 60 } ]"),
        ("default: 90", "default: 90, by: validity.not_before, steps: [ { from: soon, value: 60 } ]"),
        ("default: 90", "default: 90, by: validity.not_before, steps: [ { from: 2027-01-01, value: x } ]"),
        ("unit: days", "units: days"),
        ("message:", "text:"),
        ("message: \"valid for {validity.days} days; at most {$max_days}\"", "message: \"\""),
        ("message:", "references: []\nmessage:"),
        ("message:", "references: [ { url: \"https://example.com\" } ]\nmessage:"),
        ("message:", "severity_when: [ { when: { role: leaf } } ]\nmessage:"),
        ("message:", "fix_when: [ { when: { role: leaf }, fix: a } ]\nmessage:"),
        ("message:", "formerly: Old\nmessage:"),
    ),
    "set": changed(
        SET,
        ("set: sample", "set: Sample Set"),
        ("title: A set\n", ""),
        ("rules:", "rule:"),
        ("severity: error", "severity: err"),
        ("[leaf-expired, ", "[7, "),
        ("[leaf-expired, { id: leaf-expiring, severity: error }]", "some"),
        ("[leaf-expired, { id: leaf-expiring, severity: error }]", "[]"),
        ("{ id: leaf-expiring, severity: error }", "{ severity: error }"),
        ("title: A set", "title: A set\nassume_server_chain: sometimes"),
        ("title: A set", "title: A set\nextends: recommended"),
    ),
    "test": changed(
        TEST,
        ("rule: leaf-sample\n", ""),
        ("expect: pass", "expect: passes"),
        ("expect: pass", "expect: fail"),
        ("expect: pass", "expect: pass\n    severity: error"),
        ("expect: pass", "expect: pass\n    message: m"),
        ("expect: pass", "options: { when: 2026-01-01 }\n    expect: pass"),
        ("expect: pass", "options: { at: soon }\n    expect: pass"),
        ("expect: pass", "options: { purpose: web }\n    expect: pass"),
        ("expect: pass", "options: { stores: { Roots: [leaf] } }\n    expect: pass"),
        ("- name: short", "- title: short"),
        ("dns:", "dsn:"),
        ("not_before: 2026-01-01T00:00:00Z", "not_before: soon"),
        ("pem: [leaf, key(leaf)]", "pfm: [leaf]"),
        ("pem: [leaf, key(leaf)]", "pem: [leaf], der: leaf"),
        ("pem: [leaf, key(leaf)]", "pem: [leaf], line_end: dos"),
        ("subjects: [leaf]", "subjects: []"),
        ("subject: \"CN=www.example.com\"", "signature: sha3"),
        ("subject: \"CN=www.example.com\"", "key: rsa512"),
        ("subject: \"CN=www.example.com\"", "ca: maybe"),
        ("subject: \"CN=www.example.com\"", "key_usage: [signing]"),
    ),
    "policy": changed(
        POLICY,
        ("rules:", "ruls:"),
        ("fail_on: warning", "fail_on: warn"),
        ("leaf-expiring: warning", "leaf-expiring: loud"),
        ("leaf-expiring: warning", "leaf-expiring: { severty: error }"),
        ("leaf-expiring: warning", "leaf-expiring: { when: { rol: leaf } }"),
        ("leaf-expiring: warning", "leaf-expiring: { params: { dayz: 3 } }"),
        ("leaf-expiring: warning", "leaf-expiring: {}"),
        ("fail_on: warning", "jobs: many"),
        ("fail_on: warning", "strict: maybe"),
        ("fail_on: warning", "purpose: web"),
        ("fail_on: warning", "overrides: [ { path: [a], rules: { policy-sha1: warning } } ]"),
    ),
    "target": changed(
        TARGET,
        ("title: Our proxy\n", ""),
        ("family: split-file\n", ""),
        ("family: split-file", "family: file"),
        ("evidence: source", "evidence: rumour"),
        ("formats: [pem]", "formats: [pem, doc]"),
        ("formats: [pem]", "formats: pem"),
        ("root_in_file: refused", "root_in_file: no"),
        ("root_in_file: refused", "roots_in_file: refused"),
        ("max_certificates: 4", "max_certificates: -1"),
        ("max_certificates: 4", "max_certificates: four"),
        ("rsa_min_bits: 2048", "rsa_bits: 2048"),
        ("algorithms: [rsa, ec]", "algorithms: [rsa, ecdsa]"),
        ("scheme: pbes2, ", ""),
        ("scheme: pbes2", "scheme: aes"),
        (", since: [\"2.1\"]", ""),
        ("since: [\"2.1\"]", "since: [\"2.1\"], never: true"),
        ("key: new", "key: other"),
        (", run: \"cp {key} /etc/proxy\"", ""),
        ("at_once: false", "at_once: maybe"),
        ("references: [", "key_usage: [keyCertSign]\nreferences: ["),
    ),
    "client": changed(
        CLIENT,
        ("title: Our client\n", ""),
        ("search: greedy", "search: random"),
        ("max_intermediates: 8", "max_intermediate: 8"),
        ("rsa_min_bits: 2048", "rsa_min_bits: \"2048\""),
        ("sha1_signatures: true", "sha1_signatures: weak"),
        ("directory_constraints: ignored", "directory_constraints: skipped"),
        ("curves: [P-256]", "curves: P-256"),
    ),
}
