#include "chainlint/run/outputs.h"

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
  EXPECT_TRUE(write_outputs(sample(), options, report::View::findings).empty());
  EXPECT_TRUE(folder.read("report.json").starts_with("{"));
  EXPECT_TRUE(folder.read("report.html").starts_with("<!DOCTYPE html>"));
}

TEST(Outputs, AreCheckedWithoutChangingTheReportOfAnEarlierRun) {
  const TemporaryFolder folder;
  folder.write("report.json", "earlier");
  UsageProblems problems;
  check_outputs({{report::OutputFormat::json, folder.path("report.json")}, {report::OutputFormat::text, ""}}, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_EQ(folder.read("report.json"), "earlier");
}

TEST(Outputs, ThatCannotBeWrittenAreReportedBeforeAndAfterTheRun) {
  const TemporaryFolder folder;
  const std::vector<Output> outputs{{report::OutputFormat::json, folder.path("gone/report.json")},
                                    {report::OutputFormat::json, folder.path("report.json")}};
  UsageProblems problems;
  check_outputs(outputs, problems);
  EXPECT_EQ(problems.size(), 1u);
  EXPECT_EQ(write_outputs(sample(), writing(outputs), report::View::findings).size(), 1u);
  EXPECT_TRUE(folder.read("report.json").starts_with("{"));
}

}  // namespace outputs_test
}  // namespace chainlint::run
