#include "chainlint/run/outputs.h"

#include <sys/resource.h>

#include <csignal>

#include "chainlint/run/exit_status.h"
#include "unit/temporary_folder.h"

namespace chainlint::run {
namespace outputs_test {

report::Report sample() {
  report::Report report;
  report.version = "0.1.0";
  report.at = *Instant::parse("2026-06-01");
  return report;
}

RunOptions writing(std::vector<Output> outputs) {
  RunOptions options;
  options.outputs = std::move(outputs);
  return options;
}

TEST(Outputs, EachGoToTheirFile) {
  const TemporaryFolder folder;
  const RunOptions options =
      writing({{report::OutputFormat::json, folder.path("report.json")}, {report::OutputFormat::html, folder.path("report.html")}});
  EXPECT_EQ(write_outputs(sample(), options, report::View::findings), kStatusClean);
  EXPECT_TRUE(folder.read("report.json").starts_with("{"));
  EXPECT_TRUE(folder.read("report.html").starts_with("<!DOCTYPE html>"));
}

TEST(Outputs, AreCheckedWithoutChangingTheReportOfAnEarlierRun) {
  const TemporaryFolder folder;
  folder.write("report.json", "earlier");
  UsageProblems problems;
  check_outputs(writing({{report::OutputFormat::json, folder.path("report.json")}, {report::OutputFormat::text, ""}}), {}, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(folder.read("report.json"), "earlier");
}

TEST(Outputs, ThatCannotBeWrittenAreReportedBeforeAndAfterTheRun) {
  const TemporaryFolder folder;
  const std::vector<Output> outputs{{report::OutputFormat::json, folder.path("gone/report.json")},
                                    {report::OutputFormat::json, folder.path("report.json")}};
  UsageProblems problems;
  check_outputs(writing(outputs), {}, problems);
  EXPECT_EQ(problems.size(), 1u);
  EXPECT_EQ(write_outputs(sample(), writing(outputs), report::View::findings), kStatusInternal);
  EXPECT_TRUE(folder.read("report.json").starts_with("{"));
}

// The certificate would be gone, and the run would have been right about it.
TEST(Outputs, AreNeverFilesThatTheRunReads) {
  const TemporaryFolder folder;
  const std::string site = folder.write("site.pem", "certificate");
  std::filesystem::create_hard_link(site, folder.path("copy.txt"));
  const std::string policy = folder.write("policy.yaml", "fail_on: warning");
  const std::string earlier = folder.write("earlier.json", "{\"schema_version\": \"1.1\"}");
  const auto problems_of = [&](const std::string& path, const std::string& file) {
    RunOptions options = writing({{report::OutputFormat::json, file}});
    options.paths = {path};
    UsageProblems problems;
    check_outputs(options, {folder.path("policy.yaml")}, problems);
    return problems.size();
  };
  EXPECT_EQ(problems_of(site, site), 1u);
  EXPECT_EQ(problems_of(site, folder.path("copy.txt")), 1u);
  EXPECT_EQ(problems_of(site, policy), 1u);
  EXPECT_EQ(problems_of(folder.path(), site), 1u);
  EXPECT_EQ(problems_of(folder.path(), earlier), 0u);
  EXPECT_EQ(problems_of(earlier, earlier), 1u);
  EXPECT_EQ(problems_of(site, folder.path("new.json")), 0u);
  EXPECT_FALSE(std::filesystem::exists(folder.path("new.json")));
}

TEST(Outputs, OfOneFileAreRefused) {
  const TemporaryFolder folder;
  UsageProblems problems;
  check_outputs(writing({{report::OutputFormat::json, folder.path("a")}, {report::OutputFormat::csv, folder.path("./a")}}), {}, problems);
  EXPECT_EQ(problems.size(), 1u);
}

// What a command writes with --output, and `baseline write` to --baseline: its own earlier baseline is no input.
TEST(Outputs, OfOtherKindsAreNeverFilesThatTheRunReadsEither) {
  const TemporaryFolder folder;
  const std::string site = folder.write("site.pem", "certificate");
  const std::string known = folder.write("known.json", "{ \"baseline\": \"1.1\", \"entries\": [] }");
  const auto problems_of = [&](const std::string& output, const std::string& baseline, bool writes_baseline) {
    RunOptions options;
    options.paths = {folder.path()};
    options.output = output;
    options.baseline = baseline;
    options.writes_baseline = writes_baseline;
    UsageProblems problems;
    check_outputs(options, {}, problems);
    return problems.size();
  };
  EXPECT_EQ(problems_of(site, "", false), 1u);
  EXPECT_EQ(problems_of("-", "", false), 0u);
  EXPECT_EQ(problems_of(site, known, true), 1u);
  EXPECT_EQ(problems_of("", site, true), 1u);
  EXPECT_EQ(problems_of("", known, true), 0u);
  EXPECT_EQ(problems_of(known, known, true), 0u);
  EXPECT_EQ(problems_of(known, known, false), 1u);
  EXPECT_EQ(problems_of(folder.path("gone/known.json"), "", true), 1u);
}

// The limit is on all reports of a run; one that is over it is not begun, and others that fit are written.
TEST(Outputs, OverTheLimitAreNotWritten) {
  const TemporaryFolder folder;
  folder.write("second.json", "earlier");
  RunOptions options = writing({{report::OutputFormat::json, folder.path("first.json")},
                                {report::OutputFormat::json, folder.path("second.json")},
                                {report::OutputFormat::csv, folder.path("third.csv")}});
  const std::size_t json = report::write_output(sample(), report::OutputFormat::json, report::View::findings, {}).size();
  const std::size_t csv = report::write_output(sample(), report::OutputFormat::csv, report::View::findings, {}).size();
  ASSERT_LT(csv, json);
  options.limits.output_bytes_per_run = json + csv;
  EXPECT_EQ(write_outputs(sample(), options, report::View::findings), kStatusUnreadable);
  EXPECT_EQ(folder.read("first.json").size(), json);
  EXPECT_EQ(folder.read("second.json"), "earlier");
  EXPECT_EQ(folder.read("third.csv").size(), csv);
  EXPECT_EQ(folder.size(), 3u);
  options.limits.output_bytes_per_run = 2 * json + csv;
  EXPECT_EQ(write_outputs(sample(), options, report::View::findings), kStatusClean);
}

// As on a full disk.
TEST(Outputs, AreWrittenWholeOrNotAtAll) {
  const TemporaryFolder folder;
  const RunOptions options = writing({{report::OutputFormat::json, folder.path("report.json")}});
  folder.write("report.json", "earlier");
  rlimit unlimited{};
  ::getrlimit(RLIMIT_FSIZE, &unlimited);
  ::signal(SIGXFSZ, SIG_IGN);
  const rlimit small{16, unlimited.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  const int written = write_outputs(sample(), options, report::View::findings);
  ::setrlimit(RLIMIT_FSIZE, &unlimited);
  ::signal(SIGXFSZ, SIG_DFL);
  EXPECT_EQ(written, kStatusInternal);
  EXPECT_EQ(folder.read("report.json"), "earlier");
  EXPECT_EQ(folder.size(), 1u);
  EXPECT_EQ(write_outputs(sample(), options, report::View::findings), kStatusClean);
  EXPECT_TRUE(folder.read("report.json").starts_with("{"));
  EXPECT_EQ(folder.size(), 1u);
}

}  // namespace outputs_test
}  // namespace chainlint::run
