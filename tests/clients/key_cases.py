"""Cases about kinds of keys that the maker of fixtures does not know; OpenSSL makes their files."""

import subprocess
from dataclasses import dataclass

from client_cases import HOST

KINDS = {
    "p224": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"],
    "secp256k1": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
    "brainpool256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:brainpoolP256r1"],
    "rsa-pss": ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ed448": ["-algorithm", "ED448"],
}
PLAIN = ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
CA = "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
LEAF = f"keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:{HOST}\nauthorityKeyIdentifier=keyid\n"


@dataclass
class KeyCase:
    """A chain of three certificates of which one has a key, or a signature, of its own kind."""
    name: str
    leaf: list
    inter: list
    digest: str = "sha256"  # of the signature of the leaf
    extra: str = ""  # extensions of the leaf
    host: str = HOST
    undecided: bool = False  # the model says so: an algorithm that chainlint does not verify, or what a file does not show

    def make(self, folder):
        folder.mkdir(parents=True)

        def run(*command):
            subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)

        def issue(name, subject, key, extensions, issuer=None, digest="sha256"):
            run("genpkey", *key, "-out", f"{name}.key")
            (folder / f"{name}.ext").write_text(extensions)
            run("req", "-new", "-key", f"{name}.key", "-subj", subject, "-out", f"{name}.csr")
            signer = ["-CA", f"{issuer}.crt", "-CAkey", f"{issuer}.key"] if issuer else ["-signkey", f"{name}.key"]
            hashes = [] if issuer and "ED448" in " ".join(self.inter) and issuer == "inter" else [f"-{digest}"]
            run("x509", "-req", "-in", f"{name}.csr", "-days", "3650", "-set_serial", str(4711 + len(name)), *hashes, *signer, "-extfile", f"{name}.ext",
                "-out", f"{name}.crt")

        issue("root", "/O=Example/CN=Example Root", PLAIN, CA)
        issue("inter", "/O=Example/CN=Issuing CA", self.inter, CA, "root")
        issue("leaf", f"/CN={HOST}", self.leaf, LEAF + self.extra, "inter", self.digest)
        sent = "".join((folder / f"{name}.crt").read_text() for name in ("leaf", "inter"))
        (folder / "sent.pem").write_text(sent)
        (folder / "key.pem").write_text((folder / "leaf.key").read_text())
        (folder / "anchors.pem").write_text((folder / "root.crt").read_text())


CASES = [KeyCase(f"leaf-{name}", kind, PLAIN) for name, kind in KINDS.items()]
CASES += [KeyCase(f"intermediate-{name}", PLAIN, kind, undecided=name == "ed448") for name, kind in KINDS.items()]
CASES += [
    KeyCase("leaf-sha224", PLAIN, PLAIN, digest="sha224"),
    KeyCase("leaf-sha224-rsa", PLAIN, ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], digest="sha224"),
    KeyCase("leaf-must-staple", PLAIN, PLAIN, extra="tlsfeature=status_request\n", undecided=True),
]
