"""Random bundles in PEM: certificates, a key and a chain, with faults in what is there, in what order, and in how it is written.

The same seed and number give the same bundle. About a third has no fault, so that servers start often enough.
"""

import base64
import random
import re
import subprocess
from dataclasses import dataclass, field

KEYS = {"ec": "p256", "ec384": "p384", "ec521": "p521", "rsa": "rsa2048", "rsa3072": "rsa3072", "ed": "ed25519"}
CAS = {
    "root": {"subject": "Example Root"},
    "other-root": {"subject": "Other Root"},
    "inter": {"subject": "Example CA 1", "issuer": "root"},
    "lower": {"subject": "Example CA 2", "issuer": "inter"},
    "cross": {"subject": "Example Root", "issuer": "other-root", "key": "same-as:root"},
    "renewed": {"subject": "Example CA 1", "issuer": "root", "key": "same-as:inter"},
    "rekeyed": {"subject": "Example CA 1", "issuer": "root"},
    "stranger": {"subject": "Other CA", "issuer": "other-root"},
}


def manifest():
    """All certificates and keys, a file each, in the language of tests/fixtures/README.md."""
    lines = ["title: random bundles", "story: what servers make of them", "certificates:"]
    for name, fields in CAS.items():
        more = "".join(f", {key}: {fields[key]}" for key in ("issuer", "key") if key in fields)
        lines.append(f'  {name}: {{ subject: "CN={fields["subject"]},O=Example", ca: true{more} }}')
    leaves = []
    for kind, key in KEYS.items():
        for issuer in ("root", "inter", "lower"):
            leaves.append(f"{kind}-{issuer}")
            lines.append(f'  {leaves[-1]}: {{ subject: "CN=www.example.com", issuer: {issuer}, dns: [www.example.com], key: {key} }}')
        leaves += [f"{kind}-self", f"{kind}-second"]
        lines.append(f'  {kind}-self: {{ subject: "CN=www.example.com", dns: [www.example.com], key: {key} }}')
        lines.append(f'  {kind}-second: {{ subject: "CN=www.example.org", issuer: inter, dns: [www.example.org], key: {key} }}')
    lines += ["crls:", "  inter: { issuer: inter }", "files:", "  crl.pem: { pem: [crl(inter)] }"]
    lines += [f"  {name}.pem: {{ pem: [{name}] }}" for name in [*CAS, *leaves]]
    for leaf in leaves:
        forms = {"pkcs8": "", "encrypted": ", encrypted:secret"}
        if leaf.startswith("ec"):
            forms["sec1"] = ", sec1"
        if leaf.startswith("rsa"):
            forms["pkcs1"] = ", pkcs1"
        lines += [f'  {leaf}.{form}.pem: {{ pem: ["key({leaf}{option})"] }}' for form, option in forms.items()]
        lines += [f"  {leaf}.csr.pem: {{ pem: [csr({leaf})] }}", f"  {leaf}.public.pem: {{ pem: [public({leaf})] }}"]
    return "\n".join(lines) + "\n"


class Material:
    """PEM blocks by name: "inter", "rsa-inter", "rsa-inter.pkcs1"."""

    def __init__(self, fixtures, folder):
        folder.mkdir()
        (folder / "material.fixture.yaml").write_text(manifest())
        subprocess.run([fixtures, str(folder)], check=True, stdout=subprocess.DEVNULL)
        self.folder = folder / "made" / "material"

    def pem(self, name):
        return (self.folder / f"{name}.pem").read_text()

    def der(self, name):
        return base64.b64decode("".join(self.pem(name).splitlines()[1:-1]))


@dataclass
class Bundle:
    number: int
    kinds: list  # what is special about it, in words
    certificate: bytes = b""
    key: bytes | None = None    # none: in the file of the certificate
    certificates: int = 0       # how many there are before a fault of writing
    encrypted: bool = False     # the key, with the password "secret"
    chain: bytes | None = None  # none: in the file of the certificate
    files: dict = field(default_factory=dict)  # of stores: the files by name
    options: list = field(default_factory=list)  # of chainlint: password files, by name and content


def block(label, der, width=64):
    text = base64.b64encode(der).decode()
    lines = [text[i:i + width] for i in range(0, len(text), width)] if width else [text]
    return f"-----BEGIN {label}-----\n" + "\n".join(lines) + f"\n-----END {label}-----\n"


def der_of(pem):
    return base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-") and ":" not in line))


def label_of(pem):
    return re.search(r"BEGIN ([A-Z0-9 ]+)-", pem).group(1)


# What is there. Each changes the names of certificates or the form of the key.

CONTENT = {
    "intermediate missing": lambda rng, b: b.remove_one(),
    "root included": lambda rng, b: b.names.append("root"),
    "root before the intermediates": lambda rng, b: b.names.insert(1, "root"),
    "wrong order": lambda rng, b: b.turn(),
    "leaf last": lambda rng, b: b.names.append(b.names.pop(0)),
    "leaf twice": lambda rng, b: b.names.insert(rng.randrange(1, len(b.names) + 1), b.names[0]),
    "duplicate": lambda rng, b: b.names.append(rng.choice(b.names)),
    "unrelated": lambda rng, b: b.names.insert(rng.randrange(1, len(b.names) + 1), rng.choice(["stranger", "other-root"])),
    "unrelated first": lambda rng, b: b.names.insert(0, "stranger"),
    "copies": lambda rng, b: b.names.insert(rng.randrange(1, len(b.names) + 1), rng.choice(["renewed", "cross", "rekeyed"])),
    "two leaves": lambda rng, b: b.names.insert(rng.randrange(1, len(b.names) + 1), b.second()),
    "another leaf first": lambda rng, b: b.names.insert(0, b.second()),
    "no leaf": lambda rng, b: b.names.pop(0),
    "no certificate": lambda rng, b: b.names.clear(),
    "many": lambda rng, b: b.names.extend(["stranger", "cross", "renewed", "other-root"] * 3),
}
KEY_FAULTS = {
    "no key": lambda rng, b: b.keys.clear(),
    "other key": lambda rng, b: b.keys.__setitem__(0, b.key_of(b.second())),
    "key of another kind": lambda rng, b: b.keys.__setitem__(0, b.key_of("rsa-inter" if b.kind != "rsa" else "ec-inter")),
    "encrypted key": lambda rng, b: b.keys.__setitem__(0, f"{b.leaf}.encrypted"),
    "two keys": lambda rng, b: b.keys.append(b.key_of(b.second())),
    "two keys, the wrong one first": lambda rng, b: b.keys.insert(0, b.key_of(b.second())),
    "key twice": lambda rng, b: b.keys.append(b.keys[0]),
    "public key": lambda rng, b: b.keys.__setitem__(0, f"{b.leaf}.public"),
}


class Plan:
    """The names of the blocks, before they are text."""

    def __init__(self, rng):
        self.rng = rng
        self.kind = rng.choice(["ec", "ec", "rsa", "rsa", "rsa", "ec384", "ec521", "rsa3072", "ed"])
        issuer = rng.choice(["inter", "inter", "inter", "lower", "lower", "root", "self"])
        self.leaf = f"{self.kind}-{issuer}"
        self.names = [self.leaf, *{"inter": ["inter"], "lower": ["lower", "inter"], "root": [], "self": []}[issuer]]
        self.keys = [self.key_of(self.leaf)]

    def key_of(self, leaf):
        kind = leaf.split("-")[0]
        return f"{leaf}." + self.rng.choice(["pkcs8", "pkcs8", *(["sec1"] if kind.startswith("ec") else []), *(["pkcs1"] if kind.startswith("rsa") else [])])

    def second(self):
        return f"{self.rng.choice([self.kind, self.kind, 'rsa', 'ec'])}-second"

    def remove_one(self):
        if len(self.names) > 1:
            self.names.pop(self.rng.randrange(1, len(self.names)))

    def turn(self):
        if len(self.names) < 3:
            self.names.append("root")
        self.names[1:] = reversed(self.names[1:])


# How it is written. Each takes the blocks of a file and gives its bytes.

def text_of(blocks):
    return "".join(blocks)


def with_one(change):
    """A fault of one block."""
    def apply(rng, blocks):
        at = rng.randrange(len(blocks))
        return text_of([*blocks[:at], change(rng, blocks[at]), *blocks[at + 1:]]).encode()
    return apply


def with_text(change):
    """A fault of the whole text."""
    return lambda rng, blocks: change(text_of(blocks)).encode()


def relabelled(pem, begin, end=None):
    label = label_of(pem)
    return pem.replace(f"BEGIN {label}", f"BEGIN {begin(label)}").replace(f"END {label}", f"END {(end or begin)(label)}")


def truncated(rng, pem):
    return pem[:rng.randrange(len(pem) // 3, len(pem) - 30)] + "\n"


def damaged_body(rng, pem):
    lines = pem.splitlines(keepends=True)
    at = rng.randrange(1, max(len(lines) - 2, 2))
    lines[at] = "!" + lines[at][1:]
    return "".join(lines)


def body_changed(rng, pem):
    """One letter of the base64 text, in the middle."""
    der = bytearray(der_of(pem))
    der[rng.choice([0, 3, len(der) // 2])] ^= 1
    return block(label_of(pem), bytes(der))


def blank_line_inside(rng, pem):
    lines = pem.splitlines(keepends=True)
    lines.insert(rng.randrange(1, len(lines)), "\n")
    return "".join(lines)


def trusted(rng, pem):
    if label_of(pem) != "CERTIFICATE":
        return pem
    return block("TRUSTED CERTIFICATE", der_of(pem) + (b"\x30\x00" if rng.random() < 0.5 else b""))


def edges(pem, change):
    return "".join(change(line) if line.startswith("-----") else line for line in pem.splitlines(keepends=True))


def between(extra):
    def apply(rng, blocks):
        at = rng.randrange(len(blocks) + 1)
        return text_of([*blocks[:at], extra, *blocks[at:]]).encode()
    return apply


EC_PARAMETERS = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
DH_PARAMETERS = "-----BEGIN DH PARAMETERS-----\nMIIBCAKCAQEA//////////+t+FRYortKmq/cViAnPTzx2LnFg84tNpWp4TZBFGQz\n+8yTnc4kmz75fS/jY2MMddj2gbICrsRhetPfHtXV/WVhJDP1H18GbtCFY2VVPe0a\n87VXE15/V8k1mE8McODmi3fipona8+/och3xWKE2rec1MKzKT0g6eXq8CrGCsyT7\nYdEIqUuyyOP7uWrat2DX9GgdT0Kj3jlN9K5W7edjcrsZCwenyO4KbXCeAvzhzffi\n7MA0BM0oNC9hkXL+nOmFg/+OTxIy7vKBg8P+OxtMb61zO7X8vC7CIAXFjvGDfRaD\nssbzSibBsu/6iGtCOGEoXJf//////////wIBAg==\n-----END DH PARAMETERS-----\n"
BAG = "Bag Attributes\n    friendlyName: example\n    localKeyID: 01 02 03\nsubject=CN = www.example.com\n\nissuer=CN = Example CA 1\n\n"
INDENT = "    "

WRITING = {
    "crlf": with_text(lambda text: text.replace("\n", "\r\n")),
    "cr alone": with_text(lambda text: text.replace("\n", "\r")),
    "cr cr lf": with_text(lambda text: text.replace("\n", "\r\r\n")),
    "empty line after each line": with_text(lambda text: text.replace("\n", "\n\n")),
    "byte order mark": lambda rng, blocks: b"\xef\xbb\xbf" + text_of(blocks).encode(),
    "byte order mark in the middle": lambda rng, blocks: "\ufeff".join([text_of(blocks[:1]), text_of(blocks[1:])]).encode(),
    "utf-16": lambda rng, blocks: text_of(blocks).encode(rng.choice(["utf-16", "utf-16-le", "utf-16-be"])),
    "indented": with_text(lambda text: "".join(INDENT + line for line in text.splitlines(keepends=True))),
    "indented with tabs": with_text(lambda text: "".join("\t" + line for line in text.splitlines(keepends=True))),
    "begin line indented": with_text(lambda text: text.replace("-----BEGIN", " -----BEGIN")),
    "end line indented": with_text(lambda text: text.replace("-----END", " -----END")),
    "one block indented": with_one(lambda rng, pem: "".join("  " + line for line in pem.splitlines(keepends=True))),
    "one begin line indented": with_one(lambda rng, pem: " " + pem),
    "body indented": with_text(lambda text: "".join(line if line.startswith("-") else "  " + line for line in text.splitlines(keepends=True))),
    "blanks at line ends": with_text(lambda text: text.replace("\n", "  \n")),
    "tabs at line ends": with_text(lambda text: text.replace("\n", "\t\n")),
    "no newline at the end": with_text(lambda text: text.rstrip("\n")),
    "glued": with_text(lambda text: text.replace("-----\n-----", "----------")),
    "joined on one line": with_text(lambda text: text.replace("-----\n-----", "----- -----")),
    "empty lines between": with_text(lambda text: text.replace("-----\n-----B", "-----\n\n\n-----B")),
    "comments": lambda rng, blocks: "".join(f"# {i}: of the web server\n{pem}" for i, pem in enumerate(blocks)).encode(),
    "text between": between("Issuer: CN=Example CA 1\nThe intermediate follows.\n"),
    "bag attributes": lambda rng, blocks: "".join(BAG + pem for pem in blocks).encode(),
    "text in front": lambda rng, blocks: ("Certificate:\n    Data:\n        Version: 3 (0x2)\n" + text_of(blocks)).encode(),
    "text after": lambda rng, blocks: (text_of(blocks) + "end of file\n").encode(),
    "non-ascii comment": lambda rng, blocks: ("# Schl\u00fcssel\n" + text_of(blocks)).encode(),
    "long line of text": lambda rng, blocks: ("x" * 5000 + "\n" + text_of(blocks)).encode(),
    "nul byte between": between("\0\n"),
    "dashes in text": between("----- of the issuer -----\n"),
    "EC parameters": between(EC_PARAMETERS),
    "DH parameters": between(DH_PARAMETERS),
    "truncated block": with_one(truncated),
    "last block truncated": lambda rng, blocks: text_of([*blocks[:-1], truncated(rng, blocks[-1])]).encode(),
    "no end line": with_one(lambda rng, pem: "".join(pem.splitlines(keepends=True)[:-1])),
    "no begin line": with_one(lambda rng, pem: "".join(pem.splitlines(keepends=True)[1:])),
    "wrong character": with_one(damaged_body),
    "damaged DER": with_one(body_changed),
    "bytes after the DER": with_one(lambda rng, pem: block(label_of(pem), der_of(pem) + b"\x00" * rng.choice([1, 16]))),
    "blank line inside": with_one(blank_line_inside),
    "one line of base64": with_one(lambda rng, pem: block(label_of(pem), der_of(pem), 0)),
    "lines of 76": with_text(lambda text: "".join(block(label_of(pem), der_of(pem), 76) for pem in split(text))),
    "lines of 48": with_one(lambda rng, pem: block(label_of(pem), der_of(pem), 48)),
    "lines of 80": with_one(lambda rng, pem: block(label_of(pem), der_of(pem), 80)),
    "trusted certificate": with_one(trusted),
    "X509 CERTIFICATE": with_one(lambda rng, pem: relabelled(pem, lambda label: "X509 CERTIFICATE" if label == "CERTIFICATE" else label)),
    "lower-case label": with_one(lambda rng, pem: relabelled(pem, str.lower)),
    "another end label": with_one(lambda rng, pem: relabelled(pem, lambda label: label, lambda label: "X509 CERTIFICATE")),
    "label of a request": with_one(lambda rng, pem: relabelled(pem, lambda label: "CERTIFICATE REQUEST")),
    "key label": with_one(lambda rng, pem: relabelled(pem, lambda label: {"PRIVATE KEY": "RSA PRIVATE KEY", "RSA PRIVATE KEY": "PRIVATE KEY",
                                                                          "EC PRIVATE KEY": "PRIVATE KEY"}.get(label, label))),
    "headers": with_one(lambda rng, pem: pem.replace("-----\n", "-----\nComment: example\n\n", 1)),
    "four dashes": with_one(lambda rng, pem: edges(pem, lambda line: line[1:])),
    "six dashes": with_one(lambda rng, pem: edges(pem, lambda line: "-" + line[:-1] + "-\n")),
    "quoted": with_text(lambda text: "".join("> " + line for line in text.splitlines(keepends=True))),
    "escaped newlines": with_text(lambda text: text.replace("\n", "\\n")),
    "DER": lambda rng, blocks: der_of(blocks[0]),
    "bare base64": with_one(lambda rng, pem: "".join(line for line in pem.splitlines(keepends=True) if not line.startswith("-"))),
    "empty file": lambda rng, blocks: b"",
    "without padding": with_one(lambda rng, pem: pem.replace("=", "")),
}


def split(text):
    return re.findall(r"-----BEGIN [^-]+-----\n.*?-----END [^-]+-----\n", text, re.S)


def build(material, rng, number, layout, tables, written, changed):
    """A bundle with one fault of each of `tables`, and with `written`, a name in WRITING or nothing, in the file `changed`."""
    plan, kinds = Plan(rng), []
    for table in tables:
        name = rng.choice(list(table))
        if plan.names and plan.keys:
            table[name](rng, plan)
            kinds.append(name)
    certificates, keys = [material.pem(name) for name in plan.names], [material.pem(name) for name in plan.keys]
    if not any("PRIVATE KEY" in each for each in keys):  # in a file of its own, since without one the key may be elsewhere
        keys, layout = keys or [material.pem("inter")], "apart"
    extra = rng.random() if tables else 1
    if extra < 0.04:
        certificates.append(material.pem("crl"))
        kinds.append("CRL")
    elif extra < 0.08:
        certificates.insert(rng.randrange(len(certificates) + 1), material.pem(f"{plan.leaf}.csr"))
        kinds.append("request")
    files = {"certificate": certificates, "key": keys}
    if layout == "one file":
        at = 0 if rng.random() < 0.3 else rng.randrange(1, len(certificates) + 1) if certificates else 0
        files = {"certificate": certificates[:at] + keys + certificates[at:]}
    elif layout == "three files":
        files = {"certificate": certificates[:1], "key": keys, "chain": certificates[1:]}
        if not any("BEGIN CERTIFICATE-" in each for each in files["chain"]):
            del files["chain"]
    kinds.append(layout + (", key first" if layout == "one file" and at == 0 else ""))
    bundle = Bundle(number, kinds, encrypted="encrypted key" in kinds, certificates=len(plan.names))
    changed = changed if changed in files else "certificate"
    for name, blocks in files.items():
        content = text_of(blocks).encode()
        if name == changed and written and blocks:
            content = WRITING[written](rng, blocks)
            kinds.insert(0, f"{written} ({name})")
        setattr(bundle, name, content)
    return bundle


def make(material, seed, number, layouts):
    """`layouts`: what the server can take of "apart" (certificates, key), "one file" and "three files"."""
    rng = random.Random(f"{seed}/{number}")
    tables = rng.choice([[], [CONTENT], [CONTENT], [KEY_FAULTS], [CONTENT, CONTENT], [CONTENT, KEY_FAULTS]])
    written = rng.choice(list(WRITING)) if rng.random() < (0.4 if tables else 0.6) else None
    return build(material, rng, number, layouts[int(rng.random() * len(layouts))], tables, written, rng.choice(["key", "certificate", "certificate", "chain"]))


def each_fault(material, seed, layouts):
    """Every fault alone, once in each file; of "one file", in that."""
    places = [("apart", "certificate"), ("apart", "key")] + [("one file", "certificate")] * ("one file" in layouts)
    places += [("three files", "certificate"), ("three files", "chain")] * ("three files" in layouts)
    cases = [(layout, [], written, place) for written in WRITING for layout, place in places]
    cases += [(layout, [{name: table[name]}], None, "") for table in (CONTENT, KEY_FAULTS) for name in table for layout in dict(places)]
    for number, case in enumerate(cases):
        yield build(material, random.Random(f"{seed}/{number}"), number, *case)
