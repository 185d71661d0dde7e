#include "chainlint/rules/adjust.h"

#include "bench.h"

namespace chainlint::rules {
namespace adjust_test {

constexpr const char* kStepped =
    "when: { role: leaf }\nrequire: { validity.days: { max: $max_days }, key.algorithm: { in: $kinds } }\nmessage: m\n"
    "params:\n"
    "  max_days: { type: integer, unit: days, default: 398, min: 1, max: 825, by: validity.not_before,\n"
    "              steps: [ { from: 2026-03-15, value: 200 } ] }\n"
    "  kinds: { type: text_list, default: [rsa, ec] }\n";

// A rule and what somebody says of it: "params: {...}" and "when: {...}".
class Adjusting {
 public:
  explicit Adjusting(const std::string& said) : loaded_(RuleLibrary::load({rule_file(kStepped)})) {
    EXPECT_EQ(loaded_.problems, Texts{});
    const yaml::SourceFile source{"policy.yaml", said};
    const yaml::Parsed parsed = yaml::parse(source);
    yaml::Problems problems;
    problems.append(parsed.problems);
    adjustment = read_rule_adjustment(rule(), parsed.root->find("params"), parsed.root->find("when"), problems);
    for (const std::string& problem : problems.format(source)) mistakes += problem.substr(0, problem.find('\n')) + "\n";
  }

  const Rule& rule() const { return *loaded_.library.find_rule("sample"); }

  RuleAdjustment adjustment;
  std::string mistakes;

 private:
  RuleLibrary::Loaded loaded_;
};

TEST(Adjusting, APlainValueTakesThePlaceOfSteps) {
  const Adjusting adjusting("params: { max_days: 90 }\n");
  EXPECT_EQ(adjusting.mistakes, "");
  const auto rule = adjusted(adjusting.rule(), adjusting.adjustment);
  Bench bench({{"validity.not_before", *Instant::parse("2026-05-01")}, {"validity.days", std::int64_t{100}}, {"key.algorithm", "ec"}});
  EXPECT_EQ(evaluate(*adjusting.rule().logic->require, adjusting.rule(), bench.facts()).truth, Truth::yes);
  EXPECT_EQ(evaluate(*rule->logic->require, *rule, bench.facts()).truth, Truth::no);
}

TEST(Adjusting, OneTextIsAListOfOne) {
  const Adjusting adjusting("params: { kinds: rsa }\n");
  EXPECT_EQ(adjusting.mistakes, "");
  EXPECT_EQ(adjusting.adjustment.parameters.at("kinds").default_value, facts::FactValue(std::vector<std::string>{"rsa"}));
}

TEST(Adjusting, AConditionHoldsBesidesTheRulesOwn) {
  const Adjusting adjusting("when: { self_signed: false }\n");
  EXPECT_EQ(adjusting.mistakes, "");
  const auto rule = adjusted(adjusting.rule(), adjusting.adjustment);
  const auto applies = [&](const char* role, bool self_signed) {
    Bench bench({{"role", role}, {"self_signed", self_signed}});
    return evaluate(*rule->logic->when, *rule, bench.facts()).truth == Truth::yes;
  };
  EXPECT_TRUE(applies("leaf", false));
  EXPECT_FALSE(applies("leaf", true));
  EXPECT_FALSE(applies("root", false));
}

TEST(Adjusting, TheConditionMayUseTheRulesParameters) {
  EXPECT_EQ(Adjusting("when: { validity.days: { above: $max_days } }\n").mistakes, "");
}

TEST(Adjusting, MistakesAreListed) {
  EXPECT_EQ(Adjusting("params: { max_day: 1 }\n").mistakes,
            "policy.yaml:1:11: error: the rule 'sample' has no parameter 'max_day'; it has kinds and max_days\n");
  EXPECT_EQ(Adjusting("params: { max_days: '90' }\n").mistakes, "policy.yaml:1:21: error: 'max_days' is an integer, not the text '90'\n");
  EXPECT_EQ(Adjusting("params: { max_days: 1000 }\n").mistakes,
            "policy.yaml:1:21: error: 'max_days' is 1000 days; the maximum is 825 days\n");
  EXPECT_EQ(Adjusting("params: { max_days: 0 }\n").mistakes, "policy.yaml:1:21: error: 'max_days' is 0 days; the minimum is 1 days\n");
  EXPECT_EQ(Adjusting("params: 3\n").mistakes, "policy.yaml:1:9: error: 'params' is a mapping of parameters to values, not the number 3\n");
  EXPECT_EQ(Adjusting("when: { self_sgned: true }\n").mistakes, "policy.yaml:1:9: error: a certificate has no fact 'self_sgned'\n");
}

TEST(Adjusting, AValueThatTheFactNeverHasIsAMistake) {
  EXPECT_TRUE(Adjusting("params: { kinds: [rsa, RSA] }\n")
                  .mistakes.starts_with("policy.yaml:1:24: error: 'kinds' is never 'RSA'; its values are rsa"));
}

TEST(Adjusting, LaterWordsWinPartByPart) {
  RuleAdjustment first = Adjusting("params: { max_days: 90, kinds: rsa }\nwhen: { self_signed: false }\n").adjustment;
  first.severity = Severity::error;
  const auto condition = first.when;
  first.apply(Adjusting("params: { max_days: 60 }\n").adjustment);
  EXPECT_EQ(first.severity, Severity::error);
  EXPECT_EQ(first.parameters.at("max_days").default_value, facts::FactValue(std::int64_t{60}));
  EXPECT_EQ(first.parameters.at("kinds").default_value, facts::FactValue(std::vector<std::string>{"rsa"}));
  EXPECT_EQ(first.when, condition);
}

}  // namespace adjust_test
}  // namespace chainlint::rules
