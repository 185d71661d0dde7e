// What differs between the leaves, and how it is evaluated.
#include "renewed_bundles.h"

namespace chainlint::renewal {
namespace leaf_changes_test {

using enum rules::ChangeKind;

const std::string kDns = "dns: [www.example.com]";
const std::string kNew = "issuer: r10, " + kDns;

TEST(Changes, OfAGoodRenewalAreSafe) {
  const RenewedBundles renewed(leaves(kDns, kNew));
  std::string kinds;
  for (const Change& change : renewed.review.changes) kinds += std::string(rules::to_string(change.kind)) + " ";
  EXPECT_EQ(kinds, "certificate key lifetime ");
  EXPECT_EQ(renewed.review.impact(), ChangeImpact::safe);
  EXPECT_EQ(renewed.message(certificate), "serial number 08 instead of 07");
  EXPECT_EQ(renewed.message(key), "a new key");
  EXPECT_EQ(renewed.review.previous, "old.pem");
}

TEST(Changes, OfNamesNameWhatIsLostAndGained) {
  const RenewedBundles renewed(leaves("dns: [www.example.com, a.example.com, b.example.com], ip: [192.0.2.1]",
                                      "issuer: r10, dns: [www.example.com, c.example.com], ip: [192.0.2.2]"));
  EXPECT_EQ(renewed.message(names), "loses a.example.com, b.example.com and IP 192.0.2.1; gains c.example.com and IP 192.0.2.2");
  EXPECT_EQ(renewed.impact(names), "breaks");
  EXPECT_TRUE(renewed.blames(names, "renewal-san-shrank"));
  EXPECT_EQ(renewed.change(names)->before.size(), 4u);
  EXPECT_EQ(renewed.review.impact(), ChangeImpact::breaks);
}

TEST(Changes, OfNamesKnowWhatAWildcardCovers) {
  const RenewedBundles renewed(leaves("dns: [www.example.com, a.example.com]", "issuer: r10, dns: ['*.example.com', www.example.com]"));
  EXPECT_EQ(renewed.message(names), "gains *.example.com; a.example.com is no longer listed and still covered by a wildcard");
  EXPECT_EQ(renewed.impact(names), "safe");
}

TEST(Changes, OfNamesThatDoNotDecodeAreNotSafe) {
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, extensions: [ { oid: 2.5.29.17, value: '0500' } ]"));
  EXPECT_NE(renewed.impact(names), "safe");
  EXPECT_TRUE(renewed.message(names).starts_with("cannot be compared: "));
}

TEST(Changes, OfTheKeySayWhoseKeyItIs) {
  const RenewedBundles renewed(leaves(kDns, kNew, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [new, r10, key(old)] }\n"));
  EXPECT_TRUE(renewed.message(key).starts_with("private key matches the deployed certificate"));
  EXPECT_EQ(renewed.impact(key), "breaks");
  EXPECT_TRUE(renewed.blames(key, "renewal-key-is-previous"));
  EXPECT_FALSE(renewed.blames(key, "key-leaf-mismatch")) << "it follows from the key of the previous certificate";
}

TEST(Changes, OfAKeyThatWasKeptNeedAttention) {
  const RenewedBundles renewed(leaves(kDns, kNew + ", key: same-as:old"));
  EXPECT_EQ(renewed.message(key), "the same key as before");
  EXPECT_EQ(renewed.impact(key), "needs-attention");
}

TEST(Changes, OfTheKeyNoticeThatItStayedBehind) {
  const RenewedBundles renewed(leaves(kDns, kNew, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [new, r10] }\n"));
  EXPECT_EQ(renewed.message(key), "a new key; no private key, unlike the deployed bundle");
}

TEST(Changes, OfTheKindAndSizeOfTheKey) {
  const RenewedBundles curve(leaves(kDns + ", key: rsa2048", kNew + ", key: p256"));
  EXPECT_EQ(curve.message(key_type), "EC P-256 instead of RSA 2048");
  EXPECT_TRUE(curve.blames(key_type, "renewal-key-type-changed"));
  const RenewedBundles shorter(leaves(kDns + ", key: rsa3072", kNew + ", key: rsa2048"));
  EXPECT_TRUE(shorter.blames(key_type, "renewal-key-smaller"));
  const RenewedBundles longer(leaves(kDns + ", key: rsa2048", kNew + ", key: rsa3072"));
  EXPECT_EQ(longer.impact(key_type), "safe");
}

TEST(Changes, OfTheSubjectTellItsParts) {
  const RenewedBundles renewed(leaves("subject: \"CN=www.example.com,O=Example Inc.\", " + kDns, kNew));
  EXPECT_EQ(renewed.message(subject), "O 'Example Inc.' is removed");
  EXPECT_EQ(renewed.impact(subject), "needs-attention");
}

TEST(Changes, OfTheLifetime) {
  const RenewedBundles renewed(leaves(kDns, kNew));
  // 2026-07-01 to 2026-11-01 are 123 days; both ends belong to the period, so that a begun day counts.
  EXPECT_EQ(renewed.message(lifetime), "expires on 2026-11-01, 123 days later; valid for 185 days instead of 182");
  const RenewedBundles longer(leaves("not_before: 2026-05-15, " + kDns, kNew));
  EXPECT_EQ(longer.impact(lifetime), "needs-attention");
  EXPECT_TRUE(longer.blames(lifetime, "renewal-not-newer"));
}

TEST(Changes, OfUsagesPoliciesAndExtensions) {
  const RenewedBundles renewed(
      leaves(kDns + ", extended_key_usage: [serverAuth, clientAuth], policies: [2.23.140.1.2.2], key: rsa2048",
             kNew + ", policies: [2.23.140.1.2.1], key: rsa2048, key_usage: [digitalSignature], ocsp: 'http://o.example/', "
                    "extensions: [ { oid: 1.3.6.1.5.5.7.1.24, value: '3003020105' } ]"));
  EXPECT_EQ(renewed.message(extended_key_usage), "no longer valid for clientAuth");
  EXPECT_EQ(renewed.impact(extended_key_usage), "needs-attention");
  EXPECT_EQ(renewed.message(key_usage), "loses keyEncipherment");
  EXPECT_TRUE(renewed.blames(key_usage, "renewal-key-usage-dropped"));
  EXPECT_TRUE(renewed.message(policies).starts_with("the kind of validation is 'domain' instead of 'organization'"));
  EXPECT_TRUE(renewed.blames(policies, "renewal-validation-type-changed"));
  EXPECT_EQ(renewed.message(extensions), "gains authorityInfoAccess, must-staple (tlsFeature) and an OCSP URL");
  EXPECT_TRUE(renewed.blames(extensions, "renewal-must-staple-new"));
}

TEST(Changes, TellExtensionsThatAreNewlyPresent) {
  const RenewedBundles renewed(leaves(kDns + ", key_usage: none, extended_key_usage: none", kNew));
  EXPECT_EQ(renewed.message(key_usage), "the extension is added");
  EXPECT_TRUE(renewed.message(extended_key_usage).ends_with("the extension is added"));
}

}  // namespace leaf_changes_test
}  // namespace chainlint::renewal
