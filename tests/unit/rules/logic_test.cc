#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "bench.h"

namespace chainlint::rules {
namespace logic_test {

// Facts `subject`, `issuer` and `serial` stand for no, unknown and yes where they are tested against "x".
const Facts kFacts{{"subject", "-"},
                   {"issuer", facts::Unavailable{"the issuer is locked"}},
                   {"serial", "x"},
                   {"label", facts::Unavailable{"the label is locked"}}};
constexpr std::array<const char*, 3> kNames = {"subject", "issuer", "serial"};
constexpr std::array<Truth, 3> kTruths = {Truth::no, Truth::unknown, Truth::yes};

std::string combined(const std::string& combinator, const char* a, const char* b) {
  return combinator + ": [ { " + a + ": x }, { " + b + ": x } ]";
}

TEST(ThreeValuedLogic, ASingleTestIsNoUnknownOrYes) {
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(truth_of(kFacts, std::string(kNames[i]) + ": x"), kTruths[i]);
}

TEST(ThreeValuedLogic, NotTurnsYesAndNoAndLeavesUnknown) {
  EXPECT_EQ(truth_of(kFacts, "not: { subject: x }"), Truth::yes);
  EXPECT_EQ(truth_of(kFacts, "not: { issuer: x }"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "not: { serial: x }"), Truth::no);
}

TEST(ThreeValuedLogic, AllOfIsTheLeastOfItsParts) {
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      EXPECT_EQ(truth_of(kFacts, combined("all_of", kNames[a], kNames[b])), std::min(kTruths[a], kTruths[b])) << kNames[a] << kNames[b];
    }
  }
}

TEST(ThreeValuedLogic, AnyOfIsTheGreatestOfItsParts) {
  for (std::size_t a = 0; a < 3; ++a) {
    for (std::size_t b = 0; b < 3; ++b) {
      EXPECT_EQ(truth_of(kFacts, combined("any_of", kNames[a], kNames[b])), std::max(kTruths[a], kTruths[b])) << kNames[a] << kNames[b];
    }
  }
}

TEST(ThreeValuedLogic, SeveralEntriesOfAMappingAreAllOf) {
  EXPECT_EQ(truth_of(kFacts, "serial: x\nsubject: x"), Truth::no);
  EXPECT_EQ(truth_of(kFacts, "serial: x\nissuer: x"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "serial: { not: y, starts_with: x }"), Truth::yes);
}

TEST(ThreeValuedLogic, CombinationsNest) {
  EXPECT_EQ(truth_of(kFacts, "not: { any_of: [ { subject: x }, { not: { serial: x } } ] }"), Truth::yes);
  EXPECT_EQ(truth_of(kFacts, "all_of: [ { any_of: [ { issuer: x }, { serial: x } ] }, { serial: x } ]"), Truth::yes);
}

TEST(ThreeValuedLogic, UnknownCarriesTheFirstReason) {
  Bench bench(kFacts);
  const Answer answer = bench.evaluate("serial: x\nissuer: x\nlabel: x");
  ASSERT_NE(answer.reason, nullptr);
  EXPECT_EQ(answer.reason->reason, "the issuer is locked");
}

TEST(ThreeValuedLogic, AReasonIsOnlyGivenWhereTheAnswerIsUnknown) {
  Bench bench(kFacts);
  EXPECT_EQ(bench.evaluate("issuer: x\nsubject: x").reason, nullptr);
  EXPECT_EQ(bench.evaluate("any_of: [ { issuer: x }, { serial: x } ]").reason, nullptr);
}

TEST(ThreeValuedLogic, EvenExistsIsUnknownOfWhatCouldNotBeLookedAt) {
  EXPECT_EQ(truth_of(kFacts, "issuer: { exists: true }"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "issuer: { empty: true }"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "issuer: { not: x }"), Truth::unknown);
}

TEST(ThreeValuedLogic, AnUnavailableOperandLeavesOnlyOpenWhatTheOthersDoNotSettle) {
  EXPECT_EQ(truth_of(kFacts, "serial: { fact: issuer }"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "serial: { in: [ { fact: issuer }, x ] }"), Truth::yes);
  EXPECT_EQ(truth_of(kFacts, "serial: { in: [ { fact: issuer }, y ] }"), Truth::unknown);
  EXPECT_EQ(truth_of(kFacts, "serial: { not_in: [ { fact: issuer }, x ] }"), Truth::no);
}

}  // namespace logic_test
}  // namespace chainlint::rules
