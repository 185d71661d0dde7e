#include <algorithm>
#include <optional>
#include <set>

#include "bundling/unit_parts.h"
#include "chainlint/base/limits.h"

namespace chainlint::formats {
namespace {

// Key, leaf and chain, then the same with another key algorithm for the same names: what Postfix reads from smtpd_tls_chain_files.
class DualGroups {
 public:
  explicit DualGroups(std::vector<Entry>& entries) : entries_(entries) {}

  // The key algorithms of the groups, which become units of these names; none where the file is something else.
  std::vector<std::string> assign() {
    find_groups();
    if (groups_.size() < 2 || groups_.size() > BundlingLimits::kKeyAlgorithms) return {};
    std::vector<std::string> names;
    for (const Group& group : groups_) {
      if (!group.leaf || !fits(group)) return {};
      names.push_back(name_of(entries_[*group.leaf].certificate->public_key().algorithm));
      if (std::count(names.begin(), names.end(), names.back()) > 1) return {};
      if (!shares_a_name(*entries_[*groups_.front().leaf].certificate, *entries_[*group.leaf].certificate)) return {};
    }
    for (std::size_t g = 0; g < groups_.size(); ++g) {
      const std::size_t end = g + 1 < groups_.size() ? groups_[g + 1].begin : entries_.size();
      for (std::size_t i = groups_[g].begin; i < end; ++i) entries_[i].unit = names[g];
    }
    return names;
  }

 private:
  struct Group {
    std::size_t begin = 0;
    std::optional<std::size_t> leaf, key;
  };

  void find_groups() {
    for (std::size_t i = 0; i < entries_.size() && groups_.size() <= BundlingLimits::kKeyAlgorithms; ++i) {
      const bool key = entries_[i].kind == EntryKind::private_key, leaf = entries_[i].is_leaf();
      if (groups_.empty() || (key && groups_.back().key) || (leaf && groups_.back().leaf)) groups_.push_back({i, {}, {}});
      if (key) groups_.back().key = i;
      if (leaf) groups_.back().leaf = i;
    }
    if (!groups_.empty()) groups_.front().begin = 0;
  }

  bool fits(const Group& group) const {
    if (!group.key) return false;
    const Rare<crypto::KeyDescription>& key = entries_[*group.key].key;
    return !key || key->public_canonical.empty() || key->public_canonical == entries_[*group.leaf].certificate->public_key().canonical();
  }

  static std::string name_of(x509::KeyAlgorithm algorithm) {
    switch (algorithm) {
      case x509::KeyAlgorithm::rsa:
      case x509::KeyAlgorithm::rsa_pss:
        return "RSA";
      case x509::KeyAlgorithm::ec:
        return "ECDSA";
      default:
        return x509::key_title(algorithm, 0, "");
    }
  }

  static bool shares_a_name(const x509::Certificate& a, const x509::Certificate& b) {
    const auto& left = a.extensions().subject_alt_name;
    const auto& right = b.extensions().subject_alt_name;
    if (!left || !right) return a.subject().canonical() == b.subject().canonical();
    std::set<std::string> names;
    for (const x509::GeneralName& name : *left) names.insert(name.to_string());
    return std::any_of(right->begin(), right->end(), [&](const x509::GeneralName& name) { return names.count(name.to_string()) != 0; });
  }

  std::vector<Entry>& entries_;
  std::vector<Group> groups_;
};

}  // namespace

std::vector<std::string> divide_dual_pem(std::vector<Entry>& entries) { return DualGroups(entries).assign(); }

}  // namespace chainlint::formats
