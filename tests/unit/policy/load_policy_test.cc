#include "policy_sample.h"

namespace chainlint::policy {
namespace load_policy_test {

std::string set_names(const Policy& policy) {
  std::string text;
  for (const auto& [name, origin] : policy.rule_sets) text += (text.empty() ? "" : ", ") + name;
  return text;
}

TEST(LoadPolicy, TakesOptionsByTheirNames) {
  const Policy policy = good_policy(
      "anchors: [system, roots.pem]\npool: extra\nhosts: www.example.com\nfail_on: warning\nstrict: true\njobs: 4\n"
      "window: { margin: 14 }\nclients: all\n");
  EXPECT_EQ(values_of(policy, "--anchors"), "system, roots.pem");
  EXPECT_EQ(values_of(policy, "--pool"), "extra");
  EXPECT_EQ(values_of(policy, "--host"), "www.example.com");
  EXPECT_EQ(values_of(policy, "--fail-on"), "warning");
  EXPECT_EQ(values_of(policy, "--strict"), "true");
  EXPECT_EQ(values_of(policy, "--jobs"), "4");
  EXPECT_EQ(values_of(policy, "--margin"), "14");
  EXPECT_EQ(values_of(policy, "--client"), "all");
  EXPECT_EQ(values_of(policy, "--purpose"), "");
}

TEST(LoadPolicy, PathsLeadFromTheFolderOfTheFile) {
  const Policy policy = good_policy(
      "anchors: [system, roots.pem, /etc/roots.pem, ../up.pem]\nstores: { My: my.sst, CA: [a.sst, b.sst] }\npins: pins.txt\n"
      "passwords: { file: secrets/pw }\noutputs: { format: json, file: out/report.json }\n",
      {}, "deploy/web/.chainlint.yaml");
  EXPECT_EQ(values_of(policy, "--anchors"), "system, deploy/web/roots.pem, /etc/roots.pem, deploy/up.pem");
  EXPECT_EQ(values_of(policy, "--store"), "My=deploy/web/my.sst, CA=deploy/web/a.sst, CA=deploy/web/b.sst");
  EXPECT_EQ(values_of(policy, "--pins"), "deploy/web/pins.txt");
  EXPECT_EQ(values_of(policy, "--password-file"), "deploy/web/secrets/pw");
  ASSERT_EQ(policy.outputs.size(), 1u);
  EXPECT_EQ(policy.outputs[0].file, "deploy/web/out/report.json");
}

TEST(LoadPolicy, ReadsSettingsOfRules) {
  const Policy policy = good_policy(
      "rules:\n  pem-bom: off\n  leaf-expiring: error\n  key-weak: { severity: note, params: { rsa_bits: 3072 } }\n  pem-glued-blocks: "
      "on\n");
  ASSERT_EQ(policy.rules.size(), 4u);
  EXPECT_TRUE(policy.rules[0].off);
  EXPECT_EQ(policy.rules[1].severity, Severity::error);
  EXPECT_EQ(policy.rules[2].severity, Severity::note);
  EXPECT_TRUE(policy.rules[2].parameters.has_value());
  EXPECT_FALSE(policy.rules[3].off);
  EXPECT_EQ(policy.rules[3].severity, std::nullopt);
  EXPECT_EQ(policy.rules[1].origin.position.line, 3u);
  EXPECT_EQ(policy.rules[1].origin.position.column, 3u);
}

TEST(LoadPolicy, ReadsBundlesAsWritten) {
  const Policy policy = good_policy(
      "bundles:\n  - { name: www, files: [www.pem, www.key], targets: [nginx], hosts: [www.example.com], purpose: server,\n"
      "      previous: old/www.pem, issuance: private }\n  - { file: api.pem, target: iis@2019 }\n");
  ASSERT_EQ(policy.bundles.size(), 2u);
  EXPECT_EQ(policy.bundles[0].files, (std::vector<std::string>{"www.pem", "www.key"}));
  EXPECT_EQ(policy.bundles[0].previous, "old/www.pem");
  EXPECT_EQ(policy.bundles[0].issuance, facts::Issuance::private_ca);
  EXPECT_EQ(policy.bundles[1].name, "api.pem");
  EXPECT_EQ(policy.bundles[1].targets, std::vector<std::string>{"iis@2019"});
}

TEST(LoadPolicy, ReadsFingerprintsInAnyForm) {
  const std::string digits(38, 'A');
  const Policy policy = good_policy("overrides: [{ fingerprints: ['Ab:" + digits + "'], issuance: public }]\n");
  ASSERT_EQ(policy.overrides.size(), 1u);
  EXPECT_EQ(policy.overrides[0].fingerprints, std::vector<std::string>{"ab" + std::string(38, 'a')});
  EXPECT_EQ(policy.overrides[0].issuance, facts::Issuance::public_ca);
}

TEST(LoadPolicy, KeepsWaiversAsWrittenWithTheirFile) {
  const Policy policy =
      good_policy("extends: ./base.yaml\nwaivers: [{ rule: a }]\n", {{"base.yaml", "waivers: [{ rule: b }, { rule: c }]\n"}});
  ASSERT_EQ(policy.waivers.size(), 3u);
  EXPECT_EQ(policy.waivers[0].second, "base.yaml");
  EXPECT_EQ(policy.waivers[2].second, kPolicyPath);
  EXPECT_EQ(policy.waivers[2].first.find("rule")->scalar, "a");
}

TEST(LoadPolicy, TheFileWinsOverWhatItExtendsAndLaterOverEarlier) {
  const PolicyTexts others{{"a.yaml", "fail_on: note\njobs: 1\nanchors: [a.pem, aa.pem]\nissuance: public\nrules: { pem-bom: off }\n"},
                           {"b.yaml", "fail_on: warning\njobs: 2\nbundles: [{ name: www, file: b.pem }, { name: api, file: b.pem }]\n"}};
  const Policy policy = good_policy(
      "extends: [./a.yaml, ./b.yaml]\njobs: 3\nanchors: none\nrules: { pem-bom: error }\nbundles: [{ name: www, file: c.pem }]\n", others);
  EXPECT_EQ(values_of(policy, "--fail-on"), "warning");
  EXPECT_EQ(values_of(policy, "--jobs"), "3");
  EXPECT_EQ(values_of(policy, "--anchors"), "none");
  EXPECT_EQ(policy.issuance, facts::Issuance::public_ca);
  EXPECT_EQ(policy.issuance_origin.path, "a.yaml");
  ASSERT_EQ(policy.rules.size(), 2u);
  EXPECT_TRUE(policy.rules[0].off);
  EXPECT_EQ(policy.rules[1].severity, Severity::error);
  ASSERT_EQ(policy.bundles.size(), 2u);
  EXPECT_EQ(policy.bundles[0].name, "api");
  EXPECT_EQ(policy.bundles[1].files, std::vector<std::string>{"c.pem"});
  EXPECT_EQ(policy.files, (std::vector<std::string>{kPolicyPath, "a.yaml", "b.yaml"}));
}

TEST(LoadPolicy, SourcesOfPasswordsAreOneThing) {
  const Policy policy = good_policy("extends: ./a.yaml\npasswords: [{ env: B }, { fd: 3 }]\n", {{"a.yaml", "passwords: [{ file: x }]\n"}});
  EXPECT_EQ(values_of(policy, "--password-env"), "B");
  EXPECT_EQ(values_of(policy, "--password-fd"), "3");
  EXPECT_EQ(values_of(policy, "--password-file"), "");
}

TEST(LoadPolicy, ExtendsSetsTemplatesAndFilesInOrder) {
  const Policy policy = good_policy("extends: [public-web, gate, ./base/b.yaml]\nrulesets: ['./own', strict]\n",
                                    {{"base/b.yaml", "rulesets: ./rules\nextends: path\n"}});
  EXPECT_EQ(set_names(policy), "public-web, recommended, path, base/rules, ./own, strict");
  EXPECT_EQ(values_of(policy, "--fail-on"), "warning");
  EXPECT_EQ(policy.files, (std::vector<std::string>{kPolicyPath, "base/b.yaml"}));
}

TEST(LoadPolicy, AFileCountsOnce) {
  const PolicyTexts others{
      {"a.yaml", "extends: ./c.yaml\n"}, {"b.yaml", "extends: ./x/../c.yaml\n"}, {"c.yaml", "overrides: [{ paths: a, issuance: auto }]\n"}};
  const Policy policy = good_policy("extends: [./a.yaml, ./b.yaml]\n", others);
  EXPECT_EQ(policy.overrides.size(), 1u);
}

TEST(LoadPolicy, TargetsOfItsOwnAreKnownByTheirNames) {
  const PolicyTexts others{{"own.yaml", "target: appliance\nfamily: file_order\n"}};
  EXPECT_EQ(mistakes_in("targets: [./own.yaml, appliance]\noverrides: [{ targets: appliance, issuance: private }]\n", others), "");
}

TEST(LoadPolicy, EveryShippedTemplateIsAPolicy) {
  ASSERT_FALSE(shipped_policy_templates().empty());
  for (const yaml::SourceFile& file : shipped_policy_templates()) {
    EXPECT_EQ(mistakes_of(load_policy(file,
                                      [](const std::string&) -> Result<std::string> {
                                        return Error{"absent", "is not there", {}};
                                      })),
              "");
  }
}

}  // namespace load_policy_test
}  // namespace chainlint::policy
