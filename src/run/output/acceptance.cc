#include "chainlint/run/acceptance.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/run_state.h"
#include "chainlint/git/git_repository.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/working_folder.h"
#include "policy/policy_at_revision.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

// The waivers of the policy file as it is at a revision. Other mistakes in it are reported and do not stop the run: the folder's
// own policy is in force, and one that fixes the other must be able to pass.
std::vector<policy::WaiverItem> waivers_at(const std::string& revision, const std::string& policy_path, UsageProblems& problems) {
  const std::string told = " is " + in_quotes(revision) + ": ";
  const Result<git::GitRevision> git = git::GitRevision::open(revision, policy_path);
  if (!git) {
    problems.add("--waivers-from", revision, told + git.error().message);
    return {};
  }
  const Result<std::optional<std::string>> text = git->read(policy_path);
  if (!text) {
    problems.add("--waivers-from", revision, told + text.error().message);
    return {};
  }
  if (!*text) {
    complain("warning: --waivers-from" + told + "there is no " + in_quotes(policy_path) + " at that revision, so no waiver is read");
    return {};
  }
  const policy::LoadedPolicy loaded = policy_at(*git, policy_path);
  for (const std::string& problem : loaded.problems) complain("warning: in the policy of " + in_quotes(revision) + ", " + problem);
  return loaded.policy.waivers;
}

std::optional<policy::BaselineTable> load_baseline(const std::string& path, const FileSource& source, UsageProblems& problems) {
  if (path == "-") {
    problems.add("--baseline", path, " is '-'; a baseline must be a file, because its paths are relative to its folder");
    return std::nullopt;
  }
  const Result<Bytes> content = source.read(path, BaselineLimits::kFileBytes);
  if (!content) {
    const std::string hint =
        source.look_at(path).kind == FileSource::Place::Kind::absent ? "; create one with 'chainlint baseline write'" : "";
    problems.add("--baseline", path, " " + in_quotes(path) + " " + content.error().message + hint);
    return std::nullopt;
  }
  policy::ReadBaseline read = policy::read_baseline(path, std::string(as_text(*content)));
  problems.add_placed(read.problems, UsageProblem::Origin::file);
  return policy::BaselineTable(std::move(read.entries), path);
}

void add_inputs(const std::vector<report::InputReport>& inputs, const rules::RuleSet& rules, const RunOptions& options,
                const std::string& working, policy::RunReach& reach) {
  for (const rules::RuleSet::Member& member : rules.members) reach.rules.insert(member.rule->id);
  std::error_code error;
  for (const std::string& path : options.paths) {
    // With --changed most of a folder is not looked at.
    if (!options.changed && fs::is_directory(path, error)) reach.folders.push_back(policy::absolute_path(path, working));
  }
  for (const report::InputReport& input : inputs) {
    reach.files.push_back(policy::absolute_path(input.path, working));
    if (input.status != formats::ReadStatus::read) reach.unread.push_back(reach.files.back());
  }
}

bool looked_at(const std::string& path, const policy::RunReach& reach) {
  const auto holds = [&](const std::string& folder) { return path.starts_with(folder == "/" ? folder : folder + "/"); };
  return std::find(reach.files.begin(), reach.files.end(), path) != reach.files.end() ||
         std::any_of(reach.folders.begin(), reach.folders.end(), holds);
}

}  // namespace

policy::BaselinePlace baseline_place(const rules::Finding& finding, const BundlePlace& bundle, const std::string& working,
                                     const std::string& folder) {
  const auto from_folder = [&](const std::string& path) { return policy::relative_path(policy::absolute_path(path, working), folder); };
  return {from_folder(finding.location.path), bundle.leaf, from_folder(bundle.file)};
}

BundlePlace place_of(const report::BundleReport& bundle) {
  return {bundle.path.empty() ? "" : bundle.path.front().certificate->sha256, bundle.files.empty() ? bundle.name : bundle.files.front()};
}

policy::BaselinePlace Acceptances::place_in_baseline(const rules::Finding& finding, const BundlePlace& bundle) const {
  return baseline_place(finding, bundle, working_, baseline_folder_);
}

void Acceptances::accept(rules::Evaluation& evaluation, Instant at, const BundlePlace& bundle) const {
  for (rules::Finding& finding : evaluation.findings) {
    finding.accepted = waivers_ ? waivers_->acceptance_at(finding, at) : std::nullopt;
    if (!finding.accepted && baseline_) finding.accepted = baseline_->acceptance_of(finding, place_in_baseline(finding, bundle));
  }
}

Acceptances::Tally::Tally(const Acceptances& acceptances, const RunOptions& options)
    : acceptances_(acceptances), waivers_(acceptances.waivers_), baseline_(acceptances.baseline_), notes_reach_(options.records.empty()) {}

void Acceptances::Tally::add(const report::BundleReport& bundle) {
  const BundlePlace place = place_of(bundle);
  for (const rules::Finding& finding : bundle.findings) {
    if (waivers_) waivers_->note(finding);
    if (baseline_) baseline_->note(finding, acceptances_.place_in_baseline(finding, place));
  }
  if (!waivers_ || !notes_reach_) return;
  for (const report::EntryReport& entry : bundle.entries) {
    if (entry.certificate != nullptr) reach_.certificates.insert(entry.certificate->sha256);
    if (!entry.key_sha256.empty()) reach_.keys.insert(entry.key_sha256);
  }
  for (const report::ChainStepReport& step : bundle.path) reach_.certificates.insert(step.certificate->sha256);
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) reach_.not_evaluated.insert(entry.rule->id);
}

Acceptances::Outcome Acceptances::Tally::outcome(const std::vector<report::InputReport>& inputs, const RuleChoice& rules,
                                                 const RunOptions& options) {
  Outcome outcome;
  const std::string& policy_path = acceptances_.policy_path_;
  outcome.state.path = !policy_path.empty()       ? policy_path
                       : !options.records.empty() ? options.records
                       : inputs.empty()           ? ""
                                                  : inputs.front().path;
  if (!waivers_ && !baseline_) return outcome;
  if (notes_reach_) add_inputs(inputs, rules.set, options, acceptances_.working_, reach_);
  if (waivers_) {
    outcome.state.waivers = waivers_->outcomes(reach_);
    outcome.waivers = waivers_->evidence(reach_);
  }
  if (baseline_) {
    const auto was_looked_at = [&](const std::string& path) {
      return looked_at(policy::absolute_path(path, acceptances_.baseline_folder_), reach_);
    };
    outcome.gone = baseline_->gone(was_looked_at);
    outcome.baseline = report::BaselineReport{baseline_->path(), baseline_->size(), outcome.gone.size()};
  }
  return outcome;
}

Acceptances load_acceptances(const std::optional<policy::Policy>& policy, const RunOptions& options, const RuleChoice& rules,
                             UsageProblems& problems) {
  Acceptances acceptances;
  acceptances.working_ = working_folder();
  if (policy && !policy->files.empty()) {
    acceptances.policy_path_ = policy->files.front();
    const std::vector<policy::WaiverItem> items =
        options.waivers_from.empty() ? policy->waivers : waivers_at(options.waivers_from, policy->files.front(), problems);
    acceptances.waivers_.emplace(policy::read_waivers(items, rules.library).waivers, acceptances.working_, options.at);
  } else if (!options.waivers_from.empty()) {
    complain("warning: --waivers-from is " + in_quotes(options.waivers_from) + ": no policy file applies here, so no waiver is read");
  }
  const bool reads = !options.baseline.empty() && !options.writes_baseline && !options.no_policy;
  if (options.no_policy && !options.baseline.empty() && !options.writes_baseline) {
    complain("warning: with --no-policy, the baseline " + in_quotes(options.baseline) + " is ignored");
  }
  if (reads) acceptances.baseline_ = load_baseline(options.baseline, *options.judged_by, problems);
  if (acceptances.baseline_) acceptances.baseline_folder_ = folder_of(acceptances.baseline_->path());
  return acceptances;
}

}  // namespace chainlint::run
