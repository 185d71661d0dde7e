// A finding that another one explains: shown under its cause and counted nowhere, in every format.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace folded_findings_test {

const rules::Rule& effect_rule() {
  static const rules::Rule rule = [] {
    rules::Rule made = sample_rule();
    made.id = "client-refuses";
    return made;
  }();
  return rule;
}

// The sample with an error that its error explains.
report::Report folded_report() {
  Report report = sample_report();
  rules::Finding effect = report.bundles[0].findings[0];
  effect.rule = &effect_rule();
  effect.fingerprint = "e44e";
  effect.message = "openssl3 refuses the chain";
  effect.fix_steps = {"change what is sent"};
  effect.explained_by = "f00d";
  report.bundles[0].findings.push_back(effect);
  report.summary = summarize(report);
  return report;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(FoldedFindings, AreNotCounted) {
  EXPECT_EQ(folded_report().summary.errors, 1u);
  Report waived = folded_report();
  waived.bundles[0].findings[0].accepted = sample_waiver();
  const report::Summary summary = summarize(waived);
  EXPECT_EQ(summary.errors, 0u);
  EXPECT_EQ(summary.waived, 1u);
}

TEST(FoldedFindings, AreBelowTheirCauseInText) {
  const std::string text = write_text(folded_report(), {});
  EXPECT_NE(text.find("\n    also causes: client-refuses\n"), std::string::npos) << text;
  EXPECT_EQ(times(text, "client-refuses"), 1u) << text;
  EXPECT_EQ(text.find("change what is sent"), std::string::npos) << text;
}

TEST(FoldedFindings, AreShownInFullWithVerbose) {
  report::TextStyle style;
  style.verbose = true;
  EXPECT_NE(write_text(folded_report(), style).find("\n    effect: client-refuses: openssl3 refuses the chain\n"), std::string::npos);
}

TEST(FoldedFindings, AreBelowTheirCauseInJson) {
  const auto json = nlohmann::json::parse(write_json(folded_report(), true));
  const auto& findings = json["bundles"][0]["findings"];
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0]["rule"], "chain-missing-intermediate");
  EXPECT_FALSE(findings[0].contains("explained_by"));
  ASSERT_EQ(findings[0]["explains"].size(), 1u);
  EXPECT_EQ(findings[0]["explains"][0]["rule"], "client-refuses");
  EXPECT_EQ(findings[0]["explains"][0]["explained_by"], "f00d");
}

TEST(FoldedFindings, AreRelatedLocationsInSarif) {
  const auto json = nlohmann::json::parse(write_sarif(folded_report()));
  const auto& results = json["runs"][0]["results"];
  ASSERT_EQ(results.size(), 1u);
  ASSERT_EQ(results[0]["relatedLocations"].size(), 1u);
  EXPECT_EQ(results[0]["relatedLocations"][0]["message"]["text"], "explains client-refuses: openssl3 refuses the chain");
}

TEST(FoldedFindings, AreAPassedCaseInJunit) {
  const std::string xml = write_junit(folded_report());
  EXPECT_NE(xml.find("failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("explained by chain-missing-intermediate: openssl3 refuses the chain"), std::string::npos) << xml;
}

TEST(FoldedFindings, AreNoAnnotationOfTheirOwn) {
  const std::string gitlab = write_gitlab(folded_report());
  EXPECT_NE(gitlab.find("\\nexplains client-refuses: openssl3 refuses the chain"), std::string::npos) << gitlab;
  EXPECT_EQ(times(gitlab, "client-refuses"), 1u) << gitlab;
  for (const std::string& text : {write_github(folded_report(), Severity::note), write_azure(folded_report(), Severity::note),
                                  write_teamcity(folded_report()), write_checkstyle(folded_report()), write_tap(folded_report())}) {
    EXPECT_EQ(times(text, "client-refuses"), 0u) << text;
    EXPECT_NE(text.find("chain-missing-intermediate"), std::string::npos) << text;
  }
}

TEST(FoldedFindings, AreNamedInTheRowOfTheirCauseInMarkdownAndHtml) {
  const std::string markdown = write_markdown(folded_report(), Severity::note);
  EXPECT_NE(markdown.find("<br>explains <code>client-refuses</code>"), std::string::npos) << markdown;
  EXPECT_EQ(times(markdown, "client-refuses"), 1u) << markdown;
  const std::string html = write_html(folded_report());
  EXPECT_NE(html.find("<summary>Explains 1 other finding</summary>"), std::string::npos) << html;
  EXPECT_EQ(times(html, "openssl3 refuses the chain"), 1u) << html;
}

TEST(FoldedFindings, NameTheirCauseInCsv) {
  const std::string csv = write_csv(folded_report());
  EXPECT_NE(csv.find("explained_by\r\n"), std::string::npos) << csv;
  EXPECT_NE(csv.find(",f00d\r\n"), std::string::npos) << csv;
}

TEST(FoldedFindings, AreBelowAWaivedCause) {
  Report waived = folded_report();
  waived.bundles[0].findings[0].accepted = sample_waiver();
  waived.summary = summarize(waived);
  const std::string text = write_text(waived, {});
  EXPECT_NE(text.find("also causes: client-refuses"), std::string::npos) << text;
  EXPECT_NE(text.find("0 errors"), std::string::npos) << text;
}

}  // namespace folded_findings_test
}  // namespace chainlint::report::test
