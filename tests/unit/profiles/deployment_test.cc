// One deployment a target, with the answers of all clients.
#include "chainlint/profiles/deployment.h"

#include <gtest/gtest.h>

#include "chainlint/formats/reader.h"
#include "chainlint/profiles/library.h"
#include "unit/minted.h"

namespace chainlint::profiles {
namespace deployment_test {

class DeploymentCase : public testing::Test {
 protected:
  void SetUp() override {
    const mint::Minted minted = minted_from(
        "certificates:\n"
        "  root:  { subject: \"CN=Example Root\", ca: true }\n"
        "  inter: { subject: \"CN=Example CA 1\", issuer: root, ca: true }\n"
        "  leaf:  { subject: \"CN=www.example.com\", issuer: inter }\n"
        "files:\n  site.pem: { pem: [leaf, inter, root] }\n");
    bundle_.containers.push_back(formats::read_container("site.pem", minted.files.at(0).content, {}, cache_));
    request_.at = *Instant::parse("2026-06-01");
    analysis_ = chain::analyze(bundle_, request_, verifier_);
  }

  std::vector<Deployment> made_with(const DeploymentRequest& wanted) { return deploy(bundle_, analysis_, request_, wanted, verifier_); }
  Target target(const char* name) { return *find_target(profiles_.library, name); }

  LoadedProfiles profiles_ = load_profiles({});
  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  formats::Bundle bundle_;
  chain::ChainRequest request_;
  chain::BundleAnalysis analysis_;
};

TEST_F(DeploymentCase, NothingWasRequested) { EXPECT_TRUE(made_with({}).empty()); }

TEST_F(DeploymentCase, OneForEachTargetInTheOrderAskedFor) {
  DeploymentRequest wanted;
  wanted.targets = {target("nginx"), target("windows-server@2016"), target("cloudflare")};
  const auto made = made_with(wanted);
  ASSERT_EQ(made.size(), 3u);
  EXPECT_EQ(made[0].target.profile->name, "nginx");
  EXPECT_EQ(made[0].sending.certificates.size(), 3u);
  EXPECT_EQ(made[1].target.version, "2016");
  EXPECT_EQ(made[1].sending.family, chain::ServerFamily::store_engine);
  EXPECT_EQ(made[2].sending.certificates.size(), 1u);
}

TEST_F(DeploymentCase, ClientsWithoutATargetEvaluateTheUnchangedFile) {
  chain::ClientModel client;
  client.name = "own";
  DeploymentRequest wanted;
  wanted.clients = {&client};
  const auto made = made_with(wanted);
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].target.profile, nullptr);
  EXPECT_EQ(made[0].sending.certificates.size(), 3u);
  ASSERT_EQ(made[0].clients.size(), 1u);
  EXPECT_EQ(made[0].clients[0].client, "own");
}

}  // namespace deployment_test
}  // namespace chainlint::profiles
