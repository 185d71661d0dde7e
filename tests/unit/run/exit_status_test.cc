#include "chainlint/run/exit_status.h"

#include <gtest/gtest.h>

namespace chainlint::run {
namespace exit_status_test {

report::Report with_finding(Severity severity) {
  report::Report report;
  report.bundles.emplace_back();
  report.bundles.back().findings.emplace_back();
  report.bundles.back().findings.back().severity = severity;
  return report;
}

report::Report with_not_evaluated(facts::SubjectKind subject) {
  report::Report report;
  report.bundles.emplace_back();
  report.bundles.back().not_evaluated.emplace_back();
  report.bundles.back().not_evaluated.back().subject = subject;
  return report;
}

int status(const report::Report& report, std::optional<Severity> fail_on = Severity::error, bool strict = false) {
  RunOptions options;
  options.fail_on = fail_on;
  options.strict = strict;
  return status_of(report, options);
}

TEST(ExitStatus, IsThatOfFindingsFromTheSeverityOfFailOn) {
  EXPECT_EQ(status(report::Report()), kStatusClean);
  EXPECT_EQ(status(with_finding(Severity::error)), kStatusFindings);
  EXPECT_EQ(status(with_finding(Severity::warning)), kStatusClean);
  EXPECT_EQ(status(with_finding(Severity::warning), Severity::warning), kStatusFindings);
  EXPECT_EQ(status(with_finding(Severity::note), Severity::note), kStatusFindings);
  EXPECT_EQ(status(with_finding(Severity::error), std::nullopt), kStatusClean);
}

TEST(ExitStatus, DoesNotCountAcceptedAndExplainedFindings) {
  report::Report accepted = with_finding(Severity::error), explained = accepted;
  accepted.bundles[0].findings[0].accepted.emplace();
  explained.bundles[0].findings[0].explained_by = "00";
  EXPECT_EQ(status(accepted), kStatusClean);
  EXPECT_EQ(status(explained), kStatusClean);
}

TEST(ExitStatus, CountsARuleThatCouldNotBeEvaluatedUnlessItIsAboutAKey) {
  EXPECT_EQ(status(with_not_evaluated(facts::SubjectKind::certificate)), kStatusFindings);
  EXPECT_EQ(status(with_not_evaluated(facts::SubjectKind::key)), kStatusClean);
  EXPECT_EQ(status(with_not_evaluated(facts::SubjectKind::key), Severity::error, true), kStatusUnreadable);
}

TEST(ExitStatus, IsThatOfUnreadInputsBeforeThatOfFindings) {
  report::Report report = with_finding(Severity::error);
  report.summary.unreadable = 1;
  EXPECT_EQ(status(report), kStatusUnreadable);
  EXPECT_EQ(status(report, std::nullopt), kStatusUnreadable);
}

TEST(ExitStatus, CountsAnInputReadInPartWithStrictAlone) {
  report::Report report;
  report.inputs.emplace_back();
  report.inputs.back().status = formats::ReadStatus::partial;
  EXPECT_EQ(status(report), kStatusClean);
  EXPECT_EQ(status(report, Severity::error, true), kStatusUnreadable);
}

TEST(ExitStatus, CountsWarningsOfReadersWhereWarningsFail) {
  report::Report report;
  report.inputs.emplace_back();
  report.inputs.back().diagnostics.push_back({.severity = Severity::warning, .code = "pem-foreign", .message = "m"});
  EXPECT_EQ(status(report), kStatusClean);
  EXPECT_EQ(status(report, Severity::warning), kStatusFindings);
}

}  // namespace exit_status_test
}  // namespace chainlint::run
