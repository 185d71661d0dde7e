#include <gtest/gtest.h>

#include "bundle_title.h"
#include "chainlint/report/output.h"
#include "chainlint/report/terminal.h"
#include "chainlint/report/writer.h"
#include "help_url.h"
#include "sample_report.h"

namespace chainlint::report::test {
namespace text_writer_test {

TEST(TextWriter, DrawsTheChainAndSaysWhatToDo) {
  EXPECT_EQ(write_text(sample_report(), {}),
            "site.pem: 1 error  (pem, 1 certificate)\n"
            "\n"
            "  error  site.pem:3  chain-missing-intermediate\n"
            "    'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle\n"
            "    fix: add 'CN=Example CA 2' after the leaf\n"
            "\n"
            "  1  leaf          www.example.com  valid until 2027-01-01\n"
            "  -> chain incomplete: issuer 'Example CA 2' of 'www.example.com' is missing\n"
            "\n"
            "1 file, 1 bundle: 1 error, 0 warnings, 0 notes (evaluated at 2026-11-01T00:00:00Z)\n");
}

TEST(TextWriter, ListsDetailsOnlyWithVerboseAndShortensTheirHex) {
  EXPECT_EQ(write_text(sample_report(), {}).find("AKI"), std::string::npos);
  report::TextStyle style;
  style.verbose = true;
  const std::string text = write_text(sample_report(), style);
  EXPECT_NE(text.find("\n    expected issuer  CN=Example CA 2,O=Example\n    AKI              E8F23F89\xE2\x80\xA6"
                      "8259C300\n"),
            std::string::npos)
      << text;
}

TEST(TextWriter, NumbersTheStepsOfAFix) {
  Report report = sample_report();
  report.bundles[0].findings[0].fix_steps = {"Do this.", "Run: that"};
  EXPECT_NE(write_text(report, {}).find("\n    fix: 1. Do this.\n         2. Run: that\n"), std::string::npos);
}

TEST(TextWriter, QuietLeavesOutChainsAndWhatIsClean) {
  Report report = sample_report();
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].findings.clear();
  report::TextStyle style;
  style.quiet = true;
  const std::string text = write_text(report, style);
  EXPECT_NE(text.find("site.pem: 1 error  (pem, 1 certificate)\n\n  error  site.pem:3  chain-missing-intermediate\n"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("ok"), std::string::npos) << text;
}

// 30 bundles with one defect: one cause, its first places, and the bundles only where they are requested.
TEST(TextWriter, ManyBundlesAreGroupedByCause) {
  Report report = sample_report();
  for (int i = 1; i < 30; ++i) {
    report.inputs.push_back(report.inputs[0]);
    report.inputs.back().path = "site" + std::to_string(i) + ".pem";
    report.bundles.push_back(report.bundles[0]);
    report.bundles.back().name = report.inputs.back().path;
    report.bundles.back().files = {report.inputs.back().path};
  }
  report.bundles[7].findings[0].message = "another one";
  report.summary = summarize(report);
  const std::string text = write_text(report, {});
  EXPECT_NE(text.find("errors by cause, with the number of bundles\n"
                      "   29  'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle (chain-missing-intermediate)\n"
                      "       fix: add 'CN=Example CA 2' after the leaf\n"
                      "       site.pem, site1.pem, site2.pem, site3.pem, site4.pem and 24 more\n"
                      "    1  another one (chain-missing-intermediate)\n"
                      "       fix: add 'CN=Example CA 2' after the leaf\n"
                      "       site7.pem\n"),
            std::string::npos)
      << text;
  EXPECT_EQ(text.find("->"), std::string::npos) << text;
  EXPECT_EQ(text.find("not evaluated"), std::string::npos) << text;
  report::TextStyle style;
  style.group_by = policy::GroupBy::bundle;
  EXPECT_EQ(write_text(report, style).find("by cause"), std::string::npos);
  EXPECT_NE(write_text(report, style).find("\nsite29.pem: 1 error"), std::string::npos);
}

// Nor twice: what is known of the run itself has a block of its own.
TEST(TextWriter, GroupingByCauseHidesNothingThatWasNotEvaluated) {
  Report report = sample_report();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::chain, "aa11", Location{.path = "site.pem", .line = 3}, "no key"});
  report.bundles.push_back(report.bundles[0]);
  report.bundles[1].of_run = true;
  report.bundles[1].name = ".chainlint.yaml";
  report::TextStyle style;
  style.group_by = policy::GroupBy::cause;
  const std::string text = write_text(report, style);
  EXPECT_NE(text.find("not evaluated, with the number of bundles\n"
                      "    1  Intermediate certificate is missing (chain-missing-intermediate)\n"
                      "       site.pem\n"),
            std::string::npos)
      << text;
  EXPECT_NE(
      text.find("errors by cause, with the number of bundles\n"
                "    1  'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle (chain-missing-intermediate)\n"),
      std::string::npos)
      << text;
  EXPECT_NE(text.find(".chainlint.yaml: about this run\n\n  error  site.pem:3  chain-missing-intermediate\n"), std::string::npos) << text;
}

TEST(TextWriter, SaysOkOnlyOfWhatWasChecked) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  EXPECT_NE(write_text(report, {}).find("site.pem: ok, 'www.example.com'"), std::string::npos);
  report.bundles[0].kind = chain::BundleKind::trust_store;
  report.bundles[0].path.clear();
  EXPECT_NE(write_text(report, {}).find("site.pem: ok, trust store, 1 certificate\n"), std::string::npos);
  for (const chain::BundleKind kind : {chain::BundleKind::request, chain::BundleKind::private_key, chain::BundleKind::crl,
                                       chain::BundleKind::other, chain::BundleKind::server}) {
    report.bundles[0].kind = kind;
    EXPECT_EQ(write_text(report, {}).find(": ok"), std::string::npos) << chain::to_string(kind);
  }
}

TEST(TextWriter, ShowsNothingBelowTheRequestedSeverity) {
  Report report = sample_report();
  report.bundles[0].findings[0].severity = Severity::note;
  report::TextStyle style;
  style.min_severity = Severity::warning;
  EXPECT_EQ(write_text(report, style).find("chain-missing-intermediate"), std::string::npos);
}

TEST(TextWriter, ShowsWhatIsWaivedAndCountsItApart) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = sample_waiver();
  report.summary = summarize(report);
  const std::string text = write_text(report, {});
  EXPECT_NE(text.find("\n  waived (error)  site.pem:3  chain-missing-intermediate\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\n    waived until 2027-03-31 by network team, CHG-1: replaced in March (.chainlint.yaml:12:5)\n"),
            std::string::npos);
  EXPECT_EQ(text.find("fix:"), std::string::npos);
  EXPECT_NE(text.find(": 0 errors, 0 warnings, 0 notes, 1 waived (evaluated"), std::string::npos);
}

TEST(TextWriter, ShowsWhatIsInTheBaselineAndWhatIsGoneFromIt) {
  Report report = sample_report();
  report.bundles[0].findings[0].accepted = rules::Acceptance{.kind = rules::Acceptance::Kind::baseline};
  report.baseline = BaselineReport{"baseline.json", 4, 3};
  report.summary = summarize(report);
  const std::string text = write_text(report, {});
  EXPECT_NE(text.find("\n  in the baseline (error)  site.pem:3  chain-missing-intermediate\n"), std::string::npos) << text;
  EXPECT_NE(text.find(", 1 in the baseline (evaluated"), std::string::npos);
  EXPECT_NE(text.find("\n3 entries of the baseline no longer occur; "), std::string::npos);
}

TEST(TextWriter, ShowsFindingsAboutTheRunUnderItsPolicyAndCountsNoBundle) {
  Report report = sample_report();
  report::BundleReport run;
  run.name = ".chainlint.yaml";
  run.of_run = true;
  run.findings = {report.bundles[0].findings[0]};
  run.findings[0].location = Location{.path = ".chainlint.yaml", .line = 3};
  report.bundles.push_back(run);
  report.summary = summarize(report);
  const std::string text = write_text(report, {});
  EXPECT_NE(text.find("\n.chainlint.yaml: about this run\n\n  error  .chainlint.yaml:3  chain-missing-intermediate\n"), std::string::npos)
      << text;
  EXPECT_NE(text.find("1 file, 1 bundle: 2 errors"), std::string::npos);
}

TEST(TextWriter, NeverHidesWhatWasNotEvaluated) {
  Report report = sample_report();
  report.bundles[0].findings.clear();
  report.bundles[0].not_evaluated.push_back(
      {&sample_rule(), facts::SubjectKind::chain, "aa11", Location{.path = "site.pem", .line = 3}, "no key"});
  EXPECT_NE(write_text(report, {}).find("not evaluated  site.pem:3  chain-missing-intermediate\n    no key\n"), std::string::npos);
}

TEST(TextWriter, WritesColorsOnlyWhenAsked) {
  EXPECT_EQ(write_text(sample_report(), {}).find('\x1B'), std::string::npos);
  report::TextStyle style;
  style.color = true;
  EXPECT_NE(write_text(sample_report(), style).find("\x1B[1;31merror\x1B[0m"), std::string::npos);
}

TEST(TextWriter, CountsCleanFilesBeyondAScreen) {
  Report report;
  for (int i = 0; i < 25; ++i) {
    report::InputReport input;
    input.path = std::to_string(i) + ".pem";
    report.inputs.push_back(input);
  }
  EXPECT_NE(write_text(report, {}).find("... and 5 more without findings\n"), std::string::npos);
}

TEST(Title, NamesSomeFilesOfManyAndCountsTheOthers) {
  BundleReport bundle;
  bundle.name = "certs/1.pem";
  for (int i = 1; i <= 16; ++i) bundle.files.push_back("certs/" + std::to_string(i) + ".pem");
  EXPECT_TRUE(title(bundle).ends_with(" + 15.pem + 16.pem")) << title(bundle);
  for (int i = 17; i <= 5000; ++i) bundle.files.push_back("certs/" + std::to_string(i) + ".pem");
  EXPECT_TRUE(title(bundle).ends_with(" + 14.pem + 15.pem + 4985 other files")) << title(bundle);
}

TEST(Wrapped, BreaksAtBlanksAndIndents) {
  report::TextStyle style;
  style.columns = 30;
  EXPECT_EQ(wrapped(style, "one two three four five six seven", 4), "    one two three four five\n    six seven\n");
  EXPECT_EQ(report::wrapped({}, "one two", 2), "  one two\n");
  EXPECT_EQ(report::wrapped({}, "a\nb", 1), " a\n b\n");
}

TEST(Width, CountsCharactersNotBytes) { EXPECT_EQ(report::width("M\xC3\xBCnchen"), 7u); }

TEST(Width, LeavesLinksOut) {
  EXPECT_EQ(report::width("a \x1B]8;;https://example.com/x\x1B\\rule\x1B]8;;\x1B\\ b"), 8u);
  EXPECT_EQ(report::width("\x1B]8;;https"), 0u);
}

TEST(TextWriter, LinksTheNameOfARuleToItsPage) {
  report::TextStyle style;
  style.links = true;
  Report report = sample_report();
  rules::Rule rule = sample_rule();
  rule.outcome = rules::RuleOutcome();  // without references: its page is one of the project
  report.bundles.front().findings.front().rule = &rule;
  const std::string link = "\x1B]8;;" + help_url(rule) + "\x1B\\" + rule.id + "\x1B]8;;\x1B\\\n";
  EXPECT_NE(write_output(report, report::OutputFormat::text, report::View::findings, style).find(link), std::string::npos);
  style.links = false;
  EXPECT_EQ(write_text(report, style).find('\x1B'), std::string::npos);
}

}  // namespace text_writer_test
}  // namespace chainlint::report::test
