// Policies: PKITS sections 4.8 to 4.12 with the initial policy set any-policy, and 4.16 (private extensions).
#include "suite_case.h"

namespace chainlint::chain {
namespace suite_policies_test {

const std::string kExplicit = "policy_constraints: {require_explicit: 0}";
const std::string kNone = "leaf: policy";
const std::string kLower = "  lower: { subject: \"CN=Lower\", issuer: inter, ca: true, policies: [1.2.1] }\n";

const SuiteCase kPolicies[] = {
    {"pkits::4.8.1-all-certificates-same-policy", "", "policies: [1.2.1]", "policies: [1.2.1]", ""},
    {"pkits::4.8.2-no-policies", "", "", "", ""},
    {"pkits::4.8.2-no-policies-and-explicit", "", kExplicit, "", kNone},
    {"pkits::4.8.3-different-policies", "", "policies: [1.2.1]", "policies: [1.2.2]", ""},
    {"pkits::4.8.4-different-policies-and-explicit", "", "policies: [1.2.1], " + kExplicit, "policies: [1.2.2]", kNone},
    {"pkits::4.8.11-any-policy", "", "policies: any, " + kExplicit, "policies: any", ""},
    {"pkits::4.8.12-any-policy-in-the-leaf-is-not-the-cas", "", "policies: [1.2.3], " + kExplicit, "policies: [1.2.4]", kNone},
    {"pkits::4.9.1-require-10", "", "policy_constraints: {require_explicit: 10}", "", ""},
    {"pkits::4.9.3-require-4", "", "policy_constraints: {require_explicit: 4}", "", ""},
    {"pkits::4.9.5-require-0", "", kExplicit, "", kNone},
    {"pkits::4.9.6-self-issued-does-not-count",
     "",
     "policy_constraints: {require_explicit: 2}",
     "issuer: again",
     "",
     "example.com",
     "  again: { subject: \"CN=CA\", issuer: inter, ca: true }\n",
     {"leaf", "inter", "again"}},
    {"pkits::4.10.1-mapping", "", "policies: [1.2.1], policy_mappings: [{issuer: 1.2.1, subject: 1.2.2}], " + kExplicit,
     "policies: [1.2.2]", ""},
    {"pkits::4.10.2-mapping-leads-elsewhere", "", "policies: [1.2.1], policy_mappings: [{issuer: 1.2.1, subject: 1.2.2}], " + kExplicit,
     "policies: [1.2.1]", kNone},
    {"pkits::4.10.7-mapping-from-any", "", "policies: any, policy_mappings: [{issuer: 2.5.29.32.0, subject: 1.2.1}]", "policies: [1.2.1]",
     kNone},
    {"pkits::4.10.8-mapping-to-any", "", "policies: [1.2.1], policy_mappings: [{issuer: 1.2.1, subject: 2.5.29.32.0}]", "policies: [1.2.1]",
     kNone},
    {"pkits::4.11.1-inhibit-mapping-0",
     "",
     "policies: [1.2.1], policy_constraints: {require_explicit: 0, inhibit_mapping: 0}",
     "issuer: lower, policies: [1.2.2]",
     kNone,
     "example.com",
     "  lower: { subject: \"CN=Lower\", issuer: inter, ca: true, policies: [1.2.1], policy_mappings: [{issuer: 1.2.1, subject: 1.2.2}] }\n",
     {"leaf", "lower", "inter"}},
    {"pkits::4.11.2-inhibit-mapping-1",
     "",
     "policies: [1.2.1], policy_constraints: {require_explicit: 0, inhibit_mapping: 1}",
     "issuer: lower, policies: [1.2.2]",
     "",
     "example.com",
     "  lower: { subject: \"CN=Lower\", issuer: inter, ca: true, policies: [1.2.1], policy_mappings: [{issuer: 1.2.1, subject: 1.2.2}] }\n",
     {"leaf", "lower", "inter"}},
    {"pkits::4.12.1-inhibit-any-0", "", "policies: [1.2.1], inhibit_any_policy: 0, " + kExplicit, "policies: any", kNone},
    {"pkits::4.12.2-inhibit-any-0-and-a-policy", "", "policies: [1.2.1], inhibit_any_policy: 0, " + kExplicit, "policies: [1.2.1]", ""},
    {"pkits::4.12.3-inhibit-any-1",
     "",
     "policies: any, inhibit_any_policy: 1, " + kExplicit,
     "issuer: lower, policies: any",
     kNone,
     "example.com",
     kLower,
     {"leaf", "lower", "inter"}},
    {"pkits::4.12.7-self-issued-is-exempt",
     "",
     "policies: [1.2.1], inhibit_any_policy: 0, " + kExplicit,
     "issuer: again, policies: [1.2.1]",
     "",
     "example.com",
     "  again: { subject: \"CN=CA\", issuer: inter, ca: true, policies: any }\n",
     {"leaf", "again", "inter"}},
    {"pkits::4.16.1-unknown-extension", "", "", "extensions: [{oid: 2.16.840.1.101.2.1.12.2, value: 0500}]", ""},
    {"pkits::4.16.2-unknown-critical-extension", "", "", "extensions: [{oid: 2.16.840.1.101.2.1.12.2, critical: true, value: 0500}]",
     "leaf: unknown_critical_extension"},
};

class Policies : public testing::TestWithParam<SuiteCase> {};
TEST_P(Policies, AreEvaluatedAsTheSuiteSays) { EXPECT_EQ(outcome_of(GetParam()), GetParam().expected); }
INSTANTIATE_TEST_SUITE_P(Pkits, Policies, testing::ValuesIn(kPolicies), test_name);

}  // namespace suite_policies_test
}  // namespace chainlint::chain
