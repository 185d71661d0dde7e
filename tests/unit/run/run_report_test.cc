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
    EXPECT_TRUE(problems.empty()) << problems.front().text();
    return make_report(run, "check", lint_files(run.options, run.plan()));
  }

  // The finding of a rule; null where there is none. A report points at the rules of its case.
  static const rules::Finding* finding_of(const report::Report& report, const std::string& rule) {
    for (const report::BundleReport& bundle : report.bundles) {
      for (const rules::Finding& finding : bundle.findings) {
        if (finding.rule->id == rule) return &finding;
      }
    }
    return nullptr;
  }

  // How the finding of a rule was accepted: "waiver", "baseline", "no", "(none)" where there is
  // no finding.
  static std::string acceptance(const report::Report& report, const std::string& rule) {
    const rules::Finding* finding = finding_of(report, rule);
    if (finding == nullptr) return "(none)";
    if (!finding->accepted) return "no";
    return finding->accepted->kind == rules::Acceptance::Kind::waiver ? "waiver" : "baseline";
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
  UsageProblems problems;
};

const std::string kMissing = "chain-missing-intermediate";

std::string waiver(const std::string& expires, const std::string& rule = kMissing) {
  return "waivers: [ { rule: " + rule + ", paths: [site.pem], reason: r, owner: o, expires: " + expires + " } ]\n";
}

// Nothing is known of the private CA, so what is missing is a warning, unless the policy sets another severity.
TEST(RunReports, CountFindingsThatAreNotAccepted) {
  Case run, waived(waiver("2027-01-01")), raised("rules: { chain-missing-intermediate: error }\n");
  const report::Report report = run.report(), after = waived.report(), errors = raised.report();
  EXPECT_EQ(Case::acceptance(report, kMissing), "no");
  ASSERT_NE(Case::finding_of(report, kMissing), nullptr);
  EXPECT_EQ(Case::finding_of(report, kMissing)->severity, Severity::warning);
  EXPECT_EQ(report.summary.errors, 0u);
  EXPECT_EQ(report.summary.waived, 0u);
  EXPECT_EQ(after.summary.warnings + 1, report.summary.warnings);
  EXPECT_EQ(after.summary.waived, 1u);
  EXPECT_EQ(errors.summary.errors, 1u);
  EXPECT_EQ(errors.summary.warnings + 1, report.summary.warnings);
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
  const report::Report waived = other.report();
  EXPECT_EQ(Case::acceptance(waived, kMissing), "waiver");
  ASSERT_TRUE(waived.baseline);
  EXPECT_EQ(waived.baseline->gone, 0u);
}

TEST(RunReports, CountEntriesOfTheBaselineThatAreGone) {
  Case run;
  const report::Report before = run.report();
  ASSERT_NE(Case::finding_of(before, kMissing), nullptr);
  run.write_baseline(before);
  const report::Report same = run.report();
  ASSERT_TRUE(same.baseline);
  EXPECT_EQ(same.baseline->gone, 0u);
  write_minted(run.folder, "site.pem: { pem: [leaf, inter, root] }\n");
  const report::Report after = run.report();
  ASSERT_TRUE(after.baseline);
  EXPECT_EQ(Case::finding_of(after, kMissing), nullptr);
  // Every other finding that was there is still there.
  std::size_t kept = 0;
  for (const rules::Finding& finding : before.bundles.front().findings) {
    kept += Case::acceptance(after, finding.rule->id) == "baseline" ? 1u : 0u;
  }
  EXPECT_EQ(after.baseline->gone, before.bundles.front().findings.size() - kept);
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

// The second after the last day of the waiver.
TEST(RunReports, SayInTheTimelineWhenAWaiverExpires) {
  Case run(waiver("2026-06-10"));
  run.run.options.timeline = true;
  const report::Report report = run.report();
  ASSERT_TRUE(report.bundles.front().timeline);
  const renewal::Timeline& timeline = *report.bundles.front().timeline;
  const auto event = std::find_if(timeline.events.begin(), timeline.events.end(),
                                  [](const renewal::TimelineEvent& each) { return each.cause == renewal::EventCause::waiver_ends; });
  ASSERT_NE(event, timeline.events.end());
  EXPECT_EQ(event->at.to_string(), "2026-06-11T00:00:00Z");
  EXPECT_TRUE(event->worse());
  ASSERT_EQ(event->begin.size(), 1u);
  EXPECT_EQ(event->begin.front().rule, kMissing);
}

TEST(RunReports, RecordTheFilesAndOptionsThatDecided) {
  Case run("fail_on: warning\n");
  run.run.options.anchors = {run.folder.path("site.pem")};
  run.run.arguments.set("--anchors", run.run.options.anchors);
  run.run.arguments.set("--password-file", {"/run/secrets/password"});
  run.run.options.passwords.push_back(Password{"hunter2"});
  const report::RunRecord record = run.report().run;
  ASSERT_EQ(record.files.size(), 2u);
  EXPECT_EQ(record.files[0].first, run.folder.path(".chainlint.yaml"));
  EXPECT_EQ(record.files[1].first, run.folder.path("site.pem"));
  EXPECT_EQ(record.rules_sha256.size(), 64u);
  EXPECT_EQ(record.arguments, (std::vector<std::string>{"check", "--at", "2026-06-01T00:00:00Z", "--policy", record.files[0].first,
                                                        "--anchors", record.files[1].first, "--password-file", "/run/secrets/password"}));
}

TEST(RunReports, RecordTheRulesThatRan) {
  Case all, again, changed("rules: { leaf-expired: warning }\n");
  const std::string recommended = all.report().run.rules_sha256;
  EXPECT_NE(changed.report().run.rules_sha256, recommended);
  EXPECT_EQ(again.report().run.rules_sha256, recommended);
}

}  // namespace run_report_test
}  // namespace chainlint::run
