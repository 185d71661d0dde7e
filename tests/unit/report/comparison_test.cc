#include <gtest/gtest.h>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace comparison_test {

// Two errors, of which the previous bundle has the first as well; and two changes, the harmless first.
report::Report compared(const std::string& command) {
  Report report = sample_report();
  report.run.arguments = {command};
  report::BundleReport& bundle = report.bundles[0];
  rules::Finding second = bundle.findings[0];
  second.message = "a name is lost";
  second.fingerprint = "beef";
  bundle.findings.push_back(second);
  renewal::RenewalReview renewal;
  renewal.previous = "old.pem";
  renewal.brought = {false, true};
  renewal.changes.push_back({rules::ChangeKind::key_type, renewal::ChangeImpact::safe, "EC instead of RSA", {"RSA"}, {"EC"}, {}, {}});
  renewal.changes.push_back({rules::ChangeKind::protection, renewal::ChangeImpact::breaks, "loses a name", {"a"}, {}, {1}, {}});
  bundle.renewal = renewal;
  report.summary = summarize(report);
  return report;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST(Comparison, DiffCountsNewFindingsInEveryFormat) {
  const report::Report diff = compared("diff");
  const std::string github = write_github(diff, Severity::note), markdown = write_markdown(diff, Severity::note), html = write_html(diff);
  EXPECT_EQ(count(github, "::error "), 1u);
  EXPECT_EQ(count(github, "1 error, 0 warnings, 0 notes, 1 finding as before"), 1u);
  EXPECT_EQ(count(write_gitlab(diff), "\"critical\""), 1u);
  EXPECT_EQ(count(write_junit(diff), "failures=\"1\""), 2u);
  EXPECT_EQ(count(write_junit(diff), "as before: "), 1u);
  EXPECT_EQ(count(markdown, "\n1 finding as before, not counted.\n"), 1u);
  EXPECT_EQ(count(markdown, "\n1 bundle: 1 error, 0 warnings, 0 notes. "), 1u);
  EXPECT_EQ(count(html, "chainlint report: 1 error, 0 warnings"), 1u);
  EXPECT_EQ(count(html, "<b>1</b>as before"), 1u);
  const std::string sarif = write_sarif(diff);
  EXPECT_EQ(count(sarif, "\"baselineState\": \"unchanged\""), 1u);
  EXPECT_EQ(count(sarif, "\"baselineState\": \"new\""), 1u);
}

TEST(Comparison, WithoutNewFindingsNoFormatReportsAFailure) {
  Report diff = compared("diff");
  diff.bundles[0].renewal->brought = {false, false};
  EXPECT_EQ(count(write_github(diff, Severity::note), "::error "), 0u);
  EXPECT_EQ(write_gitlab(diff), "[\n]\n");
  EXPECT_EQ(count(write_junit(diff), "<failure"), 0u);
  EXPECT_EQ(count(write_markdown(diff, Severity::note), "### ✅"), 1u);
  EXPECT_EQ(count(write_html(diff), "chainlint report: 0 errors"), 1u);
  EXPECT_EQ(count(write_sarif(diff), "\"level\": \"error\",\n          \"message\""), 0u);
}

TEST(Comparison, CheckCountsWhatWasThereBefore) {
  const report::Report check = compared("check");
  EXPECT_EQ(count(write_github(check, Severity::note), "::error "), 2u);
  EXPECT_EQ(count(write_gitlab(check), "\"critical\""), 2u);
  EXPECT_EQ(count(write_junit(check), "as before: "), 0u);
  EXPECT_EQ(count(write_markdown(check, Severity::note), "2 errors"), 1u);
  EXPECT_EQ(count(write_html(check), "chainlint report: 2 errors"), 1u);
  EXPECT_EQ(count(write_sarif(check), "baselineState"), 0u);
}

TEST(Comparison, TheMostSevereChangeComesFirstUnderItsDisplayedName) {
  const report::Report diff = compared("diff");
  for (const std::string& text : {write_markdown(diff, Severity::note), write_html(diff), write_changes(diff, TextStyle{})}) {
    ASSERT_NE(text.find("loses a name"), std::string::npos);
    EXPECT_LT(text.find("loses a name"), text.find("EC instead of RSA"));
    EXPECT_NE(text.find("key type"), std::string::npos);
    EXPECT_EQ(text.find("key-type"), std::string::npos);
  }
  const std::string csv = write_csv(diff);
  EXPECT_LT(csv.find("loses a name"), csv.find("EC instead of RSA"));
  EXPECT_NE(csv.find("key-type"), std::string::npos);
}

}  // namespace comparison_test
}  // namespace chainlint::report::test
