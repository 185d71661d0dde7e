#include "chainlint/policy/policy_rules.h"

#include <thread>

#include "chainlint/crypto/digest.h"
#include "override_match.h"
#include "policy_sample.h"
#include "unit/facts/sample_bundle.h"

namespace chainlint::policy {
namespace policy_rules_test {

const rules::RuleLibrary& shipped() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return loaded.library;
}

// A set of two rules under a policy.
class Effect {
 public:
  explicit Effect(const std::string& text) : policy(good_policy(text)) {
    rules::RuleSet base;
    base.members = {{shipped().find_rule("leaf-expiring"), std::nullopt}, {shipped().find_rule("trust-anchor-unknown"), Severity::error}};
    rules = PolicyRules::make(shipped(), std::move(base), &policy, "/", problems);
  }

  // "leaf-expiring error days=45": the rules that run, with severities of the set and parameters that differ.
  static std::string text_of(const rules::RuleSet& set) {
    std::string text;
    for (const rules::RuleSet::Member& member : set.members) {
      text += (text.empty() ? "" : "; ") + member.rule->id;
      if (member.severity) text += " " + std::string(to_string(*member.severity));
      for (const auto& [name, parameter] : member.rule->logic->parameters) {
        const facts::FactValue own = shipped().find_rule(member.rule->id)->logic->parameters.at(name).default_value;
        if (parameter.default_value != own) text += " " + name + "=" + facts::to_string(parameter.default_value);
      }
    }
    return text;
  }
  std::string text() const { return text_of(rules.base()); }

  Policy policy;
  std::vector<std::string> problems;
  PolicyRules rules;
};

std::string mistakes(const Effect& effect) {
  std::string text;
  for (const std::string& problem : effect.problems) text += problem.substr(0, problem.find('\n')) + "\n";
  return text;
}

TEST(PolicyRules, WithoutAPolicyTheSetIsAsItWas) {
  std::vector<std::string> problems;
  rules::RuleSet base;
  base.id = "mine";
  base.members = {{shipped().find_rule("pem-bom"), Severity::note}};
  const PolicyRules rules = PolicyRules::make(shipped(), base, nullptr, "/", problems);
  EXPECT_EQ(rules.base().id, "mine");
  EXPECT_EQ(Effect::text_of(rules.base()), "pem-bom note");
}

TEST(PolicyRules, SettingsChangeRemoveAndAddRules) {
  EXPECT_EQ(Effect("rules: { leaf-expiring: { params: { days: 45 } } }\n").text(), "leaf-expiring days=45; trust-anchor-unknown error");
  EXPECT_EQ(Effect("rules: { leaf-expiring: off, trust-anchor-unknown: note, pem-bom: on }\n").text(),
            "pem-bom; trust-anchor-unknown note");
  EXPECT_EQ(Effect("rules: { trust-anchor-unknown: on }\n").text(), "leaf-expiring; trust-anchor-unknown error");
}

TEST(PolicyRules, LaterFilesChangeWhatTheyNameAndNoMore) {
  const Policy policy =
      good_policy("extends: ./base.yaml\nrules: { leaf-expiring: { params: { share: 50 } }, pem-bom: note }\n",
                  {{"base.yaml", "rules: { leaf-expiring: { severity: error, params: { days: 60, share: 10 } }, pem-bom: off }\n"}});
  std::vector<std::string> problems;
  const PolicyRules rules = PolicyRules::make(shipped(), {}, &policy, "/", problems);
  EXPECT_EQ(problems, std::vector<std::string>{});
  EXPECT_EQ(Effect::text_of(rules.base()), "leaf-expiring error days=60 share=50; pem-bom note");
}

TEST(PolicyRules, MistakesInSettingsHaveTheirPlaces) {
  const Effect effect(
      "rules:\n  leaf-expirng: off\n  leaf-expiring: { params: { day: 3, days: x }, when: { nothing: 1 } }\n"
      "overrides: [{ paths: a, rules: { pem-bomm: off } }]\n");
  EXPECT_EQ(mistakes(effect),
            ".chainlint.yaml:2:3: error: there is no rule 'leaf-expirng'\n"
            ".chainlint.yaml:3:30: error: the rule 'leaf-expiring' has no parameter 'day'; it has days and share\n"
            ".chainlint.yaml:3:44: error: 'days' is an integer, not the text 'x'\n"
            ".chainlint.yaml:3:57: error: a certificate has no fact 'nothing'\n"
            ".chainlint.yaml:4:34: error: there is no rule 'pem-bomm'\n");
}

TEST(PolicyRules, ChangedRulesAreOtherObjectsThatTheSetOwns) {
  const Effect effect("rules: { leaf-expiring: { params: { days: 45 } } }\n");
  const rules::Rule* changed = effect.rules.base().members.front().rule;
  EXPECT_NE(changed, shipped().find_rule("leaf-expiring"));
  ASSERT_EQ(effect.rules.base().adjusted.size(), 1u);
  EXPECT_EQ(effect.rules.base().adjusted.front().get(), changed);
}

TEST(PolicyRules, AFormerIdIsTheRuleAndBothAreOneTooMany) {
  const rules::RuleLibrary::Loaded loaded =
      rules::RuleLibrary::load({{"rules/new-name.yaml",
                                 "id: new-name\nformerly: [old-name]\ntitle: t\nseverity: note\nabout: content\nfor: bundle\n"
                                 "require: { has_leaf: true }\nmessage: m\n"}});
  ASSERT_EQ(loaded.problems, std::vector<std::string>{});
  std::vector<std::string> problems;
  const Policy former = good_policy("rules: { old-name: error }\n");
  EXPECT_EQ(PolicyRules::make(loaded.library, {}, &former, "/", problems).base().members.size(), 1u);
  EXPECT_EQ(problems, std::vector<std::string>{});
  const Policy both = good_policy("rules: { old-name: error, new-name: off }\n");
  PolicyRules::make(loaded.library, {}, &both, "/", problems);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_TRUE(
      problems[0].starts_with(".chainlint.yaml:1:27: error: 'new-name' and 'old-name' are the same rule; its current id is 'new-name'"));
}

// One override with this selector fits the sample: www.example.com, issued by CN=Example CA 1,O=Example, in site.pem.
bool fits(const std::string& selector, std::string_view target = "") {
  const facts::SampleBundle sample(facts::kSampleDescription);
  facts::FactContext context = sample.context();
  context.target = target;
  const Effect effect("overrides: [{ " + selector + ", rules: { leaf-expiring: off } }]\n");
  const std::string text = Effect::text_of(effect.rules.rules_for(context));
  EXPECT_TRUE(text == "trust-anchor-unknown error" || text == effect.text());
  return text != effect.text();
}

TEST(PolicyOverrides, FitByPath) {
  EXPECT_TRUE(fits("paths: site.pem"));
  EXPECT_TRUE(fits("paths: ['*.key', './*.pem']"));
  EXPECT_TRUE(fits("paths: '**/site.pem'"));
  EXPECT_FALSE(fits("paths: 'legacy/**'"));
}

TEST(PolicyOverrides, FitByTarget) {
  EXPECT_TRUE(fits("targets: [nginx, iis]", "iis"));
  EXPECT_FALSE(fits("targets: nginx", "iis"));
  EXPECT_FALSE(fits("targets: nginx"));
}

TEST(PolicyOverrides, FitByNameAndIssuer) {
  EXPECT_TRUE(fits("names: '*.EXAMPLE.com'"));
  EXPECT_TRUE(fits("names: example.com"));
  EXPECT_FALSE(fits("names: '*.example.org'"));
  EXPECT_TRUE(fits("issuers: Example CA 1"));
  EXPECT_TRUE(fits("issuers: example"));
  EXPECT_TRUE(fits("issuers: 'CN=Example CA 1,O=Example'"));
  EXPECT_TRUE(fits("issuers: 'CN=Example CA*'"));
  EXPECT_FALSE(fits("issuers: Example Root"));
}

TEST(PolicyOverrides, FitByFingerprint) {
  const facts::SampleBundle sample(facts::kSampleDescription);
  const x509::Certificate& leaf = *sample.certificates.at("leaf");
  EXPECT_TRUE(fits("fingerprints: '" + to_hex(leaf.sha256()) + "'"));
  EXPECT_TRUE(fits("fingerprints: '" + to_hex(crypto::sha1(leaf.der())) + "'"));
  EXPECT_TRUE(fits("fingerprints: '" + to_hex(crypto::sha256(leaf.public_key().der)) + "'"));
  EXPECT_FALSE(fits("fingerprints: '" + to_hex(sample.certificates.at("inter")->sha256()) + "'"));
}

TEST(PolicyOverrides, AllSelectorsMustFit) {
  EXPECT_TRUE(fits("paths: site.pem, names: www.example.com"));
  EXPECT_FALSE(fits("paths: site.pem, names: www.example.org"));
}

TEST(PolicyOverrides, LaterOnesWinOverEarlierOnesAndOverTheRules) {
  const facts::SampleBundle sample(facts::kSampleDescription);
  const Effect effect(
      "rules: { leaf-expiring: { severity: error, params: { days: 40 } } }\n"
      "overrides:\n  - { paths: '*.pem', issuance: private, rules: { leaf-expiring: off, pem-bom: note } }\n"
      "  - { names: www.example.com, issuance: public, rules: { leaf-expiring: { params: { share: 20 } } } }\n"
      "  - { paths: '*.der', issuance: private, rules: { leaf-expiring: off } }\n");
  EXPECT_EQ(Effect::text_of(effect.rules.rules_for(sample.context())),
            "leaf-expiring error days=40 share=20; pem-bom note; trust-anchor-unknown error");
  EXPECT_EQ(effect.rules.issuance_for(sample.context()), facts::Issuance::public_ca);
}

TEST(PolicyOverrides, AutoTakesADeclarationBack) {
  const facts::SampleBundle sample(facts::kSampleDescription);
  const Effect effect("issuance: public\noverrides: [{ paths: site.pem, issuance: auto }]\n");
  EXPECT_EQ(effect.rules.issuance_for(sample.context()), facts::Issuance::undeclared);
  const Effect other("issuance: public\noverrides: [{ paths: site.pem, rules: { pem-bom: off } }]\n");
  EXPECT_EQ(other.rules.issuance_for(sample.context()), facts::Issuance::public_ca);
}

TEST(PolicyOverrides, SetsAreMadeOnceAndAskedFromSeveralThreads) {
  const facts::SampleBundle sample(facts::kSampleDescription);
  const Effect effect("overrides: [{ paths: '*.pem', rules: { leaf-expiring: off } }]\n");
  std::vector<const rules::RuleSet*> seen(8, nullptr);
  std::vector<std::thread> threads;
  for (const rules::RuleSet*& each : seen) threads.emplace_back([&] { each = &effect.rules.rules_for(sample.context()); });
  for (std::thread& thread : threads) thread.join();
  for (const rules::RuleSet* each : seen) EXPECT_EQ(each, seen.front());
}

TEST(NamePatterns, AStarAloneMatchesAnything) {
  const facts::SampleBundle sample(facts::kSampleDescription);
  const BundleTraits traits(sample.context(), "/");
  ASSERT_FALSE(traits.names.empty());
  const std::string name = traits.names.front();
  const auto fits = [&](const std::string& pattern) {
    PolicyOverride override;
    override.names = {pattern};
    return OverrideSelector(override, "/").fits(traits);
  };
  EXPECT_TRUE(fits("*" + name.substr(1)));
  EXPECT_FALSE(fits("?" + name.substr(1)));
  EXPECT_FALSE(fits("\\" + name));
}

}  // namespace policy_rules_test
}  // namespace chainlint::policy
