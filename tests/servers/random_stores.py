"""Random keystores, PKCS#12 and JKS: which certificates, in which order, under which names, and how they are encrypted.

PKCS#12 files are described in the language of tests/fixtures/README.md, JKS files are written here.
"""

import hashlib
import random
import struct
import subprocess

from random_bundles import CONTENT, Bundle, Plan, manifest

PASSWORD = "secret"
ENCRYPTION = ["pbes2-aes256-sha256", "pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128", "none"]
STORE_FAULTS = ["other key", "no key", "second key", "chain shuffled", "wrong password", "truncated", "key has its own password", "no certificate"]


def item(kind, name, more):
    return f"{{ {kind}: {name}" + "".join(f", {key}: {value}" for key, value in more.items()) + " }"


def pfx(rng, plan, faults):
    """The description of the file, and what is special about it."""
    kinds, options = [], {"password": PASSWORD}
    ids = rng.random() > 0.2
    label = {"friendly_name": "site"} if rng.random() < 0.6 else {}
    certificates = []
    for name in plan.names:
        more = {}
        if name == plan.leaf and label and rng.random() < 0.7:
            more.update(label)
        elif rng.random() < 0.2:
            more["friendly_name"] = rng.choice(["site", "ca", name])
        certificates.append(item("certificate", name, more))
    keys = [item("key", plan.leaf, label)]
    if "second key" in faults:
        other = plan.second()
        keys.append(item("key", other, {"friendly_name": "second"}))
        certificates.append(item("certificate", other, {}))
    if "other key" in faults:
        keys = [item("key", plan.second(), label)]
    if "no key" in faults:
        keys = []
    if "key has its own password" in faults and keys:
        keys[0] = keys[0][:-2] + ", password: other }"
    if not ids:
        options["local_key_ids"] = "false"
        kinds.append("no localKeyID")
    if rng.random() < 0.5:
        options["key_encryption"], options["cert_encryption"] = rng.choice(ENCRYPTION), rng.choice(ENCRYPTION)
        kinds.append(f"key {options['key_encryption']}, certificates {options['cert_encryption']}")
    if rng.random() < 0.3:
        options["mac"] = rng.choice(["sha1", "sha256", "none"])
        kinds.append(f"MAC {options['mac']}")
    if "truncated" in faults:
        options["truncate"] = rng.randrange(10, 600)
    first = rng.random() < 0.4
    kinds.append("key first" if first else "certificates first")
    items = keys + certificates if first else certificates + keys
    return f"{{ pkcs12: [{', '.join(items)}], " + ", ".join(f"{key}: {value}" for key, value in options.items()) + " }", kinds


def protect(der, password):
    """Sun's own protection of the keys of a JKS file."""
    secret = password.encode("utf-16-be")
    salt = hashlib.sha1(der).digest()
    stream, last = b"", salt
    while len(stream) < len(der):
        last = hashlib.sha1(secret + last).digest()
        stream += last
    body = salt + bytes(a ^ b for a, b in zip(der, stream)) + hashlib.sha1(secret + der).digest()
    algorithm = bytes.fromhex("300e060a2b060104012a021101010500")

    def tlv(tag, content):
        size = len(content).to_bytes(4, "big").lstrip(b"\0")
        return bytes([tag]) + (bytes([len(content)]) if len(content) < 128 else bytes([0x80 | len(size)]) + size) + content
    return tlv(0x30, algorithm + tlv(0x04, body))


def text(value):
    return struct.pack(">H", len(value)) + value.encode()


def jks(entries, password):
    """`entries`: (alias, key or nothing, password of the key, certificates)."""
    def certificate(der):
        return text("X.509") + struct.pack(">I", len(der)) + der
    body = struct.pack(">III", 0xFEEDFEED, 2, len(entries))
    for alias, key, key_password, chain in entries:
        body += struct.pack(">I", 1 if key else 2) + text(alias) + struct.pack(">Q", 1700000000000)
        if key:
            locked = protect(key, key_password)
            body += struct.pack(">I", len(locked)) + locked + struct.pack(">I", len(chain))
        body += b"".join(certificate(each) for each in chain)
    return body + hashlib.sha1(password.encode("utf-16-be") + b"Mighty Aphrodite" + body).digest()


def make_jks(rng, plan, faults, material):
    kinds = []
    password = "other" if "wrong password" in faults else PASSWORD
    key = material.der(f"{plan.second() if 'other key' in faults else plan.leaf}.pkcs8")
    chain = [material.der(name) for name in plan.names]
    entries = []
    if "no key" not in faults and chain:
        entries.append(("site", key, "other" if "key has its own password" in faults else password, chain))
    if "second key" in faults:
        other = plan.second()
        entries.append(("second", material.der(f"{other}.pkcs8"), password, [material.der(other), material.der("inter")]))
    for name in rng.sample(["root", "inter", "stranger", "other-root"], rng.choice([0, 0, 1, 2])):
        entries.append((name, None, None, [material.der(name)]))
        kinds.append("trusted entry")
    rng.shuffle(entries)
    content = jks(entries, password)
    return content[:rng.randrange(10, 600)] if "truncated" in faults else content, kinds


def make(material, fixtures, folder, seed, numbers):
    """All stores at once, since one description makes all PKCS#12 files."""
    bundles, described = [], []
    for number in numbers:
        rng = random.Random(f"{seed}/{number}")
        plan = Plan(rng)
        faults = rng.choice([[], [], ["content"], ["content"], ["store"], ["store"], ["content", "store"]])
        names = []
        for fault in faults:
            name = rng.choice(list(CONTENT) if fault == "content" else STORE_FAULTS)
            names.append(name)
            if fault == "content" and plan.names:
                CONTENT[name](rng, plan)
        if "chain shuffled" in names:
            tail = plan.names[1:] + ["root"]
            rng.shuffle(tail)
            plan.names[1:] = tail
        if "no certificate" in names:
            plan.names.clear()
        bundle = Bundle(number, names, options=[("password", PASSWORD + "\n")])
        if rng.random() < 0.35:
            content, kinds = make_jks(rng, plan, names, material)
            bundle.files["store.jks"] = content
        else:
            description, kinds = pfx(rng, plan, names)
            if "wrong password" in names:
                description = description.replace(f"password: {PASSWORD}", "password: other")
            described.append((bundle, description))
        bundle.kinds = names + kinds
        bundles.append(bundle)
    folder.mkdir()
    lines = [f"  store{bundle.number}.p12: {description}" for bundle, description in described]
    if lines:
        (folder / "stores.fixture.yaml").write_text(manifest().split("crls:")[0] + "files:\n" + "\n".join(lines) + "\n")
        subprocess.run([fixtures, str(folder)], check=True, stdout=subprocess.DEVNULL)
    for bundle, _ in described:
        bundle.files["store.p12"] = (folder / "made/stores" / f"store{bundle.number}.p12").read_bytes()
    return bundles
