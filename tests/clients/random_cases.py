"""Random chains: a few CAs with copies, cross-certificates and faults, sent in any order to a client that trusts some of them.

The same seed gives the same cases. Most have one fault or none, so that many are accepted.
"""

import random

from client_cases import FUTURE, HOST, PAST, Case, ca, server, without

KEYS = ["p256", "p384", "rsa2048", "rsa3072"]
WRONG_SERIAL = "{ issuer_serial: true, serial: 7 }"
NAMES = ["dns:example.test", "dns:example.org", "dns:www.example.test", "dir:O=Example", "email:example.org", "ip:10.0.0.0/8"]


def pick_keys(rng, fields):
    return {**fields, "key": rng.choice(KEYS)} if rng.random() < 0.3 else fields


def unknown_extension(rng):
    return '[{oid: 1.2.3.4, critical: %s, value: "0500"}]' % rng.choice(["true", "false"])


def name_constraint(rng):
    return "{%s: [\"%s\"]}" % (rng.choice(["permitted", "excluded"]), rng.choice(NAMES))


# What each fault changes, by a random source and the certificate as it is.
CA_FAULTS = [
    lambda rng, fields: PAST,
    lambda rng, fields: FUTURE,
    lambda rng, fields: {} if "basic_constraints" in fields else {"path_length": str(rng.randrange(2))},
    lambda rng, fields: {"name_constraints": name_constraint(rng)},
    lambda rng, fields: {"extended_key_usage": rng.choice(["[clientAuth]", "[serverAuth]", "[anyExtendedKeyUsage]", "[emailProtection]"])},
    lambda rng, fields: {"key_usage": rng.choice(["none", "[digitalSignature]", "[cRLSign]", "[keyCertSign]"])},
    lambda rng, fields: {"path_length": None, "basic_constraints": "none"},
    lambda rng, fields: {"subject_key_id": rng.choice(["none", "0102030405"])},
    lambda rng, fields: {"authority_key_id": rng.choice(["none", "0102030405", WRONG_SERIAL])} if "issuer" in fields else {},
    lambda rng, fields: {"critical": rng.choice(["{basic_constraints: false}", "{key_usage: false}", "{subject_key_id: true}"])},
    lambda rng, fields: {"extensions": unknown_extension(rng)},
    lambda rng, fields: {"damage": "signature"},
    lambda rng, fields: {"not_before": rng.choice(["2019-01-01", "2021-01-01"]), "not_after": rng.choice(["2050-01-01", "2055-06-01"])},
    lambda rng, fields: {"signature": rng.choice(["sha384", "sha512", "sha1"])},
    lambda rng, fields: {},
]
LEAF_FAULTS = [
    lambda rng, fields: rng.choice([PAST, FUTURE]),
    lambda rng, fields: {"dns": rng.choice(['["*.example.test"]', "[www.example.org]", "[example.test]", f'["{HOST}", "a.example.org"]'])},
    lambda rng, fields: {"dns": None, **rng.choice([{}, {"ip": "[192.0.2.1]"}])},
    lambda rng, fields: {"extended_key_usage": rng.choice(["none", "[clientAuth]", "[serverAuth, clientAuth]", "[anyExtendedKeyUsage]"])},
    lambda rng, fields: {"key_usage": rng.choice(["none", "[keyEncipherment]", "[digitalSignature, keyCertSign]", "[keyAgreement]"])},
    lambda rng, fields: {"authority_key_id": rng.choice(["none", "0102030405", WRONG_SERIAL, "{ issuer_serial: true }"])},
    lambda rng, fields: {"critical": rng.choice(["{subject_alt_name: true}", "{extended_key_usage: true}", "{key_usage: false}"])},
    lambda rng, fields: {"extensions": unknown_extension(rng)},
    lambda rng, fields: {"damage": "signature"},
    lambda rng, fields: {"subject": rng.choice(["", "CN=www.example.org", "O=Example"])},
    lambda rng, fields: {},
]


def with_fault(rng, fields, faults):
    changed = {**fields, **rng.choice(faults)(rng, fields)}
    return without(changed, *(key for key, value in changed.items() if value is None))


def case_of(rng, name):
    """Roots, up to four CAs below them, copies of both, a leaf; what is sent is the path with something left out, added or moved."""
    faults = rng.choice([0, 1, 1, 1, 2])
    own = {f"r{i}": pick_keys(rng, ca(f"Root {i}")) for i in range(rng.choice([1, 2, 2, 3]))}
    roots = list(own)
    path = [rng.choice(roots)]
    for i in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4])):
        own[f"c{i}"] = pick_keys(rng, ca(f"CA {i}", path[-1]))
        path.append(f"c{i}")
    own["end"] = pick_keys(rng, server(path[-1]))
    for i in range(rng.choice([0, 0, 1, 1, 2, 3])):  # copies with the key and name of a CA of the path, or only one of both
        of = rng.choice(path)
        issuer = rng.choice([own[of].get("issuer"), rng.choice(roots), None if of in roots else rng.choice(roots)])
        key = rng.choice(["same-as:" + of, "same-as:" + of, "same-as:" + of, "p256"])
        subject = own[of]["subject"][3:].split(",")[0] if rng.random() < 0.9 else f"Other {i}"
        own[f"x{i}"] = {**(ca(subject, issuer) if issuer and issuer != of else ca(subject)), "key": key}
        if rng.random() < 0.5:
            own[f"x{i}"] = with_fault(rng, own[f"x{i}"], CA_FAULTS)
    for _ in range(faults):
        at = rng.choice(list(own) + ["end"])
        own[at] = with_fault(rng, own[at], LEAF_FAULTS if at == "end" else CA_FAULTS)
    sent = path[:0:-1]
    extra = [each for each in own if each not in path and each != "end"]
    sent += [each for each in extra if rng.random() < 0.6]
    if rng.random() < 0.2:
        sent.append(path[0])
    if sent and rng.random() < 0.12:
        sent.remove(rng.choice(sent))
    if rng.random() < 0.4:
        rng.shuffle(sent)
    if sent and rng.random() < 0.08:
        sent.append(rng.choice(sent))
    anchors = [each for each in roots if each == path[0] or rng.random() < 0.4]
    if rng.random() < 0.15:
        anchors = [rng.choice(list(own))]
    elif extra and rng.random() < 0.15:
        anchors.append(rng.choice(extra))
    rng.shuffle(anchors)
    return Case(name, " ".join(["end"] + sent), " ".join(dict.fromkeys(anchors)), own)


def cases(seed, count):
    rng = random.Random(seed)
    return [case_of(rng, f"random-{seed}-{i}") for i in range(count)]
