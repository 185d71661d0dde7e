#include "branch/previous_pairs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "branch/bundle_pairs.h"
#include "chainlint/base/parallel.h"
#include "chainlint/base/text.h"
#include "chainlint/run/outputs.h"
#include "inputs/unread_input.h"

namespace chainlint::run {
namespace {

constexpr std::size_t kBundlesNamed = 5;

bool has_certificate(const ReadBundle& read) {
  return std::any_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                     [](const formats::Container& container) { return container.count(formats::EntryKind::certificate) > 0; });
}

bool is_compared(const ReadBundle& read) { return !read.trust && !read.bundle.trust_store && has_certificate(read); }

// The name of a bundle below the PATH of its side; empty where the PATH is its file.
std::string place_below(const std::string& path, const std::string& name) {
  const std::size_t end = path.size();
  if (!name.starts_with(path)) return name;
  const std::size_t begin = name.find_first_not_of("/!", end);
  return begin == std::string::npos ? "" : name.substr(begin);
}

std::string path_of(const formats::Bundle& bundle) { return bundle.containers.front().path; }

class Pairing {
 public:
  Pairing(const RunOptions& options, const LintPlan& plan, std::vector<ReadBundle>& bundles)
      : options_(options), plan_(plan), before_(plan.previous.bundles()), bundles_(bundles), pair_(bundles.size()) {
    taken_.assign(before_.size(), false);
  }

  void pair_by_place() {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      const std::string place = place_below(options_.previous, before_[i].name);
      if (!place.empty()) places.emplace(place, i);
    }
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      if (!is_compared(bundles_[i])) continue;
      const auto found = places.find(place_below(options_.paths.front(), bundles_[i].bundle.name));
      if (found != places.end()) take(i, found->second);
    }
  }

  void pair_by_content() {
    std::vector<std::size_t> open, left;
    std::vector<BundleMark> after, before;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      if (pair_[i] || !is_compared(bundles_[i])) continue;
      open.push_back(i);
      after.push_back(mark_of(bundles_[i].bundle, path_of(bundles_[i].bundle)));
    }
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (taken_[i]) continue;
      left.push_back(i);
      before.push_back(mark_of(before_[i], path_of(before_[i])));
    }
    const BundlePairs pairs = pair_bundles(after, before);
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (pairs.previous[i]) take(open[i], left[*pairs.previous[i]]);
    }
  }

  // Gives each bundle what it replaces, and leaves out what is not compared.
  void give_previous() {
    const auto nothing = std::make_shared<const PreviousMaterial>();
    const chain::ChainRequest request = request_for_compared(options_, plan_.reading, plan_.trust);
    const facts::ChangeWindow* window = options_.window ? &*options_.window : nullptr;
    crypto::SignatureVerifier verifier;
    std::vector<char> unchanged(bundles_.size(), 0);
    in_parallel(bundles_.size(), options_.jobs, [&](std::size_t i) {
      ReadBundle& read = bundles_[i];
      read.previous = nothing;
      if (!pair_[i]) return;
      if (formats_equal(read.bundle, before_[*pair_[i]])) {
        unchanged[i] = 1;
        return;
      }
      chain::ChainRequest own = request;
      if (read.plan != nullptr) own.purposes = read.plan->purposes;
      if (read.plan == nullptr && read.purpose && !options_.purpose_given) own.purposes = *read.purpose;
      auto previous = PreviousMaterial::of_bundle(before_[*pair_[i]], own, window, verifier, plan_.previous);
      if (previous) read.previous = std::move(previous);
    });
    std::vector<ReadBundle> kept;
    for (std::size_t i = 0; i < bundles_.size(); ++i) {
      const bool compared = is_compared(bundles_[i]);
      const bool leaf = compared && !mark_of(bundles_[i].bundle, "").leaf.empty();
      if (unchanged[i] != 0) {
        unchanged_.push_back(bundles_[i].bundle.name);
      } else if (!leaf && !pair_[i]) {
        if (!bundles_[i].trust && has_certificate(bundles_[i])) without_leaf_.push_back(bundles_[i].bundle.name);
      } else {
        new_ += leaf && !pair_[i] ? 1 : 0;
        renewed_ += pair_[i] ? 1 : 0;
        kept.push_back(std::move(bundles_[i]));
      }
    }
    bundles_ = std::move(kept);
  }

  void tell() const {
    if (!unchanged_.empty()) complain("note: unchanged: " + some(unchanged_));
    if (!without_leaf_.empty()) complain("note: not compared, because they contain no leaf certificate: " + some(without_leaf_));
  }

  // Why nothing was compared; nothing where it was.
  std::optional<Diagnostic> failure() const {
    if (renewed_ > 0 || !unchanged_.empty()) return std::nullopt;
    const std::string& path = options_.paths.front();
    if (new_ == 0) return unread(path, "no-leaf", "NEXT contains no leaf certificate");
    return unread(path, "no-pair", "no bundle of NEXT has a certificate, key or name of a bundle of PREVIOUS");
  }

  // A copy of what was replaced, in another format for one, is not removed.
  std::vector<report::InputReport> removed() const {
    std::set<std::string> replaced;
    std::vector<std::string> leaves;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      leaves.push_back(mark_of(before_[i], "").leaf);
      if (taken_[i] != 0) replaced.insert(leaves.back());
    }
    std::vector<report::InputReport> removed;
    for (std::size_t i = 0; i < before_.size(); ++i) {
      if (taken_[i] != 0 || replaced.contains(leaves[i])) continue;
      report::InputReport input = report::describe_input(before_[i].containers.front());
      input.diagnostics = {{Severity::note, "bundle-removed",
                            "removed: no bundle of NEXT has the certificate, the key or the names of " + in_quotes(before_[i].name),
                            Location{.path = input.path}}};
      removed.push_back(std::move(input));
    }
    return removed;
  }

 private:
  void take(std::size_t after, std::size_t before) {
    pair_[after] = before;
    taken_[before] = true;
  }

  static bool formats_equal(const formats::Bundle& a, const formats::Bundle& b) {
    return std::equal(
        a.containers.begin(), a.containers.end(), b.containers.begin(), b.containers.end(),
        [](const formats::Container& one, const formats::Container& other) { return !one.sha256.empty() && one.sha256 == other.sha256; });
  }

  static std::string some(const std::vector<std::string>& names) {
    std::vector<std::string> told;
    for (const std::string& name : names) told.push_back(in_quotes(name));
    return count_noun(names.size(), "bundle") + " (" + join_and(std::move(told), kBundlesNamed) + ")";
  }

  const RunOptions& options_;
  const LintPlan& plan_;
  const std::vector<formats::Bundle>& before_;
  std::vector<ReadBundle>& bundles_;
  std::vector<std::optional<std::size_t>> pair_;  // into `before_`
  std::vector<char> taken_;
  std::vector<std::string> unchanged_, without_leaf_;
  std::size_t renewed_ = 0, new_ = 0;
};

}  // namespace

std::vector<report::InputReport> pair_with_previous(const RunOptions& options, const LintPlan& plan, std::vector<ReadBundle>& bundles,
                                                    ListedFiles& listed) {
  const std::size_t before = plan.previous.bundles().size();
  const auto after = std::count_if(bundles.begin(), bundles.end(), is_compared);
  if (before == 0 || (before == 1 && after <= 1)) return {};
  Pairing pairing(options, plan, bundles);
  pairing.pair_by_place();
  pairing.pair_by_content();
  pairing.give_previous();
  pairing.tell();
  const std::optional<Diagnostic> failure = pairing.failure();
  if (!failure) return pairing.removed();
  bundles.clear();
  listed.inputs.push_back(unread_input(*failure));
  return {};
}

}  // namespace chainlint::run
