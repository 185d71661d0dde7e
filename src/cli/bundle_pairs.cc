#include "bundle_pairs.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "chainlint/base/text.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::cli {
namespace {

// Of bundles that share a name; a name that more of them have says nothing of which is which.
constexpr std::size_t kMostOfName = 64;

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
  double distance = 1;  // 0: the same leaf
  bool other_kind = false;
  std::size_t after = 0, before = 0;

  bool operator<(const Candidate& other) const {
    return std::tie(distance, other_kind, after, before) < std::tie(other.distance, other.other_kind, other.after, other.before);
  }
};

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

}  // namespace

BundleMark mark_of(const Bundle& bundle, const std::string& path) {
  BundleMark mark;
  mark.path = path;
  for (const Container& container : bundle.containers) {
    for (const Entry& entry : container.entries) {
      if (!entry.certificate || entry.certificate->is_ca() || !mark.leaf.empty()) continue;
      const Certificate& leaf = *entry.certificate;
      mark.leaf = to_hex(leaf.sha256());
      mark.key = to_hex(leaf.public_key().der);
      if (const auto& names = leaf.extensions().subject_alt_name) {
        for (const GeneralName& name : *names) mark.names.push_back(to_lower_ascii(name.to_string()));
      }
      if (mark.names.empty()) mark.names.push_back(leaf.subject().canonical());
    }
  }
  std::sort(mark.names.begin(), mark.names.end());
  mark.names.erase(std::unique(mark.names.begin(), mark.names.end()), mark.names.end());
  return mark;
}

std::vector<std::optional<std::size_t>> pair_bundles(const std::vector<BundleMark>& after, const std::vector<BundleMark>& before) {
  std::map<std::string, std::vector<std::size_t>> by_handle;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i].leaf.empty()) continue;
    for (const std::string& handle : handles(before[i])) {
      std::vector<std::size_t>& held = by_handle[handle];
      if (held.size() < kMostOfName) held.push_back(i);
    }
  }
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (after[i].leaf.empty()) continue;
    std::set<std::size_t> seen;
    for (const std::string& handle : handles(after[i])) {
      const auto held = by_handle.find(handle);
      if (held != by_handle.end() && seen.size() < kMostOfName) seen.insert(held->second.begin(), held->second.end());
    }
    for (const std::size_t j : seen) {
      if (const auto far = distance(after[i], before[j])) {
        candidates.push_back({*far, file_kind(after[i].path) != file_kind(before[j].path), i, j});
      }
    }
  }
  std::sort(candidates.begin(), candidates.end());
  std::vector<std::optional<std::size_t>> pairs(after.size());
  std::set<std::size_t> taken;
  for (const Candidate& candidate : candidates) {
    if (!pairs[candidate.after] && taken.insert(candidate.before).second) pairs[candidate.after] = candidate.before;
  }
  return pairs;
}

}  // namespace chainlint::cli
