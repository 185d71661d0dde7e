#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace jsonl_writer_test {

using Json = nlohmann::json;

std::vector<Json> lines_of(const report::Report& report, bool with_findings) {
  std::istringstream stream(write_jsonl(report, with_findings));
  std::vector<Json> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

std::vector<std::string> kinds_of(const std::vector<Json>& lines) {
  std::vector<std::string> kinds;
  for (const Json& line : lines) kinds.push_back(line["kind"]);
  return kinds;
}

TEST(JsonlWriter, HasALineForEachPart) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.skipped = {"notes.txt"};
  report.baseline = BaselineReport{"baseline.json", 3, 2};
  EXPECT_EQ(kinds_of(lines_of(report, true)),
            (std::vector<std::string>{"run", "bundle", "bundle", "input", "skipped", "baseline", "summary"}));
}

TEST(JsonlWriter, HasTheMembersOfTheDocument) {
  const report::Report report = sample_report();
  const Json document = Json::parse(write_json(report, true));
  const std::vector<Json> lines = lines_of(report, true);
  ASSERT_EQ(lines.size(), 4u);
  for (const auto& [name, value] : lines[0].items()) {
    if (name == "kind") continue;
    EXPECT_EQ(value, document[name]) << name;
  }
  EXPECT_EQ(lines[0]["schema_version"], "1.1");
  Json bundle = lines[1];
  bundle["kind"] = bundle["bundle_kind"];
  bundle.erase("bundle_kind");
  EXPECT_EQ(bundle, document["bundles"][0]);
  Json summary = lines[3];
  summary.erase("kind");
  EXPECT_EQ(summary, document["summary"]);
}

TEST(JsonlWriter, BeginsEachLineWithItsKind) {
  std::istringstream stream(write_jsonl(sample_report(), true));
  for (std::string line; std::getline(stream, line);) EXPECT_TRUE(line.starts_with("{\"kind\":\"")) << line;
}

TEST(JsonlWriter, LeavesFindingsOutOfShow) { EXPECT_FALSE(lines_of(sample_report(), false)[1].contains("findings")); }

}  // namespace jsonl_writer_test
}  // namespace chainlint::report::test
