#include <algorithm>

#include "acceptance.h"
#include "commands.h"
#include "deployment_choice.h"
#include "lint_run.h"
#include "outputs.h"
#include "policy_choice.h"
#include "previous_material.h"
#include "rule_choice.h"
#include "run_options.h"
#include "trust_material.h"

namespace chainlint::cli {
namespace {

// A rule that could not be judged on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const NotEvaluated& entry) { return entry.subject != SubjectKind::key; }

int exit_status(const Report& report, const RunOptions& options) {
  bool findings = false, open = false;
  for (const BundleReport& bundle : report.bundles) {
    for (const Finding& finding : bundle.findings) {
      findings |= options.fail_on && !finding.accepted && finding.severity <= *options.fail_on;
    }
    findings |= options.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
    open |= !bundle.not_evaluated.empty();
  }
  open |= std::any_of(report.inputs.begin(), report.inputs.end(), [](const InputReport& i) { return i.status != ReadStatus::read; });
  if (report.summary.unreadable > 0 || (options.strict && open)) return kStatusUnreadable;
  return findings ? kStatusFindings : kStatusClean;
}

int run_bundles(BundleArguments arguments, std::vector<std::string> problems, View view) {
  const std::string command = view == View::findings ? "check" : "show";
  const std::optional<Policy> policy = choose_policy(arguments, problems);
  const RunOptions options = judge_arguments(arguments, problems);
  ReadOptions reading;
  reading.passwords = options.passwords;
  CertificateCache certificates;
  TrustMaterial trust = load_trust_material(options, reading, certificates, problems);
  const RuleChoice rules = view == View::findings ? choose_rules(options.rule_sets, "recommended", problems) : RuleChoice{};
  DeploymentChoice deployments;
  choose_deployments(options, reading, certificates, deployments, problems);
  const std::unique_ptr<PreviousMaterial> previous = load_previous(options, reading, certificates, trust, problems);
  Acceptances acceptances = load_acceptances(policy, options, problems);
  check_outputs(options.outputs, problems);
  if (!problems.empty()) return report_usage(problems, command);

  trust.damaged.insert(trust.damaged.end(), deployments.damaged.begin(), deployments.damaged.end());
  const LintPlan plan{view == View::findings ? &rules : nullptr, policy, reading, certificates, trust, deployments.request, *previous};
  Report report = run_lint(options, plan);
  if (view == View::findings) acceptances.apply(report, rules, options);
  const std::vector<std::string> unwritten = write_outputs(report, options, view);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  if (!unwritten.empty()) return kStatusInternal;
  return exit_status(report, options);
}

}  // namespace

int run_check(const BundleArguments& arguments, std::vector<std::string> problems) {
  return run_bundles(arguments, std::move(problems), View::findings);
}

int run_show(const BundleArguments& arguments, std::vector<std::string> problems) {
  return run_bundles(arguments, std::move(problems), View::contents);
}

int report_usage(const std::vector<std::string>& problems, const std::string& command) {
  for (const std::string& problem : problems) {
    // A mistake in a file carries its own place: path, line and column come first, as editors expect.
    problem.find(": error: ") == std::string::npos ? complain("error: " + problem) : complain_at_place(problem);
  }
  const std::string hint = "try 'chainlint " + command + (command.empty() ? "" : " ") + "--help'";
  complain(command == "check" ? "nothing was linted; " + hint : hint);
  return kStatusUsage;
}

}  // namespace chainlint::cli
