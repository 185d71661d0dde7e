// What differs around the leaves: issuer, chain, root, order, container.
#include "renewed_bundles.h"

namespace chainlint::renewal {
namespace chain_changes_test {

using enum rules::ChangeKind;

const std::string kDns = "dns: [www.example.com]";

std::string cas(const std::string& before, const std::string& after, const std::string& more) {
  return "certificates:\n"
         "  root: { subject: \"CN=Example Root,O=Example\", ca: true }\n" +
         more + "  old:  { subject: \"CN=www.example.com\", issuer: " + before +
         ", dns: [www.example.com], not_after: 2026-07-01 }\n  new:  { subject: \"CN=www.example.com\", issuer: " + after +
         ", dns: [www.example.com], not_before: 2026-05-01 }\n"
         "files:\n  old.pem: { pem: [old, " +
         before + ", key(old)] }\n  new.pem: { pem: [new, " + after + ", key(new)] }\n";
}

TEST(Changes, OfAnIssuerThatCameWithItsCertificateAreSafe) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r11, " + kDns, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [new, r11, key(new)] }\n"));
  EXPECT_EQ(renewed.message(issuer), "'R11' instead of 'R10'");
  EXPECT_EQ(renewed.impact(issuer), "safe");
  EXPECT_EQ(renewed.message(chain), "'R11' is added; 'R10' is removed");
  EXPECT_EQ(renewed.impact(chain), "safe");
}

TEST(Changes, OfARotatedIssuerAreDecidedWithoutAnyAnchor) {
  for (const bool with_anchor : {false, true}) {
    const RenewedBundles renewed(leaves(kDns, "issuer: r11, " + kDns), with_anchor);
    EXPECT_EQ(renewed.impact(chain), "breaks") << with_anchor;
    EXPECT_TRUE(renewed.blames(chain, "chain-stale-intermediate")) << with_anchor;
    EXPECT_EQ(renewed.message(chain),
              "bundle contains 'R10', but 'www.example.com' was issued by 'R11'; the intermediates were not updated: the new issuer, "
              "'R11', is not among them");
    EXPECT_EQ(renewed.message(issuer), "'R11' instead of 'R10'");
    EXPECT_EQ(renewed.impact(issuer), "safe") << "a CA may change its issuer; what breaks is the chain";
  }
}

TEST(Changes, OfTheChainTellRenewedFromRekeyed) {
  const std::string first = "  r10: { subject: \"CN=R10,O=Example\", issuer: root, ca: true, not_after: 2027-01-01, serial: 1 }\n";
  const RenewedBundles reissued(cas("r10", "again",
                                    first + "  again: { subject: \"CN=R10,O=Example\", issuer: root, ca: true, key: same-as:r10, "
                                            "not_after: 2030-01-01, serial: 2 }\n"));
  EXPECT_EQ(reissued.message(chain), "'R10' was reissued: it expires on 2030-01-01 instead of 2027-01-01");
  EXPECT_EQ(reissued.change(issuer), nullptr);
  const RenewedBundles rekeyed(
      cas("r10", "other", first + "  other: { subject: \"CN=R10,O=Example\", issuer: root, ca: true, serial: 2 }\n"));
  EXPECT_EQ(rekeyed.message(chain), "'R10' has a different key");
  EXPECT_EQ(rekeyed.message(issuer), "'R10' with another key");
  const RenewedBundles renamed(
      cas("r10", "other", first + "  other: { subject: \"CN=R11,O=Example\", issuer: root, ca: true, key: same-as:r10, serial: 2 }\n"));
  EXPECT_EQ(renamed.message(chain), "'R11' has the key of 'R10'");
  EXPECT_EQ(renamed.message(issuer), "'R11' instead of 'R10', with the same key");
}

TEST(Changes, OfTheRoot) {
  const RenewedBundles renewed(cas("r10", "second",
                                   "  r10: { subject: \"CN=R10,O=Example\", issuer: root, ca: true }\n"
                                   "  second: { subject: \"CN=Second Root,O=Example\", ca: true }\n"));
  EXPECT_EQ(renewed.message(anchor), "root 'Second Root' is not a trust anchor; the chain leads to a different root");
  EXPECT_TRUE(renewed.blames(anchor, "trust-anchor-unknown"));
  EXPECT_FALSE(renewed.blames(anchor, "renewal-anchor-changed")) << "it follows from the root that is no anchor";
}

TEST(Changes, OfALeafThatWasThereBesides) {
  const std::string both = "  old.pem: { pem: [new, r10, old, key(new)] }\n", alone = "  new.pem: { pem: [new, r10, key(new)] }\n";
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns, both + alone));
  EXPECT_EQ(renewed.message(chain), "the additional leaf 'www.example.com' (serial 07) is removed");
  const std::string before = "  old.pem: { pem: [old, r10, key(old)] }\n", kept = "  new.pem: { pem: [new, r10, old, key(new)] }\n";
  const std::string message = RenewedBundles(leaves(kDns, "issuer: r10, " + kDns, before + kept)).message(chain);
  EXPECT_EQ(message, "the previous leaf, 'www.example.com' (serial 07), is kept") << "the longer chain follows from it";
}

TEST(Changes, OfTheOrder) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [r10, new, key(new)] }\n"));
  EXPECT_EQ(renewed.message(order), "leaf 'www.example.com' is not the first certificate of the file");
  EXPECT_EQ(renewed.impact(order), "breaks");
  EXPECT_TRUE(renewed.blames(order, "bundle-leaf-not-first"));
}

TEST(Changes, OfTheContainer) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns,
             "  old.pem: { pem: [old, r10, key(old)] }\n  new.pfx: { pkcs12: [new, r10, key(new)], password: secret }\n"));
  EXPECT_TRUE(renewed.message(protection)
                  .starts_with("format: pkcs12 instead of pem; private key: PBES2 with AES-256-CBC instead of not encrypted"))
      << renewed.message(protection);
  EXPECT_TRUE(renewed.blames(protection, "renewal-format-changed"));
  const RenewedBundles ciphers(leaves(kDns, "issuer: r10, " + kDns,
                                      "  old.pfx: { pkcs12: [old, r10, key(old)], password: x, key_encryption: pbe-sha1-3des, "
                                      "cert_encryption: pbe-sha1-3des, mac: sha1 }\n"
                                      "  new.pfx: { pkcs12: [new, r10, key(new)], password: x }\n"));
  EXPECT_NE(ciphers.message(protection).find("integrity: HMAC-SHA256 instead of HMAC-SHA1"), std::string::npos)
      << ciphers.message(protection);
  EXPECT_EQ(ciphers.impact(protection), "needs-attention");
}

}  // namespace chain_changes_test
}  // namespace chainlint::renewal
