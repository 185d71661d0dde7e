// Client models of users.
#include <gtest/gtest.h>

#include "chainlint/profiles/library.h"

namespace chainlint::profiles {
namespace client_reader_test {

TEST(ClientReader, ReadsAModel) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", R"(
client: own
title: Our client
evidence: measured
search: in_order
key_id_decides: true
anchor_expiry: false
rsa_min_bits: 2048
max_certificates: 10
)"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  const chain::ClientModel* own = loaded.library.client("own");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->search, chain::ChainSearch::in_order);
  EXPECT_EQ(own->evidence, chain::Evidence::measured);
  EXPECT_TRUE(own->key_id_decides);
  EXPECT_FALSE(own->anchor_expiry);
  EXPECT_EQ(own->rsa_min_bits, 2048u);
  EXPECT_EQ(own->max_certificates, 10u);
  EXPECT_EQ(own->source_path, "own.yaml");
}

TEST(ClientReader, ExtendsAnother) {
  const LoadedProfiles loaded =
      load_profiles({{"a.yaml", "client: a\ntitle: A\nrsa_min_bits: 1024\n"}, {"b.yaml", "client: b\nextends: a\ntitle: B\n"}});
  ASSERT_TRUE(loaded.problems.empty()) << loaded.problems.front();
  EXPECT_EQ(loaded.library.client("b")->rsa_min_bits, 1024u);
  EXPECT_EQ(loaded.library.target("b"), nullptr);
}

TEST(ClientReader, UnknownKeysAreMistakes) {
  const LoadedProfiles loaded = load_profiles({{"own.yaml", "client: own\ntitle: Own\nkey_id_decide: true\n"}});
  ASSERT_EQ(loaded.problems.size(), 1u);
  EXPECT_EQ(loaded.problems[0],
            "own.yaml:3:1: error: a client has no key 'key_id_decide'\n"
            "  | key_id_decide: true\n"
            "  | ^\n"
            "did you mean 'key_id_decides'?");
}

TEST(ClientReader, ATargetIsNoBaseOfAClient) {
  EXPECT_EQ(load_profiles({{"own.yaml", "client: own\ntitle: Own\nextends: nginx\n"}}).problems.size(), 1u);
}

}  // namespace client_reader_test
}  // namespace chainlint::profiles
