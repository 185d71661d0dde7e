#include "lint_run.h"

#include <algorithm>
#include <iterator>

#include "bundle_files.h"
#include "in_parallel.h"
#include "input_index.h"
#include "version.h"

namespace chainlint::cli {
namespace {

// A rule set that judges server chains has nothing to say about a bundle without a certificate, and silence would be a pass.
void require_certificates(const std::vector<Bundle>& bundles, Report& report) {
  InputIndex inputs(report);
  for (const Bundle& bundle : bundles) {
    const bool any = std::any_of(bundle.containers.begin(), bundle.containers.end(),
                                 [](const Container& c) { return c.count(EntryKind::certificate) > 0 || c.has_error(); });
    if (any || bundle.containers.front().format == Format::archive) continue;
    const Location where{.path = bundle.containers.front().path};
    InputReport* input = inputs.find(where.path);
    if (input == nullptr) continue;
    input->diagnostics.push_back({Severity::error, "no-certificate", "holds no certificate: there is no chain to judge", where});
    input->status = ReadStatus::partial;
  }
}

// Judges bundles. Used by all threads.
class Linter {
 public:
  Linter(const RunOptions& options, const LintPlan& plan) : options_(options), plan_(plan) {
    request_.anchors = &plan.trust.anchors;
    request_.pool = &plan.trust.pool;
    request_.at = options.at;
    request_.purpose = options.purpose;
    request_.hosts = options.hosts;
    request_.crls = plan.trust.crls;
    request_.assume_server_chain =
        (plan.rules != nullptr && plan.rules->set.assume_server_chain) || !options.hosts.empty() || !plan.deployments.targets.empty();
    request_.limits = plan.reading.limits;
    request_.explain = options.explain;
  }

  // One report a target; one where there is none.
  std::vector<BundleReport> judge(const Bundle& bundle) {
    const BundleAnalysis analysis = analyze(bundle, request_, verifier_);
    const std::vector<Deployment> deployments = deploy(bundle, analysis, request_, plan_.deployments, verifier_);
    std::vector<BundleReport> reports;
    if (deployments.empty()) reports.push_back(judge(context(bundle, analysis)));
    for (const Deployment& deployment : deployments) {
      FactContext on_target = context(bundle, analysis);
      if (deployment.target.profile != nullptr) on_target.target = deployment.target.profile->name;
      on_target.deployment = &deployment;
      reports.push_back(judge(on_target));
    }
    return reports;
  }

 private:
  FactContext context(const Bundle& bundle, const BundleAnalysis& analysis) const {
    FactContext context{bundle, analysis, request_, {}, nullptr};
    if (plan_.rules != nullptr) context.records = &plan_.rules->records;
    if (options_.window) context.window = &*options_.window;
    context.renewal = plan_.previous.renewal();
    context.rollback = plan_.previous.rollback();
    if (plan_.policy) context.issuance = plan_.policy->issuance;
    return context;
  }

  BundleReport judge(const FactContext& context) const {
    return describe_bundle(context, plan_.rules == nullptr ? Evaluation{} : evaluate(plan_.rules->rules_for(context), context));
  }

  const RunOptions& options_;
  const LintPlan& plan_;
  ChainRequest request_;
  SignatureVerifier verifier_;
};

InputReport unreadable_path(const Diagnostic& diagnostic) {
  InputReport input;
  input.path = diagnostic.location.path;
  input.status = ReadStatus::unreadable;
  input.diagnostics.push_back(diagnostic);
  return input;
}

// A named folder in which nothing was recognised is an input that could not be read.
void note_empty_folders(const std::vector<std::string>& folders, Report& report) {
  for (const std::string& folder : folders) {
    const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
    const bool any = std::any_of(report.inputs.begin(), report.inputs.end(),
                                 [&](const InputReport& input) { return input.path == folder || input.path.starts_with(prefix); });
    if (any) continue;
    const std::size_t others = static_cast<std::size_t>(
        std::count_if(report.skipped.begin(), report.skipped.end(), [&](const std::string& path) { return path.starts_with(prefix); }));
    report.inputs.push_back(
        unreadable_path({Severity::error, "folder-without-certificates",
                         others == 0 ? "holds no file" : "holds no file of a known kind (" + std::to_string(others) + " skipped)",
                         Location{.path = folder}}));
  }
}

}  // namespace

Report run_lint(const RunOptions& options, const LintPlan& plan) {
  Report report;
  report.version = kVersion;
  report.at = options.at;
  const InputFiles found = find_files(options.paths, plan.reading.limits);
  for (const Diagnostic& diagnostic : found.diagnostics) report.inputs.push_back(unreadable_path(diagnostic));
  report.skipped = found.skipped;
  std::vector<Bundle> bundles = read_bundles(options, found, plan.reading, plan.certificates, report);
  if (plan.rules != nullptr && plan.rules->set.assume_server_chain) require_certificates(bundles, report);
  std::erase_if(bundles, [](const Bundle& bundle) {
    return std::all_of(bundle.containers.begin(), bundle.containers.end(), [](const Container& c) { return c.entries.empty(); });
  });
  Linter linter(options, plan);
  std::vector<std::vector<BundleReport>> judged(bundles.size());
  in_parallel(bundles.size(), options.jobs, [&](std::size_t i) {
    judged[i] = linter.judge(bundles[i]);
    bundles[i] = {};
  });
  for (std::vector<BundleReport>& reports : judged) std::move(reports.begin(), reports.end(), std::back_inserter(report.bundles));
  note_empty_folders(found.folders, report);
  report.inputs.insert(report.inputs.end(), plan.trust.damaged.begin(), plan.trust.damaged.end());
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::cli
