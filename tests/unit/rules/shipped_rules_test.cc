#include <gtest/gtest.h>

#include <string>

#include "chainlint/rules/library.h"
#include "chainlint/rules/test_runner.h"

namespace chainlint::rules {
namespace shipped_rules_test {

const RuleLibrary::Loaded& shipped() {
  static const RuleLibrary::Loaded loaded = RuleLibrary::load(shipped_rule_files());
  return loaded;
}

TEST(ShippedRules, LoadWithoutMistakes) {
  for (const std::string& problem : shipped().problems) ADD_FAILURE() << problem;
  EXPECT_FALSE(shipped().library.rules().empty());
}

TEST(ShippedRules, SayWhyAndHowToMendAndSinceWhen) {
  for (const auto& rule : shipped().library.rules()) {
    EXPECT_FALSE(rule->why.empty()) << rule->id;
    EXPECT_FALSE(rule->fix.empty()) << rule->id;
    EXPECT_FALSE(rule->since.empty()) << rule->id;
    EXPECT_FALSE(rule->references.empty()) << rule->id;
  }
}

TEST(ShippedRules, MessagesAreLowerCaseWithoutFullStop) {
  for (const auto& rule : shipped().library.rules()) {
    EXPECT_FALSE(rule->message.text.ends_with('.')) << rule->id;
    EXPECT_EQ(rule->message.text.find('\n'), std::string::npos) << rule->id;
  }
}

TEST(ShippedRules, AreAllInTheSetAll) {
  const RuleSet* all = shipped().library.find_set("all");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->members.size(), shipped().library.rules().size());
}

TEST(ShippedRules, TheBuiltInSetsAreThere) {
  for (const char* id : {"recommended", "path", "public-web", "private-strict", "strict", "all"}) {
    const RuleSet* set = shipped().library.find_set(id);
    ASSERT_NE(set, nullptr) << id;
    EXPECT_FALSE(set->members.empty()) << id;
  }
}

TEST(ShippedRules, PassTheirTests) {
  ASSERT_TRUE(shipped().problems.empty());
  const RuleTestRun run = run_rule_tests(shipped().library, shipped_rule_files());
  for (const std::string& problem : run.problems) ADD_FAILURE() << problem;
  for (const RuleTestResult& result : run.results) {
    EXPECT_TRUE(result.ok) << result.place << ": " << result.rule << ": " << result.test_case << "\n" << result.difference;
  }
}

}  // namespace shipped_rules_test
}  // namespace chainlint::rules
