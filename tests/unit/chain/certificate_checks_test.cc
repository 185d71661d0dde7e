#include <gtest/gtest.h>

#include <functional>

#include "case.h"

namespace chainlint::chain {
namespace certificate_checks_test {

// Problems of leaf, inter and root; each line is the rest of the description of one of them.
std::string problems(const std::string& leaf, const std::string& inter = "", const std::string& root = "",
                     const std::function<void(Case&)>& also = {}) {
  const auto more = [](const std::string& text) { return text.empty() ? "" : ", " + text; };
  Case chain("  root: { subject: \"CN=Root\", ca: true" + more(root) + " }\n  inter: { subject: \"CN=CA\", issuer: root" + more(inter) +
             " }\n  leaf: { issuer: inter, dns: [www.example.com]" + more(leaf) + " }\n");
  chain.file({"leaf", "inter"}).anchors({"root"});
  if (also) also(chain);
  chain.run();
  return chain.problems() + (chain.valid() ? "" : " | " + chain.details());
}

constexpr const char* kCa = "ca: true";

TEST(CertificateChecks, FindNothingOnAnOrdinaryChain) { EXPECT_EQ(problems("", kCa), ""); }

TEST(CertificateChecks, TakeBothEndsOfTheValidityForValid) {
  const auto at = [](const char* time) { return [time](Case& chain) { chain.at(time); }; };
  const std::string dates = "not_before: 2026-01-01, not_after: 2026-12-31";
  EXPECT_EQ(problems(dates, kCa, "", at("2026-01-01T00:00:00Z")), "");
  EXPECT_EQ(problems(dates, kCa, "", at("2026-12-31T00:00:00Z")), "");
  EXPECT_EQ(problems(dates, kCa, "", at("2025-12-31T23:59:59Z")), "leaf: not_yet_valid | valid from 2026-01-01");
  EXPECT_EQ(problems(dates, kCa, "", at("2026-12-31T00:00:01Z")), "leaf: expired | expired on 2026-12-31");
}

TEST(CertificateChecks, CheckTheValidityOfAnAnchor) {
  EXPECT_EQ(problems("", kCa, "not_after: 2026-01-01"), "root: expired | expired on 2026-01-01");
}

TEST(CertificateChecks, RefuseIssuersThatAreNotCas) {
  EXPECT_EQ(problems("", "ca: false, key_usage: none, extended_key_usage: none"), "inter: not_a_ca | basicConstraints has CA:FALSE");
  EXPECT_EQ(problems("", "ca: true, basic_constraints: none"), "inter: not_a_ca | no basicConstraints");
  EXPECT_EQ(problems("", "version: 1"), "inter: not_a_ca | version 1 certificate cannot be marked as a CA");
  EXPECT_EQ(problems("", kCa, "basic_constraints: none"), "root: not_a_ca | no basicConstraints");
}

TEST(CertificateChecks, AcceptAnOldRootOfVersion1AsAnchorAlone) {
  Case chain(R"(
  root: { subject: "CN=Root", version: 1, not_after: 2030-01-01 }
  leaf: { issuer: root, dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid()) << chain.problems();
}

TEST(CertificateChecks, AcceptALeafThatSaysThatItIsACa) {
  EXPECT_EQ(problems("ca: true, key_usage: none", kCa, "", [](Case& chain) { chain.host("www.example.com"); }), "");
}

TEST(CertificateChecks, WantKeyCertSignWhereKeyUsageIsThere) {
  EXPECT_EQ(problems("", "ca: true, key_usage: [cRLSign]"), "inter: key_usage | keyUsage lacks keyCertSign");
  EXPECT_EQ(problems("", "ca: true, key_usage: none"), "");
}

TEST(CertificateChecks, NestExtendedKeyUsage) {
  const std::string refused = "extendedKeyUsage allows clientAuth but not serverAuth";
  EXPECT_EQ(problems("extended_key_usage: [clientAuth]", kCa), "leaf: extended_key_usage | " + refused);
  EXPECT_EQ(problems("", "ca: true, extended_key_usage: [clientAuth]"), "inter: extended_key_usage | " + refused);
  EXPECT_EQ(problems("", kCa, "extended_key_usage: [clientAuth]"), "root: extended_key_usage | " + refused);
  EXPECT_EQ(problems("", "ca: true, extended_key_usage: [clientAuth, serverAuth]"), "");
  EXPECT_EQ(problems("", "ca: true, extended_key_usage: [anyExtendedKeyUsage]"), "");
  EXPECT_EQ(problems("extended_key_usage: [anyExtendedKeyUsage]", kCa), "");
  EXPECT_EQ(problems("extended_key_usage: none", kCa), "");
}

TEST(CertificateChecks, AskForThePurpose) {
  const auto purpose = [](Purpose wanted) { return [wanted](Case& chain) { chain.request.purposes = wanted; }; };
  const std::string client = "extended_key_usage: [clientAuth]";
  EXPECT_EQ(problems(client, kCa, "", purpose(Purpose::client)), "");
  EXPECT_EQ(problems(client, kCa, "", purpose(Purpose::any)), "");
  EXPECT_EQ(problems(client, kCa, "", purpose(Purpose::email)),
            "leaf: extended_key_usage | extendedKeyUsage allows clientAuth but not emailProtection");
}

TEST(CertificateChecks, RefuseUnknownCriticalExtensionsAnywhere) {
  const std::string critical = "extensions: [{oid: 1.3.6.1.4.1.55738.666.1, critical: true, value: 0500}]";
  const std::string harmless = "extensions: [{oid: 1.3.6.1.4.1.55738.666.1, value: 0500}]";
  const std::string words = ": unknown_critical_extension | critical extension 1.3.6.1.4.1.55738.666.1";
  EXPECT_EQ(problems(critical, kCa), "leaf" + words);
  EXPECT_EQ(problems("", "ca: true, " + critical), "inter" + words);
  EXPECT_EQ(problems("", kCa, critical), "root" + words);
  EXPECT_EQ(problems(harmless, "ca: true, " + harmless, harmless), "");
}

TEST(CertificateChecks, RefuseDamageThatValidationWouldStumbleOver) {
  EXPECT_EQ(problems("",
                     "basic_constraints: none, key_usage: [keyCertSign], extended_key_usage: none, "
                     "extensions: [{oid: 2.5.29.19, critical: true, value: \"0101\"}]"),
            "inter: malformed, inter: not_a_ca | basicConstraints does not decode\nno basicConstraints");
  EXPECT_EQ(problems("", "ca: true, extensions: [{oid: 2.5.29.30, critical: true, value: \"0101\"}]"),
            "inter: malformed | nameConstraints does not decode");
  EXPECT_EQ(problems("extensions: [{oid: 2.5.29.17, value: \"300482027777\"}]", kCa),
            "leaf: malformed | subjectAltName is present more than once");
}

TEST(CertificateChecks, RefuseDamageInAnExtensionThatIsKnownAndLetItPassInOthers) {
  EXPECT_EQ(problems("subject_key_id: none, extensions: [{oid: 2.5.29.14, value: \"0101\"}]", kCa),
            "leaf: malformed | subjectKeyIdentifier does not decode");
  EXPECT_EQ(problems("extensions: [{oid: 1.3.6.1.5.5.7.1.1, value: \"0101\"}]", kCa),
            "leaf: malformed | authorityInfoAccess does not decode");
  EXPECT_EQ(problems("extensions: [{oid: 2.5.29.18, value: \"0101\"}]", kCa), "");
}

TEST(CertificateChecks, CompareTheTwoAlgorithmIdentifiers) {
  const std::string outcome = problems("damage: algorithm", kCa);
  EXPECT_EQ(outcome.substr(0, outcome.find(" |")), "leaf: algorithm_mismatch");
}

TEST(CertificateChecks, RefuseMd5AndSha1BelowTheAnchor) {
  const std::string outcome = problems("key: rsa2048, signature: md5", "ca: true, key: rsa2048");
  EXPECT_EQ(outcome.substr(0, outcome.find(" |")), "leaf: signature_unsupported");
  EXPECT_EQ(problems("signature: sha1", kCa), "leaf: weak_signature | signed with ecdsa-with-SHA1, which no current client accepts");
  EXPECT_EQ(problems("", "ca: true, signature: sha1"),
            "inter: weak_signature | signed with ecdsa-with-SHA1, which no current client accepts");
  EXPECT_EQ(problems("", kCa, "signature: sha1"), "");
}

TEST(CertificateChecks, DoNotMindTheSignatureOfAnAnchor) { EXPECT_EQ(problems("", "ca: true", "key: rsa2048, signature: md5"), ""); }

TEST(CertificateChecks, WantEveryHostCovered) {
  const auto hosts = [](std::vector<std::string> names) {
    return [names](Case& chain) {
      for (const auto& name : names) chain.host(name);
    };
  };
  EXPECT_EQ(problems("", kCa, "", hosts({"www.example.com"})), "");
  EXPECT_EQ(problems("", kCa, "", hosts({"www.example.com", "mail.example.com"})), "leaf: host | does not cover 'mail.example.com'");
}

TEST(CertificateChecks, CountIntermediatesThatAreNotSelfIssued) {
  const std::string chain = R"(
  root:  { subject: "CN=Root", ca: true, path_length: 1 }
  upper: { subject: "CN=Upper", issuer: root, ca: true }
  roll:  { subject: "CN=Upper", issuer: upper, ca: true }
  lower: { subject: "CN=Lower", issuer: roll, ca: true }
  short: { issuer: roll, dns: [www.example.com] }
  long:  { issuer: lower, dns: [www.example.com] }
)";
  Case allowed(chain);
  allowed.file({"short", "upper", "roll"}).anchors({"root"}).run();
  EXPECT_EQ(allowed.path(), "short roll upper root");
  EXPECT_TRUE(allowed.valid()) << allowed.details();
  Case refused(chain);
  refused.file({"long", "upper", "roll", "lower"}).anchors({"root"}).run();
  EXPECT_EQ(refused.problems(), "root: path_length");
  EXPECT_EQ(refused.details(), "pathLenConstraint is 1, but the path has 2 intermediates below it");
}

TEST(CertificateChecks, TakeRevocationFromListsOfTheIssuer) {
  const std::string certificates = R"(
  root:  { subject: "CN=Root", ca: true }
  inter: { subject: "CN=CA", issuer: root, ca: true }
  leaf:  { issuer: inter, dns: [www.example.com] }
  other: { issuer: inter, dns: [www.example.com] }
)";
  const std::string crls = R"(
  good:   { issuer: inter, revoked: [{certificate: leaf, date: 2026-03-01, reason: keyCompromise}] }
  future: { issuer: inter, revoked: [{certificate: leaf, date: 2026-09-01}] }
  forged: { issuer: inter, signed_by: root, revoked: [leaf] }
)";
  const auto with = [&](const std::string& leaf, const std::string& crl) {
    Case chain(certificates, crls);
    chain.file({leaf, "inter"}).anchors({"root"}).crl(crl).run();
    return chain.problems() + (chain.valid() ? "" : " | " + chain.details());
  };
  EXPECT_EQ(with("leaf", "good"), "leaf: revoked | revoked on 2026-03-01 (keyCompromise)");
  EXPECT_EQ(with("other", "good"), "");
  EXPECT_EQ(with("leaf", "future"), "leaf: revoked | revoked on 2026-09-01 (unspecified)");
  EXPECT_EQ(with("leaf", "forged"), "");
}

}  // namespace certificate_checks_test
}  // namespace chainlint::chain
