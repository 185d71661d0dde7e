#include "chainlint/rules/condition_text.h"

#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace condition_text_test {

std::string words_of(const std::string& condition) {
  const yaml::SourceFile file = rule_file("require: " + condition + "\nmessage: m\n");
  const RuleLibrary::Loaded loaded = RuleLibrary::load({file});
  EXPECT_EQ(loaded.problems, Texts{});
  return loaded.problems.empty() ? in_words(*loaded.library.rules().front()->logic->require, "") : "";
}

TEST(ConditionWords, SayTestsAsSentences) {
  EXPECT_EQ(words_of("{ role: leaf }"), "role is leaf");
  EXPECT_EQ(words_of("{ self_signed: false }"), "self_signed is false");
  EXPECT_EQ(words_of("{ role: [leaf, root] }"), "role is one of leaf and root");
  EXPECT_EQ(words_of("{ key.bits: { min: 2048, not: 3000 } }"), "key.bits is at least 2048 and key.bits is not 3000");
  EXPECT_EQ(words_of("{ validity.not_before: { after: 2026-03-15 } }"), "validity.not_before is after 2026-03-15T00:00:00Z");
  EXPECT_EQ(words_of("{ san.all: { empty: false } }"), "san.all is not empty");
  EXPECT_EQ(words_of("{ subject.cn: { exists: false } }"), "subject.cn has no value");
}

TEST(ConditionWords, KeepPrefixesAndComparedFacts) {
  EXPECT_EQ(words_of("{ validity.not_after: { before: { fact: leaf.validity.not_after } } }"),
            "validity.not_after is before leaf.validity.not_after");
  EXPECT_EQ(words_of("{ bundle.kind: { exists: true } }"), "bundle.kind has a value");
}

TEST(ConditionWords, BracketWhatBelongsTogether) {
  EXPECT_EQ(words_of("{ role: leaf, any_of: [ { self_signed: true }, { key.bits: 1, role: root } ] }"),
            "role is leaf and (self_signed is true or (key.bits is 1 and role is root))");
  EXPECT_EQ(words_of("{ not: { role: leaf, self_signed: true } }"), "not (role is leaf and self_signed is true)");
}

TEST(ConditionWords, QuoteNamesAndValues) {
  const yaml::SourceFile file = rule_file("require: { role: leaf }\nmessage: m\n");
  const RuleLibrary::Loaded loaded = RuleLibrary::load({file});
  ASSERT_EQ(loaded.problems, Texts{});
  EXPECT_EQ(in_words(*loaded.library.rules().front()->logic->require, "`"), "`role` is `leaf`");
}

}  // namespace condition_text_test
}  // namespace chainlint::rules
