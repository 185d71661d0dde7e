#include "lint_run.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "bundle_files.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/records/records.h"
#include "in_parallel.h"
#include "input_index.h"
#include "version.h"

namespace chainlint::cli {
namespace {

// A rule set that judges server chains has nothing to say about a bundle without a certificate, and silence would be a pass.
void require_certificates(const std::vector<ReadBundle>& bundles, Report& report) {
  InputIndex inputs(report);
  for (const auto& [bundle, plan, trust] : bundles) {
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

// Whether the chain ends at a root that was given and that no root program knows: whoever gives it knows whose it is, whatever policies
// its certificates claim.
bool ends_at_a_root_of_ones_own(const FactContext& context) {
  const std::optional<Path>& path = context.analysis.path;
  const AnchorSet* anchors = context.request.anchors;
  if (!path || path->stop != StopReason::anchor || anchors == nullptr || anchors->origin() != AnchorOrigin::files) return false;
  const Records& records = context.records == nullptr ? shipped_records() : *context.records;
  return std::none_of(path->steps.begin(), path->steps.end(),
                      [&](const PathStep& step) { return records.is_public_root(to_hex(sha256(step.certificate->public_key().der))); });
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
    request_.limits = plan.reading.limits;
    request_.explain = options.explain;
  }

  // One report a target; one where there is none.
  std::vector<BundleReport> judge(const ReadBundle& read) {
    const DeploymentRequest& wanted = deployments_for(read);
    const ChainRequest request = request_for(read, wanted);
    const BundleAnalysis analysis = analyze(read.bundle, request, verifier_);
    const std::vector<Deployment> deployments = deploy(read.bundle, analysis, request, wanted, verifier_);
    const bool looks_ahead = options_.window && plan_.rules != nullptr;
    const Outlook outlook = looks_ahead ? look_ahead(read.bundle, request, &*options_.window, verifier_) : Outlook{};
    FactContext plain = context(read, analysis, request);
    if (looks_ahead) plain.outlook = &outlook;
    std::vector<BundleReport> reports;
    if (deployments.empty()) reports.push_back(judge(plain));
    for (const Deployment& deployment : deployments) {
      FactContext on_target = plain;
      if (deployment.target.profile != nullptr) on_target.target = deployment.target.profile->name;
      on_target.deployment = &deployment;
      reports.push_back(judge(on_target));
    }
    return reports;
  }

 private:
  const DeploymentRequest& deployments_for(const ReadBundle& read) const {
    if (read.trust) return nowhere_;
    return read.plan != nullptr && read.plan->deployments != nullptr ? *read.plan->deployments : plan_.deployments;
  }

  // What the run asks, with what the policy says of this bundle.
  ChainRequest request_for(const ReadBundle& read, const DeploymentRequest& wanted) const {
    ChainRequest request = request_;
    const BundlePlan* plan = read.plan;
    if (read.trust) request.hosts.clear();
    if (plan != nullptr) {
      request.hosts.insert(request.hosts.end(), plan->hosts.begin(), plan->hosts.end());
      request.purpose = plan->purpose;
    }
    const bool by_rules = plan_.rules != nullptr && plan_.rules->set.assume_server_chain;
    request.assume_server_chain = by_rules || !request.hosts.empty() || !wanted.targets.empty();
    return request;
  }

  FactContext context(const ReadBundle& read, const BundleAnalysis& analysis, const ChainRequest& request) const {
    FactContext context{read.bundle, analysis, request, {}, nullptr};
    if (plan_.rules != nullptr) context.records = &plan_.rules->records;
    if (options_.window) context.window = &*options_.window;
    context.renewal = plan_.previous.renewal();
    if (read.plan != nullptr && read.plan->previous != nullptr) context.renewal = read.plan->previous->renewal();
    context.rollback = plan_.previous.rollback();
    if (read.trust) {
      context.renewal = nullptr;
      context.rollback = nullptr;
    }
    if (plan_.policy && plan_.rules == nullptr) context.issuance = plan_.policy->issuance;
    if (read.plan != nullptr && read.plan->told->issuance != Issuance::undeclared) context.issuance = read.plan->told->issuance;
    return context;
  }

  BundleReport judge(const FactContext& context) const {
    FactContext declared = context;
    if (plan_.rules != nullptr && declared.issuance == Issuance::undeclared) declared.issuance = plan_.rules->issuance_for(context);
    const bool believed = plan_.rules == nullptr || plan_.rules->for_public_cas || plan_.visit;
    if (!believed && declared.issuance == Issuance::undeclared && ends_at_a_root_of_ones_own(context)) {
      declared.issuance = Issuance::private_ca;
    }
    if (plan_.visit) {
      plan_.visit(declared);
      return {};
    }
    return describe_bundle(declared, plan_.rules == nullptr ? Evaluation{} : evaluate(plan_.rules->rules_for(declared), declared));
  }

  const RunOptions& options_;
  const LintPlan& plan_;
  ChainRequest request_;
  const DeploymentRequest nowhere_;
  SignatureVerifier verifier_;
};

// What is replaced belongs to one bundle, and which of several is not for guessing.
void require_one_bundle(const PreviousMaterial& previous, const std::vector<ReadBundle>& bundles, Report& report) {
  if (previous.renewal() == nullptr && previous.rollback() == nullptr) return;
  const ReadBundle* first = nullptr;
  std::size_t count = 0;
  for (const ReadBundle& read : bundles) {
    const bool any = std::any_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                                 [](const Container& c) { return c.count(EntryKind::certificate) > 0; });
    if (!any || read.trust) continue;
    if (first == nullptr) first = &read;
    ++count;
  }
  if (count < 2) return;
  InputIndex inputs(report);
  const Location where{.path = first->bundle.containers.front().path};
  InputReport* input = inputs.find(where.path);
  if (input == nullptr) return;
  input->diagnostics.push_back({Severity::error, "previous-of-several",
                                "--previous and --rollback belong to one bundle, and there are " + std::to_string(count) +
                                    "; name the files of one, or declare the bundles in the policy",
                                where});
  input->status = ReadStatus::partial;
}

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

// The policy lies in the folder that it speaks of, and is no input.
void drop_policy_files(const std::optional<Policy>& policy, InputFiles& found) {
  if (!policy) return;
  const auto same = [](const std::string& a, const std::string& b) {
    std::error_code error;
    return std::filesystem::equivalent(a, b, error);
  };
  std::erase_if(found.files, [&](const InputFile& file) {
    const bool yaml = file.path.ends_with(".yaml") || file.path.ends_with(".yml");
    return !file.named && yaml &&
           std::any_of(policy->files.begin(), policy->files.end(), [&](const std::string& path) { return same(path, file.path); });
  });
}

}  // namespace

Report run_lint(const RunOptions& options, const LintPlan& plan) {
  Report report;
  report.version = kVersion;
  report.at = options.at;
  if (plan.policy && !plan.policy->files.empty()) report.policy = PolicyReport{plan.policy->files.front(), plan.policy->files};
  InputFiles found = find_files(options.paths, plan.reading.limits);
  drop_policy_files(plan.policy, found);
  const ToldInputs told = plan.bundles == nullptr ? ToldInputs{} : match_bundles(*plan.bundles, options.paths.empty(), found);
  for (const Diagnostic& diagnostic : found.diagnostics) report.inputs.push_back(unreadable_path(diagnostic));
  for (const Diagnostic& diagnostic : told.missing) report.inputs.push_back(unreadable_path(diagnostic));
  report.skipped = found.skipped;
  std::vector<ReadBundle> bundles = read_bundles(options, found, told, plan.reading, plan.certificates, report);
  if (plan.rules != nullptr && plan.rules->set.assume_server_chain) require_certificates(bundles, report);
  std::erase_if(bundles, [](const ReadBundle& read) {
    return std::all_of(read.bundle.containers.begin(), read.bundle.containers.end(), [](const Container& c) { return c.entries.empty(); });
  });
  require_one_bundle(plan.previous, bundles, report);
  Linter linter(options, plan);
  std::vector<std::vector<BundleReport>> judged(bundles.size());
  in_parallel(bundles.size(), options.jobs, [&](std::size_t i) {
    judged[i] = linter.judge(bundles[i]);
    bundles[i] = {};
  });
  for (std::vector<BundleReport>& reports : judged) std::move(reports.begin(), reports.end(), std::back_inserter(report.bundles));
  note_empty_folders(found.folders, report);
  report.inputs.insert(report.inputs.end(), plan.trust.damaged.begin(), plan.trust.damaged.end());
  report.inputs.insert(report.inputs.end(), plan.previous.damaged().begin(), plan.previous.damaged().end());
  if (plan.bundles != nullptr) {
    for (const auto& previous : plan.bundles->previous) {
      report.inputs.insert(report.inputs.end(), previous->damaged().begin(), previous->damaged().end());
    }
  }
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::cli
