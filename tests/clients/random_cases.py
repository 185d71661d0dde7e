"""Random chains: a few CAs with copies, cross-certificates and faults, sent in any order to a client that trusts some of them.

The same seed gives the same cases. Most have one fault or none, so that many are accepted.
"""

import random

from client_cases import FUTURE, HOST, PAST, Case, ca, server, without

KEYS = ["p256", "p384", "rsa2048", "rsa3072"]
NAMES = ["dns:example.test", "dns:example.org", "dns:www.example.test", "dir:O=Example", "email:example.org", "ip:10.0.0.0/8"]


def pick_keys(rng, fields):
    return {**fields, "key": rng.choice(KEYS)} if rng.random() < 0.3 else fields


def faulty_ca(rng, fields):
    fault = rng.randrange(15)
    if fault == 0:
        return {**fields, **PAST}
    if fault == 1:
        return {**fields, **FUTURE}
    if fault == 2 and "basic_constraints" not in fields:
        return {**fields, "path_length": str(rng.randrange(2))}
    if fault == 3:
        return {**fields, "name_constraints": "{%s: [\"%s\"]}" % (rng.choice(["permitted", "excluded"]), rng.choice(NAMES))}
    if fault == 4:
        return {**fields, "extended_key_usage": rng.choice(["[clientAuth]", "[serverAuth]", "[anyExtendedKeyUsage]", "[emailProtection]"])}
    if fault == 5:
        return {**fields, "key_usage": rng.choice(["none", "[digitalSignature]", "[cRLSign]", "[keyCertSign]"])}
    if fault == 6:
        return {**without(fields, "path_length"), "basic_constraints": "none"}
    if fault == 7:
        return {**fields, "subject_key_id": rng.choice(["none", "0102030405"])}
    if fault == 8 and "issuer" in fields:
        return {**fields, "authority_key_id": rng.choice(["none", "0102030405", "{ issuer_serial: true, serial: 7 }"])}
    if fault == 9:
        return {**fields, "critical": rng.choice(["{basic_constraints: false}", "{key_usage: false}", "{subject_key_id: true}"])}
    if fault == 10:
        return {**fields, "extensions": '[{oid: 1.2.3.4, critical: %s, value: "0500"}]' % rng.choice(["true", "false"])}
    if fault == 11:
        return {**fields, "damage": "signature"}
    if fault == 12:
        return {**fields, "not_before": rng.choice(["2019-01-01", "2021-01-01"]), "not_after": rng.choice(["2050-01-01", "2055-06-01"])}
    if fault == 13:
        return {**fields, "signature": rng.choice(["sha384", "sha512", "sha1"])}
    return fields


def faulty_leaf(rng, fields):
    fault = rng.randrange(11)
    if fault == 0:
        return {**fields, **rng.choice([PAST, FUTURE])}
    if fault == 1:
        return {**fields, "dns": rng.choice(['["*.example.test"]', "[www.example.org]", "[example.test]", f'["{HOST}", "a.example.org"]'])}
    if fault == 2:
        return {**without(fields, "dns"), **rng.choice([{}, {"ip": "[192.0.2.1]"}])}
    if fault == 3:
        return {**fields, "extended_key_usage": rng.choice(["none", "[clientAuth]", "[serverAuth, clientAuth]", "[anyExtendedKeyUsage]"])}
    if fault == 4:
        return {**fields, "key_usage": rng.choice(["none", "[keyEncipherment]", "[digitalSignature, keyCertSign]", "[keyAgreement]"])}
    if fault == 5:
        return {**fields, "authority_key_id": rng.choice(["none", "0102030405", "{ issuer_serial: true, serial: 7 }", "{ issuer_serial: true }"])}
    if fault == 6:
        return {**fields, "critical": rng.choice(["{subject_alt_name: true}", "{extended_key_usage: true}", "{key_usage: false}"])}
    if fault == 7:
        return {**fields, "extensions": '[{oid: 1.2.3.4, critical: %s, value: "0500"}]' % rng.choice(["true", "false"])}
    if fault == 8:
        return {**fields, "damage": "signature"}
    if fault == 9:
        return {**fields, "subject": rng.choice(["", "CN=www.example.org", "O=Example"])}
    return fields


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
            own[f"x{i}"] = faulty_ca(rng, own[f"x{i}"])
    for _ in range(faults):
        at = rng.choice(list(own) + ["end"])
        own[at] = faulty_leaf(rng, own[at]) if at == "end" else faulty_ca(rng, own[at])
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
