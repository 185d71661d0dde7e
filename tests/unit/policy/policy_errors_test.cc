#include "policy_sample.h"

namespace chainlint::policy {
namespace policy_errors_test {

TEST(PolicyErrors, AllAreListedWithPlaceCaretAndSuggestion) {
  const LoadedPolicy loaded = load_text("anchrs: [a.pem]\nrules:\n  pem-bom: warn\n");
  ASSERT_EQ(loaded.problems.size(), 2u);
  EXPECT_EQ(loaded.problems[0],
            ".chainlint.yaml:1:1: error: a policy has no key 'anchrs'\n  | anchrs: [a.pem]\n  | ^\ndid you mean 'anchors'?");
  EXPECT_EQ(loaded.problems[1],
            ".chainlint.yaml:3:12: error: 'pem-bom' is off, on, error, warning or note, not the text 'warn'\n  |   pem-bom: warn\n"
            "  |            ^\ndid you mean 'warning'?");
}

TEST(PolicyErrors, ValuesOfOptions) {
  EXPECT_EQ(mistakes_in("fail_on: warnings\n"),
            ".chainlint.yaml:1:10: error: 'fail_on' is one of error, warning, note and never, not 'warnings'\n");
  EXPECT_EQ(mistakes_in("strict: yes\n"), ".chainlint.yaml:1:9: error: 'strict' is true or false, not the text 'yes'\n");
  EXPECT_EQ(mistakes_in("jobs: 0\n"), ".chainlint.yaml:1:7: error: 'jobs' is an integer from 1 to 1024, not the number 0\n");
  EXPECT_EQ(mistakes_in("jobs: '4'\n"), ".chainlint.yaml:1:7: error: 'jobs' is an integer from 1 to 1024, not the text '4'\n");
  EXPECT_EQ(mistakes_in("hosts: { a: b }\n"), ".chainlint.yaml:1:8: error: 'hosts' is a text or a list of them, not a mapping\n");
  EXPECT_EQ(mistakes_in("purpose: servers\n"),
            ".chainlint.yaml:1:10: error: 'purpose' is one of server, client, email, any and ca, not 'servers'\n");
  EXPECT_EQ(mistakes_in("stores: { Mine: a.sst }\n"),
            ".chainlint.yaml:1:11: error: there is no store 'Mine'; the stores that decide the chain are My, CA, Root and Disallowed\n");
  EXPECT_EQ(mistakes_in("pool: a\npools: b\n"), ".chainlint.yaml:1:7: error: 'pools' and 'pool' are the same; write one of them\n");
}

TEST(PolicyErrors, OptionsOfOneRunSayWhereTheyBelong) {
  EXPECT_EQ(mistakes_in("at: 2026-01-01\n"),
            ".chainlint.yaml:1:1: error: a policy has no key 'at'; the time of a run is specified with --at, not in a policy\n");
  EXPECT_EQ(mistakes_in("margin: 3\n"), ".chainlint.yaml:1:1: error: a policy has no key 'margin'; write 'window: { margin: 30 }'\n");
  EXPECT_EQ(mistakes_in("maxValidDays: 90\n"),
            ".chainlint.yaml:1:1: error: a policy has no key 'maxValidDays'; write it under 'venafi:'\n");
}

TEST(PolicyErrors, SettingsOfRulesSayWhereParametersBelong) {
  EXPECT_EQ(
      mistakes_in("rules: { leaf-expiring: { days: 45 } }\n"),
      ".chainlint.yaml:1:27: error: the setting of a rule has severity, params and when, not 'days'; a parameter belongs under params: { "
      "days: ... }\n");
  EXPECT_EQ(mistakes_in("rules: { leaf-expiring: { param: { days: 45 } } }\n"),
            ".chainlint.yaml:1:27: error: the setting of a rule has severity, params and when, not 'param'\n");
  EXPECT_EQ(mistakes_in("overrides: [{ files: a, paths: b, issuance: auto }]\n"),
            ".chainlint.yaml:1:15: error: an override has no key 'files'\n");
}

TEST(PolicyErrors, ASettingWithAMistakeIsStillValidatedAgainstItsRule) {
  const LoadedPolicy loaded = load_text("rules: { leaf-expiring: { severity: eror, params: { dayz: 3 } } }\n");
  EXPECT_EQ(mistakes_of(loaded), ".chainlint.yaml:1:37: error: 'severity' is off, on, error, warning or note, not the text 'eror'\n");
  ASSERT_EQ(loaded.policy.rules.size(), 1u);
  EXPECT_TRUE(loaded.policy.rules[0].parameters.has_value());
}

TEST(PolicyErrors, TheMarginOfAWindowIsAsOnTheCommandLine) {
  EXPECT_EQ(mistakes_in("window: { margin: 3650 }\n"), "");
  EXPECT_EQ(mistakes_in("window: { margin: 3651 }\n"),
            ".chainlint.yaml:1:19: error: 'margin' is an integer from 0 to 3650, not the number 3651\n");
}

TEST(PolicyErrors, UnknownTargetsAndClients) {
  EXPECT_TRUE(mistakes_in("targets: ngin\n").starts_with(".chainlint.yaml:1:10: error: there is no target 'ngin'; allowed are "));
  EXPECT_TRUE(mistakes_in("clients: [opensl3]\n").starts_with(".chainlint.yaml:1:11: error: there is no client 'opensl3'; allowed are "));
  EXPECT_TRUE(
      mistakes_in("overrides: [{ targets: x, issuance: auto }]\n").starts_with(".chainlint.yaml:1:24: error: there is no target 'x'"));
  EXPECT_TRUE(mistakes_in("bundles: [{ file: a, target: iis@1999 }]\n")
                  .starts_with(".chainlint.yaml:1:30: error: the target 'iis' has no version '1999'"));
}

TEST(PolicyErrors, OverridesNeedASelectorAndAnEffect) {
  EXPECT_EQ(mistakes_in("overrides:\n  - { rules: { pem-bom: off } }\n  - { paths: a }\n"),
            ".chainlint.yaml:2:5: error: an override needs paths, targets, names, issuers or fingerprints\n"
            ".chainlint.yaml:3:5: error: an override needs rules or issuance\n");
  EXPECT_EQ(
      mistakes_in("overrides: [{ fingerprints: abcd, issuance: auto }]\n"),
      ".chainlint.yaml:1:29: error: a fingerprint is 64 hexadecimal digits (SHA-256 of a certificate or of its key) or 40 (SHA-1), not "
      "4 digits\n");
}

TEST(PolicyErrors, BundlesNeedFilesAndNamesOfTheirOwn) {
  EXPECT_EQ(mistakes_in("bundles:\n  - { name: a, file: x }\n  - { name: a, files: y }\n  - { name: b }\n"),
            ".chainlint.yaml:3:5: error: the bundle 'a' occurs twice; the first is on line 2\n"
            ".chainlint.yaml:4:5: error: a bundle lacks the required key 'files'\n");
}

TEST(PolicyErrors, SyntaxDuplicatesAliasesAndTags) {
  EXPECT_EQ(mistakes_in(""), ".chainlint.yaml:1:1: error: the file is empty\n");
  EXPECT_EQ(mistakes_in("# nothing yet\n"), ".chainlint.yaml:1:1: error: the file is empty\n");
  EXPECT_EQ(mistakes_in("- a\n"),
            ".chainlint.yaml:1:1: error: the file is a list, not a policy; a policy is a mapping of keys to values: 'rules: { ... }'\n");
  EXPECT_EQ(mistakes_in("fail_on: error\nfail_on: note\n"),
            ".chainlint.yaml:2:1: error: the key 'fail_on' occurs twice; the first is on line 1\n");
  EXPECT_NE(mistakes_in("hosts: &h [a.example]\n").find("anchors and aliases are not allowed"), std::string::npos);
  EXPECT_NE(mistakes_in("hosts: !!str a.example\n").find("tags are not allowed"), std::string::npos);
}

TEST(PolicyErrors, FilesOfAnotherKindAreNamed) {
  EXPECT_EQ(mistakes_in("set: mine\ntitle: x\nrules: [pem-bom]\n"),
            ".chainlint.yaml:1:1: error: the file is a rule set, not a policy; name it under 'rulesets' of a policy, or with --ruleset\n");
  EXPECT_TRUE(mistakes_in("id: pem-bom\nrequire: { a: b }\n").starts_with(".chainlint.yaml:1:1: error: the file is a rule, not a policy"));
  EXPECT_EQ(mistakes_in("-----BEGIN CERTIFICATE-----\nMIIB\n"),
            ".chainlint.yaml:1:1: error: the file is a PEM file, not a policy; check it with 'chainlint check'\n");
  EXPECT_TRUE(mistakes_in(std::string("0\x82\x01\x00", 4)).starts_with(".chainlint.yaml:1:1: error: the file is binary"));
}

TEST(PolicyErrors, ExtendsNamesWhatIsNotThere) {
  EXPECT_TRUE(
      mistakes_in("extends: recomended\n").starts_with(".chainlint.yaml:1:10: error: there is no rule set or template 'recomended'"));
  EXPECT_EQ(mistakes_in("extends: [./a.yaml]\n"), ".chainlint.yaml:1:11: error: 'extends' names 'a.yaml', which is not there\n");
  EXPECT_TRUE(mistakes_in("rulesets: nothing\n").starts_with(".chainlint.yaml:1:11: error: there is no rule set 'nothing'"));
}

TEST(PolicyErrors, ExtendsInACircleNamesTheCircle) {
  const PolicyTexts others{{"a.yaml", "extends: ./b.yaml\n"}, {"b.yaml", "extends: [./a.yaml]\n"}};
  EXPECT_EQ(mistakes_in("extends: ./a.yaml\n", others), "b.yaml:1:11: error: 'extends' is circular: a.yaml -> b.yaml -> a.yaml\n");
  EXPECT_EQ(mistakes_in("extends: ./.chainlint.yaml\n"),
            ".chainlint.yaml:1:10: error: 'extends' is circular: .chainlint.yaml -> .chainlint.yaml\n");
}

TEST(PolicyErrors, ExtendsIsSixteenDeepAtMost) {
  PolicyTexts others;
  for (int i = 1; i <= 16; ++i) others["f" + std::to_string(i)] = "extends: './f" + std::to_string(i + 1) + "'\n";
  others["f16"] = "fail_on: note\n";
  EXPECT_TRUE(mistakes_in("extends: './f1'\n", others).starts_with("f15:1:10: error: 'extends' is more than 16 files deep: "));
  others["f15"] = "fail_on: note\n";
  EXPECT_EQ(mistakes_in("extends: './f1'\n", others), "");
}

TEST(PolicyErrors, SizesAreBounded) {
  EXPECT_EQ(mistakes_in("#" + std::string(1u << 20, 'x')),
            ".chainlint.yaml:1:1: error: the file has 1048577 bytes; the limit for a policy is 1 MiB\n");
  std::string rules = "rules: {";
  for (int i = 0; i <= 10000; ++i) rules += "r" + std::to_string(i) + ": off, ";
  EXPECT_EQ(mistakes_in(rules + "}\n"), ".chainlint.yaml:1:8: error: 'rules' has 10001 entries; the limit is 10000\n");
}

TEST(PolicyErrors, MistakesOfAllFilesAreListed) {
  EXPECT_EQ(mistakes_in("extends: ./a.yaml\njobs: x\n", {{"a.yaml", "strict: 1\n"}}),
            ".chainlint.yaml:2:7: error: 'jobs' is an integer from 1 to 1024, not the text 'x'\n"
            "a.yaml:1:9: error: 'strict' is true or false, not the number 1\n");
}

}  // namespace policy_errors_test
}  // namespace chainlint::policy
