// What facts say about a target. That findings follow is tested beside each rule in rules/profile, rules/pfx and rules/keystore.
#include <gtest/gtest.h>

#include "chainlint/profiles/library.h"
#include "sample_bundle.h"

namespace chainlint::facts {
namespace target_facts_test {

const Subject kBundle{SubjectKind::bundle, 0};

// The sample bundle on a target, with the chain that the profile would send.
class OnTarget {
 public:
  explicit OnTarget(const std::string& target, const std::string& description = kSampleDescription) : sample(description) {
    const auto found = profiles::find_target(loaded_.library, target);
    EXPECT_TRUE(found.ok()) << target;
    if (!found) return;
    deployment.target = *found;
    chain::SendingInput input{sample.bundle, sample.analysis, sample.request};
    input.auto_chain = found->profile->auto_chain;
    deployment.sending = chain::predict_sending(found->profile->family, input, verifier_);
  }

  FactValue fact(const std::string& name) const {
    const auto reference = find_fact(SubjectKind::bundle, name);
    EXPECT_TRUE(reference.ok()) << name;
    const FactContext context{sample.bundle, sample.analysis, sample.request, deployment.target.profile->name, &deployment};
    return reference.ok() ? evaluate_fact(*reference, context, kBundle) : FactValue(Absent{});
  }
  std::string text(const std::string& name) const { return to_string(fact(name)); }

  SampleBundle sample;
  profiles::Deployment deployment;

 private:
  profiles::LoadedProfiles loaded_ = profiles::load_profiles({});
  crypto::SignatureVerifier verifier_;
};

TEST(TargetFacts, AreAbsentWithoutATarget) {
  const SampleBundle sample(kSampleDescription);
  std::size_t count = 0;
  for (const FactDefinition& fact : all_facts()) {
    if (fact.subject != SubjectKind::bundle) continue;
    if (fact.name.starts_with("target.") || fact.name.starts_with("sending.") || fact.name.starts_with("keystore.")) {
      EXPECT_TRUE(std::holds_alternative<Absent>(sample.fact(kBundle, std::string(fact.name)))) << fact.name;
      ++count;
    }
  }
  EXPECT_GT(count, 30u);
}

TEST(TargetFacts, SayWhatTheTargetIs) {
  const OnTarget nginx("nginx");
  EXPECT_EQ(nginx.text("target.name"), "nginx");
  EXPECT_EQ(nginx.text("target.family"), "file-order");
  EXPECT_EQ(nginx.text("target.evidence"), "source");
  EXPECT_EQ(nginx.text("target.version"), "none");
  EXPECT_EQ(nginx.text("target.import"), "none");
  EXPECT_EQ(nginx.text("target.order_matters"), "yes");
  EXPECT_EQ(nginx.text("target.root_in_file"), "warn");
  const OnTarget windows("windows-server@2016");
  EXPECT_EQ(windows.text("target.version"), "2016");
  EXPECT_EQ(windows.text("target.import"), "wizard");
  EXPECT_EQ(windows.text("target.order_matters"), "no");
}

TEST(TargetFacts, SayWhatIsSent) {
  const OnTarget nginx("nginx");
  EXPECT_EQ(nginx.text("sending.order"), "www.example.com, Example CA 1");
  EXPECT_EQ(nginx.text("sending.complete"), "yes");
  EXPECT_EQ(nginx.text("sending.family"), "file-order");
  EXPECT_EQ(nginx.text("target.sends_root"), "no");
  EXPECT_EQ(nginx.text("sending.unpredictable"), "none");
  const OnTarget cloudflare("cloudflare");
  EXPECT_EQ(cloudflare.text("sending.order"), "www.example.com");
  EXPECT_NE(cloudflare.text("sending.unpredictable"), "none");
}

TEST(TargetFacts, AHealthyBundleHasNoProblem) {
  const OnTarget nginx("nginx");
  for (const char* name :
       {"target.leaf_first_violated", "target.order_violated", "target.root_refused", "target.root_missing", "target.excess_certificates",
        "target.missing_intermediates_count", "target.chain_not_in_file", "target.leaf_in_chain_file", "target.not_valid_now",
        "target.not_public", "target.key_refused", "target.key_missing", "target.key_usage_missing", "target.key_provider_refused",
        "target.pfx_unreadable", "target.pfx_password_missing", "target.pfx_no_encrypted_key", "target.masked_by_client_ca"}) {
    EXPECT_TRUE(std::holds_alternative<Absent>(nginx.fact(name))) << name;
  }
}

TEST(TargetFacts, NameTheRootThatIsWanted) {
  EXPECT_EQ(OnTarget("vcenter").text("target.root_missing"), "Example Root");
  OnTarget stopped("vcenter");
  stopped.sample.analysis.path->steps.pop_back();
  stopped.sample.analysis.path->stop = chain::StopReason::issuer_missing;
  EXPECT_EQ(stopped.text("target.root_missing"), "Example Root");
}

TEST(TargetFacts, CountIntermediatesThatAreNotInTheFile) {
  OnTarget vcenter("vcenter");
  EXPECT_EQ(vcenter.text("target.missing_intermediates_count"), "none");
  vcenter.sample.analysis.path->steps[1].source = chain::StepSource::anchor;
  EXPECT_EQ(vcenter.text("target.missing_intermediates_count"), "1");
  EXPECT_EQ(vcenter.text("target.chain_not_in_file"), "Example CA 1");
}

TEST(TargetFacts, TakeTheStricterOfTwoLimits) {
  EXPECT_EQ(OnTarget("gcp-lb").text("target.max_certificates"), "5");
  EXPECT_EQ(OnTarget("netscaler").text("target.max_certificates"), "10");
  EXPECT_EQ(OnTarget("nginx").text("target.max_certificates"), "none");
}

std::string with_key(const std::string& target, const std::string& key) {
  return OnTarget(target,
                  "certificates:\n"
                  "  root:  { subject: \"CN=Example Root\", ca: true }\n"
                  "  inter: { subject: \"CN=Example CA 1\", issuer: root, ca: true }\n"
                  "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, key: " +
                      key + " }\n")
      .text("target.key_refused");
}

TEST(TargetFacts, SayWhichKeysAreTaken) {
  EXPECT_EQ(with_key("aws-cloudfront", "p384"), "EC P-384 (supported: RSA 1024 to 4096, EC P-256)");
  EXPECT_EQ(with_key("aws-acm", "p384"), "none");
  EXPECT_EQ(with_key("aws-acm", "ed25519"), "Ed25519 (supported: RSA 1024 to 4096, EC P-256, EC P-384, EC P-521)");
  EXPECT_EQ(with_key("envoy", "rsa1024"), "RSA 1024 (supported: RSA of at least 2048 bits, EC)");
  EXPECT_EQ(with_key("exchange", "rsa1024"), "RSA 1024 (supported: RSA of at least 2048 bits)");
  EXPECT_EQ(with_key("exchange", "p256"), "none");
  EXPECT_EQ(with_key("nginx", "ed25519"), "none");
}

TEST(TargetFacts, SayWhichKeyUsageIsMissing) { EXPECT_EQ(OnTarget("vcenter").text("target.key_usage_missing"), "keyEncipherment"); }

}  // namespace target_facts_test
}  // namespace chainlint::facts
