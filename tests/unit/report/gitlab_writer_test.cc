#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace gitlab_writer_test {

using Json = nlohmann::json;

Json entries_of(const report::Report& report) { return Json::parse(write_gitlab(report)); }

// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
TEST(GitlabWriter, HasTheMembersThatGitlabReads) {
  const Json entries = entries_of(sample_report());
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0]["description"],
            "'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle; fix: add 'CN=Example CA 2' after the leaf");
  EXPECT_EQ(entries[0]["content"]["body"],
            "expected issuer: CN=Example CA 2,O=Example\nAKI: E8:F2:3F:89:00:00:00:00:00:00:00:00:00:00:00:00:82:59:C3:00\n"
            "fix: add 'CN=Example CA 2' after the leaf");
  EXPECT_EQ(entries[0]["check_name"], "chain-missing-intermediate");
  EXPECT_EQ(entries[0]["severity"], "critical");
  EXPECT_EQ(entries[0]["location"], (Json{{"path", "site.pem"}, {"lines", {{"begin", 3}, {"end", 20}}}}));
  EXPECT_EQ(entries[0]["fingerprint"].get<std::string>().size(), 32u);
}

TEST(GitlabWriter, IsAnEmptyListWithoutFindings) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  EXPECT_EQ(entries_of(report), Json::array());
}

TEST(GitlabWriter, NamesPathsFromTheRepository) {
  Report report = sample_report();
  report.bundles[0].findings[0].location = {.path = "./certs//site.pfx"};
  const Json location = entries_of(report)[0]["location"];
  EXPECT_EQ(location, (Json{{"path", "certs/site.pfx"}, {"lines", {{"begin", 1}}}}));
}

TEST(GitlabWriter, GradesSeverities) {
  Report report = sample_report();
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", {}}, {Severity::note, "pem-bom", "a BOM", {}}};
  report.bundles[0].findings[0].severity = Severity::warning;
  const Json entries = entries_of(report);
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0]["severity"], "blocker");
  EXPECT_EQ(entries[1]["severity"], "info");
  EXPECT_EQ(entries[2]["severity"], "major");
}

TEST(GitlabWriter, TellsTheSameFindingOfTwoFilesApart) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].findings[0].location.path = "copy.pem";
  const Json entries = entries_of(report);
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_NE(entries[0]["fingerprint"], entries[1]["fingerprint"]);
}

TEST(GitlabWriter, TellsTwoDiagnosticsOfOneKindApart) {
  Report report = sample_report();
  report.inputs[0].diagnostics = {2, {Severity::warning, "pem-text", "text between blocks", {}}};
  const Json entries = entries_of(report);
  EXPECT_NE(entries[0]["fingerprint"], entries[1]["fingerprint"]);
}

TEST(GitlabWriter, KeepsTheFingerprintWhereLinesAndWordsChange) {
  Report report = sample_report();
  const Json before = entries_of(report)[0]["fingerprint"];
  report.bundles[0].findings[0].location.line = 30;
  report.bundles[0].findings[0].message = "29 days left";
  EXPECT_EQ(entries_of(report)[0]["fingerprint"], before);
}

}  // namespace gitlab_writer_test
}  // namespace chainlint::report::test
