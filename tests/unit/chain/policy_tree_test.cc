#include "path/policy_tree.h"

#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace policy_tree_test {

// Whether the policies of root (anchor), inter and leaf are acceptable; each argument is the rest of the description.
bool accepted(const std::string& leaf, const std::string& inter, const std::string& upper = "policies: any") {
  Case chain("  root: { subject: \"CN=Root\", ca: true }\n  upper: { subject: \"CN=Upper\", issuer: root, ca: true, " + upper +
             " }\n  inter: { subject: \"CN=CA\", issuer: upper, ca: true, " + inter +
             " }\n  leaf: { issuer: inter, dns: [www.example.com], " + leaf + " }\n");
  chain.file({"leaf", "inter", "upper"}).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid() || chain.problems() == "leaf: policy") << chain.problems();
  EXPECT_EQ(chain.path(), "leaf inter upper root");
  return chain.valid();
}

const std::string kRequire = "policy_constraints: {require_explicit: 0}";

TEST(PolicyTree, IsNotAskedForWithoutAConstraint) { EXPECT_TRUE(accepted("policies: [1.2.3]", "policies: [1.2.4]")); }

TEST(PolicyTree, WantsOnePolicyAlongTheWholePathWhereItIsRequired) {
  EXPECT_TRUE(accepted("policies: [1.2.3]", "policies: [1.2.3, 1.2.4], " + kRequire));
  EXPECT_FALSE(accepted("policies: [1.2.3]", "policies: [1.2.4], " + kRequire));
  EXPECT_FALSE(accepted("policies: [1.2.3]", kRequire));
  EXPECT_FALSE(accepted("ca: false", "policies: [1.2.3], " + kRequire));
}

TEST(PolicyTree, TakesAnyPolicyForEveryPolicy) {
  EXPECT_TRUE(accepted("policies: [1.2.3]", "policies: any, " + kRequire));
  EXPECT_TRUE(accepted("policies: any", "policies: [1.2.3], " + kRequire));
}

TEST(PolicyTree, StopsAnyPolicyWhereItIsInhibited) {
  EXPECT_FALSE(accepted("policies: [1.2.3]", "policies: any", "policies: any, inhibit_any_policy: 0, " + kRequire));
  EXPECT_TRUE(accepted("policies: [1.2.3]", "policies: [1.2.3]", "policies: any, inhibit_any_policy: 0, " + kRequire));
  EXPECT_FALSE(accepted("policies: any", "policies: [1.2.3]", "policies: any, inhibit_any_policy: 1, " + kRequire));
}

// "requireExplicitPolicy ... the number of additional certificates that may appear in the path before an explicit policy is required".
TEST(PolicyTree, CountsCertificatesBeforeAPolicyIsRequired) {
  const std::string far = "policies: any, policy_constraints: {require_explicit: 3}";
  const std::string near = "policies: any, policy_constraints: {require_explicit: 1}";
  EXPECT_TRUE(accepted("policies: [1.2.3]", "policies: [1.2.4]", far));
  EXPECT_FALSE(accepted("policies: [1.2.3]", "policies: [1.2.4]", near));
}

TEST(PolicyTree, FollowsMappings) {
  const std::string mapped = "policies: [1.2.3], policy_mappings: [{issuer: 1.2.3, subject: 1.2.9}], " + kRequire;
  EXPECT_TRUE(accepted("policies: [1.2.9]", mapped));
  EXPECT_FALSE(accepted("policies: [1.2.3]", mapped));
  EXPECT_FALSE(accepted("policies: [1.2.9]", mapped, "policies: any, policy_constraints: {inhibit_mapping: 0}"));
}

TEST(PolicyTree, MapsThePoliciesOfAnyPolicy) {
  const std::string mapped = "policies: any, policy_mappings: [{issuer: 1.2.3, subject: 1.2.9}], " + kRequire;
  EXPECT_TRUE(accepted("policies: [1.2.9]", mapped));
}

TEST(PolicyTree, RefusesMappingsOfAnyPolicy) {
  EXPECT_FALSE(accepted("policies: [1.2.3]", "policies: any, policy_mappings: [{issuer: 2.5.29.32.0, subject: 1.2.9}]"));
}

TEST(PolicyTree, HearsALeafThatRequiresAPolicy) {
  EXPECT_FALSE(accepted("policies: [1.2.3], " + kRequire, "policies: [1.2.4]"));
  EXPECT_TRUE(accepted("policies: [1.2.3], " + kRequire, "policies: [1.2.3]"));
}

}  // namespace policy_tree_test
}  // namespace chainlint::chain
