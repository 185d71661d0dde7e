#include <gtest/gtest.h>

#include "bench.h"
#include "message.h"

namespace chainlint::rules {
namespace parameter_test {

constexpr const char* kUse = "require: { validity.days: { max: $max_days } }\nmessage: m\n";

std::string problems_of(const std::string& parameter) {
  return load_problems({rule_file(kUse + ("params:\n  max_days: " + parameter + "\n"))});
}

TEST(Parameters, StepWithATime) {
  const RuleLibrary::Loaded loaded =
      RuleLibrary::load({rule_file("require: { validity.days: { max: $max_days } }\n"
                                   "message: 'the limit is {max_days} or {$max_days}'\n"
                                   "params:\n"
                                   "  max_days: { type: integer, unit: days, default: 398, by: validity.not_before,\n"
                                   "              steps: [ { from: 2026-03-15, value: 200 }, { from: 2027-03-15, value: 100 } ] }\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  const Rule& rule = *loaded.library.find_rule("sample");
  const auto limit = [&](const char* not_before) {
    Bench bench({{"validity.not_before", *Instant::parse(not_before)}});
    return render(*rule.outcome->message.compiled, rule, bench.facts());
  };
  EXPECT_EQ(limit("2026-03-14T23:59:59Z"), "the limit is 398 or 398");
  EXPECT_EQ(limit("2026-03-15"), "the limit is 200 or 200");
  EXPECT_EQ(limit("2027-03-14"), "the limit is 200 or 200");
  EXPECT_EQ(limit("2030-01-01"), "the limit is 100 or 100");
}

TEST(Parameters, ATimeThatIsAbsentChoosesTheDefaultAndOneThatIsUnavailableNone) {
  const RuleLibrary::Loaded loaded = RuleLibrary::load(
      {rule_file("require: { validity.days: { max: $max_days } }\nmessage: m\nparams:\n"
                 "  max_days: { type: integer, default: 398, by: validity.not_before, steps: [ { from: 2026-03-15, value: 200 } ] }\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  const Rule& rule = *loaded.library.find_rule("sample");
  Bench absent({{"validity.not_before", facts::Absent{}}, {"validity.days", std::int64_t{300}}});
  EXPECT_EQ(evaluate(*rule.logic->require, rule, absent.facts()).truth, Truth::yes);
  Bench unavailable({{"validity.not_before", facts::Unavailable{"damaged"}}, {"validity.days", std::int64_t{300}}});
  EXPECT_EQ(evaluate(*rule.logic->require, rule, unavailable.facts()).truth, Truth::unknown);
}

TEST(Parameters, ACopiedRuleMayHaveOthers) {
  const RuleLibrary::Loaded loaded =
      RuleLibrary::load({rule_file(kUse + std::string("params: { max_days: { type: integer, default: 100 } }\n"))});
  ASSERT_EQ(loaded.problems, Texts{});
  Rule copy = *loaded.library.find_rule("sample");
  Bench bench({{"validity.days", std::int64_t{150}}});
  EXPECT_EQ(evaluate(*copy.logic->require, copy, bench.facts()).truth, Truth::no);
  RuleLogic stricter = *copy.logic;
  stricter.parameters.at("max_days").default_value = std::int64_t{200};
  copy.logic = std::move(stricter);
  EXPECT_EQ(evaluate(*copy.logic->require, copy, bench.facts()).truth, Truth::yes);
}

TEST(Parameters, AListMeansItsItems) {
  const RuleLibrary::Loaded loaded =
      RuleLibrary::load({rule_file("require: { subject.cn: { not_in: $names }, san.dns: { not_contains: $names } }\nmessage: m\n"
                                   "params: { names: { type: text_list, default: [localhost, test] } }\n")});
  ASSERT_EQ(loaded.problems, Texts{});
  const Rule& rule = *loaded.library.find_rule("sample");
  Bench good({{"subject.cn", "a"}, {"san.dns", Texts{"a"}}});
  EXPECT_EQ(evaluate(*rule.logic->require, rule, good.facts()).truth, Truth::yes);
  Bench bad({{"subject.cn", "a"}, {"san.dns", Texts{"a", "test"}}});
  EXPECT_EQ(evaluate(*rule.logic->require, rule, bad.facts()).truth, Truth::no);
}

TEST(Parameters, OneThatNothingUsesIsAMistake) {
  EXPECT_EQ(load_problems({rule_file("require: { role: leaf }\nmessage: m\nparams: { max_days: { type: integer, default: 1 } }\n")}),
            "rules/sample.yaml:7:11: error: the parameter 'max_days' is not used\n"
            "  | params: { max_days: { type: integer, default: 1 } }\n"
            "  |           ^\n");
}

TEST(Parameters, OneThatIsNotDeclaredSuggestsTheNearest) {
  EXPECT_EQ(load_problems({rule_file("require: { validity.days: { max: $max_dayz }, key.bits: { min: $max_days } }\nmessage: m\n"
                                     "params: { max_days: { type: integer, default: 1 } }\n")}),
            "rules/sample.yaml:5:34: error: the rule has no parameter 'max_dayz'\n"
            "  | require: { validity.days: { max: $max_dayz }, key.bits: { min: $max_days } }\n"
            "  |                                  ^\n"
            "did you mean 'max_days'?\n");
}

TEST(Parameters, OutOfRangeIsAMistakeWithUnits) {
  EXPECT_EQ(problems_of("{ type: integer, unit: days, default: 500, min: 1, max: 398 }"),
            "rules/sample.yaml:8:51: error: 'max_days' is 500 days; the maximum is 398 days\n"
            "  |   max_days: { type: integer, unit: days, default: 500, min: 1, max: 398 }\n"
            "  |                                                   ^\n");
  EXPECT_NE(problems_of("{ type: integer, default: 0, min: 1 }").find("'max_days' is 0; the minimum is 1"), std::string::npos);
}

TEST(Parameters, ADefaultIsOfTheDeclaredType) {
  EXPECT_NE(problems_of("{ type: integer, default: '398' }").find("'max_days' is an integer, not the text '398'"), std::string::npos);
  EXPECT_NE(problems_of("{ type: number, default: 398 }").find("'type' is one of boolean, integer, text, text_list and time, not 'number'"),
            std::string::npos);
  EXPECT_NE(problems_of("{ type: integer }").find("the parameter 'max_days' lacks the required key 'default'"), std::string::npos);
}

TEST(Parameters, StepsRiseAndFollowATime) {
  EXPECT_NE(
      problems_of("{ type: integer, default: 1, by: validity.not_before, steps: [ { from: 2027-01-01, value: 2 }, { from: 2026-01-01, "
                  "value: 3 } ] }")
          .find("steps must be in ascending order of 'from'; this one is not after 2027-01-01T00:00:00Z"),
      std::string::npos);
  EXPECT_NE(problems_of("{ type: integer, default: 1, steps: [ { from: 2027-01-01, value: 2 } ] }")
                .find("'by' and 'steps' must be used together"),
            std::string::npos);
  EXPECT_NE(problems_of("{ type: integer, default: 1, by: subject, steps: [ { from: 2027-01-01, value: 2 } ] }")
                .find("'by' is a fact of type time; 'subject' is text"),
            std::string::npos);
}

TEST(Parameters, TypeAndUnitFitTheFact) {
  EXPECT_NE(problems_of("{ type: text, default: a }")
                .find("the parameter 'max_days' is of type text; 'validity.days' is compared with type integer"),
            std::string::npos);
  EXPECT_NE(
      problems_of("{ type: integer, unit: bits, default: 1 }").find("the parameter 'max_days' counts bits; 'validity.days' counts days"),
      std::string::npos);
}

TEST(Parameters, ANameIsLowerCaseAndNotThatOfAFact) {
  EXPECT_NE(load_problems({rule_file("require: { role: leaf }\nmessage: '{$Max}'\nparams: { Max: { type: integer, default: 1 } }\n")})
                .find("the name of a parameter is lower-case letters, digits and '_', not 'Max'"),
            std::string::npos);
  EXPECT_NE(load_problems({rule_file("require: { role: $role }\nmessage: m\nparams: { role: { type: text, default: leaf } }\n")})
                .find("the parameter 'role' has the name of a fact"),
            std::string::npos);
}

}  // namespace parameter_test
}  // namespace chainlint::rules
