#include <gtest/gtest.h>

#include "chainlint/report/writer.h"
#include "sample_report.h"
#include "well_formed.h"

namespace chainlint::report::test {
namespace junit_writer_test {

std::string junit_of(report::Report report) {
  report.summary = summarize(report);
  std::string text = write_junit(report);
  EXPECT_TRUE(is_xml(text));
  return text;
}

::testing::AssertionResult has(const std::string& text, const std::string& part) {
  return text.find(part) == std::string::npos ? ::testing::AssertionFailure() << part << " is not in\n"
                                                                              << text
                                              : ::testing::AssertionSuccess();
}

TEST(JunitWriter, HasASuiteABundleAndACaseARule) {
  EXPECT_EQ(junit_of(sample_report()),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"chainlint 0.1.0\" tests=\"1\" failures=\"1\" errors=\"0\" time=\"0\">\n"
            "<testsuite name=\"site.pem\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\" "
            "timestamp=\"2026-11-01T00:00:00\" file=\"site.pem\">\n"
            "<properties><property name=\"kind\" value=\"server\"/></properties>\n"
            "<testcase name=\"chain-missing-intermediate\" classname=\"site.pem\" time=\"0\">"
            "<failure message=\"'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle; fix: "
            "add 'CN=Example CA 2' after the leaf\" type=\"error\">"
            "error at site.pem:3\n"
            "'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle\n"
            "expected issuer: CN=Example CA 2,O=Example\n"
            "AKI: E8:F2:3F:89:00:00:00:00:00:00:00:00:00:00:00:00:82:59:C3:00\n"
            "fix: add 'CN=Example CA 2' after the leaf</failure></testcase>\n"
            "</testsuite>\n"
            "</testsuites>\n");
}

TEST(JunitWriter, PassesACleanBundle) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""));
  EXPECT_TRUE(has(text, "<testcase name=\"no findings\" classname=\"site.pem\" time=\"0\"/>"));
}

TEST(JunitWriter, SkipsWhatContainsNoCertificate) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].path.clear();
  report.bundles[0].kind = chain::BundleKind::request;
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\""));
  EXPECT_TRUE(has(text, "<property name=\"kind\" value=\"request\"/>"));
  EXPECT_TRUE(has(text, "<skipped message=\"certificate request, not checked: it contains no certificate\""));
}

TEST(JunitWriter, FailsFromTheSeverityOnThatFailsTheRun) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::warning;
  EXPECT_TRUE(has(junit_of(report), "<system-out>warning at site.pem:3\n"));
  report.run.fail_on = Severity::warning;
  EXPECT_TRUE(has(junit_of(report), " type=\"warning\">warning at site.pem:3\n"));
}

TEST(JunitWriter, FailsErrorsWhereTheRunNeverFails) {
  Report report = sample_report();
  report.run.fail_on.reset();
  EXPECT_TRUE(has(junit_of(report), "failures=\"1\""));
}

TEST(JunitWriter, PassesWhatIsWaived) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "failures=\"0\""));
  EXPECT_TRUE(has(text, "waived until 2027-03-31 by network team (replaced in March): 'www.example.com' was issued by"));
}

TEST(JunitWriter, SkipsWhatWasNotEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::key, "", Location{.path = "site.pem"}, "the key is locked"});
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "skipped=\"1\""));
  EXPECT_TRUE(has(text, "<skipped message=\"not evaluated: the key is locked\">"));
}

TEST(JunitWriter, BreaksOnWhatWasNotRead) {
  Report report = sample_report();
  report.bundles.clear();
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", Location{.path = "site.pem", .line = 7}}};
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "tests=\"1\" failures=\"0\" errors=\"1\""));
  EXPECT_TRUE(has(text, "<testcase name=\"pem-truncated\" classname=\"site.pem\" time=\"0\"><error message=\"block does not end\""));
}

// A server keeps the history of a test by its name.
TEST(JunitWriter, HasOneCaseForAllThatARuleFinds) {
  Report report = sample_report();
  report.bundles[0].findings.push_back(report.bundles[0].findings[0]);
  report.bundles[0].findings[1].message = "another";
  const std::string text = junit_of(report);
  EXPECT_TRUE(has(text, "tests=\"1\" failures=\"1\""));
  EXPECT_TRUE(has(text, "after the leaf (and 1 more)\""));
  EXPECT_TRUE(has(text, "\nanother\n"));
}

TEST(JunitWriter, NamesTheTarget) {
  Report report = sample_report();
  report.bundles[0].target = "nginx";
  EXPECT_TRUE(has(junit_of(report), "<testsuite name=\"site.pem on nginx\""));
}

// XML 1.0 section 2.2 leaves no way to write them.
TEST(JunitWriter, ShowsCharactersThatXmlCannotSay) {
  Report report = sample_report();
  report.bundles[0].findings[0].message =
      "a\x01"
      "b\xEF\xBF\xBF";
  EXPECT_TRUE(has(junit_of(report), "message=\"a\\u{1}b\\u{FFFF}; fix: "));
}

}  // namespace junit_writer_test
}  // namespace chainlint::report::test
