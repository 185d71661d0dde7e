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
  EXPECT_TRUE(
      text.starts_with("### ❌ chainlint: 1 bundle has errors\n\n| bundle | verdict | cause | fix |\n| --- | --- | --- | --- |\n"
                       "| <code>site.pem</code> | ❌ errors | <code>www&#46;example.com</code> was issued by <code>CN=Example CA "
                       "2</code>, which is not in the bundle | add <code>CN=Example CA 2</code> after the leaf |\n\n<details>"))
      << text;
  EXPECT_TRUE(has(text,
                  "</details>\n\n1 bundle: 1 error, 0 warnings, 0 notes. Evaluated at 2026-11-01T00:00:00Z by chainlint 0.1.0, policy "
                  "<code>.chainlint.yaml</code>.\n"));
  EXPECT_TRUE(text.ends_with("```sh\nchainlint check --at 2026-11-01T00:00:00Z 'my site.pem'\n```\n\n</details>\n")) << text;
}

TEST(MarkdownWriter, SaysWhatIsWrongWhereAndHowToFixIt) {
  const std::string text = markdown_of(sample_report());
  EXPECT_TRUE(has(text,
                  "#### ❌ <code>site.pem</code>\n\nChain as sent: <code>www&#46;example.com</code> → **missing:** "
                  "<code>Example CA 2</code>\n"));
  EXPECT_TRUE(has(text,
                  "| | rule | place | finding | fix |\n| --- | --- | --- | --- | --- |\n"
                  "| ❌ error | <code>chain-missing-intermediate</code> | <code>site.pem:3</code> | <code>www&#46;example.com</code> was "
                  "issued by <code>CN=Example CA 2</code>, which is not in the bundle<br>expected issuer: <code>CN=Example CA "
                  "2,O=Example</code><br>AKI: <code>E8F23F89…8259C300</code> | add <code>CN=Example CA 2</code> after the leaf |\n"));
}

TEST(MarkdownWriter, NumbersTheStepsOfAFix) {
  Report report = sample_report();
  report.bundles[0].findings[0].fix_steps = {"do this", "do that"};
  const std::string text = markdown_of(report);
  EXPECT_TRUE(has(text, " | 1. do this<br>2. do that |\n"));
  EXPECT_TRUE(has(text, "which is not in the bundle | (step 1 of 2) do this |\n")) << "above the fold only the first";
}

TEST(MarkdownWriter, CountsCleanBundles) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].name = report.bundles[1].files[0] = "other.pem";
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("### ✅ chainlint: 2 bundles are ok\n\n2 bundles with nothing to report.\n"));
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
  EXPECT_TRUE(has(text, "### ❌ chainlint: 1 bundle would break\n"));
  EXPECT_TRUE(has(text,
                  "| ❌ breaks | <code>www&#46;example.com</code> was issued by <code>CN=Example CA 2</code>, which is not in the bundle "
                  "*(as before)*<br>also changed: names, chain | add"));
  EXPECT_TRUE(has(text, "**Renewal of <code>deployed.pem</code>: ❌ breaks**\n\n| verdict | change | before | after |\n"));
  EXPECT_TRUE(has(text,
                  "| ❌ breaks | **names**: loses <code>api.example.com</code> | "
                  "<code>www&#46;example.com</code><br><code>api.example.com</code> | <code>www&#46;example.com</code> |\n"));
  EXPECT_TRUE(
      has(text,
          "| chain | before | after |\n| --- | --- | --- |\n| 1 | <code>www&#46;example.com</code> | <code>www&#46;example.com</code> "
          "|\n| 2 | <code>Example CA 1</code> |  |\n"));
  EXPECT_TRUE(has(text, "which is not in the bundle *(as before)*<br>expected issuer: "));
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
  EXPECT_TRUE(text.starts_with("### ✅ "));
  EXPECT_LT(text.find("1 finding accepted.\n"), text.find("<details>"));
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
  report.inputs[0].diagnostics = {{Severity::error, "pem-truncated", "block does not end", Location{.line = 7}, "", "", "Copy it again."}};
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("### ❌ chainlint: 1 file not read in full\n"));
  EXPECT_TRUE(has(text, "| <code>site.pem</code> | ❌ not read | block does not end | Copy it again. |\n"));
  EXPECT_TRUE(has(text,
                  "| <code>site.pem</code> | ⚠️ attention | <code>chain-missing-intermediate</code> was not evaluated: the key is "
                  "locked |  |\n"));
  EXPECT_TRUE(has(text, "| ❌ <code>pem-truncated</code> | <code>site.pem:7</code> | block does not end | Copy it again. |\n"));
  EXPECT_TRUE(has(text, "#### ⚠️ <code>site.pem</code>\n"));
  EXPECT_TRUE(has(text, "| ❔ not evaluated | <code>chain-missing-intermediate</code> | <code>site.pem</code> | the key is locked |  |\n"));
}

TEST(MarkdownWriter, ShowsNothingBelowTheRequestedSeverity) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::note;
  EXPECT_EQ(markdown_of(report, Severity::warning).find("chain-missing-intermediate"), std::string::npos);
}

TEST(MarkdownWriter, PutsTheBundleWithTheHighestSeverityFirst) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[0].name = report.bundles[0].files[0] = "warned.pem";
  report.bundles[0].findings[0].severity = Severity::warning;
  const std::string text = markdown_of(report);
  EXPECT_LT(text.find("#### ❌ <code>site.pem"), text.find("#### ⚠️ <code>warned.pem"));
  EXPECT_LT(text.find("| <code>site.pem</code> | ❌ errors"), text.find("| <code>warned.pem</code> | ⚠️ attention"));
}

// GitHub refuses longer comments.
TEST(MarkdownWriter, LeavesOutWholeBundlesAndCountsThem) {
  Report report = sample_report();
  report.bundles.resize(1000, report.bundles[0]);
  for (std::size_t i = 0; i < report.bundles.size(); ++i) report.bundles[i].name = report.bundles[i].files[0] = std::to_string(i) + ".pem";
  const std::string text = markdown_of(report);
  EXPECT_LE(text.size(), 65000u);
  const auto count = [&](const std::string& part) {
    std::size_t shown = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++shown;
    return shown;
  };
  const std::size_t rows = count(" | ❌ errors | "), sections = count("\n#### ❌");
  EXPECT_GT(rows, 50u);
  EXPECT_GT(sections, 30u);
  EXPECT_TRUE(has(text, "\n… and " + std::to_string(1000 - rows) + " more bundles, omitted for lack of space\n"));
  EXPECT_TRUE(has(text, "\n… and " + std::to_string(1000 - sections) + " more bundles, omitted for lack of space\n"));
}

TEST(MarkdownWriter, CountsFindingsThatHaveNoRoom) {
  Report report = sample_report();
  report.bundles[0].findings.resize(500, report.bundles[0].findings[0]);
  for (std::size_t i = 1; i < 500; ++i) report.bundles[0].findings[i].message = std::to_string(i);
  const std::string text = markdown_of(report);
  EXPECT_LE(text.size(), 65000u);
  std::size_t shown = 0;
  for (std::size_t at = text.find("\n| ❌ error"); at != std::string::npos; at = text.find("\n| ❌ error", at + 1)) ++shown;
  EXPECT_TRUE(has(text, "\n… and " + std::to_string(500 - shown) + " more\n"));
  const std::string row = text.substr(text.find("| ❌ errors |"), text.find("<details>") - text.find("| ❌ errors |"));
  EXPECT_TRUE(has(row, "<br>4. 3<br>and 496 more findings |")) << "five lines";
}

TEST(MarkdownWriter, SaysWhoIsAffected) {
  Report report = sample_report();
  chain::ClientVerdict refusing, accepting;
  refusing.client = "openssl3";
  accepting.client = "chrome";
  accepting.accepted = true;
  report.bundles[0].clients = {refusing, accepting};
  EXPECT_TRUE(has(markdown_of(report), "which is not in the bundle<br>refused by <code>openssl3</code> | add"));
}

report::Report safe_renewal() {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report::CertificateReport leaf = *report.bundles[0].entries[0].certificate;
  leaf.not_after = Instant::parse("2027-03-02");
  leaf.names.assign(3, "n.example.com");
  report.bundles[0].entries[0].certificate = std::make_shared<const report::CertificateReport>(leaf);
  report.bundles[0].renewal = renewal::RenewalReview();
  report.bundles[0].renewal->changes.resize(1);
  report.run.arguments = {"check", "--previous-ref", "main", "--changed"};
  return report;
}

TEST(MarkdownWriter, HasOneRowForAChangedBundleThatIsSafe) {
  EXPECT_TRUE(
      markdown_of(safe_renewal())
          .starts_with("### ✅ chainlint: 1 changed bundle is safe\n\n| bundle | verdict | cause | fix |\n| --- | --- | --- | --- |\n"
                       "| <code>site.pem</code> | ✅ safe | renewed, same issuer, 3 names, valid until 2027-03-02 |  |\n"));
}

TEST(MarkdownWriter, HasOneRowForABundleOnSeveralTargets) {
  Report report = sample_report();
  report.bundles[0].target = "nginx";
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].target = "iis";
  const std::string text = markdown_of(report);
  EXPECT_TRUE(text.starts_with("### ❌ chainlint: 1 bundle has errors\n"));
  EXPECT_TRUE(has(text, "| <code>site.pem</code> on <code>nginx</code>, <code>iis</code> | ❌ errors | <code>www"));
}

// Whether or not a rule says so, and whether or not that is accepted.
TEST(MarkdownWriter, NeverCallsABundleSafeWhosePrivateKeyIsInGit) {
  Report report = safe_renewal();
  EntryReport key;
  key.kind = formats::EntryKind::private_key;
  key.location = Location{.path = "site.pem", .line = 26};
  key.in_git = true;
  report.bundles[0].entries.push_back(key);
  const std::string silent = markdown_of(report, Severity::error);
  EXPECT_TRUE(silent.starts_with("### ⚠️ chainlint: 1 bundle with a private key in git\n"));
  EXPECT_TRUE(
      has(silent, "| <code>site.pem</code> | ⚠️ private key in git | private key without a password in git: <code>site.pem:26</code>"));
  EXPECT_GT(silent.find("✅"), silent.find("<details>")) << "of a change alone";
  EXPECT_TRUE(has(silent, "#### ⚠️ <code>site.pem</code>\n\n**Renewal of : ⚠️ private key in git**"));

  static const rules::Rule kRule = [] {
    rules::Rule rule = sample_rule();
    rule.id = "key-in-repository";
    return rule;
  }();
  rules::Finding finding = sample_report().bundles[0].findings[0];
  finding.rule = &kRule;
  finding.message = "key at 'site.pem:26' is tracked";
  report.bundles[0].findings = {finding};
  EXPECT_TRUE(has(markdown_of(report), "| ❌ private key in git | key at <code>site.pem:26</code> is tracked | add"));
  report.bundles[0].findings[0].accepted = sample_waiver();
  const std::string waived = markdown_of(report, Severity::error);
  EXPECT_TRUE(has(waived, "| ⚠️ private key in git | key at <code>site.pem:26</code> is tracked *(accepted)* | add"));
  EXPECT_GT(waived.find("✅"), waived.find("<details>"));
}

}  // namespace markdown_writer_test
}  // namespace chainlint::report::test
