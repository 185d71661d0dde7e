"""Bundles whose true verdict is known by construction.

A shape is a set of certificates and the routes that lead from its leaf to an anchor. A flaw breaks one certificate; the bundle has a valid path
exactly if a route is left without a flaw. Everything is described in the language of tests/fixtures/README.md. Certificates are valid from
2020 to 2056 where nothing else is said, since the peers look at the clock.
"""

import random
from dataclasses import dataclass, field

HOST = "www.example.test"
WIDE = {"not_before": "2020-01-01", "not_after": "2056-01-01"}
PAST = {"not_before": "2020-01-01", "not_after": "2022-01-01"}
FUTURE = {"not_before": "2055-01-01", "not_after": "2056-01-01"}


def ca(name, issuer=None, **more):
    fields = {"subject": f'"CN={name},O=Agreement"', "ca": "true", **WIDE, **more}
    return {"issuer": issuer, **fields} if issuer else fields


def server(issuer, **more):
    return {"subject": '"CN=leaf"', "issuer": issuer, "dns": f"[{HOST}]", **WIDE, **more}


@dataclass
class Case:
    name: str
    family: str  # what is the matter, for the table
    certificates: dict
    bundle: list  # leaf first
    anchors: list
    valid: bool
    host: str = ""
    order: int = 0  # seed of the order of what follows the leaf; 0 leaves it as it is

    def in_order(self):
        rest = list(self.bundle[1:])
        if self.order:
            random.Random(self.order).shuffle(rest)
        return [self.bundle[0], *rest]


@dataclass
class Shape:
    name: str
    certificates: dict
    bundle: list
    anchors: list
    routes: list = field(default_factory=list)  # of names, leaf and anchor included


SHAPES = [
    Shape("direct", {"root": ca("Root"), "leaf": server("root")}, ["leaf"], ["root"], [["leaf", "root"]]),
    Shape("plain", {"root": ca("Root"), "inter": ca("CA", "root"), "leaf": server("inter")}, ["leaf", "inter"], ["root"],
          [["leaf", "inter", "root"]]),
    Shape("root-sent", {"root": ca("Root"), "inter": ca("CA", "root"), "leaf": server("inter")}, ["leaf", "inter", "root"], ["root"],
          [["leaf", "inter", "root"]]),
    Shape("deep", {"root": ca("Root"), "a": ca("A", "root"), "b": ca("B", "a"), "c": ca("C", "b"), "leaf": server("c")},
          ["leaf", "c", "b", "a"], ["root"], [["leaf", "c", "b", "a", "root"]]),
    Shape("partial", {"root": ca("Root"), "inter": ca("CA", "root"), "leaf": server("inter")}, ["leaf"], ["inter"], [["leaf", "inter"]]),
    Shape("renewed", {"root": ca("Root"), "old": ca("CA", "root", not_after="2050-01-01"), "new": ca("CA", "root", key="same-as:old"),
                      "leaf": server("old")}, ["leaf", "old", "new"], ["root"], [["leaf", "old", "root"], ["leaf", "new", "root"]]),
    Shape("rekeyed", {"root": ca("Root"), "other": ca("CA", "root"), "inter": ca("CA", "root"), "leaf": server("inter")},
          ["leaf", "other", "inter"], ["root"], [["leaf", "inter", "root"]]),
    Shape("cross", {"old": ca("Old Root"), "root": ca("Root"), "bridge": ca("Root", "old", key="same-as:root"), "inter": ca("CA", "root"),
                    "leaf": server("inter")}, ["leaf", "inter", "bridge"], ["old"], [["leaf", "inter", "bridge", "old"]]),
    Shape("two-roots", {"old": ca("Old Root"), "root": ca("Root"), "bridge": ca("Root", "old", key="same-as:root"),
                        "inter": ca("CA", "root"), "leaf": server("inter")}, ["leaf", "inter", "bridge"], ["root", "old"],
          [["leaf", "inter", "root"], ["leaf", "inter", "bridge", "old"]]),
    Shape("detour", {"root": ca("Root"), "short": ca("CA", "root"), "bridge": ca("Bridge", "root"),
                     "long": ca("CA", "bridge", key="same-as:short"), "leaf": server("short")}, ["leaf", "short", "long", "bridge"],
          ["root"], [["leaf", "short", "root"], ["leaf", "long", "bridge", "root"]]),
    Shape("rollover", {"root": ca("Root"), "new": ca("Root"), "link": ca("Root", "root", key="same-as:new"), "leaf": server("new")},
          ["leaf", "link"], ["root"], [["leaf", "link", "root"]]),
    Shape("circle", {"root": ca("Root"), "b": ca("B"), "ab": ca("Root", "b", key="same-as:root"), "ba": ca("B", "root", key="same-as:b"),
                     "inter": ca("CA", "root"), "leaf": server("inter")}, ["leaf", "inter", "ab", "ba"], ["root"],
          [["leaf", "inter", "root"]]),
    Shape("without-key-ids", {"root": ca("Root", subject_key_id="none"), "inter": ca("CA", "root", subject_key_id="none"),
                              "leaf": server("inter", authority_key_id="none")}, ["leaf", "inter"], ["root"],
          [["leaf", "inter", "root"]]),
]

# What is wrong, by name: whose flaw it can be, and the fields that make it. A flaw of a CA is no flaw of a leaf and the other way round.
ANY, CA, LEAF = "any", "ca", "leaf"
UNKNOWN = '[{oid: 1.3.6.1.4.1.55738.666.1, critical: true, value: "0500"}]'
FLAWS = {
    "expired": (ANY, PAST),
    "not-yet-valid": (ANY, FUTURE),
    "unknown-critical-extension": (ANY, {"extensions": UNKNOWN}),
    "signature-damaged": (ANY, {"damage": "signature"}),
    "wrong-purpose": (ANY, {"extended_key_usage": "[codeSigning]"}),
    "not-a-ca": (CA, {"ca": "false", "key_usage": "[keyCertSign]", "extended_key_usage": "none"}),
    "no-basic-constraints": (CA, {"basic_constraints": "none"}),
    "no-key-cert-sign": (CA, {"key_usage": "[cRLSign]"}),
    "excluded-name": (CA, {"name_constraints": f'{{excluded: ["dns:{HOST}"]}}'}),
    "other-permitted-name": (CA, {"name_constraints": '{permitted: ["dns:example.org"]}'}),
    "explicit-policy": (CA, {"policy_constraints": "{require_explicit: 0}"}),
    "sha1": (ANY, {"signature": "sha1"}),
    "two-algorithms": (ANY, {"damage": "algorithm"}),
}

# Of an anchor nobody looks at the signature; that it requires a policy is no input of path validation (RFC 5280 section 6.1.1 (d)).
NO_FLAW_OF_AN_ANCHOR = {"signature-damaged", "sha1", "explicit-policy"}


def broken(shape, victim, flaw):
    fits, fields = FLAWS[flaw]
    is_leaf = victim == "leaf"
    if fits not in (ANY, LEAF if is_leaf else CA):
        return None
    if victim in shape.anchors and flaw in ("two-algorithms", "signature-damaged"):
        return None  # the copy in the bundle and the anchor are one certificate
    harmless = victim in shape.anchors and flaw in NO_FLAW_OF_AN_ANCHOR
    certificates = {**shape.certificates, victim: {**shape.certificates[victim], **fields}}
    valid = any(harmless or victim not in route for route in shape.routes)
    return Case(f"{shape.name}-{victim}-{flaw}", flaw + (" anchor" if victim in shape.anchors else ""), certificates, shape.bundle,
                shape.anchors, valid)


def cases():
    made = []
    for shape in SHAPES:
        for order in range(3):
            made.append(Case(f"{shape.name}-{order}", "sound", shape.certificates, shape.bundle, shape.anchors, True, order=order))
        made.append(Case(f"{shape.name}-other-anchor", "another anchor", {**shape.certificates, "stranger": ca("Stranger")}, shape.bundle,
                         ["stranger"], False))
        for victim in {name: None for route in shape.routes for name in route}:
            made.extend(filter(None, (broken(shape, victim, flaw) for flaw in FLAWS)))
            if victim not in ("leaf", *shape.anchors):
                rest = [name for name in shape.bundle if name != victim]
                valid = any(victim not in route for route in shape.routes)
                made.append(Case(f"{shape.name}-{victim}-missing", "missing issuer", shape.certificates, rest, shape.anchors, valid))
    return made
