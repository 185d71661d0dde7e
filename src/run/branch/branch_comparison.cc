#include "branch/branch_comparison.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "branch/bundle_pairs.h"
#include "branch/changed_issuers.h"
#include "branch/lost_authorities.h"
#include "branch/revision_bundles.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/parallel.h"
#include "chainlint/base/text.h"
#include "chainlint/git/tracked_files.h"
#include "chainlint/run/outputs.h"

namespace chainlint::run {
namespace {

constexpr std::size_t kNamesTold = 5;

// "'a', 'b' and 3 more".
std::string some(const std::vector<std::string>& names) {
  std::vector<std::string> told;
  for (const std::string& name : names) told.push_back(in_quotes(name));
  return join_and(std::move(told), kNamesTold);
}

bool holds_certificate(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(),
                     [](const formats::Container& container) { return container.count(formats::EntryKind::certificate) > 0; });
}

bool is_locked(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(),
                     [](const formats::Container& container) { return container.facts.password == formats::PasswordUse::not_found; });
}

bool same_content(const formats::Bundle& a, const formats::Bundle& b) {
  return a.containers.size() == b.containers.size() && std::equal(a.containers.begin(), a.containers.end(), b.containers.begin(),
                                                                  [](const formats::Container& one, const formats::Container& other) {
                                                                    return !one.sha256.empty() && one.sha256 == other.sha256;
                                                                  });
}

class Comparison {
 public:
  Comparison(const RunOptions& options, const LintPlan& plan, const RunFiles& files, std::vector<ReadBundle>& bundles, ListedFiles& listed)
      : options_(options),
        plan_(plan),
        files_(files),
        bundles_(bundles),
        listed_(listed),
        branch_(*plan.branch),
        reading_(reading_at_revision(branch_, options, files.reading)),
        reader_(branch_, options, reading_, plan.certificates, files.found, files.kept),
        revision_(branch_.revision.name()),
        changed_(bundles.size(), false),
        reconfigured_(bundles.size(), false),
        pair_(bundles.size()) {}

  void run() {
    then_ = reader_.bundles(bundles_, plan_.bundles);
    pair_by_key();
    pair_by_content();
    give_previous();
    tell_pairs();
    report_problems();
    if (options_.changed) leave_out();
  }

 private:
  void pair_by_key() {
    taken_.assign(then_.bundles.size(), false);
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      const auto any_changed = [&](const std::vector<std::string>& files) {
        return std::any_of(files.begin(), files.end(), [&](const std::string& file) { return reader_.changed(file); });
      };
      changed_[i] = any_changed(bundles_[i].files) || any_changed(bundles_[i].missing);
      reconfigured_[i] =
          !changed_[i] && (any_changed(bundles_[i].newer) || is_reconfigured(bundles_[i].bundle) || loses_secret(bundles_[i].bundle));
      changed_[i] = changed_[i] || reconfigured_[i];
      const auto found = then_.by_key.find(key_of(bundles_[i], branch_.paths));
      if (found == then_.by_key.end()) continue;
      pair_[i] = found->second;
      taken_[found->second] = true;
      changed_[i] = changed_[i] || then_.bundles[found->second].touched;
    }
  }

  // Whether a file changed that says which certificate is served, or for which hosts.
  bool is_reconfigured(const formats::Bundle& bundle) {
    return std::any_of(bundle.configured_at.begin(), bundle.configured_at.end(),
                       [&](const Location& place) { return reader_.changed(place.path); }) ||
           std::any_of(bundle.hosts.begin(), bundle.hosts.end(),
                       [&](const formats::ServedHost& host) { return reader_.changed(host.location.path); });
  }

  // Whether the bundle is of a manifest that names a Secret which the branch removed from another.
  bool loses_secret(const formats::Bundle& bundle) {
    const auto is_lost = [&](const formats::Container& container, const Location& place) {
      return std::any_of(container.serving.begin(), container.serving.end(), [&](const formats::ServingObject& serving) {
        return std::any_of(serving.materials.begin(), serving.materials.end(), [&](const formats::MaterialName& secret) {
          return secret.location.line == place.line && reader_.changed_secrets().contains(secret.object);
        });
      });
    };
    return std::any_of(bundle.containers.begin(), bundle.containers.end(), [&](const formats::Container& container) {
      return std::any_of(container.diagnostics.begin(), container.diagnostics.end(), [&](const Diagnostic& diagnostic) {
        return diagnostic.code == "kubernetes-secret-missing" && is_lost(container, diagnostic.location);
      });
    });
  }

  // What is new in the run and what is gone from it.
  void pair_by_content() {
    std::vector<std::size_t> added, gone;
    std::vector<BundleMark> after, before;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      if (!changed_[i] || pair_[i] || bundles_[i].trust) continue;
      added.push_back(i);
      after.push_back(mark_of(bundles_[i].bundle, bundles_[i].files.front()));
    }
    for (std::size_t i = 0; i < then_.bundles.size(); ++i) {
      if (taken_[i] || !then_.bundles[i].touched) continue;
      gone.push_back(i);
      before.push_back(mark_of(then_.bundles[i].bundle, then_.bundles[i].files.front()));
    }
    const BundlePairs pairs = pair_bundles(after, before);
    guessed_ = pairs.guessed;
    for (std::size_t i = 0; i < added.size(); ++i) {
      if (!pairs.previous[i]) continue;
      const std::size_t then = gone[*pairs.previous[i]];
      taken_[then] = true;
      pair(added[i], then);
    }
    pair_with_entries(added);
    for (std::size_t i = 0; i < gone.size(); ++i) {
      const RevisionBundle& bundle = then_.bundles[gone[i]];
      if (!taken_[gone[i]] && is_of_run(bundle.files.front()) && holds_certificate(bundle.bundle)) deleted_.push_back(bundle.bundle.name);
    }
  }

  void pair(std::size_t added, std::size_t then) {
    pair_[added] = then;
    renamed_.push_back(in_quotes(bundles_[added].bundle.name) + " with " + in_quotes(then_.bundles[then].bundle.name));
  }

  // An entry of a keystore that is new beside the one that it replaces, which the branch leaves there.
  void pair_with_entries(const std::vector<std::size_t>& added) {
    std::unordered_map<std::string_view, std::vector<std::size_t>> of_file;
    std::unordered_map<std::string, std::vector<BundleMark>> marks;
    for (std::size_t i = 0; i < then_.bundles.size(); ++i) of_file[then_.bundles[i].files.front()].push_back(i);
    for (const std::size_t i : added) {
      const std::string file = branch_.paths.of(bundles_[i].files.front()).path();
      const auto entries = of_file.find(file);
      if (pair_[i] || entries == of_file.end()) continue;
      const auto [before, is_new] = marks.try_emplace(file);
      for (const std::size_t then : entries->second) {
        if (is_new) before->second.push_back(mark_of(then_.bundles[then].bundle, file));
      }
      const BundlePairs pairs = pair_bundles({mark_of(bundles_[i].bundle, file)}, before->second);
      if (pairs.previous.front()) pair(i, entries->second[*pairs.previous.front()]);
    }
  }

  // Whether the run would have evaluated the file, were it still there.
  bool is_of_run(const std::string& path) {
    return reader_.walked(path) || std::any_of(options_.paths.begin(), options_.paths.end(),
                                               [&](const std::string& named) { return branch_.paths.of(named).path() == path; });
  }

  void give_previous() {
    const auto nothing = std::make_shared<const PreviousMaterial>();
    const chain::ChainRequest request = request_for_compared(options_, plan_.reading, plan_.trust);
    const facts::ChangeWindow* window = options_.window ? &*options_.window : nullptr;
    in_parallel(bundles_.size(), options_.jobs, [&](std::size_t i) {
      ReadBundle& read = bundles_[i];
      read.previous = nothing;
      if (!changed_[i] || !pair_[i] || read.trust) return;
      const RevisionBundle& then = then_.bundles[*pair_[i]];
      if (same_content(read.bundle, then.bundle)) return;
      if (verifies_others(read.bundle) && verifies_others(then.bundle)) report_lost_authorities(then.bundle, options_.at, read.bundle);
      if (read.bundle.trust_store) return;
      chain::ChainRequest own = request;
      if (read.plan != nullptr) own.purposes = read.plan->purposes;
      if (read.plan == nullptr && read.purpose && !options_.purpose_given) own.purposes = *read.purpose;
      auto previous = PreviousMaterial::of_bundle(named_by_revision(then.bundle, revision_), own, window, verifier_, plan_.previous);
      if (previous) read.previous = std::move(previous);
    });
  }

  void tell_pairs() const {
    const std::string at = " at " + in_quotes(revision_);
    std::vector<std::string> added, locked, damaged;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      const ReadBundle& read = bundles_[i];
      if (!changed_[i] || read.trust || mark_of(read.bundle, "").leaf.empty() || read.previous->renewal() != nullptr) continue;
      if (!pair_[i]) {
        if (!reconfigured_[i]) added.push_back(read.bundle.name);
      } else if (!same_content(read.bundle, then_.bundles[*pair_[i]].bundle)) {
        (is_locked(then_.bundles[*pair_[i]].bundle) ? locked : damaged).push_back(read.bundle.name);
      }
    }
    if (!renamed_.empty()) {
      complain("note: renamed, so compared by content instead of path with bundles" + at + ": " + join_and(renamed_, kNamesTold));
    }
    if (guessed_ > 0) {
      complain("note: " + count_noun(guessed_, "bundle") + " could replace more than " + std::to_string(ComparisonLimits::kCandidates) +
               " others; only that many were compared to find the nearest");
    }
    if (!added.empty()) complain("note: new, with no bundle to compare with" + at + ": " + some(added));
    if (!locked.empty()) complain("note: not compared, because no password opens the bundle" + at + ": " + some(locked));
    if (!damaged.empty()) complain("note: not compared, because no leaf can be read in the bundle" + at + ": " + some(damaged));
    if (!deleted_.empty()) complain("note: deleted by the branch: " + some(deleted_));
  }

  void report_problems() {
    for (const RevisionProblem& problem : reader_.problems()) {
      if (!problem.grave) continue;
      report::InputReport input;
      input.path = revision_ + ":" + problem.path;
      input.status = formats::ReadStatus::unreadable;
      input.diagnostics.push_back({Severity::error, "revision-unreadable", problem.message, Location{.path = input.path}});
      unread_.push_back(std::move(input));
    }
    const auto count =
        std::count_if(reader_.problems().begin(), reader_.problems().end(), [](const auto& problem) { return !problem.grave; });
    if (count > 0) {
      const auto first =
          std::find_if(reader_.problems().begin(), reader_.problems().end(), [](const auto& problem) { return !problem.grave; });
      complain("note: " + count_noun(static_cast<std::size_t>(count), "deleted file") +
               " could not be searched for renamed bundles: " + first->message);
    }
    if (!options_.changed) listed_.inputs.insert(listed_.inputs.end(), unread_.begin(), unread_.end());
  }

  // --changed.
  void leave_out() {
    if (branch_.decisive) {
      complain("note: every bundle is checked, because " + in_quotes(*branch_.decisive) + " changed");
      listed_.inputs.insert(listed_.inputs.end(), unread_.begin(), unread_.end());
      return;
    }
    find_changed_issuers();
    std::vector<ReadBundle> chosen;
    const git::TrackedFiles tracked(branch_.revision.top());
    std::size_t left_out = 0, changed = 0, unknown = 0;
    std::map<std::string, std::size_t> by_reason;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      const bool known = changed_[i] || all_known(bundles_[i], tracked);
      const std::string* reason = changed_[i] || !known ? nullptr : issuers_.file_for(bundles_[i].bundle);
      if (changed_[i]) {
        ++changed;
      } else if (!known) {
        ++unknown;
      } else if (reason != nullptr) {
        ++by_reason[*reason];
      } else {
        ++left_out;
        continue;
      }
      linted_files_.insert(bundles_[i].files.begin(), bundles_[i].files.end());
      if (bundles_[i].plan != nullptr) linted_files_.insert(bundles_[i].plan->files.begin(), bundles_[i].plan->files.end());
      chosen.push_back(std::move(bundles_[i]));
    }
    bundles_ = std::move(chosen);
    keep_inputs();
    tell_left_out(left_out, changed, unknown, by_reason);
  }

  // Whether a file that git does not have changed cannot be determined.
  bool all_known(const ReadBundle& read, const git::TrackedFiles& tracked) {
    return std::all_of(read.files.begin(), read.files.end(),
                       [&](const std::string& file) { return tracked.hold(branch_.paths.of(file).real); });
  }

  void find_changed_issuers() {
    std::set<std::string> looked_at;
    for (const KeptFile& file : files_.kept) {
      if (!reader_.changed(file.path)) continue;
      const RepositoryPlace place = branch_.paths.of(file.path);
      for (const std::string& path : {place.written, place.real}) looked_at.insert(path);
      const bool trust = is_trust(place.path());
      const std::vector<formats::FoundContainer>& then = reader_.at_revision(place.path());
      if (trust || (!holds_leaf(then) && !holds_leaf(file.containers))) issuers_.add(then, file.containers, file.path, trust);
    }
    for (const git::GitChange& change : branch_.changed.all()) {
      if (looked_at.contains(change.path)) continue;
      const bool trust = is_trust(change.path);
      if (!trust && !(change.deleted && reader_.walked(change.path))) continue;
      if (!trust && holds_leaf(reader_.at_revision(change.path))) continue;
      issuers_.add(reader_.at_revision(change.path), change.deleted ? std::vector<formats::FoundContainer>() : now(change.path),
                   change.path, trust);
    }
    if (issuers_.empty()) return;
    for (const chain::AnchorSet* set : {&plan_.trust.pool, &plan_.trust.anchors}) {
      for (const x509::CertificatePtr& certificate : set->certificates()) issuers_.know(certificate);
    }
    for (const ReadBundle& read : bundles_) issuers_.know(read.bundle);
    for (const RevisionBundle& then : then_.bundles) issuers_.know(then.bundle);
    issuers_.spread();
  }

  bool is_trust(const std::string& path) {
    if (trust_.empty()) {
      trust_.emplace_back();
      for (const auto* list : {&options_.anchors, &options_.pools, &options_.crls}) {
        for (const std::string& named : *list) trust_.push_back(branch_.paths.of(named));
      }
    }
    const auto holds = [&](const std::string& folder) {
      return !folder.empty() && (folder == "." || path == folder || path.starts_with(folder + "/"));
    };
    return std::any_of(trust_.begin(), trust_.end(),
                       [&](const RepositoryPlace& place) { return holds(place.written) || holds(place.real); });
  }

  std::vector<formats::FoundContainer> now(const std::string& path) const {
    std::vector<formats::FoundContainer> containers;
    const std::string file = branch_.revision.top() + "/" + path;
    const Result<Bytes> content = read_file(file, plan_.reading.limits);
    if (!content) return containers;
    for (formats::Container& container : formats::read_containers(file, *content, plan_.reading, plan_.certificates)) {
      containers.push_back({std::move(container)});
    }
    return containers;
  }

  // Those of what is evaluated, and those that changed, readable or not.
  void keep_inputs() {
    std::unordered_map<std::string, const std::string*> file_of;
    for (const KeptFile& file : files_.kept) {
      for (const formats::FoundContainer& found : file.containers) file_of.try_emplace(found.container.path, &file.path);
    }
    std::set<std::string> absent;
    for (const Diagnostic& diagnostic : files_.found.diagnostics) absent.insert(diagnostic.location.path);
    const auto counts = [&](const std::string& path) {
      // A PATH that is not there is a mistake, unless it is the branch that deletes it.
      const bool typed = std::find(options_.paths.begin(), options_.paths.end(), path) != options_.paths.end();
      if (typed && absent.contains(path)) return !reader_.changed(path);
      const auto file = file_of.find(path);
      const std::string& whole = file == file_of.end() ? path : *file->second;
      return linted_files_.contains(whole) || reader_.changed(whole);
    };
    std::erase_if(listed_.inputs,
                  [&](const report::InputReport& input) { return !counts(input.path) && !linted_files_.contains(input.part_of); });
    std::erase_if(listed_.skipped, [&](const std::string& path) { return !reader_.changed(path.substr(0, path.find('!'))); });
    listed_.inputs.insert(listed_.inputs.end(), unread_.begin(), unread_.end());
  }

  void tell_left_out(std::size_t left_out, std::size_t changed, std::size_t unknown,
                     const std::map<std::string, std::size_t>& by_reason) const {
    const std::string since = " since " + in_quotes(revision_);
    if (bundles_.empty()) return complain("note: no bundle changed" + since + "; " + std::to_string(left_out) + " left out");
    std::string text = left_out > 0 ? count_noun(left_out, "bundle") + " unchanged" + since + " left out" : "no bundle left out";
    text = "note: " + text + "; checked: " + std::to_string(changed) + " changed";
    if (unknown > 0) text += ", " + std::to_string(unknown) + " with files that git ignores or that are outside of the repository";
    std::size_t told = 0, others = 0;
    for (const auto& [file, count] : by_reason) {
      if (++told <= kNamesTold) {
        text += ", " + std::to_string(count) + " depending on a CA in " + in_quotes(file);
      } else {
        others += count;
      }
    }
    if (others > 0) text += ", " + std::to_string(others) + " depending on CAs in other files";
    complain(text);
  }

  const RunOptions& options_;
  const LintPlan& plan_;
  const RunFiles& files_;
  std::vector<ReadBundle>& bundles_;
  ListedFiles& listed_;
  Branch& branch_;
  const formats::ReadOptions reading_;
  RevisionReader reader_;
  const std::string revision_;
  crypto::SignatureVerifier verifier_;
  RevisionReader::Found then_;
  std::vector<char> changed_, reconfigured_, taken_;  // reconfigured: only files changed that name it or replace it
  std::vector<std::optional<std::size_t>> pair_;
  std::vector<std::string> renamed_, deleted_;
  std::size_t guessed_ = 0;
  std::vector<report::InputReport> unread_;
  std::vector<RepositoryPlace> trust_;
  ChangedIssuers issuers_;
  std::set<std::string> linted_files_;
};

}  // namespace

void compare_with_branch(const RunOptions& options, const LintPlan& plan, const RunFiles& files, std::vector<ReadBundle>& bundles,
                         ListedFiles& listed) {
  Comparison(options, plan, files, bundles, listed).run();
}

}  // namespace chainlint::run
