#include "chainlint/run/run_report.h"

#include <algorithm>

#include "chainlint/policy/baseline.h"
#include "minted_files.h"

namespace chainlint::run {
namespace run_report_test {

// A run over the files of a temporary folder, with a policy there: as prepare_run() makes it, without the environment.
class Case {
 public:
  explicit Case(const std::string& policy = "") {
    write_minted(folder, "site.pem: { pem: [leaf] }\n");
    const std::string path = folder.path(".chainlint.yaml");
    const auto nothing = [](const std::string&) -> Result<std::string> { return Error{"absent", "is not there", {}}; };
    if (!policy.empty()) run.policy = policy::load_policy({path, policy}, nothing).policy;
    run.options.at = *Instant::parse("2026-06-01");
    run.options.paths = {folder.path("site.pem")};
    run.rules = choose_rules({"recommended"}, "recommended", problems, run.policy ? &*run.policy : nullptr);
    run.previous = std::make_unique<PreviousMaterial>();
  }

  report::Report report() {
    run.acceptances = load_acceptances(run.policy, run.options, *run.rules, problems);
    EXPECT_TRUE(problems.empty()) << problems.front();
    return make_report(run, "check", lint_files(run.options, run.plan()));
  }

  // A report points at the rules of its case. How the finding of a rule was accepted: "waiver", "baseline", "no", "(none)" where there is
  // no finding.
  static std::string acceptance(const report::Report& report, const std::string& rule) {
    for (const report::BundleReport& bundle : report.bundles) {
      for (const rules::Finding& finding : bundle.findings) {
        if (finding.rule->id != rule) continue;
        if (!finding.accepted) return "no";
        return finding.accepted->kind == rules::Acceptance::Kind::waiver ? "waiver" : "baseline";
      }
    }
    return "(none)";
  }

  // Writes a baseline with every finding of the report.
  void write_baseline(const report::Report& report) {
    std::vector<policy::BaselineEntry> entries;
    for (const report::BundleReport& bundle : report.bundles) {
      for (const rules::Finding& finding : bundle.findings) {
        entries.push_back(policy::baseline_entry(finding, baseline_place(finding, place_of(bundle), folder.path(), folder.path())));
      }
    }
    run.options.baseline = folder.write("baseline.json", policy::write_baseline(std::move(entries), "0.1.0"));
  }

  TemporaryFolder folder;
  BundleRun run;
  std::vector<std::string> problems;
};

const std::string kMissing = "chain-missing-intermediate";

std::string waiver(const std::string& expires, const std::string& rule = kMissing) {
  return "waivers: [ { rule: " + rule + ", paths: [site.pem], reason: r, owner: o, expires: " + expires + " } ]\n";
}

TEST(RunReports, CountWhatNobodyAccepted) {
  Case run;
  const report::Report report = run.report();
  EXPECT_EQ(Case::acceptance(report, kMissing), "no");
  EXPECT_GT(report.summary.errors + report.summary.warnings + report.summary.notes, 0u);
  EXPECT_EQ(report.summary.waived, 0u);
}

TEST(RunReports, AcceptByAWaiverUntilItExpires) {
  Case current(waiver("2026-06-02")), expired(waiver("2026-05-31"));
  EXPECT_EQ(Case::acceptance(current.report(), kMissing), "waiver");
  EXPECT_EQ(Case::acceptance(expired.report(), kMissing), "no");
}

TEST(RunReports, AcceptByTheBaselineWhatNoWaiverAccepts) {
  Case one, other(waiver("2027-01-01"));
  one.write_baseline(one.report());
  other.write_baseline(other.report());
  const report::Report report = one.report();
  EXPECT_EQ(Case::acceptance(report, kMissing), "baseline");
  ASSERT_TRUE(report.baseline);
  EXPECT_EQ(report.baseline->gone, 0u);
  EXPECT_EQ(report.summary.waived, report.summary.in_baseline);
  EXPECT_EQ(Case::acceptance(other.report(), kMissing), "waiver");
}

TEST(RunReports, CountEntriesOfTheBaselineThatAreGone) {
  Case run;
  run.write_baseline(run.report());
  write_minted(run.folder, "site.pem: { pem: [leaf, inter, root] }\n");
  EXPECT_GT(run.report().baseline->gone, 0u);
}

// A waiver that fits no finding is reported about the run, as one more bundle.
TEST(RunReports, SayWhichWaiversAreUnused) {
  Case idle(waiver("2027-01-01", "leaf-expired")), active(waiver("2027-01-01"));
  const report::Report report = idle.report();
  ASSERT_FALSE(report.bundles.empty());
  EXPECT_TRUE(report.bundles.back().of_run);
  EXPECT_NE(Case::acceptance(report, "waiver-unused"), "(none)");
  EXPECT_EQ(Case::acceptance(active.report(), "waiver-unused"), "(none)");
}

TEST(RunReports, AcceptTheSameAtAMomentOfTheTimeline) {
  Case run(waiver("2026-06-10"));
  const report::Report report = run.report();
  rules::Evaluation then{report.bundles.front().findings, {}};
  run.run.acceptances.accept(then, *Instant::parse("2026-06-10T23:59:59Z"), place_of(report.bundles.front()));
  const auto accepted = [&] {
    return std::any_of(then.findings.begin(), then.findings.end(),
                       [](const rules::Finding& finding) { return finding.accepted.has_value(); });
  };
  EXPECT_TRUE(accepted());
  run.run.acceptances.accept(then, *Instant::parse("2026-06-11"), place_of(report.bundles.front()));
  EXPECT_FALSE(accepted());
}

TEST(RunReports, RecordTheFilesAndOptionsThatDecided) {
  Case run("fail_on: warning\n");
  run.run.options.anchors = {run.folder.path("site.pem")};
  run.run.arguments.anchors = run.run.options.anchors;
  run.run.arguments.password_files = {"/run/secrets/password"};
  run.run.options.passwords.push_back(Password{"hunter2"});
  const report::RunRecord record = run.report().run;
  ASSERT_EQ(record.files.size(), 2u);
  EXPECT_EQ(record.files[0].first, run.folder.path(".chainlint.yaml"));
  EXPECT_EQ(record.files[1].first, run.folder.path("site.pem"));
  EXPECT_EQ(record.rules_sha256.size(), 64u);
  for (const std::string& word : record.arguments) EXPECT_EQ(word.find("hunter2"), std::string::npos);
}

TEST(RunReports, RecordTheRulesThatRan) {
  Case all, again, changed("rules: { leaf-expired: warning }\n");
  const std::string recommended = all.report().run.rules_sha256;
  EXPECT_NE(changed.report().run.rules_sha256, recommended);
  EXPECT_EQ(again.report().run.rules_sha256, recommended);
}

}  // namespace run_report_test
}  // namespace chainlint::run
