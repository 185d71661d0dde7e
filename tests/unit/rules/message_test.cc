#include "message.h"

#include <gtest/gtest.h>

#include "bench.h"

namespace chainlint::rules {
namespace message_test {

std::string rendered(const std::string& text, const Facts& facts) {
  yaml::Problems problems;
  RuleScope scope(facts::SubjectKind::certificate, problems);
  const Message message = read_message(text, {}, scope);
  EXPECT_TRUE(problems.empty()) << text;
  Bench bench(facts);
  return render(message, Rule{}, bench.facts());
}

TEST(RuleMessage, PutsFactsInTheirPlaces) {
  EXPECT_EQ(rendered("'{subject}' has {key.bits} bits", {{"subject", "CN=a"}, {"key.bits", std::int64_t{1024}}}), "'CN=a' has 1024 bits");
  EXPECT_EQ(rendered("{san.dns}", {{"san.dns", Texts{"a", "b"}}}), "a, b");
  EXPECT_EQ(rendered("until {validity.not_after}", {{"validity.not_after", *Instant::parse("2026-05-01")}}), "until 2026-05-01T00:00:00Z");
}

TEST(RuleMessage, SaysWhatIsAbsentAndWhatIsUnknown) {
  EXPECT_EQ(rendered("{subject} {issuer}", {{"subject", facts::Absent{}}, {"issuer", facts::Unavailable{"locked"}}}), "none unknown");
}

TEST(RuleMessage, DoubledBracesAreBraces) { EXPECT_EQ(rendered("{{a}} {subject}}}", {{"subject", "b"}}), "{a} b}"); }

TEST(RuleMessage, ValuesArePrintableAndCut) {
  EXPECT_EQ(rendered("{subject}", {{"subject", "a\x1b[31m"}}).find('\x1b'), std::string::npos);
  EXPECT_EQ(rendered("{subject}", {{"subject", std::string(2000, 'a')}}), std::string(500, 'a') + "...");
}

TEST(RuleMessage, IsCutBetweenCharacters) {
  std::string wide;
  for (int i = 0; i < 400; ++i) wide += "\xE2\x82\xAC";
  const std::string cut = rendered("{subject}", {{"subject", wide}});
  EXPECT_EQ(cut.size(), 498u + 3u);
  EXPECT_TRUE(is_utf8(cut));
}

TEST(RuleMessage, AValueWithBracesIsNotReadAgain) { EXPECT_EQ(rendered("{subject}", {{"subject", "{issuer}"}}), "{issuer}"); }

}  // namespace message_test
}  // namespace chainlint::rules
