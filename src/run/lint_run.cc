#include "chainlint/run/lint_run.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "branch/branch_comparison.h"
#include "branch/git_presence.h"
#include "branch/previous_pairs.h"
#include "chainlint/base/interruption.h"
#include "chainlint/base/parallel.h"
#include "chainlint/base/text.h"
#include "chainlint/run/linter.h"
#include "config/endpoint_bundles.h"
#include "inputs/bundle_use.h"
#include "inputs/input_index.h"
#include "inputs/key_files.h"
#include "inputs/unread_input.h"
#include "lint_steps.h"
#include "shard/shard_choice.h"

namespace chainlint::run {
namespace {

// --previous names one bundle. If the run has several, it is not known which of them replaces it, unless each was paired.
void require_one_bundle(const PreviousMaterial& previous, const std::vector<ReadBundle>& bundles, ListedFiles& listed) {
  const bool paired = previous.renewal() == nullptr ||
                      std::all_of(bundles.begin(), bundles.end(), [](const ReadBundle& read) { return read.previous != nullptr; });
  if (paired && previous.rollback() == nullptr) return;
  const ReadBundle* first = nullptr;
  std::size_t count = 0;
  for (const ReadBundle& read : bundles) {
    const bool any = std::any_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                                 [](const formats::Container& c) { return c.count(formats::EntryKind::certificate) > 0; });
    if (!any || read.trust || read.bundle.trust_store) continue;
    if (first == nullptr) first = &read;
    ++count;
  }
  if (count < 2) return;
  InputIndex inputs(listed.inputs);
  report::InputReport* input = inputs.find(first->bundle.containers.front().path);
  if (input == nullptr) return;
  input->diagnostics.push_back(
      unread(input->path, "previous-of-several", "--previous and --rollback apply to one bundle, and there are " + std::to_string(count)));
  input->status = formats::ReadStatus::partial;
}

// Files of the options that could not be read. A file that is also a PATH, or that two options name, is reported once.
void add_damaged(const LintPlan& plan, ListedFiles& listed) {
  std::unordered_set<std::string> known;
  for (const report::InputReport& input : listed.inputs) known.insert(input.path);
  const auto add = [&](const std::vector<report::InputReport>& damaged) {
    for (const report::InputReport& input : damaged) {
      if (known.insert(input.path).second) listed.inputs.push_back(input);
    }
  };
  add(plan.trust.damaged);
  add(plan.previous.damaged());
  if (plan.bundles == nullptr) return;
  for (const auto& previous : plan.bundles->previous) add(previous->damaged());
}

// Bundles of --previous that no bundle replaces. A bundle that could not be read in full is listed already.
void add_removed(std::vector<report::InputReport> removed, ListedFiles& listed) {
  std::vector<report::InputReport> others;
  InputIndex inputs(listed.inputs);
  for (report::InputReport& input : removed) {
    if (report::InputReport* known = inputs.find(input.path)) {
      known->diagnostics.insert(known->diagnostics.end(), input.diagnostics.begin(), input.diagnostics.end());
    } else {
      others.push_back(std::move(input));
    }
  }
  std::move(others.begin(), others.end(), std::back_inserter(listed.inputs));
}

// A list of --crl whose issuer issued no certificate of the run.
void note_unused_lists(const LintPlan& plan, const std::vector<ReadBundle>& bundles, ListedFiles& listed) {
  const TrustMaterial& trust = plan.trust;
  if (trust.crls.empty()) return;
  std::unordered_set<std::string_view> issuers;
  for (const ReadBundle& read : bundles) {
    for (const formats::Container& container : read.bundle.containers) {
      for (const formats::Entry& entry : container.entries) {
        if (entry.certificate != nullptr) issuers.insert(entry.certificate->issuer().canonical());
      }
    }
  }
  if (issuers.empty()) return;
  InputIndex inputs(listed.inputs);
  std::map<std::string, report::InputReport> others;
  for (std::size_t i = 0; i < trust.crls.size(); ++i) {
    if (issuers.contains(trust.crls[i]->issuer().canonical())) continue;
    const Location& where = trust.crl_sources[i].location;
    const Diagnostic unused{
        Severity::note, "crl-unused",
        "CRL of " + in_quotes(trust.crls[i]->issuer().display()) + " was not used, because this CA issued no certificate of the run",
        where};
    if (report::InputReport* input = inputs.find(where.path)) {
      input->diagnostics.push_back(unused);
    } else {
      report::InputReport& other = others[where.path];
      other.format = trust.crl_sources[i].format;
      ++other.crls;
      other.diagnostics.push_back(unused);
    }
  }
  for (auto& [path, input] : others) {
    input.path = path;
    listed.inputs.push_back(std::move(input));
  }
}

// A named folder without a file of a known format is an input that could not be read.
void note_empty_folders(const std::vector<std::string>& folders, ListedFiles& listed) {
  for (const std::string& folder : folders) {
    const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
    const bool any = std::any_of(listed.inputs.begin(), listed.inputs.end(),
                                 [&](const report::InputReport& input) { return input.path == folder || input.path.starts_with(prefix); });
    if (any) continue;
    const std::size_t others = static_cast<std::size_t>(
        std::count_if(listed.skipped.begin(), listed.skipped.end(), [&](const std::string& path) { return path.starts_with(prefix); }));
    listed.inputs.push_back(
        unread_input(folder, "folder-without-certificates",
                     others == 0 ? "contains no file" : "contains no supported file (" + std::to_string(others) + " skipped)"));
  }
}

// The policy file is usually in the checked folder, and is not an input.
void drop_policy_files(const std::optional<policy::Policy>& policy, InputFiles& found) {
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

// Asks git whether it tracks the files of the private keys that were read. For a member of an archive, that is the archive.
void find_keys_in_repositories(Branch* branch, std::vector<ReadBundle>& bundles) {
  GitPresences presences(branch);
  for (ReadBundle& read : bundles) {
    for (formats::Container& container : read.bundle.containers) {
      const bool any = std::any_of(container.entries.begin(), container.entries.end(), [](const formats::Entry& entry) {
        return entry.kind == formats::EntryKind::private_key &&
               (entry.key_state == formats::KeyState::plain || entry.key_state == formats::KeyState::unlocked);
      });
      if (!any) continue;
      const auto file = std::find_if(read.files.begin(), read.files.end(), [&](const std::string& path) {
        return container.path == path || container.path.starts_with(path + "!");
      });
      if (file != read.files.end()) container.git = presences.of(*file);
      if (container.git == formats::GitPresence::none) continue;
      // Git sets the mode of a file in its own way, and a key that it tracks is worse than one that others can read.
      std::erase_if(container.diagnostics, [](const Diagnostic& diagnostic) { return diagnostic.code == "config-key-readable"; });
    }
  }
}

// Passes reports on in the order of the bundles, in whatever order the threads complete them.
class InOrder {
 public:
  InOrder(const LintPlan& plan, ListedFiles& listed, const std::vector<ReadBundle>& bundles, unsigned jobs, LintResult& result)
      : plan_(plan), most_waiting_(kWaitingPerJob * std::max(1u, jobs)), result_(result), reports_(bundles.size()) {
    if (plan_.progress != nullptr) plan_.progress->bundles = bundles.size();
    if (plan_.receiver == nullptr) return;
    std::vector<report::BundleOutline> outlines;
    outlines.reserve(bundles.size());
    for (const ReadBundle& read : bundles) {
      report::BundleOutline& outline = outlines.emplace_back();
      outline.name = read.bundle.name;
      for (const formats::Container& container : read.bundle.containers) outline.files.push_back(container.path);
    }
    plan_.receiver->begin(listed, outlines);
  }

  // Waits while many complete reports wait for a slow one, because they need memory. False where the slow one failed. The first report that
  // is missing is always being made, so that not all threads wait.
  bool wait_for_turn(std::size_t i) {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return failed_ || unlimited_ || i < next_ + most_waiting_; });
    return !failed_;
  }

  void put(std::size_t i, std::vector<report::BundleReport> reports) {
    const std::lock_guard lock(mutex_);
    reports_[i] = std::move(reports);
    if (plan_.progress != nullptr) ++plan_.progress->bundles_checked;
    for (; next_ < reports_.size() && reports_[next_]; ++next_) give(*std::exchange(reports_[next_], std::nullopt));
    moved_.notify_all();
  }

  // Ends all waiting: a report is left out for now, and threads with later reports would wait for it.
  void let_others_go_on() {
    const std::lock_guard lock(mutex_);
    unlimited_ = true;
    moved_.notify_all();
  }

  std::size_t taken() const { return next_; }

  // Ends all waiting if an exception leaves its scope.
  class Failure {
   public:
    explicit Failure(InOrder& in_order) : in_order_(in_order), exceptions_(std::uncaught_exceptions()) {}
    ~Failure() {
      if (std::uncaught_exceptions() == exceptions_) return;
      const std::lock_guard lock(in_order_.mutex_);
      in_order_.failed_ = true;
      in_order_.moved_.notify_all();
    }
    Failure(const Failure&) = delete;
    Failure& operator=(const Failure&) = delete;

   private:
    InOrder& in_order_;
    const int exceptions_;
  };

 private:
  static constexpr std::size_t kWaitingPerJob = 128;

  void give(std::vector<report::BundleReport> reports) {
    if (plan_.receiver != nullptr) {
      plan_.receiver->take(std::move(reports));
    } else {
      std::move(reports.begin(), reports.end(), std::back_inserter(result_.bundles));
    }
  }

  const LintPlan& plan_;
  const std::size_t most_waiting_;
  LintResult& result_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::vector<std::optional<std::vector<report::BundleReport>>> reports_;  // complete, and not passed on yet
  std::size_t next_ = 0;
  bool failed_ = false, unlimited_ = false;
};

}  // namespace

void note_out_of_memory(const std::string& path, ListedFiles& listed, std::vector<report::InputReport>& others) {
  InputIndex inputs(listed.inputs);
  const Error error = out_of_memory(path);
  report::InputReport* input = inputs.find(error.location.path);
  if (input == nullptr) {
    others.push_back(unread_input(error.location.path, error.code, error.message));
  } else {
    input->diagnostics.push_back(unread(error.location.path, error.code, error.message));
    input->status = formats::ReadStatus::partial;
  }
}

LintResult lint_files(const RunOptions& options, const LintPlan& plan) {
  LintResult result;
  ListedFiles& listed = result.files;
  RunFiles files{find_files(options.paths, plan.reading.limits, *options.files), {}, {}, plan.reading};
  InputFiles& found = files.found;
  drop_policy_files(plan.policy, found);
  EndpointBundles endpoints(options, plan, found);
  const BundlePlans* plans = endpoints.plans();
  if (plans != nullptr) files.told = match_bundles(*plans, options.paths.empty(), found, *options.files);
  for (const Diagnostic& diagnostic : found.diagnostics) listed.inputs.push_back(unread_input(diagnostic));
  for (const Diagnostic& diagnostic : files.told.missing) listed.inputs.push_back(unread_input(diagnostic));
  listed.skipped = found.skipped;
  endpoints.prepare(files.told, found, listed);
  std::vector<KeptFile>* kept = plan.branch == nullptr && !endpoints.any() ? nullptr : &files.kept;
  endpoints.add_passwords(files.reading);
  std::vector<ReadBundle> bundles =
      read_bundles(options, found, files.told, files.reading, plan.certificates, listed, kept, plan.progress, *options.files);
  if (stop_signal() != 0) return result;
  endpoints.finish(files.kept, bundles, listed);
  if (!options.changed) note_empty_folders(found.folders, listed);  // a branch may remove all files of a folder
  // Before unchanged bundles are left out, because the certificates in them are used nevertheless.
  const chain::RunIndex index = index_of(bundles, files.kept, keys_beside(plan.deployments, bundles, files.reading, plan.certificates));
  note_unused_lists(plan, bundles, listed);
  mark_purposes(bundles);
  if (plan.branch != nullptr) {
    LintPlan with_endpoints = plan;
    with_endpoints.bundles = plans;
    compare_with_branch(options, with_endpoints, files, bundles, listed);
  }
  std::vector<report::InputReport> removed;
  if (options.pairs_previous) removed = pair_with_previous(options, plan, bundles, listed);
  if (plan.rules != nullptr && plan.rules->set.assume_server_chain) require_certificates(bundles, listed);
  drop_empty_bundles(bundles);
  require_one_bundle(plan.previous, bundles, listed);
  if (plan.rules != nullptr) find_keys_in_repositories(plan.branch, bundles);
  mark_expected_servers(bundles);
  add_damaged(plan, listed);
  add_removed(std::move(removed), listed);
  result.found = bundles.size();
  if (stop_signal() != 0) return result;
  Linter linter(options, plan, &index);
  InOrder in_order(plan, listed, bundles, options.jobs, result);
  const auto lint = [&](std::size_t i) -> std::optional<std::vector<report::BundleReport>> {
    try {
      std::vector<report::BundleReport> reports = linter.lint(bundles[i]);
      bundles[i] = {};
      return reports;
    } catch (const std::bad_alloc&) {
      return std::nullopt;
    }
  };
  std::mutex mutex;
  std::vector<std::size_t> without_memory;
  in_parallel(bundles.size(), options.jobs, [&](std::size_t i) {
    if (stop_signal() != 0) return in_order.let_others_go_on();
    if (options.shard && !is_in_shard(bundles[i].bundle, *options.shard)) {
      bundles[i] = {};
      return in_order.put(i, {});
    }
    if (!in_order.wait_for_turn(i)) return;
    const InOrder::Failure failure(in_order);
    if (auto reports = lint(i)) {
      in_order.put(i, std::move(*reports));
    } else {
      in_order.let_others_go_on();
      const std::lock_guard lock(mutex);
      without_memory.push_back(i);
    }
  });
  // Again on one thread: one bundle at a time needs less memory.
  std::vector<report::InputReport> others;
  std::sort(without_memory.begin(), without_memory.end());
  for (const std::size_t i : without_memory) {
    if (stop_signal() != 0) break;
    auto reports = lint(i);
    if (!reports) {
      note_out_of_memory(bundles[i].bundle.containers.front().path, listed, others);
      result.unchecked.push_back(i);
    }
    in_order.put(i, reports ? std::move(*reports) : std::vector<report::BundleReport>());
  }
  result.checked = in_order.taken();
  std::move(others.begin(), others.end(), std::back_inserter(listed.inputs));
  if (plan.rules != nullptr && !plan.visit && plan.receiver == nullptr) report::settle_diagnostics(listed.inputs, result.bundles);
  return result;
}

}  // namespace chainlint::run
