"""Chains that tell TLS clients apart, in the language of tests/fixtures/README.md.

Every case has what a server sends, in its order, and what a client trusts. Certificates are valid from 2020 to 2056 where nothing else is
said, since the clients look at the clock.
"""

from dataclasses import dataclass, field

HOST = "www.example.test"
WIDE = {"not_before": "2020-01-01", "not_after": "2056-01-01"}
PAST = {"not_before": "2020-01-01", "not_after": "2022-01-01"}
FUTURE = {"not_before": "2055-01-01", "not_after": "2056-01-01"}


def ca(name, issuer=None, **more):
    fields = {"subject": f"CN={name},O=Example", "ca": "true", **WIDE, **more}
    return {"issuer": issuer, **fields} if issuer else fields


def server(issuer, **more):
    return {"subject": f"CN={HOST}", "issuer": issuer, "dns": f"[{HOST}]", **WIDE, **more}


def without(certificate, *keys):
    return {key: value for key, value in certificate.items() if key not in keys}


SHARED = {
    "root": ca("Example Root"),
    "old": ca("Old Root"),
    "cross": ca("Example Root", "old", key="same-as:root"),
    "cross_expired": ca("Example Root", "old", key="same-as:root", **PAST),
    "inter": ca("Issuing CA", "root"),
    "upper": ca("Upper CA", "root"),
    "lower": ca("Lower CA", "upper"),
    "leaf": server("inter"),
    "deep": server("lower"),
    "stranger": ca("Stranger CA"),
    "stranger2": ca("Stranger CA 2"),
}


@dataclass
class Case:
    name: str
    sent: str  # names, in the order on the wire
    anchors: str = "root"
    own: dict = field(default_factory=dict)  # certificates of this case alone, or instead of shared ones
    host: str = HOST

    def certificates(self):
        """What the case needs, issuers first."""
        known = {**SHARED, **self.own}
        needed = {}

        def add(name):
            if name in needed:
                return
            fields = known[name]
            key = fields.get("key", "")
            for other in (fields.get("issuer"), fields.get("signed_by"), key[8:] if key.startswith("same-as:") else None):
                if other:
                    add(other)
            needed[name] = fields

        for name in self.sent.split() + self.anchors.split():
            add(name)
        return needed

    def manifest(self):
        lines = [f"title: {self.name}", "story: what clients make of it", "certificates:"]
        for name, fields in self.certificates().items():
            body = ", ".join(f"{key}: {quoted(key, value)}" for key, value in fields.items())
            lines.append(f"  {name}: {{ {body} }}")
        sent = self.sent.split()
        lines += ["files:", f"  sent.pem: {{ pem: [{', '.join(sent)}] }}", f"  key.pem: {{ pem: [key({sent[0]})] }}",
                  f"  anchors.pem: {{ pem: [{', '.join(self.anchors.split())}] }}"]
        return "\n".join(lines) + "\n"


def quoted(key, value):
    return f'"{value}"' if key == "subject" else value


CASES = [
    # What is sent, and in which order.
    Case("complete", "leaf inter"),
    Case("complete-two-levels", "deep lower upper"),
    Case("intermediate-missing", "leaf"),
    Case("upper-missing", "deep lower"),
    Case("lower-missing", "deep upper"),
    Case("root-sent", "leaf inter root"),
    Case("root-before-intermediate", "leaf root inter"),
    Case("wrong-order", "deep upper lower"),
    Case("unrelated-last", "leaf inter stranger"),
    Case("unrelated-first", "leaf stranger inter"),
    Case("duplicate", "leaf inter inter"),
    Case("duplicate-in-between", "deep lower lower upper"),
    Case("leaf-twice", "leaf leaf inter"),
    Case("leaf-twice-at-the-end", "leaf inter leaf"),
    Case("root-sent-by-a-renewed-copy", "leaf inter renewed",
         own={"renewed": ca("Example Root", key="same-as:root", serial="7")}),
    Case("root-sent-unknown", "leaf inter root", "old"),
    Case("root-unknown", "leaf inter", "old"),
    Case("leaf-of-a-root", "direct", own={"direct": server("root")}),
    Case("self-signed", "lone", own={"lone": without(server(""), "issuer")}),
    Case("eleven-sent", "leaf inter " + " ".join(f"s{i}" for i in range(9)), own={f"s{i}": ca(f"Stranger {i}") for i in range(9)}),
    Case("seventeen-sent", "leaf inter " + " ".join(f"s{i}" for i in range(15)), own={f"s{i}": ca(f"Stranger {i}") for i in range(15)}),
    Case("six-intermediates", "end c5 c4 c3 c2 c1 c0",
         own={"c0": ca("CA 0", "root"), **{f"c{i}": ca(f"CA {i}", f"c{i - 1}") for i in range(1, 6)}, "end": server("c5")}),
    Case("six-intermediates-unordered", "end c0 c1 c2 c3 c4 c5",
         own={"c0": ca("CA 0", "root"), **{f"c{i}": ca(f"CA {i}", f"c{i - 1}") for i in range(1, 6)}, "end": server("c5")}),
    Case("nine-intermediates", "end c8 c7 c6 c5 c4 c3 c2 c1 c0",
         own={"c0": ca("CA 0", "root"), **{f"c{i}": ca(f"CA {i}", f"c{i - 1}") for i in range(1, 9)}, "end": server("c8")}),

    # Copies of one CA.
    Case("expired-copy-alone", "leaf stale", own={"stale": ca("Issuing CA", "root", key="same-as:inter", **PAST)}),
    Case("expired-copy-first", "leaf stale inter", own={"stale": ca("Issuing CA", "root", key="same-as:inter", **PAST)}),
    Case("expired-copy-last", "leaf inter stale", own={"stale": ca("Issuing CA", "root", key="same-as:inter", **PAST)}),
    Case("expired-copy-of-upper-first", "deep lower stale upper", own={"stale": ca("Upper CA", "root", key="same-as:upper", **PAST)}),
    Case("future-copy-first", "leaf coming inter", own={"coming": ca("Issuing CA", "root", key="same-as:inter", **FUTURE)}),
    Case("rekeyed-alone", "leaf rekeyed", own={"rekeyed": ca("Issuing CA", "root")}),
    Case("rekeyed-first", "leaf rekeyed inter", own={"rekeyed": ca("Issuing CA", "root")}),
    Case("rekeyed-last", "leaf inter rekeyed", own={"rekeyed": ca("Issuing CA", "root")}),
    Case("rekeyed-first-without-key-ids", "plain rekeyed inter",
         own={"rekeyed": ca("Issuing CA", "root"), "plain": server("inter", authority_key_id="none")}),
    Case("rekeyed-last-without-key-ids", "plain inter rekeyed",
         own={"rekeyed": ca("Issuing CA", "root"), "plain": server("inter", authority_key_id="none")}),
    Case("copy-of-an-unknown-root-between-two", "leaf inter bridge inter", own={"bridge": ca("Issuing CA", "stranger", key="same-as:inter")}),
    Case("copy-of-an-unknown-root-last", "leaf inter bridge", own={"bridge": ca("Issuing CA", "stranger", key="same-as:inter")}),
    Case("same-key-other-name", "leaf renamed", own={"renamed": ca("Other CA", "root", key="same-as:inter")}),
    Case("two-issuers-unknown-first", "leaf inter bridge", "old", own={"bridge": ca("Issuing CA", "old", key="same-as:inter")}),
    Case("two-issuers-known-first", "leaf bridge inter", "old", own={"bridge": ca("Issuing CA", "old", key="same-as:inter")}),
    Case("two-issuers-expired-first", "leaf bridge inter", "root old", own={"bridge": ca("Issuing CA", "old", key="same-as:inter", **PAST)}),

    Case("two-issuers-known-older", "leaf inter bridge", "old",
         own={"bridge": ca("Issuing CA", "old", key="same-as:inter", not_before="2019-01-01")}),
    Case("two-issuers-known-newer", "leaf bridge inter", "old",
         own={"bridge": ca("Issuing CA", "old", key="same-as:inter", not_before="2021-01-01")}),
    Case("two-issuers-known-shorter", "leaf inter bridge", "old",
         own={"bridge": ca("Issuing CA", "old", key="same-as:inter", not_after="2050-01-01")}),
    Case("two-issuers-known-newer-and-shorter", "leaf bridge inter", "old",
         own={"bridge": ca("Issuing CA", "old", key="same-as:inter", not_before="2021-01-01", not_after="2050-01-01")}),

    # Cross-signed roots.
    Case("cross-sign-expired", "leaf inter cross_expired"),
    Case("cross-sign-expired-both-roots", "leaf inter cross_expired", "root old"),
    Case("cross-sign-expired-both-roots-other-order", "leaf inter cross_expired", "old root"),
    Case("cross-sign-expired-and-root", "leaf inter cross_expired root"),
    Case("cross-sign-and-old-root-sent", "leaf inter cross old", "root"),
    Case("cross-sign-for-the-old-root", "leaf inter cross", "old"),
    Case("cross-sign-for-the-expired-old-root", "leaf inter cross", "old", own={"old": ca("Old Root", **PAST)}),
    Case("cross-sign-expired-old-root-alone", "leaf inter cross_expired", "old"),
    Case("cross-sign-before-root", "leaf inter cross root", "old"),
    Case("root-before-cross-sign", "leaf inter root cross", "old"),
    Case("mutual-cross-signs", "leaf inter cross back", "old", own={"back": ca("Old Root", "root", key="same-as:old")}),

    # Anchors.
    Case("anchor-expired", "leaf inter", own={"root": ca("Example Root", **PAST)}),
    Case("anchor-expired-out-of-order", "leaf stranger inter", own={"root": ca("Example Root", **PAST)}),
    Case("anchor-expired-below-it-out-of-order", "direct stranger inter",
         own={"root": ca("Example Root", **PAST), "direct": server("root")}),
    Case("anchor-name-constraint-out-of-order", "leaf stranger inter",
         own={"root": ca("Example Root", name_constraints='{permitted: ["dns:example.org"]}')}),
    Case("anchor-path-length-out-of-order", "deep upper lower", own={"root": ca("Example Root", path_length="0")}),
    Case("anchor-client-auth-out-of-order", "leaf stranger inter", own={"root": ca("Example Root", extended_key_usage="[clientAuth]")}),
    Case("anchor-twice-expired-first", "leaf inter", "aged root", own={"aged": ca("Example Root", key="same-as:root", **PAST)}),
    Case("anchor-twice-expired-last", "leaf inter", "root aged", own={"aged": ca("Example Root", key="same-as:root", **PAST)}),
    Case("anchor-name-twice-wrong-first", "leaf inter", "twin root", own={"twin": ca("Example Root")}),
    Case("anchor-name-twice-without-key-ids", "leaf plain", "twin root",
         own={"twin": ca("Example Root"), "plain": ca("Issuing CA", "root", authority_key_id="none"), "leaf": server("plain")}),
    Case("intermediate-trusted", "leaf inter", "inter"),
    Case("intermediate-trusted-not-sent", "leaf", "inter"),
    Case("intermediate-trusted-root-sent", "leaf inter root", "inter"),
    Case("lower-trusted", "deep lower upper", "lower"),
    Case("upper-trusted", "deep lower upper", "upper"),
    Case("intermediate-and-root-trusted", "leaf inter", "inter root"),
    Case("leaf-trusted", "leaf inter", "leaf"),
    Case("leaf-trusted-below-an-expired-issuer", "leaf inter", "leaf", own={"inter": ca("Issuing CA", "root", **PAST)}),
    Case("leaf-trusted-with-a-damaged-signature", "leaf inter", "leaf", own={"leaf": server("inter", damage="signature")}),
    Case("leaf-trusted-with-a-damaged-signature-alone", "leaf", "leaf", own={"leaf": server("inter", damage="signature")}),
    Case("self-signed-trusted", "lone", "lone", own={"lone": without(server(""), "issuer")}),
    Case("self-signed-trusted-expired", "lone", "lone", own={"lone": without(server("", **PAST), "issuer")}),
    Case("anchor-client-auth", "leaf inter", own={"root": ca("Example Root", extended_key_usage="[clientAuth]")}),
    Case("anchor-path-length", "deep lower upper", own={"root": ca("Example Root", path_length="0")}),
    Case("anchor-name-constraint", "leaf inter", own={"root": ca("Example Root", name_constraints='{permitted: ["dns:example.org"]}')}),
    Case("anchor-version-1", "leaf inter", own={"root": {"subject": "CN=Example Root,O=Example", "version": "1", **WIDE}}),
    Case("anchor-no-key-cert-sign", "leaf inter", own={"root": ca("Example Root", key_usage="[cRLSign]")}),
    Case("anchor-not-a-ca", "leaf inter", own={"root": without(ca("Example Root", key_usage="none"), "ca")}),
    Case("anchor-basic-constraints-not-critical", "leaf inter",
         own={"root": ca("Example Root", critical="{basic_constraints: false}")}),
    Case("anchor-without-key-usage", "leaf inter", own={"root": ca("Example Root", key_usage="none")}),
    Case("anchor-without-key-id", "leaf inter", own={"root": ca("Example Root", subject_key_id="none")}),
    Case("anchor-without-basic-constraints", "leaf inter", own={"root": ca("Example Root", basic_constraints="none")}),
    Case("anchor-unknown-critical-extension", "leaf inter",
         own={"root": ca("Example Root", extensions='[{oid: 1.2.3.4, critical: true, value: "0500"}]')}),
    Case("anchor-other-key-id", "leaf inter", "other",
         own={"other": ca("Example Root", key="same-as:root", subject_key_id="0102030405060708090a0b0c0d0e0f1011121314")}),
    Case("anchor-twice-expired-first-cross-sign-sent", "leaf inter cross", "aged root",
         own={"aged": ca("Example Root", key="same-as:root", **PAST)}),
    Case("intermediate-trusted-in-a-copy", "leaf inter", "copy", own={"copy": ca("Issuing CA", "root", key="same-as:inter", serial="7")}),
    Case("expired-intermediate-trusted-beside-root", "leaf inter", "stale root",
         own={"stale": ca("Issuing CA", "root", key="same-as:inter", **PAST)}),
]
