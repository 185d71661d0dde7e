#include <gtest/gtest.h>

#include "chainlint/report/writer.h"
#include "sample_report.h"
#include "terminal.h"

namespace chainlint::test {
namespace {

TEST(TextWriter, DrawsTheChainAndSaysWhatToDo) {
  EXPECT_EQ(write_text(sample_report(), {}),
            "site.pem: pem, 1 certificate\n"
            "  sent  1  leaf          www.example.com  2026-01-01 to 2027-01-01\n"
            "        -> breaks off above 'www.example.com': its issuer is 'Example CA 2'\n"
            "\n"
            "  error  chain-missing-intermediate (path)  site.pem:3\n"
            "         'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle\n"
            "         fix: add 'CN=Example CA 2' after the leaf\n"
            "\n"
            "1 file, 1 bundle: 1 error, 0 warnings, 0 notes (evaluated at 2026-11-01T00:00:00Z)\n");
}

TEST(TextWriter, ShowsNothingBelowTheSeverityAskedFor) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::note;
  TextStyle style;
  style.min_severity = Severity::warning;
  EXPECT_EQ(write_text(report, style).find("chain-missing-intermediate"), std::string::npos);
}

TEST(TextWriter, NeverHidesWhatWasNotEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), SubjectKind::chain, "aa11", Location{.path = "site.pem", .line = 3}, "no key"});
  EXPECT_NE(write_text(report, {}).find("not evaluated  chain-missing-intermediate  site.pem:3\n         no key\n"), std::string::npos);
}

TEST(TextWriter, WritesColorsOnlyWhenAsked) {
  EXPECT_EQ(write_text(sample_report(), {}).find('\x1B'), std::string::npos);
  TextStyle style;
  style.color = true;
  EXPECT_NE(write_text(sample_report(), style).find("\x1B[1;31merror\x1B[0m"), std::string::npos);
}

TEST(TextWriter, CountsCleanFilesBeyondAScreen) {
  Report report;
  for (int i = 0; i < 25; ++i) {
    InputReport input;
    input.path = std::to_string(i) + ".pem";
    report.inputs.push_back(input);
  }
  EXPECT_NE(write_text(report, {}).find("... and 5 more without findings\n"), std::string::npos);
}

TEST(Wrapped, BreaksAtBlanksAndIndents) {
  TextStyle style;
  style.columns = 30;
  EXPECT_EQ(wrapped(style, "one two three four five six seven", 4), "    one two three four five\n    six seven\n");
  EXPECT_EQ(wrapped({}, "one two", 2), "  one two\n");
  EXPECT_EQ(wrapped({}, "a\nb", 1), " a\n b\n");
}

TEST(Width, CountsCharactersNotOctets) { EXPECT_EQ(width("M\xC3\xBCnchen"), 7u); }

}  // namespace
}  // namespace chainlint::test
