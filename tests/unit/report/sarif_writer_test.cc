#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace sarif_writer_test {

using Json = nlohmann::json;

Json run_of(const report::Report& report) { return Json::parse(write_sarif(report))["runs"][0]; }

TEST(SarifWriter, PointsAtTheLinesOfThePemBlock) {
  const Json result = run_of(sample_report())["results"][0];
  EXPECT_EQ(result["ruleId"], "chain-missing-intermediate");
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "site.pem");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"], (Json{{"startLine", 3}, {"endLine", 20}}));
  EXPECT_EQ(result["partialFingerprints"], (Json{{"primaryLocationLineHash", "f00d:1"}, {"chainlint/v1", "f00d"}}));
  EXPECT_EQ(result["properties"]["details"]["AKI"], "E8:F2:3F:89:00:00:00:00:00:00:00:00:00:00:00:00:82:59:C3:00");
  EXPECT_EQ(result["properties"]["fix_steps"], Json::array({"add 'CN=Example CA 2' after the leaf"}));
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

// Services for code scanning show no notifications.
TEST(SarifWriter, ReportsWhatCouldNotBeReadAsResults) {
  Report report = sample_report();
  report.inputs[0].diagnostics.push_back({Severity::error, "pem-truncated", "block does not end", Location{.line = 7}, "", "", "Copy it."});
  report.inputs[0].diagnostics.push_back({Severity::warning, "pem-extra-text", "text between blocks", Location{.line = 9}});
  const Json run = run_of(report);
  ASSERT_EQ(run["results"].size(), 2u);
  const Json& result = run["results"][0];
  EXPECT_EQ(result["ruleId"], "pem-truncated");
  EXPECT_EQ(run["tool"]["driver"]["rules"][result["ruleIndex"].get<std::size_t>()]["id"], "pem-truncated");
  EXPECT_EQ(result["message"]["text"], "block does not end\n\nFix: Copy it.");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "site.pem");
  EXPECT_EQ(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
}

TEST(SarifWriter, WritesEachStepOfAFixOnALine) {
  Report report = sample_report();
  report.bundles[0].findings[0].fix_steps = {"Run: that", "Do this."};
  const std::string text = run_of(report)["results"][0]["message"]["text"];
  EXPECT_TRUE(text.ends_with("\n\nFix:\n1. Run: that\n2. Do this.")) << text;
}

TEST(SarifWriter, CarriesTheHelpOfEachRuleOnce) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  const Json run = run_of(report);
  ASSERT_EQ(run["tool"]["driver"]["rules"].size(), 1u);
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["name"], "ChainMissingIntermediate");
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["help"]["text"], "Clients do not fetch it.\n\nFix: add it");
}

// A chain file that serves several leaves is evaluated with each of them.
TEST(SarifWriter, MergesOneFindingOfSeveralBundles) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].name = "other.pem";
  report.bundles[1].target = "nginx";
  const Json run = run_of(report);
  ASSERT_EQ(run["results"].size(), 1u);
  EXPECT_EQ(run["results"][0]["properties"]["bundles"], (Json{"site.pem", "other.pem"}));
  EXPECT_EQ(run["results"][0]["properties"]["target"], "nginx");
}

// The same certificate in many bundles, each with words of its own.
TEST(SarifWriter, RepeatsNoWordsOfAMergedFinding) {
  Report report = sample_report();
  for (int i = 0; i < 30; ++i) {
    report.bundles.push_back(report.bundles[0]);
    report.bundles.back().findings[0].message = i < 2 ? "the same" : "number " + std::to_string(i);
    report.bundles.back().findings[0].fix_steps.clear();
  }
  const std::string text = run_of(report)["results"][0]["message"]["text"];
  EXPECT_EQ(text.find("the same"), text.rfind("the same"));
  EXPECT_NE(text.find("number 19"), std::string::npos);
  EXPECT_EQ(text.find("number 29"), std::string::npos) << "at most 20 wordings";
}

TEST(SarifWriter, SaysWhatARenewalHasToDoWithIt) {
  Report report = sample_report();
  renewal::RenewalReview renewal;
  renewal.previous = "deployed.pem";
  renewal.brought = {true};
  renewal::Change change;
  change.kind = rules::ChangeKind::chain;
  change.impact = renewal::ChangeImpact::breaks;
  change.findings = {0};
  renewal.changes = {change};
  report.bundles[0].renewal = renewal;
  const Json properties = run_of(report)["results"][0]["properties"];
  EXPECT_EQ(properties["previous"], "deployed.pem");
  EXPECT_EQ(properties["brought"], true);
  EXPECT_EQ(properties["change"], "chain");
  EXPECT_EQ(properties["judgement"], "breaks");
}

// Sections 3.20.2 and 3.24.11.
TEST(SarifWriter, SaysWhatItTakesToHaveTheReportAgain) {
  Report report = sample_report();
  report.inputs[0].sha256 = "cc33";
  report.run.arguments = {"check", "site.pem"};
  report.run.data_date = "2026-10-01";
  const Json run = run_of(report);
  EXPECT_EQ(run["invocations"][0]["arguments"], (Json{"check", "site.pem"}));
  EXPECT_EQ(run["artifacts"][0]["hashes"], (Json{{"sha-256", "cc33"}}));
  EXPECT_EQ(run["properties"]["run"]["data_date"], "2026-10-01");
}

TEST(SarifWriter, NamesTheCategoryOfTheRun) {
  Report report = sample_report();
  EXPECT_EQ(run_of(report)["automationDetails"]["id"], "chainlint/check/");
  report.run.arguments = {"diff", "a.pem", "b.pem"};
  EXPECT_EQ(run_of(report)["automationDetails"]["id"], "chainlint/diff/");
}

TEST(SarifWriter, RefersToTheFirstReferenceOfARuleThatIsNotShipped) {
  EXPECT_EQ(run_of(sample_report())["tool"]["driver"]["rules"][0]["helpUri"], "https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2");
}

// GitHub keeps 5,000 results of a run.
TEST(SarifWriter, CountsResultsThatItLeavesOut) {
  Report report = sample_report();
  const rules::Finding finding = report.bundles[0].findings[0];
  for (int i = 0; i < 5010; ++i) {
    report.bundles[0].findings.push_back(finding);
    report.bundles[0].findings.back().fingerprint = std::to_string(i);
    report.bundles[0].findings.back().severity = i < 5009 ? Severity::note : Severity::error;
  }
  report.summary = summarize(report);
  const Json run = run_of(report);
  ASSERT_EQ(run["results"].size(), 5000u);
  EXPECT_EQ(run["results"][1]["partialFingerprints"]["chainlint/v1"], "5009") << "errors are kept";
  EXPECT_EQ(run["properties"]["results_left_out"], 11);
  EXPECT_EQ(run["invocations"][0]["toolExecutionNotifications"][0]["level"], "warning");
}

TEST(SarifWriter, KeepsFindingsOfOtherFilesApart) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].findings[0].location.path = "copy.pem";
  EXPECT_EQ(run_of(report)["results"].size(), 2u);
}

TEST(SarifWriter, CountsWhatIsAcceptedInOneBundleAlone) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[0].findings[0].accepted = sample_waiver();
  report.summary = summarize(report);
  const Json run = run_of(report);
  ASSERT_EQ(run["results"].size(), 1u);
  EXPECT_EQ(run["results"][0]["suppressions"], Json::array());
}

TEST(SarifWriter, SuppressesWhatIsWaived) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  report.summary = summarize(report);
  const Json suppression = run_of(report)["results"][0]["suppressions"][0];
  EXPECT_EQ(suppression["kind"], "external");
  EXPECT_EQ(suppression["status"], "accepted");
  EXPECT_EQ(suppression["justification"], "replaced in March");
  EXPECT_EQ(suppression["location"]["physicalLocation"]["region"], (Json{{"startLine", 12}, {"startColumn", 5}}));
  EXPECT_EQ(suppression["properties"], (Json{{"owner", "network team"}, {"ticket", "CHG-1"}, {"expires", "2027-03-31T23:59:59Z"}}));
}

TEST(SarifWriter, ComparesWithTheBaseline) {
  Report report = sample_report();
  report.bundles[0].findings.push_back(report.bundles[0].findings[0]);
  report.bundles[0].findings[1].fingerprint = "beef";
  report.bundles[0].findings[1].accepted = rules::Acceptance{.kind = rules::Acceptance::Kind::baseline};
  report.baseline = BaselineReport{"baseline.json", 1, 0};
  report.summary = summarize(report);
  const Json results = run_of(report)["results"];
  EXPECT_EQ(results[0]["baselineState"], "new");
  EXPECT_EQ(results[1]["baselineState"], "unchanged");
  EXPECT_FALSE(results[1].contains("suppressions"));
}

}  // namespace sarif_writer_test
}  // namespace chainlint::report::test
