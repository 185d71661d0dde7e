// Whether the rules of public CAs bind a leaf.
#include "record_bundle.h"

namespace chainlint::facts {
namespace issuance_facts_test {

const Subject kBundle{SubjectKind::bundle, 0};

std::string issuance(RecordBundle& bundle) { return to_string(bundle.fact(kBundle, "issuance")); }
std::string reason(RecordBundle& bundle) { return to_string(bundle.fact(kBundle, "issuance.reason")); }

TEST(IssuanceFacts, AnAnchorOfTheUsersOwnIsPrivate) {
  RecordBundle bundle;
  EXPECT_EQ(issuance(bundle), "private");
  EXPECT_EQ(reason(bundle), "the chain ends at 'Example Root', which is not a public root");
}

TEST(IssuanceFacts, AKnownRootIsPublic) {
  RecordBundle bundle;
  bundle.add_public_root("root");
  EXPECT_EQ(issuance(bundle), "public");
  EXPECT_EQ(reason(bundle), "the chain leads to the public root 'Example Root'");
}

TEST(IssuanceFacts, ARootOfAnotherKeyIsNotTheKnownOne) {
  RecordBundle bundle;
  bundle.add_public_root("root");
  bundle.records.public_roots[0].ca.key_sha256 = std::string(64, '0');
  EXPECT_EQ(issuance(bundle), "private");
}

TEST(IssuanceFacts, ARootThatIsNotAtHandIsKnownByNameAndKeyId) {
  RecordBundle bundle;
  bundle.lose_root();
  EXPECT_EQ(issuance(bundle), "unknown");
  bundle.add_public_root("root");
  EXPECT_EQ(issuance(bundle), "public");
  bundle.records.public_roots[0].ca.key_id = "00";
  EXPECT_EQ(issuance(bundle), "unknown");
}

TEST(IssuanceFacts, ARootThatIsDistrustedByItsKeyWasPublic) {
  RecordBundle bundle;
  bundle.add_distrust("root", "2030-01-01", records::DistrustCompares::everything);
  EXPECT_EQ(issuance(bundle), "public");
}

TEST(IssuanceFacts, APolicyOfTheForumIsPublic) {
  for (const char* policy : {"2.23.140.1.1", "2.23.140.1.2.1", "2.23.140.1.2.2", "2.23.140.1.2.3"}) {
    std::string description = kIssuedDescription;
    description.replace(description.find("dns: [www.example.com]"), 3, "policies: [" + std::string(policy) + "], dns");
    RecordBundle bundle(description);
    EXPECT_EQ(issuance(bundle), "public") << policy;
  }
  std::string description = kIssuedDescription;
  description.replace(description.find("dns: [www.example.com]"), 3, "policies: [2.23.140.1.4.1], dns");  // code signing
  RecordBundle bundle(description);
  EXPECT_EQ(issuance(bundle), "private");
}

TEST(IssuanceFacts, WhatIsDeclaredWins) {
  RecordBundle bundle;
  bundle.issuance = Issuance::public_ca;
  EXPECT_EQ(issuance(bundle), "public");
  bundle.add_public_root("root");
  bundle.issuance = Issuance::private_ca;
  EXPECT_EQ(issuance(bundle), "private");
  EXPECT_EQ(reason(bundle), "declared");
}

TEST(IssuanceFacts, AnUntrustedRootIsPrivate) {
  RecordBundle bundle;
  bundle.sample.analysis.path->stop = chain::StopReason::untrusted_root;
  EXPECT_EQ(issuance(bundle), "private");
}

TEST(IssuanceFacts, WithoutAPathNothingIsKnown) {
  RecordBundle bundle;
  bundle.sample.analysis.path.reset();
  EXPECT_EQ(issuance(bundle), "unknown");
}

}  // namespace issuance_facts_test
}  // namespace chainlint::facts
