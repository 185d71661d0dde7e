#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::test {
namespace {

using Json = nlohmann::json;

Json run_of(const Report& report) { return Json::parse(write_sarif(report))["runs"][0]; }

TEST(SarifWriter, PointsAtTheLinesOfThePemBlock) {
  const Json result = run_of(sample_report())["results"][0];
  EXPECT_EQ(result["ruleId"], "chain-missing-intermediate");
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "site.pem");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"], (Json{{"startLine", 3}, {"endLine", 20}}));
  EXPECT_EQ(result["partialFingerprints"], (Json{{"chainlint/v1", "f00d"}}));
}

TEST(SarifWriter, EncodesPathsAsUriReferences) {
  Report report = sample_report();
  report.bundles[0].findings[0].location.path = "./my certs/M\xC3\xBCnchen#1.pem";
  const Json result = run_of(report)["results"][0];
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "my%20certs/M%C3%BCnchen%231.pem");
}

TEST(SarifWriter, ReportsWhatCouldNotBeReadAsNotifications) {
  Report report = sample_report();
  report.inputs[0].diagnostics.push_back({Severity::error, "pem-truncated", "block does not end", Location{.path = "site.pem", .line = 7}});
  report.summary = summarize(report);
  const Json invocation = run_of(report)["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["descriptor"]["id"], "pem-truncated");
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
}

TEST(SarifWriter, CarriesTheHelpOfEachRuleOnce) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  const Json run = run_of(report);
  EXPECT_EQ(run["results"].size(), 2u);
  ASSERT_EQ(run["tool"]["driver"]["rules"].size(), 1u);
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["help"]["text"], "Clients do not fetch it.\n\nFix: add it");
}

}  // namespace
}  // namespace chainlint::test
