#include <gtest/gtest.h>

#include <sstream>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace github_writer_test {

std::vector<std::string> lines_of(const report::Report& report, Severity min_severity = Severity::note) {
  std::istringstream stream(write_github(report, min_severity));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

report::Report with_findings(std::size_t count, Severity severity) {
  Report report = sample_report();
  const rules::Finding finding = report.bundles[0].findings[0];
  report.bundles[0].findings.clear();
  for (std::size_t i = 0; i < count; ++i) {
    report.bundles[0].findings.push_back(finding);
    report.bundles[0].findings.back().severity = severity;
    report.bundles[0].findings.back().fingerprint = report.bundles[0].findings.back().message = std::to_string(i);
  }
  report.summary = summarize(report);
  return report;
}

TEST(GithubWriter, MarksTheLinesOfThePemBlock) {
  EXPECT_EQ(lines_of(sample_report()),
            (std::vector<std::string>{"::error file=site.pem,line=3,endLine=20,title=chain-missing-intermediate::'www.example.com' was "
                                      "issued by 'CN=Example CA 2', which is not in the bundle%0Afix: add 'CN=Example CA 2' after the leaf",
                                      "chainlint: 1 bundle: 1 error, 0 warnings, 0 notes (evaluated at 2026-11-01T00:00:00Z)"}));
}

// github.com/actions/toolkit, packages/core/src/command.ts: escapeData and escapeProperty.
TEST(GithubWriter, EscapesAsTheRunnerReads) {
  Report report = sample_report();
  report.bundles[0].findings[0].location.path = "./a:b,c%d/M\xC3\xBCnchen.pem";
  report.bundles[0].findings[0].message = "100%: a,b\n::error::c";
  EXPECT_EQ(lines_of(report)[0].substr(0, 116),
            "::error file=a%3Ab%2Cc%25d/M\xC3\xBCnchen.pem,line=3,endLine=20,title=chain-missing-intermediate::100%25: a,b%0A::error::c");
}

TEST(GithubWriter, NamesNoFileForStandardInput) {
  Report report = sample_report();
  report.bundles[0].findings[0].location.path = "-";
  EXPECT_TRUE(lines_of(report)[0].starts_with("::error title=chain-missing-intermediate::"));
}

TEST(GithubWriter, PointsAtTheArchiveOfAMember) {
  Report report = sample_report();
  report.inputs.push_back({});
  report.inputs[1].path = "up!load.zip";
  report.inputs[1].format = formats::Format::archive;
  report.bundles[0].findings[0].location.path = "up!load.zip!certs/site.pem";
  EXPECT_TRUE(lines_of(report)[0].starts_with("::error file=up!load.zip,line=1,title=chain-missing-intermediate::in 'certs/site.pem': "));
}

TEST(GithubWriter, AnnotatesWhatWasNotReadAndNotEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::key, "", Location{.path = "site.pem"}, "the key is locked"});
  report.inputs[0].diagnostics.push_back({Severity::error, "pem-truncated", "block does not end", Location{.line = 7, .column = 2}});
  const auto lines = lines_of(report);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "::error file=site.pem,line=7,col=2,title=pem-truncated::block does not end");
  EXPECT_EQ(lines[1], "::warning file=site.pem,line=1,title=chain-missing-intermediate::not evaluated: the key is locked");
}

TEST(GithubWriter, SaysOnceWhatIsFoundForSeveralTargets) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[0].target = "nginx";
  report.bundles[1].target = "iis";
  EXPECT_EQ(lines_of(report).size(), 2u);
}

// Three bundles that lack the same intermediate, each found for three targets.
TEST(GithubWriter, HasOneAnnotationForEachCause) {
  Report report = sample_report();
  rules::Finding& first = report.bundles[0].findings[0];
  first.message = "intermediate certificate 'Example CA 2' is missing";
  const BundleReport bundle = report.bundles[0];
  report.bundles.clear();
  for (const char* file : {"a.pem", "b.pem", "c.pem"}) {
    for (const char* target : {"nginx", "iis", "haproxy"}) {
      report.bundles.push_back(bundle);
      BundleReport& added = report.bundles.back();
      added.name = added.files[0] = added.findings[0].location.path = file;
      added.target = target;
      added.findings[0].fingerprint = file;
      rules::Finding effect = added.findings[0];
      effect.fingerprint = std::string(file) + "!";
      effect.explained_by = file;
      added.findings.push_back(effect);
    }
  }
  report.summary = summarize(report);
  const auto lines = lines_of(report);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0],
            "::error file=a.pem,line=3,endLine=20,title=chain-missing-intermediate::intermediate certificate 'Example CA 2' is missing "
            "(and 2 other places)%0Afix: add 'CN=Example CA 2' after the leaf");
  EXPECT_TRUE(lines[2].starts_with("error  chain-missing-intermediate  a.pem:3, b.pem:3, c.pem:3  intermediate certificate")) << lines[2];
}

// Two keys that two people must replace.
TEST(GithubWriter, KeepsPrivateKeysApart) {
  Report report = with_findings(2, Severity::error);
  for (rules::Finding& finding : report.bundles[0].findings) {
    finding.subject = facts::SubjectKind::key;
    finding.message = "private key is not encrypted";
  }
  EXPECT_EQ(lines_of(report).size(), 3u);
}

TEST(GithubWriter, WritesAtMostTwoHundredBytes) {
  Report report = sample_report();
  report.bundles[0].findings[0].message = std::string(rules::kMessageBytes, 'm');
  report.bundles[0].findings[0].fix_steps = {std::string(300, 'f'), "second"};
  const std::string line = lines_of(report)[0];
  const std::string text = line.substr(line.rfind("::") + 2);
  EXPECT_TRUE(text.starts_with(std::string(rules::kMessageBytes, 'm') + "%0Afix: (step 1 of 2) fff")) << text;
  EXPECT_EQ(text.size(), 200u + 2u) << "a line break is one character for GitHub";
}

TEST(GithubWriter, LeavesOutWhatIsAcceptedOrNotAskedFor) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::warning;
  EXPECT_EQ(lines_of(report, Severity::error).size(), 1u);
  report.bundles[0].findings[0].accepted = sample_waiver();
  EXPECT_EQ(lines_of(report).size(), 1u);
}

TEST(GithubWriter, ShowsAllOfTenWithoutANotice) { EXPECT_EQ(lines_of(with_findings(10, Severity::note)).size(), 11u); }

TEST(GithubWriter, PutsMoreThanGithubShowsIntoTheLog) {
  const auto lines = lines_of(with_findings(12, Severity::error));
  ASSERT_EQ(lines.size(), 16u);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_TRUE(lines[i].starts_with("::error ")) << lines[i];
  EXPECT_EQ(lines[10], "::group::Findings in full");
  EXPECT_TRUE(lines[11].starts_with("error  chain-missing-intermediate  site.pem:3  10; fix: add"));
  EXPECT_EQ(lines[13], "::endgroup::");
  EXPECT_EQ(lines[14],
            "::notice title=chainlint::2 more errors than GitHub shows as annotations of one step, in site.pem (2); the log of this step "
            "has them all");
}

// The notice about the others is one of the ten.
TEST(GithubWriter, KeepsRoomForTheNoticeAmongTheNotices) {
  std::size_t notices = 0;
  for (const std::string& line : lines_of(with_findings(11, Severity::note))) notices += line.starts_with("::notice ") ? 1 : 0;
  EXPECT_EQ(notices, 10u);
}

TEST(GithubWriter, PutsErrorsFirst) {
  Report report = with_findings(2, Severity::note);
  report.bundles[0].findings[1].severity = Severity::error;
  EXPECT_TRUE(lines_of(report)[0].starts_with("::error "));
}

}  // namespace github_writer_test
}  // namespace chainlint::report::test
