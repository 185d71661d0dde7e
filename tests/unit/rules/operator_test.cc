#include <gtest/gtest.h>

#include "bench.h"
#include "chainlint/rules/operators.h"

namespace chainlint::rules {
namespace operator_test {

constexpr Truth kYes = Truth::yes;
constexpr Truth kNo = Truth::no;
const Instant kMay = *Instant::parse("2026-05-01");

TEST(Operators, BooleansAreEqualOrNot) {
  const Facts facts{{"self_signed", true}};
  EXPECT_EQ(truth_of(facts, "self_signed: true"), kYes);
  EXPECT_EQ(truth_of(facts, "self_signed: false"), kNo);
  EXPECT_EQ(truth_of(facts, "self_signed: { not: true }"), kNo);
  EXPECT_EQ(truth_of(facts, "self_signed: { not: false }"), kYes);
}

TEST(Operators, IntegersCompare) {
  const Facts facts{{"key.bits", std::int64_t{2048}}};
  EXPECT_EQ(truth_of(facts, "key.bits: 2048"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: 1024"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { not: 2048 }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: [1024, 2048]"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { in: [1024, 4096] }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { not_in: [1024, 4096] }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { not_in: [1024, 2048] }"), kNo);
}

TEST(Operators, IntegerBoundsAreWithOrWithoutTheBound) {
  const Facts facts{{"key.bits", std::int64_t{2048}}};
  EXPECT_EQ(truth_of(facts, "key.bits: { min: 2048 }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { min: 2049 }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { max: 2048 }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { max: 2047 }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { above: 2048 }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { above: 2047 }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { below: 2048 }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.bits: { below: 2049 }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { min: 1024, max: 4096 }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.bits: { min: 1024, max: 2000 }"), kNo);
}

TEST(Operators, TimesAreBeforeOrAfter) {
  const Facts facts{{"validity.not_after", kMay}};
  EXPECT_EQ(truth_of(facts, "validity.not_after: 2026-05-01"), kYes);
  EXPECT_EQ(truth_of(facts, "validity.not_after: 2026-05-01T02:00:00+02:00"), kYes);
  EXPECT_EQ(truth_of(facts, "validity.not_after: { before: 2026-05-01 }"), kNo);
  EXPECT_EQ(truth_of(facts, "validity.not_after: { before: 2026-05-01T00:00:01Z }"), kYes);
  EXPECT_EQ(truth_of(facts, "validity.not_after: { after: 2026-05-01 }"), kNo);
  EXPECT_EQ(truth_of(facts, "validity.not_after: { after: 2026-04-30T23:59:59Z }"), kYes);
  EXPECT_EQ(truth_of(facts, "validity.not_after: { not_in: [2026-05-01, 2026-05-02] }"), kNo);
}

TEST(Operators, TextsCompareInTheirOwnCase) {
  const Facts facts{{"subject", "CN=www.example.com,O=Example"}};
  EXPECT_EQ(truth_of(facts, "subject: CN=www.example.com,O=Example"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { not: CN=x }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: [CN=x, 'CN=www.example.com,O=Example']"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { starts_with: CN=www }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { starts_with: cn=www }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject: { ends_with: O=Example }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { ends_with: CN=www }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject: { matches: 'CN=*.example.com,O=?xample' }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { matches: '*.com' }"), kNo);
}

TEST(Operators, ATextContainsItsParts) {
  const Facts facts{{"subject", "CN=www.example.com"}};
  EXPECT_EQ(truth_of(facts, "subject: { contains: example }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { contains: nothing }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject: { contains_any: [nothing, www] }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { not_contains: www }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject: { not_contains: [a1, b2] }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { not_contains: [a1, www] }"), kNo);
}

TEST(Operators, AListContainsItsElementsAsAWhole) {
  const Facts facts{{"san.dns", Texts{"a.example", "b.example"}}};
  EXPECT_EQ(truth_of(facts, "san.dns: { contains: a.example }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains: example }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_any: [c.example, b.example] }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_any: [c.example] }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_all: [a.example, b.example] }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_all: [a.example, c.example] }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_only: [a.example, b.example, c.example] }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_only: [a.example] }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { not_contains: a.example }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { not_contains: [c.example, b.example] }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { not_contains: [c.example] }"), kYes);
}

TEST(Operators, ExistsAndEmptyTellNothingFromAnEmptyValue) {
  const Facts facts{
      {"subject", ""}, {"issuer", facts::Absent{}}, {"subject.cn", "x"}, {"san.dns", Texts{}}, {"san.ip", Texts{"192.0.2.1"}}};
  EXPECT_EQ(truth_of(facts, "subject: { exists: true, empty: true }"), kYes);
  EXPECT_EQ(truth_of(facts, "issuer: { exists: false, empty: true }"), kYes);
  EXPECT_EQ(truth_of(facts, "issuer: { exists: true }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject.cn: { exists: true, empty: false }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { empty: true }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.ip: { empty: true }"), kNo);
}

TEST(Operators, OfAnAbsentFactOnlyTheNegativeTestsHold) {
  const Facts facts{
      {"subject", facts::Absent{}}, {"key.bits", facts::Absent{}}, {"san.dns", facts::Absent{}}, {"validity.not_after", facts::Absent{}}};
  for (const char* test :
       {"subject: x", "subject: [x, y]", "subject: { starts_with: x }", "subject: { contains: x }", "key.bits: { min: 1 }",
        "key.bits: { max: 1 }", "key.bits: { above: 1 }", "key.bits: { below: 1 }", "san.dns: { contains_any: [x] }",
        "san.dns: { contains_all: [x] }", "san.dns: { contains_only: [x] }", "validity.not_after: { before: 2026-01-01 }",
        "validity.not_after: { after: 2026-01-01 }", "subject: { ends_with: x }", "subject: { matches: '*' }"}) {
    EXPECT_EQ(truth_of(facts, test), kNo) << test;
  }
  for (const char* test :
       {"subject: { not: x }", "subject: { not_in: [x, y] }", "subject: { not_contains: x }", "san.dns: { not_contains: [x] }"}) {
    EXPECT_EQ(truth_of(facts, test), kYes) << test;
  }
}

TEST(Operators, FactsCompareWithFacts) {
  const Facts facts{
      {"subject", "CN=a"}, {"issuer", "CN=a"}, {"subject.cn", "b"}, {"san.dns", Texts{"b", "c"}}, {"san.all", Texts{"c", "b", "d"}}};
  EXPECT_EQ(truth_of(facts, "subject: { fact: issuer }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject: { not: { fact: issuer } }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject.cn: { fact: issuer }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject.cn: { in: { fact: san.dns } }"), kYes);
  EXPECT_EQ(truth_of(facts, "subject.cn: { not_in: { fact: san.dns } }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains: { fact: subject.cn } }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_only: { fact: san.all } }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { contains_all: { fact: san.all } }"), kNo);
  EXPECT_EQ(truth_of(facts, "san.all: { contains_all: { fact: san.dns } }"), kYes);
}

TEST(Operators, AnAbsentFactEqualsNothingNotEvenAnAbsentOne) {
  const Facts facts{{"subject", "CN=a"}, {"issuer", facts::Absent{}}, {"subject.cn", facts::Absent{}}};
  EXPECT_EQ(truth_of(facts, "subject: { fact: issuer }"), kNo);
  EXPECT_EQ(truth_of(facts, "issuer: { fact: subject.cn }"), kNo);
  EXPECT_EQ(truth_of(facts, "subject: { not: { fact: issuer } }"), kYes);
  EXPECT_EQ(truth_of(facts, "issuer: { not: { fact: subject.cn } }"), kYes);
}

TEST(Operators, EachIsNamedOnceAndFitsSomeType) {
  for (const OperatorDefinition& definition : all_operators()) {
    EXPECT_EQ(find_operator(definition.name), &definition);
    EXPECT_FALSE(definition.types.empty()) << definition.name;
    EXPECT_FALSE(definition.sentence.empty()) << definition.name;
  }
  EXPECT_EQ(find_operator("equal"), nullptr);
}

TEST(Operators, EveryTextOfAListFitsAPattern) {
  const Facts facts{{"san.dns", std::vector<std::string>{"www.example.com", "Shop.example.com"}}, {"key.text", std::string("RSA 2048")}};
  EXPECT_EQ(truth_of(facts, "san.dns: { matches_only: '*.example.com' }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { matches_only: ['WWW.*', 'shop.*'] }"), kYes);
  EXPECT_EQ(truth_of(facts, "san.dns: { matches_only: ['www.*'] }"), kNo);
  EXPECT_EQ(truth_of(facts, "key.text: { matches_only: ['EC *', 'RSA ?048'] }"), kYes);
  EXPECT_EQ(truth_of(facts, "key.text: { matches_only: 'RSA' }"), kNo);
  EXPECT_EQ(truth_of({{"san.dns", std::vector<std::string>{}}}, "san.dns: { matches_only: 'x' }"), kYes);
  EXPECT_EQ(truth_of({{"san.dns", facts::Absent{}}}, "san.dns: { matches_only: '*' }"), kNo);
  EXPECT_EQ(truth_of({{"san.dns", facts::Unavailable{"damaged"}}}, "san.dns: { matches_only: '*' }"), Truth::unknown);
}

}  // namespace operator_test
}  // namespace chainlint::rules
