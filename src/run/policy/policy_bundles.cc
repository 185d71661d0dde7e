#include "chainlint/run/policy_bundles.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/policy_choice.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

// Plans the bundles one by one and shares what several of them need.
class Planner {
 public:
  Planner(const policy::Policy& policy, const PlanMaterial& material, BundlePlans& plans, UsageProblems& problems)
      : policy_(policy), material_(material), plans_(plans), problems_(problems) {}

  void plan(const policy::PolicyBundle& told) {
    UsageProblems own_problems;
    BundlePlan plan;
    plan.told = &told;
    for (const std::string& file : told.files) plan.files.push_back(beside(told.origin.path, file));
    BundleArguments arguments;
    arguments.paths = plan.files;
    arguments.set("--host", told.hosts);
    arguments.set("--purpose", told.purposes);
    const RunOptions own = validate_arguments(arguments, own_problems);
    plan.hosts = own.hosts;
    plan.purposes = told.purposes.empty() || is_typed("--purpose") ? material_.options.purposes : own.purposes;
    if (!told.targets.empty() && !is_typed("--target")) plan.deployments = &deployments_for(told, own_problems);
    if (!told.previous.empty() && material_.options.previous.empty()) plan.previous = previous_for(told, plan.purposes, own_problems);
    plans_.plans.push_back(std::move(plan));
    for (UsageProblem& problem : own_problems) add_problem(told, std::move(problem));
  }

 private:
  // On the command line or in the environment.
  bool is_typed(policy::OptionName option) const { return material_.arguments.has(option) && !material_.arguments.is_from_policy(option); }

  const profiles::DeploymentRequest& deployments_for(const policy::PolicyBundle& told, UsageProblems& problems) {
    std::vector<std::string> targets;
    for (const std::string& target : told.targets) targets.push_back(resolved_target(told, target));
    const auto [known, added] = by_targets_.try_emplace(targets, nullptr);
    if (!added) return known->second->request;
    auto choice = std::make_unique<DeploymentChoice>();
    RunOptions options;
    options.targets = std::move(targets);
    options.clients = material_.options.clients;
    options.judged_by = material_.options.judged_by;
    choose_deployments(options, material_.reading, material_.certificates, *choice, problems);
    choice->request.stores = material_.deployments.request.stores;
    known->second = choice.get();
    plans_.deployments.push_back(std::move(choice));
    return known->second->request;
  }

  // The path of a file has a slash in it, which tells it from a name.
  static std::string resolved_target(const policy::PolicyBundle& told, const std::string& target) {
    const bool file = target.find('/') != std::string::npos || target.ends_with(".yaml") || target.ends_with(".yml");
    if (!file) return target;
    const std::string path = beside(told.origin.path, target);
    return path.find('/') == std::string::npos ? "./" + path : path;
  }

  const PreviousMaterial* previous_for(const policy::PolicyBundle& told, chain::Purposes purposes, UsageProblems& problems) {
    const std::string path = beside(told.origin.path, told.previous);
    const auto [known, added] = by_previous_.try_emplace({path, purposes}, nullptr);
    if (!added) return known->second;
    plans_.options.push_back(std::make_unique<RunOptions>(material_.options));
    RunOptions& options = *plans_.options.back();
    options.previous = path;
    options.purposes = purposes;
    options.rollback.clear();
    plans_.previous.push_back(load_previous(options, material_.reading, material_.certificates, material_.trust, problems));
    known->second = plans_.previous.back().get();
    return known->second;
  }

  // Without the dashes: the bundle has a key of the name.
  void add_problem(const policy::PolicyBundle& told, UsageProblem problem) {
    if (problem.origin == UsageProblem::Origin::request) {
      const std::string text = problem.text(problem.option ? problem.option->name().substr(2) : "");
      problem = at_origin(policy_, told.origin, "bundle " + in_quotes(told.name) + ": " + text);
    }
    problems_.push_back(std::move(problem));
  }

  const policy::Policy& policy_;
  const PlanMaterial& material_;
  BundlePlans& plans_;
  UsageProblems& problems_;
  std::map<std::vector<std::string>, DeploymentChoice*> by_targets_;
  std::map<std::pair<std::string, chain::Purposes>, const PreviousMaterial*> by_previous_;
};

// Finds the files of the plans among those of the run.
class Matcher {
 public:
  Matcher(InputFiles& found, const FileSource& source) : source_(source), found_(found), named_(found.files.size()) {
    for (std::size_t i = 0; i < found.files.size(); ++i) {
      const std::string identity = identity_of(found.files[i].path);
      if (!identity.empty()) index_.try_emplace(identity, i);
    }
    for (const std::string& folder : found.folders) folders_.insert(source.real_path(folder));
    for (const Diagnostic& diagnostic : found.diagnostics) {
      if (diagnostic.code == "file-unreadable") absent_.insert(source.real_path(diagnostic.location.path));
    }
  }

  void match(const BundlePlan& plan, bool always, ToldInputs& result) {
    InputFiles own = find_files(plan.files, Limits(), source_);
    bool takes_part = always;
    for (const InputFile& file : own.files) takes_part = takes_part || is_of_run(identity_of(file.path));
    for (const Diagnostic& diagnostic : own.diagnostics) takes_part = takes_part || is_named(diagnostic.location.path);
    if (!takes_part) return;
    ToldFiles told{&plan, {}, !own.folders.empty(), ""};
    // A bundle that has no name in the policy has that of its first file there.
    const std::vector<std::string>& written = plan.told->files;
    if (written.empty() || plan.told->name != written.front()) told.name = plan.told->name;
    std::set<std::size_t> files;
    for (const InputFile& file : own.files) {
      const std::optional<std::size_t> at = add(file);
      if (at && files.insert(*at).second) told.files.push_back(*at);
    }
    for (Diagnostic& diagnostic : own.diagnostics) {
      if (!missing_.insert(diagnostic.location.path).second) continue;
      diagnostic.message +=
          "; " + to_string(place_of(plan, diagnostic.location.path)) + " names it for the bundle " + in_quotes(plan.told->name);
      result.missing.push_back(std::move(diagnostic));
    }
    if (!told.files.empty()) result.bundles.push_back(std::move(told));
  }

  // A missing path of the command line is reported once, with the bundle that names it.
  void drop_told_diagnostics() {
    std::set<std::string> told;
    for (const std::string& path : missing_) told.insert(source_.real_path(path));
    std::erase_if(found_.diagnostics, [&](const Diagnostic& diagnostic) {
      return diagnostic.code == "file-unreadable" && told.contains(source_.real_path(diagnostic.location.path));
    });
  }

 private:
  static policy::PolicyOrigin place_of(const BundlePlan& plan, const std::string& path) {
    policy::PolicyOrigin place = plan.told->origin;
    const auto found = std::find(plan.files.begin(), plan.files.end(), path);
    const std::size_t index = static_cast<std::size_t>(found - plan.files.begin());
    if (index < plan.told->file_positions.size()) place.position = plan.told->file_positions[index];
    return place;
  }

  // Empty where nothing is there.
  std::string identity_of(const std::string& path) const { return source_.look_at(path).identity; }

  // Whether the run is about the file; files that were added by other bundles are ignored.
  bool is_of_run(const std::string& identity) const {
    const auto known = index_.find(identity);
    return known != index_.end() && known->second < named_;
  }

  // Whether a missing file was named, or a folder above it.
  bool is_named(const std::string& path) const {
    const std::string whole = source_.real_path(path);
    if (absent_.contains(whole)) return true;
    for (std::size_t end = whole.rfind('/'); end != std::string::npos && end > 0; end = whole.rfind('/', end - 1)) {
      if (folders_.contains(whole.substr(0, end))) return true;
    }
    return false;
  }

  // The number of the file in the run. Nothing where it has gone meanwhile.
  std::optional<std::size_t> add(const InputFile& file) {
    const std::string identity = identity_of(file.path);
    if (identity.empty()) return std::nullopt;
    const auto [known, added] = index_.try_emplace(identity, found_.files.size());
    if (added) found_.files.push_back(file);
    found_.files[known->second].named |= file.named;
    return known->second;
  }

  const FileSource& source_;
  InputFiles& found_;
  std::size_t named_;                         // files of the run itself: the first of those found
  std::map<std::string, std::size_t> index_;  // by what look_at() says
  std::set<std::string> folders_, absent_, missing_;
};

}  // namespace

void plan_bundles(const policy::Policy& policy, const PlanMaterial& material, BundlePlans& plans, UsageProblems& problems) {
  Planner planner(policy, material, plans, problems);
  for (const policy::PolicyBundle& told : policy.bundles) planner.plan(told);
}

ToldInputs match_bundles(const BundlePlans& plans, bool no_path, InputFiles& found, const FileSource& source) {
  ToldInputs result;
  if (plans.plans.empty()) return result;
  Matcher matcher(found, source);
  for (const BundlePlan& plan : plans.plans) matcher.match(plan, no_path || plan.always, result);
  matcher.drop_told_diagnostics();
  return result;
}

void check_told_parts(const RunOptions& options, const BundlePlans& plans, UsageProblems& problems) {
  const bool parts = !options.key_files.empty() || !options.chain_files.empty();
  const bool compared = options.paths.size() != 1 && (!options.previous.empty() || !options.rollback.empty());
  if (!parts && !compared) return;
  InputFiles found = find_files(options.paths, Limits(), *options.files);
  const ToldInputs told = match_bundles(plans, options.paths.empty(), found, *options.files);
  const std::size_t files = found.files.size();
  const bool one = told.bundles.empty() ? files <= 1 : told.bundles.size() == 1 && told.bundles.front().files.size() == files;
  if (one) return;
  const std::string given = parts ? "--key and --chain apply" : "--previous and --rollback apply";
  std::string problem = given + " to one bundle, and there are " + count_noun(files, "file");
  if (!told.bundles.empty()) problem += " and " + count_noun(told.bundles.size(), "bundle") + " of the policy";
  problems.add(problem + "; name the files of one bundle, or write it under 'bundles' in the policy");
}

}  // namespace chainlint::run
