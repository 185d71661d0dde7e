#include <gtest/gtest.h>

#include <algorithm>

#include "described.h"
#include "openssl.h"

namespace chainlint::mint {
namespace certificate_test {

constexpr const char* kChain = R"(
certificates:
  root:  { subject: "CN=Example Root,O=Example", ca: true }
  inter: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true, path_length: 0 }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com, example.com], ip: [192.0.2.7, "2001:db8::7"] }
)";

// `openssl x509 -text` of one certificate of the description.
std::string openssl_text(const std::string& description, const std::string& name) {
  auto minted = minted_from(description);
  ScratchFolder folder;
  folder.write("certificate.der", minted.certificates[name]);
  std::string text = folder.run("openssl x509 -inform DER -in certificate.der -noout -text -nameopt RFC2253");
  // Versions of OpenSSL differ here.
  for (auto at = text.find(" = "); at != std::string::npos; at = text.find(" = ")) text.erase(at + 2, 1).erase(at, 1);
  return text;
}

void expect_lines(const std::string& text, std::initializer_list<const char*> lines) {
  for (const char* line : lines) EXPECT_NE(text.find(line), std::string::npos) << line << "\n" << text;
}

// Exit status and output of `openssl verify` with partial chains off, at a time when the defaults of the mint are valid.
std::string verify(const std::string& description, const std::string& untrusted, const std::string& purpose = "sslserver") {
  auto minted =
      minted_from(description + "\nfiles: { root.pem: { pem: root }, leaf.pem: { pem: leaf }, rest.pem: { pem: " + untrusted + " } }\n");
  ScratchFolder folder;
  for (const auto& file : minted.files) folder.write(file.name, file.content);
  return folder.run("openssl verify -attime 1780000000 -no-CApath -no-CAstore -CAfile root.pem -untrusted rest.pem -purpose " + purpose +
                    " leaf.pem");
}

TEST(Certificate, IsTheSameEachTime) {
  EXPECT_EQ(minted_from(kChain).certificates, minted_from(kChain).certificates);
  EXPECT_EQ(minted_from(kChain).certificates.size(), 3u);
}

TEST(Certificate, FormsAChainThatOpensslAccepts) {
  NEEDS_OPENSSL();
  EXPECT_EQ(verify(kChain, "[inter]"), "leaf.pem: OK\n");
}

TEST(Certificate, OfEveryKindOfKeyIsAcceptedByOpenssl) {
  NEEDS_OPENSSL();
  for (const std::string kind : {"p256", "p384", "p521", "ed25519", "rsa2048"}) {
    const std::string description = "certificates:\n  root: { ca: true, key: " + kind + " }\n  leaf: { issuer: root, key: " + kind + " }\n";
    EXPECT_EQ(verify(description, "[root]"), "leaf.pem: OK\n") << kind;
  }
}

TEST(Certificate, OfALeafHasTheUsualExtensions) {
  NEEDS_OPENSSL();
  expect_lines(openssl_text(kChain, "leaf"),
               {"Version: 3 (0x2)", "Signature Algorithm: ecdsa-with-SHA256", "Issuer: CN=Example CA 1,O=Example",
                "Not Before: Jan  1 00:00:00 2026 GMT", "Not After : Jan  1 00:00:00 2027 GMT", "X509v3 Subject Key Identifier",
                "X509v3 Authority Key Identifier", "X509v3 Basic Constraints: critical\n                CA:FALSE",
                "X509v3 Key Usage: critical\n                Digital Signature\n", "TLS Web Server Authentication",
                "DNS:www.example.com, DNS:example.com, IP Address:192.0.2.7, IP Address:2001:DB8:0:0:0:0:0:7"});
}

TEST(Certificate, OfACaHasTheUsualExtensions) {
  NEEDS_OPENSSL();
  expect_lines(openssl_text(kChain, "inter"),
               {"Not Before: Jan  1 00:00:00 2025 GMT", "Not After : Jan  1 00:00:00 2035 GMT",
                "X509v3 Basic Constraints: critical\n                CA:TRUE, pathlen:0", "Certificate Sign, CRL Sign"});
}

TEST(Certificate, SaysWhatIsDescribed) {
  NEEDS_OPENSSL();
  const std::string text = openssl_text(R"(
certificates:
  root: { ca: true }
  odd:
    subject: "CN=a\\, b+OU=x,O=Example,C=DE"
    issuer: root
    serial: 0x8001
    not_before: 2049-12-31T23:59:59Z
    not_after: 9999-12-31T23:59:59Z
    key_usage: [digitalSignature, keyAgreement, decipherOnly]
    extended_key_usage: [clientAuth, 1.2.3.4]
    email: [a@example.com]
    uri: [https://example.com/]
    other_names: ["dir:CN=x,O=y", "rid:1.2.3"]
    subject_key_id: 0a0b0c
    authority_key_id: { key_id: 010203, issuer_serial: true, serial: 5 }
    policies: [1.2.3.4, any]
    ocsp: http://ocsp.example.com
    ca_issuers: http://ca.example.com/ca.cer
    crl: [http://crl.example.com/a.crl]
    extensions: [ { oid: 1.2.3.4.5, critical: true, value: 0500 } ]
    critical: { extended_key_usage: true, basic_constraints: false }
    signature: sha384
)",
                                        "odd");
  expect_lines(text, {"Serial Number: 32769 (0x8001)", "Signature Algorithm: ecdsa-with-SHA384", "Subject: CN=a\\, b+OU=x,O=Example,C=DE",
                      "Not Before: Dec 31 23:59:59 2049 GMT", "Not After : Dec 31 23:59:59 9999 GMT",
                      "Digital Signature, Key Agreement, Decipher Only",
                      "Extended Key Usage: critical\n                TLS Web Client Authentication, 1.2.3.4",
                      "email:a@example.com, URI:https://example.com/, DirName:/O=y/CN=x, Registered ID:1.2.3", "0A:0B:0C", "keyid:01:02:03",
                      "DirName:/CN=root", "serial:05", "Policy: 1.2.3.4", "Policy: X509v3 Any Policy", "OCSP - URI:http://ocsp.example.com",
                      "CA Issuers - URI:http://ca.example.com/ca.cer", "URI:http://crl.example.com/a.crl", "1.2.3.4.5: critical",
                      "Basic Constraints: \n"});
}

TEST(Certificate, ConstrainsNamesAndPolicies) {
  NEEDS_OPENSSL();
  const std::string text = openssl_text(R"(
certificates:
  ca:
    ca: true
    name_constraints: { permitted: ["dns:example.com", "ip:10.0.0.0/9"], excluded: ["email:.example.org", "ip:2001:db8::/32", "dir:O=x"] }
    policy_mappings: [ { issuer: 1.2.3, subject: 1.2.4 } ]
    policy_constraints: { require_explicit: 0, inhibit_mapping: 3 }
    inhibit_any_policy: 2
)",
                                        "ca");
  expect_lines(text, {"X509v3 Name Constraints: critical",
                      "Permitted:\n                  DNS:example.com\n                  IP:10.0.0.0/255.128.0.0", "email:.example.org",
                      "IP:2001:DB8:0:0:0:0:0:0/FFFF:FFFF:0:0:0:0:0:0", "DirName:O=x", "1.2.3:1.2.4",
                      "Require Explicit Policy:0, Inhibit Policy Mapping:3", "X509v3 Inhibit Any Policy: critical\n                2"});
}

TEST(Certificate, CanLackEveryExtension) {
  NEEDS_OPENSSL();
  const std::string text = openssl_text(R"(
certificates:
  bare: { subject_key_id: none, basic_constraints: none, key_usage: none, extended_key_usage: none }
)",
                                        "bare");
  EXPECT_EQ(text.find("X509v3"), std::string::npos) << text;
}

TEST(Certificate, OfVersion1HasNoExtensions) {
  NEEDS_OPENSSL();
  const std::string text = openssl_text("certificates: { old: { version: 1 } }", "old");
  expect_lines(text, {"Version: 1 (0x0)"});
  EXPECT_EQ(text.find("X509v3"), std::string::npos) << text;
}

TEST(Certificate, ReKeyedUnderOneNameIsRefused) {
  NEEDS_OPENSSL();
  const std::string text = verify(R"(
certificates:
  root: { ca: true }
  inter: { issuer: root, ca: true, subject: CN=CA }
  rekeyed: { issuer: root, ca: true, subject: CN=CA }
  leaf: { issuer: inter }
)",
                                  "[rekeyed]");
  EXPECT_NE(text.find("unable to get local issuer certificate"), std::string::npos) << text;
}

TEST(Certificate, SignedByAnotherKeyFailsOnlyInItsSignature) {
  NEEDS_OPENSSL();
  for (const std::string how : {"signed_by: other", "damage: signature"}) {
    const std::string text =
        verify("certificates:\n  root: { ca: true }\n  other: { ca: true }\n  leaf: { issuer: root, " + how + " }\n", "[root]");
    EXPECT_NE(text.find("certificate signature failure"), std::string::npos) << how << "\n" << text;
  }
}

TEST(Certificate, SharesAKeyWhereItIsSaid) {
  auto minted = minted_from(R"(
certificates:
  a: { key: { kind: p256, seed: one } }
  b: { key: { kind: p256, seed: one } }
  c: { key: same-as:b }
  d: { key: { same_as: c } }
  e: {}
files:
  a: { der: key(a) }
  b: { der: key(b) }
  c: { der: key(c) }
  d: { der: key(d) }
  e: { der: key(e) }
)");
  ASSERT_EQ(minted.files.size(), 5u);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(minted.files[0].content, minted.files[i].content) << i;
  EXPECT_NE(minted.files[0].content, minted.files[4].content);
}

TEST(Certificate, NamesItsIssuerInOtherStringsAndIsStillAccepted) {
  NEEDS_OPENSSL();
  EXPECT_EQ(verify("certificates:\n  root: { ca: true, subject: CN=Root }\n  leaf: { issuer: root, issuer_name: { strings: printable } }\n",
                   "[root]"),
            "leaf.pem: OK\n");
  auto minted = minted_from("certificates:\n  root: { subject: CN=Root }\n  leaf: { issuer: root, issuer_name: { strings: printable } }\n");
  const Bytes utf8 = {0x0C, 4, 'R', 'o', 'o', 't'}, printable = {0x13, 4, 'R', 'o', 'o', 't'};
  const Bytes& leaf = minted.certificates["leaf"];
  EXPECT_EQ(std::search(leaf.begin(), leaf.end(), utf8.begin(), utf8.end()), leaf.end());
  EXPECT_NE(std::search(leaf.begin(), leaf.end(), printable.begin(), printable.end()), leaf.end());
}

}  // namespace certificate_test
}  // namespace chainlint::mint
