#include "branch/bundle_pairs.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::run {
namespace {

std::string file_kind(const std::string& path) {
  const std::size_t dot = path.rfind('.');
  return dot == std::string::npos || path.find('/', dot) != std::string::npos ? "" : path.substr(dot);
}

std::string wildcard_over(const std::string& name) {
  const std::size_t dot = name.find('.');
  return dot == std::string::npos ? "" : "*" + name.substr(dot);
}

// How many of `names` the others cover.
std::size_t covered(const std::vector<std::string>& names, const std::vector<std::string>& others) {
  return static_cast<std::size_t>(std::count_if(names.begin(), names.end(), [&](const std::string& name) {
    return std::binary_search(others.begin(), others.end(), name) ||
           (!name.starts_with("*.") && std::binary_search(others.begin(), others.end(), wildcard_over(name)));
  }));
}

// A likely pair; what compares as less is better.
struct Candidate {
  std::size_t same_end = 0;  // parts of the paths, from the file name upwards
  double distance = 1;       // 0: the same leaf
  std::size_t same_octets = 0;
  bool other_kind = false;
  std::size_t after = 0, before = 0;

  bool operator<(const Candidate& other) const {
    return std::tie(other.same_end, distance, other.same_octets, other_kind, after, before) <
           std::tie(same_end, other.distance, same_octets, other.other_kind, other.after, other.before);
  }
};

// The last `count` parts of a path; all of it where it has no more.
std::string_view end_of(std::string_view path, std::size_t count) {
  std::size_t at = path.size();
  for (; count > 0 && at > 0; --count) {
    at = path.rfind('/', at - 1);
    if (at == std::string_view::npos) return path;
  }
  return path.substr(std::min(path.size(), at + 1));
}

std::size_t same_end(std::string_view a, std::string_view b) {
  const auto [left, right] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
  const auto same = static_cast<std::size_t>(left - a.rbegin());
  const std::string_view common = a.substr(a.size() - same);
  const auto slashes = static_cast<std::size_t>(std::count(common.begin(), common.end(), '/'));
  const bool whole = (left == a.rend() || *left == '/') && (right == b.rend() || *right == '/');
  return slashes + (whole && same > 0 ? 1 : 0);
}

// Of both ends together: "www.pem" and "www-2027.pem" have seven.
std::size_t same_octets(std::string_view a, std::string_view b) {
  const auto begin = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
  a.remove_prefix(begin);
  b.remove_prefix(begin);
  return begin + static_cast<std::size_t>(std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend()).first - a.rbegin());
}

std::optional<double> distance(const BundleMark& a, const BundleMark& b) {
  if (a.leaf == b.leaf) return 0;
  if (!a.key.empty() && a.key == b.key) return 0.01;
  const double shared = static_cast<double>(covered(a.names, b.names) + covered(b.names, a.names));
  const double share = shared / static_cast<double>(a.names.size() + b.names.size());
  if (share < 0.5) return std::nullopt;
  return 1.1 - share;
}

// What two bundles may have in common, for finding them.
std::vector<std::string> handles(const BundleMark& mark) {
  std::vector<std::string> handles{"leaf " + mark.leaf};
  if (!mark.key.empty()) handles.push_back("key " + mark.key);
  for (const std::string& name : mark.names) {
    handles.push_back("name " + name);
    if (!name.starts_with("*.") && !wildcard_over(name).empty()) handles.push_back("name " + wildcard_over(name));
  }
  return handles;
}

// Bundles by what they have in common and how their paths end, so that of thousands with one leaf the right one is found.
class BundlesByHandle {
 public:
  explicit BundlesByHandle(const std::vector<BundleMark>& bundles) {
    for (std::size_t i = 0; i < bundles.size(); ++i) {
      if (bundles[i].leaf.empty()) continue;
      for (const std::string& handle : handles(bundles[i])) {
        for (const std::size_t parts : kEnds) {
          std::vector<std::size_t>& held = bundles_[key(handle, bundles[i].path, parts)];
          if (held.size() <= ComparisonLimits::kCandidates) held.push_back(i);
        }
      }
    }
  }

  // Those whose paths end alike first. `whole` becomes false where there are more.
  std::set<std::size_t> fit_for(const BundleMark& mark, bool& whole) const {
    std::set<std::size_t> found;
    const std::vector<std::string> all = handles(mark);
    for (const std::size_t parts : kEnds) {
      for (const std::string& handle : all) {
        const auto held = bundles_.find(key(handle, mark.path, parts));
        if (held == bundles_.end()) continue;
        for (std::size_t i = 0; i < held->second.size(); ++i) {
          if (found.contains(held->second[i])) continue;
          const bool room = i < ComparisonLimits::kCandidates && found.size() < 2 * ComparisonLimits::kCandidates;
          whole = whole && room;
          if (room) found.insert(held->second[i]);
        }
      }
    }
    return found;
  }

 private:
  static constexpr std::array<std::size_t, 3> kEnds{2, 1, 0};

  static std::string key(const std::string& handle, const std::string& path, std::size_t parts) {
    return handle + '\n' + std::string(end_of(path, parts));
  }

  std::map<std::string, std::vector<std::size_t>> bundles_;
};

}  // namespace

BundleMark mark_of(const formats::Bundle& bundle, const std::string& path) {
  BundleMark mark;
  mark.path = path;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (!entry.is_leaf() || !mark.leaf.empty()) continue;
      const x509::Certificate& leaf = *entry.certificate;
      mark.leaf = to_hex(leaf.sha256());
      mark.key = to_hex(leaf.public_key().der);
      if (const auto& names = leaf.extensions().subject_alt_name) {
        for (const x509::GeneralName& name : *names) mark.names.push_back(to_lower_ascii(name.to_string()));
      }
      if (mark.names.empty()) mark.names.push_back(leaf.subject().canonical());
    }
  }
  std::sort(mark.names.begin(), mark.names.end());
  mark.names.erase(std::unique(mark.names.begin(), mark.names.end()), mark.names.end());
  return mark;
}

BundlePairs pair_bundles(const std::vector<BundleMark>& after, const std::vector<BundleMark>& before) {
  const BundlesByHandle by_handle(before);
  std::vector<Candidate> candidates;
  std::vector<char> whole(after.size(), true);
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i].leaf.empty()) continue;
    bool all = true;
    for (const std::size_t j : by_handle.fit_for(after[i], all)) {
      const auto far = distance(after[i], before[j]);
      if (!far) continue;
      const std::string &path = after[i].path, &other = before[j].path;
      candidates.push_back({same_end(path, other), *far, same_octets(path, other), file_kind(path) != file_kind(other), i, j});
    }
    whole[i] = all;
  }
  std::sort(candidates.begin(), candidates.end());
  BundlePairs pairs;
  pairs.previous.resize(after.size());
  std::vector<char> taken(before.size(), false);
  const auto take = [&](const Candidate& candidate) {
    pairs.previous[candidate.after] = candidate.before;
    taken[candidate.before] = true;
    if (whole[candidate.after] == 0 && candidate.same_end == 0) ++pairs.guessed;
  };
  for (const bool again : {false, true}) {
    for (const Candidate& candidate : candidates) {
      if (!pairs.previous[candidate.after] && (again || taken[candidate.before] == 0)) take(candidate);
    }
  }
  return pairs;
}

}  // namespace chainlint::run
