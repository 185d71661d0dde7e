#include "chainlint/policy/policy_rules.h"
#include "policy_sample.h"

namespace chainlint::policy {
namespace venafi_test {

const rules::RuleLibrary& shipped() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return loaded.library;
}

// "rule.parameter = value" of all that the policy sets, sorted by rule.
std::string parameters_of(const std::string& text) {
  const Policy policy = good_policy(text);
  std::vector<std::string> problems;
  const PolicyRules rules = PolicyRules::make(shipped(), {}, &policy, "/", problems);
  std::string said;
  for (const std::string& problem : problems) said += problem + "\n";
  for (const rules::RuleSet::Member& member : rules.base().members) {
    const rules::Rule& own = *shipped().find_rule(member.rule->id);
    for (const auto& [name, parameter] : member.rule->logic->parameters) {
      if (parameter.default_value == own.logic->parameters.at(name).default_value) continue;
      said += member.rule->id + "." + name + " = " + facts::to_string(parameter.default_value) + "\n";
    }
  }
  return said;
}

TEST(Venafi, NamesBecomePatterns) {
  EXPECT_EQ(parameters_of("venafi: { domains: [Example.com, example.org], wildcardAllowed: false }\n"),
            "template-domain-not-allowed.domains = example.com, *.example.com, example.org, *.example.org\n"
            "template-wildcard-not-allowed.allowed = none\n");
  EXPECT_EQ(parameters_of("venafi: { wildcardsAllowed: true }\n"), "");
}

TEST(Venafi, KeysBecomePatterns) {
  EXPECT_EQ(parameters_of("venafi: { keyPair: { keyTypes: [RSA], rsaKeySizes: [2048, 4096] } }\n"),
            "template-key-not-allowed.keys = RSA 2048, RSA 4096\n");
  EXPECT_EQ(parameters_of("venafi: { keyPair: { keyTypes: [RSA, ECDSA], ellipticCurves: [P256, ED25519] } }\n"),
            "template-key-not-allowed.keys = RSA *, EC P-256, Ed25519\n");
  EXPECT_EQ(parameters_of("venafi: { keyPair: { rsaKeySizes: [3072] } }\n"), "template-key-not-allowed.keys = RSA 3072, EC *\n");
}

TEST(Venafi, SubjectLifetimeAuthorityAndKindsOfNames) {
  EXPECT_EQ(parameters_of(
                "venafi:\n  maxValidDays: 90\n  authority: Example CA 1\n"
                "  subject: { orgs: ['Example, Inc.'], orgUnits: ['.*'], countries: CH }\n"
                "  subjectAltNames: { ipAllowed: false, uriAllowed: false, emailAllowed: false, upnAllowed: false, dnsAllowed: true }\n"),
            "template-issuer-not-allowed.issuers = Example CA 1\n"
            "template-lifetime-too-long.max_days = 90\n"
            "template-san-kind-not-allowed.kinds = dns, directory, registered_id, x400, edi_party\n"
            "template-subject-not-allowed.countries = CH\n"
            "template-subject-not-allowed.organizations = Example, Inc.\n");
}

TEST(Venafi, KeysThatMayNotBeReused) {
  const Policy policy = good_policy("venafi: { keyPair: { reuseAllowed: false } }\n");
  ASSERT_EQ(policy.rules.size(), 1u);
  EXPECT_EQ(policy.rules[0].rule, "renewal-key-reused");
  EXPECT_EQ(policy.rules[0].severity, Severity::error);
}

// Empty texts and zeros say nothing; what is false there is meant.
TEST(Venafi, AWholeSpecificationIsAPolicyFile) {
  const char* starter =
      R"({ "policy": { "domains": [ "" ], "wildcardAllowed": false, "autoInstalled": false, "maxValidDays": 0, "certificateAuthority": "",
           "subject": { "orgs": [ "" ], "orgUnits": [ "" ], "localities": [ "" ], "states": [ "" ], "countries": [ "" ] },
           "keyPair": { "keyTypes": [ "" ], "rsaKeySizes": [ 0 ], "ellipticCurves": [ "" ], "serviceGenerated": false },
           "subjectAltNames": { "dnsAllowed": true, "ipAllowed": true } },
         "defaults": { "domain": "", "keyPair": { "keyType": "" } } })";
  EXPECT_EQ(parameters_of(starter), "template-wildcard-not-allowed.allowed = none\n");
  const Policy policy = good_policy("extends: [recommended, ./spec.json]\n", {{"spec.json", R"({ "policy": { "maxValidDays": 30 } })"}});
  ASSERT_EQ(policy.rules.size(), 1u);
  EXPECT_EQ(policy.rules[0].origin.path, "spec.json");
}

TEST(Venafi, WhatNoCertificateShowsIsRemarked) {
  const Policy policy = good_policy("venafi: { certificateAuthority: 'DIGICERT\\Account\\ssl_plus' }\n");
  ASSERT_EQ(policy.remarks.size(), 1u);
  EXPECT_EQ(policy.remarks[0].text, "'certificateAuthority' configures the platform; it cannot be checked in a certificate");
}

// All keys that the platform's client writes.
TEST(Venafi, EveryKeyOfTheClientIsRead) {
  const Policy policy = good_policy(R"({ "users": ["a"], "owners": ["b"], "userAccess": "c", "approvers": ["d"],
    "policy": { "domains": [".Example.com"], "wildcardAllowed": true, "maxValidDays": 90, "autoInstalled": true,
      "certificateAuthority": "e", "users": ["f"], "approvers": [""], "owners": ["g"], "userAccess": "h",
      "keyPair": { "keyTypes": ["RSA"], "rsaKeySizes": [2048], "generationType": "1", "serviceGenerated": true, "reuseAllowed": true },
      "subjectAltNames": { "dnsAllowed": true, "ipAllowed": true, "emailAllowed": true, "uriAllowed": true, "upnAllowed": true,
        "ipConstraints": ["v4"], "uriProtocols": ["https"] } },
    "defaults": { "domain": "i", "autoInstalled": false, "keyPair": { "keyType": "RSA", "generationType": "1" } } })");
  std::string remarked;
  for (const PolicyRemark& remark : policy.remarks) remarked += remark.text.substr(0, remark.text.find(' ')) + " ";
  EXPECT_EQ(remarked,
            "'defaults' 'owners' 'users' 'userAccess' 'approvers' 'generationType' 'serviceGenerated' 'ipConstraints' 'uriProtocols' "
            "'certificateAuthority' 'autoInstalled' 'owners' 'users' 'userAccess' ");
  EXPECT_EQ(parameters_of("venafi: { domains: ['.example.com'] }\n"), "template-domain-not-allowed.domains = example.com, *.example.com\n");
}

TEST(Venafi, AMisspeltKeyAtTheTopIsOneOfTheSpecification) {
  const LoadedPolicy loaded = load_text("policy: { maxValidDays: 90 }\ndefault: { domain: x }\n");
  EXPECT_EQ(mistakes_of(loaded), ".chainlint.yaml:2:1: error: a Venafi specification has no key 'default'\n");
  EXPECT_TRUE(loaded.problems.at(0).ends_with("did you mean 'defaults'?"));
}

TEST(Venafi, MistakesAreListed) {
  EXPECT_EQ(mistakes_in("venafi: { maxValidDays: -1, domain: x, keyPair: { keyTypes: [DSA], rsaKeySizes: [a], reuseAllowed: no } }\n"),
            ".chainlint.yaml:1:25: error: 'maxValidDays' is an integer from 0 to 36500, not the number -1\n"
            ".chainlint.yaml:1:29: error: a Venafi policy has no key 'domain'\n"
            ".chainlint.yaml:1:62: error: 'keyTypes' is a list of RSA and ECDSA, not 'DSA'\n"
            ".chainlint.yaml:1:82: error: 'rsaKeySizes' is a list of integers from 512 to 16384, not the text 'a'\n"
            ".chainlint.yaml:1:100: error: 'reuseAllowed' is true or false, not the text 'no'\n");
}

}  // namespace venafi_test
}  // namespace chainlint::policy
