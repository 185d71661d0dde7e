// Facts about what is replaced and what replaces it.
#include <gtest/gtest.h>

#include "chainlint/facts/renewal.h"
#include "sample_bundle.h"

namespace chainlint::facts {
namespace renewal_facts_test {

using Texts = std::vector<std::string>;

const Subject kRenewal{SubjectKind::renewal, 0};
const Subject kLeaf{SubjectKind::certificate, 0};

// Two bundles of `leaf` and `inter` that differ in their leaf.
class Renewed {
 public:
  explicit Renewed(const std::string& before, const std::string& after)
      : previous(description(before)), next(description(after)), renewal{previous.context(), &pins} {}

  static std::string description(const std::string& leaf) {
    return "certificates:\n  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
           "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
           "  leaf:  { subject: CN=www.example.com, issuer: inter, " +
           leaf + " }\n";
  }

  FactValue fact(const std::string& name, const Subject& subject = kRenewal) const {
    FactContext context = next.context();
    context.renewal = &renewal;
    const auto reference = find_fact(subject.kind, name);
    EXPECT_TRUE(reference.ok()) << name;
    return reference.ok() ? evaluate_fact(*reference, context, subject) : FactValue(Absent{});
  }

  bool holds(const std::string& name) const { return fact(name) == FactValue(true); }

  SampleBundle previous, next;
  std::vector<formats::Pin> pins;
  Renewal renewal;
};

TEST(RenewalFacts, AreAboutNothingWithoutAPreviousBundle) {
  const SampleBundle alone(kSampleDescription);
  EXPECT_TRUE(subjects_of(SubjectKind::renewal, alone.context()).empty());
  EXPECT_EQ(alone.fact(kRenewal, "key_reused"), FactValue(Absent{}));
  EXPECT_EQ(alone.fact(kLeaf, "previous.serial"), FactValue(Absent{}));
}

TEST(RenewalFacts, AreAbsentWhereOneSideHasNoLeaf) {
  Renewed renewed("serial: 1", "serial: 2");
  renewed.next.analysis.leaf.reset();
  EXPECT_EQ(renewed.fact("same_certificate"), FactValue(Absent{}));
}

TEST(RenewalFacts, CompareKeysWhateverTheirEncoding) {
  EXPECT_TRUE(Renewed("serial: 1", "serial: 2").holds("key_reused"));
  EXPECT_FALSE(Renewed("serial: 1", "key: {kind: p256, seed: new}").holds("key_reused"));
}

TEST(RenewalFacts, CallAnotherCurveAnotherKindOfKey) {
  EXPECT_TRUE(Renewed("key: p256", "key: p384").holds("key_type_changed"));
  EXPECT_TRUE(Renewed("key: rsa2048", "key: p256").holds("key_type_changed"));
  EXPECT_FALSE(Renewed("key: rsa2048", "key: rsa3072").holds("key_type_changed"));
}

TEST(RenewalFacts, TellTheOlderOfTwo) {
  EXPECT_TRUE(Renewed("not_before: 2026-02-01", "not_before: 2026-01-30, not_after: 2028-01-01").holds("older"));
  EXPECT_FALSE(Renewed("not_before: 2026-02-01", "not_before: 2026-01-31, not_after: 2028-01-01").holds("older")) << "dated back";
  EXPECT_TRUE(Renewed("not_before: 2026-02-01", "not_before: 2026-01-31").holds("older"));
  EXPECT_FALSE(Renewed("not_before: 2026-02-01", "not_before: 2026-02-01").holds("older"));
  EXPECT_TRUE(Renewed("not_after: 2026-08-01", "not_after: 2026-08-01").holds("ends_earlier"));
}

TEST(RenewalFacts, TellAnEditFromAHandOver) {
  Renewed renewed("serial: 1", "serial: 1");
  EXPECT_EQ(renewed.fact("of_revision"), FactValue(false));
  renewed.renewal.of_revision = true;
  EXPECT_EQ(renewed.fact("of_revision"), FactValue(true));
  EXPECT_EQ(Renewed("serial: 1", "serial: 2").fact("differs_in"), FactValue(std::string("certificate")));
}

TEST(RenewalFacts, AreUnavailableWhereADateDoesNotDecode) {
  EXPECT_TRUE(std::holds_alternative<Unavailable>(Renewed("serial: 1", "damage: validity").fact("older")));
}

TEST(RenewalFacts, NameTheValidation) {
  const Renewed renewed("policies: [2.23.140.1.1]", "policies: [1.2.3, 2.23.140.1.2.1]");
  EXPECT_EQ(renewed.fact("previous.validation", kLeaf), FactValue(std::string("extended")));
  EXPECT_EQ(renewed.fact("validation", kLeaf), FactValue(std::string("domain")));
  EXPECT_TRUE(renewed.holds("validation_changed"));
}

TEST(RenewalFacts, ListWhatIsLostAndGained) {
  const Renewed renewed("dns: [a.example, b.example], ip: [192.0.2.1], email: [x@example.com], policies: [1.2.3], key_usage: none",
                        "dns: [b.example, c.example], ca_issuers: 'http://ca.example/'");
  EXPECT_EQ(renewed.fact("lost_names"), FactValue(Texts{"a.example"}));
  EXPECT_EQ(renewed.fact("gained_names"), FactValue(Texts{"c.example"}));
  EXPECT_EQ(renewed.fact("lost_addresses"), FactValue(Texts{"192.0.2.1"}));
  EXPECT_EQ(renewed.fact("gained_addresses"), FactValue(Texts{}));
  EXPECT_EQ(renewed.fact("lost_other_names"), FactValue(Texts{"email x@example.com"}));
  EXPECT_EQ(renewed.fact("lost_policies"), FactValue(Texts{"1.2.3"}));
  EXPECT_EQ(renewed.fact("lost_extensions"), FactValue(Texts{"certificatePolicies"}));
  EXPECT_EQ(renewed.fact("gained_extensions"), FactValue(Texts{"keyUsage", "authorityInfoAccess"}));
  EXPECT_EQ(renewed.fact("gained_key_usages"), FactValue(Texts{"digitalSignature"}));
}

TEST(RenewalFacts, AskTheWholeChainForUsages) {
  const Renewed renewed("extended_key_usage: [serverAuth, clientAuth, emailProtection]", "extended_key_usage: [anyExtendedKeyUsage]");
  EXPECT_EQ(renewed.fact("lost_usages"), FactValue(Texts{}));
  EXPECT_EQ(renewed.fact("client_auth_refused_by"), FactValue(Absent{}));
  const Renewed fewer("extended_key_usage: none", "extended_key_usage: [serverAuth, codeSigning]");
  EXPECT_EQ(fewer.fact("lost_usages"), FactValue(Texts{"clientAuth"}));
  EXPECT_EQ(fewer.fact("client_auth_refused_by"), FactValue(std::string("www.example.com")));
}

TEST(RenewalFacts, SeeAnotherIssuerByNameOrKeyId) {
  EXPECT_FALSE(Renewed("serial: 1", "serial: 2").holds("issuer_changed"));
  EXPECT_TRUE(Renewed("serial: 1", "authority_key_id: '0102'").holds("issuer_changed"));
  EXPECT_TRUE(Renewed("serial: 1", "issuer_name: CN=Other CA").holds("issuer_changed"));
}

TEST(PinFacts, ArePinsOfWhatGoesAndNotOfWhatComes) {
  Renewed renewed("serial: 1", "serial: 2");  // the key is the same
  const std::string old_sha256 = std::get<std::string>(renewed.fact("previous.sha256", kLeaf));
  const std::string old_sha1 = std::get<std::string>(renewed.fact("previous.sha1", kLeaf));
  const std::string key = std::get<std::string>(renewed.fact("key.sha256", kLeaf));
  const std::string new_sha256 = std::get<std::string>(renewed.fact("sha256", kLeaf));
  using Kind = formats::Pin::Kind;
  renewed.pins = {{"a", Kind::certificate_sha1, old_sha1, {}},
                  {"b", Kind::any_sha256, old_sha256, {}},
                  {"c", Kind::key_sha256, key, {}},
                  {"d", Kind::any_sha256, key, {}},
                  {"e", Kind::certificate_sha256, new_sha256, {}},
                  {"f", Kind::certificate_sha256, old_sha256, {}},
                  {"g", Kind::key_sha256, old_sha256, {}}};
  const FactValue value = renewed.fact("stale_pins");
  ASSERT_TRUE(std::holds_alternative<Texts>(value));
  std::string services;
  for (const std::string& text : std::get<Texts>(value)) services += text.substr(1, 1);
  EXPECT_EQ(services, "abf");
}

TEST(PinFacts, KnowIssuersByNameAndKeepThoseOfBothChains) {
  Renewed renewed("serial: 1", "serial: 2");
  using Kind = formats::Pin::Kind;
  renewed.pins = {{"a", Kind::issuer, "cn=example ca 1, o=example", {}}, {"b", Kind::issuer, "Example CA 1", {}}};
  EXPECT_EQ(renewed.fact("stale_issuer_pins"), FactValue(Texts{}));
  renewed.next.analysis.path->steps.erase(renewed.next.analysis.path->steps.begin() + 1);
  renewed.pins.push_back({"c", Kind::certificate_sha256, to_hex(renewed.next.certificates.at("inter")->sha256()), {}});
  const FactValue value = renewed.fact("stale_issuer_pins");
  ASSERT_TRUE(std::holds_alternative<Texts>(value));
  ASSERT_EQ(std::get<Texts>(value).size(), 1u) << "the name is still the issuer's, the certificate is gone";
  EXPECT_TRUE(std::get<Texts>(value).front().starts_with("'c'"));
}

}  // namespace renewal_facts_test
}  // namespace chainlint::facts
