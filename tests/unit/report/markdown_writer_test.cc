#include <gtest/gtest.h>

#include "chainlint/report/writer.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace markdown_writer_test {

std::string markdown_of(report::Report report, Severity min_severity = Severity::note) {
  report.summary = summarize(report);
  return write_markdown(report, min_severity);
}

::testing::AssertionResult has(const std::string& text, const std::string& part) {
  return text.find(part) == std::string::npos ? ::testing::AssertionFailure() << part << " is not in\n"
                                                                              << text
                                              : ::testing::AssertionSuccess();
}

renewal::RenewalReview sample_renewal() {
  renewal::RenewalReview renewal;
  renewal.previous = "deployed.pem";
  renewal::Change names;
  names.kind = rules::ChangeKind::names;
  names.impact = renewal::ChangeImpact::breaks;
  names.message = "loses 'api.example.com'";
  names.before = {"www.example.com", "api.example.com"};
  names.after = {"www.example.com"};
  renewal::Change chain;
  chain.kind = rules::ChangeKind::chain;
  chain.message = "'Example CA 1' goes";
  chain.before = {"www.example.com", "Example CA 1"};
  chain.after = {"www.example.com"};
  renewal.changes = {names, chain};
  renewal.brought = {false};
  return renewal;
}

TEST(MarkdownWriter, BeginsWithTheVerdictAndEndsWithHowToHaveItAgain) {
  Report report = sample_report();
  report.run.arguments = {"check", "--at", "2026-11-01T00:00:00Z", "my site.pem"};
  report.policy = PolicyReport{".chainlint.yaml", {}};
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("## ❌ chainlint: 1 bundle: 1 error, 0 warnings, 0 notes\n\n")) << text;
  EXPECT_TRUE(has(text, "Evaluated at 2026-11-01T00:00:00Z by chainlint 0.1.0, policy <code>.chainlint.yaml</code>.\n"));
  EXPECT_TRUE(text.ends_with("```sh\nchainlint check --at 2026-11-01T00:00:00Z 'my site.pem'\n```\n\n</details>\n")) << text;
}

TEST(MarkdownWriter, SaysWhatIsWrongWhereAndHowToFixIt) {
  const std::string text = markdown_of(sample_report());
  EXPECT_TRUE(has(text,
                  "### ❌ <code>site.pem</code>\n\nChain as sent: <code>www&#46;example.com</code> → **missing:** "
                  "<code>Example CA 2</code>\n"));
  EXPECT_TRUE(has(text,
                  "| | rule | place | what is wrong |\n| --- | --- | --- | --- |\n"
                  "| ❌ error | <code>chain-missing-intermediate</code> | <code>site.pem:3</code> | <code>www&#46;example.com</code> was "
                  "issued by <code>CN=Example CA 2</code>, which is not in the bundle |\n"));
  EXPECT_TRUE(has(text,
                  "<details><summary>How to fix it</summary>\n\n- <code>chain-missing-intermediate</code>: add "
                  "<code>CN=Example CA 2</code> after the leaf\n\n</details>\n"));
}

TEST(MarkdownWriter, CountsCleanBundles) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles.push_back(report.bundles[0]);
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("## ✅ chainlint: 2 bundles: 0 errors, 0 warnings, 0 notes\n\n2 bundles with nothing to report.\n"));
}

TEST(MarkdownWriter, DoesNotPassWhatContainsNoCertificate) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].path.clear();
  report.bundles[0].kind = chain::BundleKind::request;
  const std::string text = markdown_of(report);
  EXPECT_TRUE(has(text, "\n1 file without a certificate, not checked.\n"));
  EXPECT_FALSE(has(text, "✅"));
}

TEST(MarkdownWriter, ShowsWhatARenewalChangesAndTheChainBeforeAndAfter) {
  Report report = sample_report();
  report.bundles[0].renewal = sample_renewal();
  const std::string text = markdown_of(report);
  EXPECT_TRUE(has(text, "\nRenewals: 1 breaks.\n"));
  EXPECT_TRUE(has(text, "**Renewal of <code>deployed.pem</code>: ❌ breaks**\n\n| verdict | change | before | after |\n"));
  EXPECT_TRUE(has(text,
                  "| ❌ breaks | **names**: loses <code>api.example.com</code> | "
                  "<code>www&#46;example.com</code><br><code>api.example.com</code> | <code>www&#46;example.com</code> |\n"));
  EXPECT_TRUE(
      has(text,
          "| chain | before | after |\n| --- | --- | --- |\n| 1 | <code>www&#46;example.com</code> | <code>www&#46;example.com</code> "
          "|\n| 2 | <code>Example CA 1</code> |  |\n"));
  EXPECT_TRUE(has(text, "which is not in the bundle *(as before)* |"));
}

TEST(MarkdownWriter, ListsTheStepsOfTheRollout) {
  Report report = sample_report();
  report.bundles[0].renewal = sample_renewal();
  renewal::Rollout rollout;
  renewal::RolloutStep first, second;
  first.action = renewal::RolloutAction::intermediates;
  first.what = "import the intermediate";
  first.command = "certutil -addstore CA new.cer\nnetsh http show sslcert";
  second.what = "bind the leaf";
  rollout.steps = {first, second};
  rollout.asked = {second, first};
  rollout.asked[0].outage = "'Example CA 2' is not sent";
  report.bundles[0].rollout = rollout;
  const std::string text = markdown_of(report);
  EXPECT_TRUE(has(text,
                  "**Rollout**\n\n1. import the intermediate<br><code>certutil -addstore CA new.cer</code>"
                  "<br><code>netsh http show sslcert</code>\n2. bind the leaf\n"));
  EXPECT_TRUE(
      has(text, "⚠️ In another order (leaf and intermediates) clients are refused after the step leaf: <code>Example CA 2</code> is"));
}

TEST(MarkdownWriter, NamesWhatIsWaivedAndNothingElseOfIt) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("## ✅ "));
  EXPECT_TRUE(has(text,
                  "**Waived**\n\n- <code>chain-missing-intermediate</code> in <code>site.pem</code>: waived until 2027-03-31 by network "
                  "team, CHG-1: replaced in March\n"));
  EXPECT_EQ(text.find("| ❌"), std::string::npos);
}

TEST(MarkdownWriter, ShowsWhatWasNotReadOrEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::key, "", Location{.path = "site.pem"}, "the key is locked"});
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", Location{.line = 7}}};
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("## ❌ "));
  EXPECT_TRUE(has(text, "| ❌ <code>pem-truncated</code> | <code>site.pem:7</code> | block does not end |\n"));
  EXPECT_TRUE(has(text, "### ⚠️ <code>site.pem</code>\n"));
  EXPECT_TRUE(has(text, "| ❔ not evaluated | <code>chain-missing-intermediate</code> | <code>site.pem</code> | the key is locked |\n"));
}

TEST(MarkdownWriter, ShowsNothingBelowTheSeverityAskedFor) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::note;
  EXPECT_EQ(markdown_of(report, Severity::warning).find("chain-missing-intermediate"), std::string::npos);
}

TEST(MarkdownWriter, PutsTheGravestBundleFirst) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[0].name = report.bundles[0].files[0] = "warned.pem";
  report.bundles[0].findings[0].severity = Severity::warning;
  const std::string text = markdown_of(report);
  EXPECT_LT(text.find("### ❌ <code>site.pem"), text.find("### ⚠️ <code>warned.pem"));
}

// GitHub refuses longer comments.
TEST(MarkdownWriter, LeavesOutWholeBundlesAndCountsThem) {
  Report report = sample_report();
  report.bundles.resize(1000, report.bundles[0]);
  const std::string text = markdown_of(report);
  EXPECT_LE(text.size(), 65000u);
  std::size_t shown = 0;
  for (std::size_t at = text.find("### ❌"); at != std::string::npos; at = text.find("### ❌", at + 1)) ++shown;
  EXPECT_GT(shown, 50u);
  EXPECT_TRUE(has(text, "\n… and " + std::to_string(1000 - shown) + " more bundles, for which there is no room here\n"));
}

TEST(MarkdownWriter, CountsFindingsThatHaveNoRoom) {
  Report report = sample_report();
  report.bundles[0].findings.resize(500, report.bundles[0].findings[0]);
  const std::string text = markdown_of(report);
  EXPECT_LE(text.size(), 65000u);
  std::size_t shown = 0;
  for (std::size_t at = text.find("\n| ❌ error"); at != std::string::npos; at = text.find("\n| ❌ error", at + 1)) ++shown;
  EXPECT_TRUE(has(text, "\n… and " + std::to_string(500 - shown) + " more\n"));
}

}  // namespace markdown_writer_test
}  // namespace chainlint::report::test
