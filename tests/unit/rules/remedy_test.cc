#include <gtest/gtest.h>

#include "bench.h"
#include "message.h"
#include "verdict.h"

namespace chainlint::rules {
namespace remedy_test {

// The fix that the only rule of `loaded` gives for a certificate of which `facts` are assumed.
std::string fix_for(const yaml::SourceFile& file, const Facts& facts) {
  const RuleLibrary::Loaded loaded = RuleLibrary::load({file});
  EXPECT_EQ(loaded.problems, Texts{});
  Bench bench(facts);
  const Rule& rule = *loaded.library.rules().front();
  return render(*fix_of(rule, bench.facts()).front().compiled, rule, bench.facts());
}

const yaml::SourceFile kSample = rule_file(
    "require: { version: 1 }\nmessage: m\nfix: for all\nfix_when:\n"
    "  - { when: { version: 2 }, fix: 'for {version}' }\n"
    "  - { when: { ca: true }, fix: for CAs }\n");

TEST(Remedies, TheFirstThatHoldsReplacesTheFix) {
  EXPECT_EQ(fix_for(kSample, {{"version", std::int64_t{2}}, {"ca", true}}), "for 2");
  EXPECT_EQ(fix_for(kSample, {{"version", std::int64_t{3}}, {"ca", true}}), "for CAs");
  EXPECT_EQ(fix_for(kSample, {{"version", std::int64_t{3}}, {"ca", false}}), "for all");
}

TEST(Remedies, OneThatIsUnknownDoesNotHold) {
  EXPECT_EQ(fix_for(kSample, {{"version", facts::Unavailable{"damaged"}}, {"ca", true}}), "for CAs");
}

TEST(Remedies, NeedAConditionAndAText) {
  EXPECT_EQ(load_problems({rule_file("require: { version: 1 }\nmessage: m\nfix: f\nfix_when: [{ fix: x }, { when: { ca: true } }]\n")}),
            "rules/sample.yaml:8:12: error: an entry of 'fix_when' lacks the required key 'when'\n"
            "  | fix_when: [{ fix: x }, { when: { ca: true } }]\n"
            "  |            ^\n"
            "rules/sample.yaml:8:24: error: an entry of 'fix_when' lacks the required key 'fix'\n"
            "  | fix_when: [{ fix: x }, { when: { ca: true } }]\n"
            "  |                        ^\n");
}

TEST(Remedies, NeedAFixForAllOtherCases) {
  const std::string problems =
      load_problems({rule_file("require: { version: 1 }\nmessage: m\nfix_when: [{ when: { ca: true }, fix: x }]\n")});
  EXPECT_NE(problems.find("'fix_when' needs a 'fix' for the case that none of its conditions is true"), std::string::npos) << problems;
}

TEST(Remedies, BracesNameFactsAndParametersOfTheRule) {
  const std::string problems =
      load_problems({rule_file("require: { version: 1 }\nmessage: m\nfix: f\nfix_when: [{ when: { ca: true }, fix: 'x {versoin}' }]\n")});
  EXPECT_NE(problems.find("a certificate has no fact 'versoin'"), std::string::npos) << problems;
}

}  // namespace remedy_test
}  // namespace chainlint::rules
