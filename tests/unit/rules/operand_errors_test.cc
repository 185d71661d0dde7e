#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace operand_errors_test {

// The message of the one mistake in the condition `text`.
std::string mistake(const std::string& text) {
  const std::string all = load_problems({rule_file("require: { " + text + " }\nmessage: m\n")});
  const std::size_t begin = all.find("error: ");
  if (begin == std::string::npos) return "(none)";
  EXPECT_EQ(all.find("error: ", begin + 1), std::string::npos) << all;
  return all.substr(begin + 7, all.find('\n', begin) - begin - 7);
}

TEST(OperandErrors, NothingIsConverted) {
  EXPECT_EQ(mistake("self_signed: no"), "'self_signed' is true or false, not the text 'no'");
  EXPECT_EQ(mistake("self_signed: 1"), "'self_signed' is true or false, not the number 1");
  EXPECT_EQ(mistake("key.bits: '2048'"), "'key.bits' is an integer, not the text '2048'");
  EXPECT_EQ(mistake("key.bits: 2048.0"), "'key.bits' is an integer, not the number 2048.0");
  EXPECT_EQ(mistake("key.bits: true"), "'key.bits' is an integer, not true");
  EXPECT_EQ(mistake("subject: 80"), "'subject' is text, not the number 80; put it between quotes");
  EXPECT_EQ(mistake("subject: true"), "'subject' is text, not true; put it between quotes");
  EXPECT_EQ(mistake("validity.not_after: yesterday"),
            "'validity.not_after' is a time such as 2026-12-01 or 2026-12-01T22:00:00Z, not the text 'yesterday'");
  EXPECT_EQ(mistake("validity.not_after: 2026-02-30"),
            "'validity.not_after' is a time such as 2026-12-01 or 2026-12-01T22:00:00Z, not the text '2026-02-30'");
  EXPECT_EQ(mistake("subject: { exists: yes }"), "'exists' is true or false, not the text 'yes'");
}

TEST(OperandErrors, AnOperatorMustFitTheType) {
  EXPECT_EQ(mistake("subject: { min: 1 }"),
            "the operator 'min' does not test 'subject'; operators for text: not, in, not_in, contains, not_contains, contains_any, "
            "starts_with, ends_with, matches, matches_only, exists and empty");
  EXPECT_EQ(mistake("self_signed: { in: [true] }"), "the operator 'in' does not test 'self_signed'; operators for boolean: not and exists");
  EXPECT_EQ(mistake("key.bits: { before: 2026-01-01 }"),
            "the operator 'before' does not test 'key.bits'; operators for integer: not, in, not_in, min, max, above, below and exists");
  EXPECT_EQ(mistake("validity.not_after: { min: 3 }"),
            "the operator 'min' does not test 'validity.not_after'; operators for time: not, in, not_in, before, after and exists");
  EXPECT_EQ(mistake("san.dns: { starts_with: a }"),
            "the operator 'starts_with' does not test 'san.dns'; operators for list of text: contains, not_contains, contains_any, "
            "contains_all, contains_only, matches_only, exists and empty");
}

TEST(OperandErrors, AnUnknownOperatorSuggestsTheNearest) {
  EXPECT_EQ(load_problems({rule_file("require: { san.dns: { contain_any: [a] } }\nmessage: m\n")}),
            "rules/sample.yaml:5:23: error: there is no operator 'contain_any'; operators for list of text: contains, not_contains, "
            "contains_any, contains_all, contains_only, matches_only, exists and empty\n"
            "  | require: { san.dns: { contain_any: [a] } }\n"
            "  |                       ^\n"
            "did you mean 'contains_any'?\n");
}

TEST(OperandErrors, AListOfTextHasNoBareTest) {
  EXPECT_EQ(mistake("san.dns: a"),
            "'san.dns' is of type list of text and cannot be tested with a bare value; operators: contains, not_contains, contains_any, "
            "contains_all, contains_only, matches_only, exists and empty");
}

TEST(OperandErrors, OneAndManyAreNotMixedUp) {
  EXPECT_EQ(mistake("key.bits: { min: [1, 2] }"), "'key.bits' is an integer, not a list");
  EXPECT_EQ(mistake("san.dns: { contains_any: a }"), "the test of 'san.dns' needs a list of values, not the text 'a'");
  EXPECT_EQ(mistake("san.dns: { contains_any: [] }"), "the list of values for 'san.dns' is empty");
  EXPECT_EQ(mistake("san.dns: { not_contains: a }"), "(none)");
}

TEST(OperandErrors, AFactIsComparedWithOneOfItsTypeAndUnit) {
  EXPECT_EQ(mistake("subject: { fact: key.bits }"), "the fact 'key.bits' is of type integer; 'subject' is compared with type text");
  EXPECT_EQ(mistake("key.bits: { min: { fact: validity.days } }"), "the fact 'validity.days' counts days; 'key.bits' counts bits");
  EXPECT_EQ(mistake("subject: { not: { fact: san.dns } }"),
            "the fact 'san.dns' is of type list of text; 'subject' is compared with type text");
  EXPECT_EQ(mistake("subject: { in: { fact: san.dns } }"), "(none)");
  EXPECT_EQ(mistake("subject: { not: { facts: issuer } }"), "a value is written out, or as $parameter, or as { fact: name }");
  EXPECT_EQ(mistake("subject: { fact: isuer }"), "a certificate has no fact 'isuer'");
}

TEST(OperandErrors, ElementsOfAListWithFixedValuesAreChecked) {
  EXPECT_EQ(mistake("key_usage: { contains: keycertsign }").substr(0, 36), "'key_usage' is never 'keycertsign'; ");
  EXPECT_EQ(mistake("role: { starts_with: lea }"), "(none)");
}

TEST(OperandErrors, ADoubledDollarIsADollar) {
  EXPECT_EQ(mistake("subject: $name"), "the rule has no parameter 'name'");
  EXPECT_EQ(mistake("subject: $$name"), "(none)");
  EXPECT_EQ(truth_of({{"subject", "$name"}}, "subject: $$name"), Truth::yes);
}

}  // namespace operand_errors_test
}  // namespace chainlint::rules
