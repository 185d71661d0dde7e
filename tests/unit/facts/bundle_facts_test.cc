// Facts about bundles, containers, keys, links and chains.

#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace bundle_facts_test {

using Texts = std::vector<std::string>;

const Subject kBundle{SubjectKind::bundle, 0};
const Subject kContainer{SubjectKind::container, 0};
const Subject kKey{SubjectKind::key, 0};
const Subject kChain{SubjectKind::chain, 0};

void add_key(SampleBundle& sample, formats::KeyState state, std::vector<std::size_t> members) {
  formats::Entry entry;
  entry.kind = formats::EntryKind::private_key;
  entry.location.path = "site.pem";
  entry.location.line = 7;
  entry.key_state = state;
  if (state == formats::KeyState::plain || state == formats::KeyState::unlocked) {
    entry.key.emplace();
    entry.key->public_canonical = {1, 2, 3};
  }
  std::vector<formats::Entry>& entries = sample.bundle.containers.front().entries;
  entries.push_back(std::move(entry));
  sample.analysis.entries.clear();
  for (const formats::Entry& each : entries) sample.analysis.entries.push_back(&each);
  chain::KeyMatch match;
  match.entry = entries.size() - 1;
  match.members = std::move(members);
  match.comparable = entries.back().key.has_value();
  sample.analysis.keys.push_back(match);
}

TEST(KeyFacts, SayWhichCertificateTheKeyFits) {
  SampleBundle leaf(kSampleDescription);
  add_key(leaf, formats::KeyState::plain, {0});
  EXPECT_EQ(leaf.fact(kKey, "matches"), FactValue(std::string("leaf")));
  SampleBundle ca(kSampleDescription);
  add_key(ca, formats::KeyState::plain, {1});
  EXPECT_EQ(ca.fact(kKey, "matches"), FactValue(std::string("ca")));
  SampleBundle none(kSampleDescription);
  add_key(none, formats::KeyState::plain, {});
  EXPECT_EQ(none.fact(kKey, "matches"), FactValue(std::string("none")));
}

TEST(KeyFacts, AreUnavailableForALockedKeyAndNameItsPlace) {
  SampleBundle sample(kSampleDescription);
  add_key(sample, formats::KeyState::locked, {});
  const FactValue value = sample.fact(kKey, "matches");
  ASSERT_TRUE(std::holds_alternative<Unavailable>(value));
  EXPECT_EQ(std::get<Unavailable>(value).reason, "the private key at site.pem:7 is locked: no password opens it");
  EXPECT_EQ(sample.fact(kKey, "state"), FactValue(std::string("locked")));
}

TEST(BundleFacts, CountEqualKeysOnceAndLockedOnesEach) {
  SampleBundle sample(kSampleDescription);
  add_key(sample, formats::KeyState::plain, {0});
  add_key(sample, formats::KeyState::unlocked, {0});
  EXPECT_EQ(sample.fact(kBundle, "key_count"), FactValue(std::int64_t{2}));
  EXPECT_EQ(sample.fact(kBundle, "distinct_key_count"), FactValue(std::int64_t{1}));
  add_key(sample, formats::KeyState::locked, {});
  EXPECT_EQ(sample.fact(kBundle, "distinct_key_count"), FactValue(std::int64_t{2}));
}

TEST(BundleFacts, NameTheOrder) {
  const SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kBundle, "sent.order"), FactValue(Texts{"www.example.com", "Example CA 1"}));
  EXPECT_EQ(sample.fact(kBundle, "formats"), FactValue(Texts{"pem"}));
}

TEST(BundleFacts, TakeAnRsaAndAnEcLeafForAPairButNotTwoEcLeaves) {
  const std::string authority =
      "certificates:\n"
      "  root:  { ca: true }\n"
      "  inter: { issuer: root, ca: true }\n"
      "  leaf:  { issuer: inter, dns: [www.example.com] }\n";
  SampleBundle rivals(authority + "  other: { issuer: inter, dns: [www.example.com, example.com] }\n");
  rivals.add("other", chain::Role::leaf);
  rivals.analysis.other_leaves = {2};
  EXPECT_EQ(std::get<Texts>(rivals.fact(kBundle, "rival_leaves")).size(), 1u);
  SampleBundle pair(authority + "  other: { issuer: inter, key: rsa2048, dns: [www.example.com] }\n");
  pair.add("other", chain::Role::leaf);
  pair.analysis.other_leaves = {2};
  EXPECT_EQ(pair.fact(kBundle, "rival_leaves"), FactValue(Texts{}));
  EXPECT_EQ(pair.fact(kBundle, "other_leaves"), FactValue(Texts{"other"}));
}

TEST(ContainerFacts, TakeTheLeastIterationsAndLeaveScryptAside) {
  SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kContainer, "min_iterations"), FactValue(Absent{}));
  crypto::Protection scrypt;
  scrypt.kdf = "scrypt";
  scrypt.iterations = 16;
  sample.bundle.containers[0].entries[0].protection = scrypt;
  EXPECT_EQ(sample.fact(kContainer, "min_iterations"), FactValue(Absent{}));
  crypto::Protection pbkdf2;
  pbkdf2.kdf = "PBKDF2-SHA256";
  pbkdf2.iterations = 2048;
  sample.bundle.containers[0].entries[1].protection = pbkdf2;
  EXPECT_EQ(sample.fact(kContainer, "min_iterations"), FactValue(std::int64_t{2048}));
  crypto::Protection mac;
  mac.mac = "HMAC-SHA1";
  mac.iterations = 1;
  sample.bundle.containers[0].facts.mac = mac;
  EXPECT_EQ(sample.fact(kContainer, "min_iterations"), FactValue(std::int64_t{1}));
  EXPECT_EQ(sample.fact(kContainer, "encryption.min_iterations"), FactValue(std::int64_t{2048}));
}

TEST(ContainerFacts, AreAboutAMacOnlyWhereThereCanBeOne) {
  SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kContainer, "mac.present"), FactValue(Absent{}));
  sample.bundle.containers[0].format = formats::Format::pkcs12;
  EXPECT_EQ(sample.fact(kContainer, "mac.present"), FactValue(false));
}

TEST(ChainFacts, NameTheMissingIssuerWithItsProof) {
  SampleBundle sample(kSampleDescription);
  sample.analysis.path->stop = chain::StopReason::issuer_missing;
  sample.analysis.path->steps.resize(1);
  sample.analysis.path->links.clear();
  sample.analysis.missing.emplace();
  sample.analysis.missing->child_is_leaf = true;
  const std::string key_id = to_colon_hex(*sample.certificates.at("inter")->extensions().subject_key_id);
  EXPECT_EQ(sample.fact(kChain, "missing.issuer"), FactValue(std::string("Example CA 1")));
  EXPECT_EQ(sample.fact(kChain, "missing.key_id"), FactValue(key_id));
  EXPECT_EQ(sample.fact(kChain, "missing.below"), FactValue(std::string("www.example.com")));
  EXPECT_EQ(sample.fact(kChain, "missing.source"),
            FactValue(std::string("download the certificate 'Example CA 1' from http://ca.example/1.crt")));
  EXPECT_EQ(sample.fact(kChain, "missing.known"), FactValue(false));
  sample.analysis.missing->in_pool = {sample.certificates.at("inter")};
  sample.analysis.missing->known = {{sample.certificates.at("inter"), chain::KnownSource::pool, {}}};
  EXPECT_EQ(sample.fact(kChain, "missing.pool_intermediate"), FactValue(true));
  EXPECT_EQ(sample.fact(kChain, "missing.known"), FactValue(true));
  EXPECT_EQ(sample.fact(kChain, "missing.source"), FactValue(std::string("copy the certificate 'Example CA 1' from the pool")));
  sample.analysis.missing->known = {{sample.certificates.at("inter"), chain::KnownSource::run, Location{.path = "b/mail.pem", .line = 25}}};
  EXPECT_EQ(sample.fact(kChain, "missing.source"), FactValue(std::string("copy the certificate at b/mail.pem:25")));
}

TEST(ChainFacts, HaveNoMissingIssuerAtAnAnchor) {
  const SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kChain, "missing.issuer"), FactValue(Absent{}));
  EXPECT_EQ(sample.fact(kChain, "missing.source"), FactValue(Absent{}));
  EXPECT_EQ(sample.fact(kChain, "near.location"), FactValue(Absent{}));
  EXPECT_EQ(sample.fact(kChain, "valid"), FactValue(true));
}

TEST(ChainFacts, DoNotCallASignatureValidThatCannotBeVerified) {
  SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kChain, "signature"), FactValue(std::string("valid")));
  sample.analysis.path->links[0].signature = crypto::SignatureVerdict::unsupported;
  EXPECT_TRUE(std::holds_alternative<Unavailable>(sample.fact({SubjectKind::link, 0}, "signature")));
  sample.analysis.path->steps[0].problems = {{chain::PathProblem::signature_unsupported, "SM2"}};
  EXPECT_TRUE(std::holds_alternative<Unavailable>(sample.fact(kChain, "signature")));
}

}  // namespace bundle_facts_test
}  // namespace chainlint::facts
