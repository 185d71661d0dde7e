#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace profile_facts_test {

using Texts = std::vector<std::string>;

const Subject kLeaf{SubjectKind::certificate, 0};
const Subject kInter{SubjectKind::certificate, 1};

std::string with_leaf(const std::string& leaf) {
  return "certificates:\n"
         "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
         "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
         "  leaf:  { issuer: inter, " +
         leaf + " }\n";
}

TEST(ProfileFacts, ALeafForClientsIsNoServerLeaf) {
  SampleBundle server(with_leaf("dns: [www.example.com]"));
  EXPECT_EQ(server.fact(kLeaf, "server_leaf"), FactValue(true));
  EXPECT_EQ(server.fact(kInter, "server_leaf"), FactValue(false));
  server.request.purposes = chain::Purpose::client;
  EXPECT_EQ(server.fact(kLeaf, "server_leaf"), FactValue(false));
  const SampleBundle client(with_leaf("extended_key_usage: [clientAuth]"));
  EXPECT_EQ(client.fact(kLeaf, "server_leaf"), FactValue(false));
  const SampleBundle any(with_leaf("extended_key_usage: [anyExtendedKeyUsage]"));
  EXPECT_EQ(any.fact(kLeaf, "server_leaf"), FactValue(true));
}

TEST(ProfileFacts, ListExtensionsAndWhichAreCritical) {
  const SampleBundle sample(
      with_leaf("basic_constraints: none, subject_key_id: none, authority_key_id: none, key_usage: [digitalSignature], "
                "extensions: [{ oid: 1.2.3, critical: true, value: 0500 }]"));
  EXPECT_EQ(sample.fact(kLeaf, "extensions"), FactValue(Texts{"keyUsage", "extendedKeyUsage", "1.2.3"}));
  EXPECT_EQ(sample.fact(kLeaf, "critical_extensions"), FactValue(Texts{"keyUsage", "1.2.3"}));
}

TEST(ProfileFacts, MustStapleIsTheFeatureStatusRequest) {
  const auto must_staple = [](const std::string& value) {
    return SampleBundle(with_leaf("extensions: [{ oid: 1.3.6.1.5.5.7.1.24, value: " + value + " }]")).fact(kLeaf, "must_staple");
  };
  EXPECT_EQ(must_staple("3003020105"), FactValue(true));
  EXPECT_EQ(must_staple("3003020111"), FactValue(false));
  EXPECT_TRUE(std::holds_alternative<Unavailable>(must_staple("0500")));
  EXPECT_EQ(SampleBundle(with_leaf("key: p256")).fact(kLeaf, "must_staple"), FactValue(false));
}

TEST(ProfileFacts, CountReservedPoliciesAlone) {
  const SampleBundle sample(with_leaf("policies: [2.23.140.1.2.1, 1.2.3.4, 2.23.140.1.1]"));
  EXPECT_EQ(sample.fact(kLeaf, "policies.reserved"), FactValue(Texts{"2.23.140.1.2.1", "2.23.140.1.1"}));
  EXPECT_EQ(sample.fact(kLeaf, "policies.reserved_count"), FactValue(std::int64_t{2}));
  EXPECT_EQ(sample.fact(kInter, "policies.reserved_count"), FactValue(std::int64_t{0}));
}

TEST(ProfileFacts, TellAnIssuerNamedBySerialNumber) {
  EXPECT_EQ(SampleBundle(with_leaf("key: p256")).fact(kLeaf, "authority_key_id.names_issuer"), FactValue(false));
  EXPECT_EQ(SampleBundle(with_leaf("authority_key_id: { issuer_serial: true }")).fact(kLeaf, "authority_key_id.names_issuer"),
            FactValue(true));
}

TEST(ProfileFacts, NameSchemesOfRevocationListsOnce) {
  const SampleBundle sample(with_leaf("crl: [\"HTTP://a.example/1\", \"http://b.example/2\", \"ldap:///cn=x\"]"));
  EXPECT_EQ(sample.fact(kLeaf, "crl_urls.schemes"), FactValue(Texts{"http", "ldap"}));
}

TEST(ProfileFacts, CountTheAgeFromTheBeginning) {
  SampleBundle sample(with_leaf("not_before: 2026-05-30T12:00:00Z"));
  EXPECT_EQ(sample.fact(kLeaf, "validity.age_days"), FactValue(std::int64_t{1}));
  sample.request.at = *Instant::parse("2026-05-30T11:59:59Z");
  EXPECT_EQ(sample.fact(kLeaf, "validity.age_days"), FactValue(Absent{}));
}

TEST(ProfileFacts, NamesAreSortedByWhatTheyAreFor) {
  const SampleBundle sample(
      with_leaf("subject: \"CN=Web,CN=www.example.com,OU=A,OU=B,O=Example\", dns: [www.example.com, mail, "
                "a.local, b.example.com.], ip: [10.0.0.1, 8.8.8.8], email: a@example.com"));
  EXPECT_EQ(sample.fact(kLeaf, "san.internal"), FactValue(Texts{"mail", "a.local"}));
  EXPECT_EQ(sample.fact(kLeaf, "san.trailing_dot"), FactValue(Texts{"b.example.com."}));
  EXPECT_EQ(sample.fact(kLeaf, "san.reserved_ip"), FactValue(Texts{"10.0.0.1"}));
  EXPECT_EQ(sample.fact(kLeaf, "san.neither_dns_nor_ip"), FactValue(Texts{"a@example.com"}));
  EXPECT_EQ(sample.fact(kLeaf, "subject.cn_count"), FactValue(std::int64_t{2}));
  EXPECT_EQ(sample.fact(kLeaf, "subject.attributes"), FactValue(Texts{"O", "OU", "CN"}));
  EXPECT_EQ(sample.fact(kLeaf, "subject.empty"), FactValue(false));
}

TEST(ProfileFacts, ACopyOfANameIsTheSameCharacterForCharacter) {
  EXPECT_EQ(SampleBundle(with_leaf("subject: \"CN=A.example\", dns: [a.example]")).fact(kLeaf, "cn_is_copy"), FactValue(false));
  EXPECT_EQ(SampleBundle(with_leaf("subject: \"CN=a.example\", dns: [a.example]")).fact(kLeaf, "cn_is_copy"), FactValue(true));
  EXPECT_EQ(SampleBundle(with_leaf("subject: \"CN=2001:db8::1\", ip: [\"2001:db8:0::1\"]")).fact(kLeaf, "cn_is_copy"), FactValue(true));
  EXPECT_EQ(SampleBundle(with_leaf("subject: \"O=Example\", dns: [a.example]")).fact(kLeaf, "cn_is_copy"), FactValue(Absent{}));
}

}  // namespace profile_facts_test
}  // namespace chainlint::facts
