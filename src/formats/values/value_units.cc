#include "values/value_units.h"

#include <algorithm>
#include <map>
#include <set>

#include "values/value_names.h"

namespace chainlint::formats {
namespace {

bool is_keystore(Format format) { return format == Format::pkcs12 || traits_of(format).family == FormatFamily::java_keystore; }

// Values with the same stem.
struct Group {
  std::vector<std::size_t> values;
  std::vector<Bytes> keys;  // public halves of the private keys
  std::set<Bytes> certified;
  std::optional<Digest256> leaf;
  bool has_key = false;
  bool has_certificate = false;
};

// Divides the values of one object.
class ObjectUnits {
 public:
  ObjectUnits(const std::string& object, const std::vector<ReadValue>& values, Container& container)
      : object_(object), values_(values), container_(container) {}

  void assign() {
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const ReadValue& value = values_[i];
      if (value.alone || is_keystore(value.format)) {
        set_unit(value, value.own, value.for_trust || is_ca_name(value.name));
      } else {
        add(value.for_trust || is_ca_name(value.name) ? authorities_ : plain_, i);
      }
    }
    adopt_ca_chain();
    for (const auto& [stem, group] : authorities_) assign_authority(group);
    merge_copies();
    give_keys();
    assign_plain();
  }

 private:
  using Groups = std::map<std::string, Group>;

  void add(Groups& groups, std::size_t index) {
    Group& group = groups[stem_of(values_[index].name)];
    group.values.push_back(index);
    for (std::size_t i = values_[index].first_entry; i < values_[index].end_entry; ++i) {
      const Entry& entry = container_.entries[i];
      group.has_key |= entry.kind == EntryKind::private_key;
      if (entry.key && !entry.key->public_canonical.empty()) group.keys.push_back(entry.key->public_canonical);
      if (entry.certificate == nullptr) continue;
      group.has_certificate = true;
      group.certified.insert(entry.certificate->public_key().canonical());
      if (!group.leaf && entry.is_leaf()) group.leaf = entry.certificate->sha256();
    }
  }

  // The certificate and key of a CA whose chain has a name of its own (istio: ca-cert.pem, ca-key.pem, cert-chain.pem).
  void adopt_ca_chain() {
    const bool plain_is_chain = std::all_of(plain_.begin(), plain_.end(), [](const auto& item) {
      return item.second.has_certificate && !item.second.has_key && !item.second.leaf;
    });
    if (plain_.empty() || !plain_is_chain) return;
    const auto has_key = [](const auto& item) { return item.second.has_key && item.second.has_certificate; };
    if (std::count_if(authorities_.begin(), authorities_.end(), has_key) != 1) return;
    Group& authority = std::find_if(authorities_.begin(), authorities_.end(), has_key)->second;
    for (const auto& [stem, group] : plain_) authority.values.insert(authority.values.end(), group.values.begin(), group.values.end());
    plain_.clear();
  }

  void assign_authority(const Group& group) {
    const std::string& first = values_[group.values.front()].own;
    for (const std::size_t i : group.values) set_unit(values_[i], group.has_key ? first : values_[i].own, !group.has_key);
  }

  // The same certificate under names of two kinds is one service (tls-combined.pem beside tls.crt and tls.key), unless each name has its
  // own key.
  void merge_copies() {
    std::map<Digest256, Groups::iterator> first;
    for (auto at = plain_.begin(); at != plain_.end();) {
      const auto [known, is_new] = at->second.leaf ? first.try_emplace(*at->second.leaf, at) : std::pair(first.end(), true);
      const bool apart = is_new || (!known->second->first.empty() && known->second->second.has_key && at->second.has_key);
      at = apart ? std::next(at) : merge(known->second->second, at);
    }
  }

  // A key with a name of its own belongs to the certificate that it fits.
  void give_keys() {
    std::map<Bytes, Groups::iterator> by_key;
    for (auto at = plain_.begin(); at != plain_.end(); ++at) {
      if (!at->second.leaf || at->second.has_key) continue;
      for (const Bytes& key : at->second.certified) by_key.try_emplace(key, at);
    }
    for (auto at = plain_.begin(); at != plain_.end();) {
      const bool alone = at->second.has_key && !at->second.has_certificate && at->second.keys.size() == 1;
      const auto taker = alone ? by_key.find(at->second.keys.front()) : by_key.end();
      at = taker == by_key.end() ? std::next(at) : merge(taker->second->second, at);
    }
  }

  Groups::iterator merge(Group& into, Groups::iterator from) {
    Group& group = from->second;
    into.values.insert(into.values.end(), group.values.begin(), group.values.end());
    into.keys.insert(into.keys.end(), group.keys.begin(), group.keys.end());
    into.has_key |= group.has_key;
    return plain_.erase(from);
  }

  void assign_plain() {
    const auto count = [&](auto matches) {
      return std::count_if(plain_.begin(), plain_.end(), [&](const auto& item) { return matches(item.second); });
    };
    const auto is_service = [](const Group& group) { return group.leaf.has_value() || (group.has_key && group.has_certificate); };
    const bool several = count(is_service) > 1 || count([](const Group& group) { return group.has_key; }) > 1;
    for (auto& [stem, group] : plain_) {
      std::sort(group.values.begin(), group.values.end());
      const bool for_all = several && stem.empty() && !is_service(group) && !group.has_key;
      std::string unit = object_;
      if (several && (!stem.empty() || for_all)) unit = group.values.size() == 1 ? values_[group.values.front()].own : object_ + " " + stem;
      for (const std::size_t i : group.values) set_unit(values_[i], unit, for_all);
    }
  }

  void set_unit(const ReadValue& value, const std::string& unit, bool for_trust) {
    const bool keystore = is_keystore(value.format);
    for (std::size_t i = value.first_entry; i < value.end_entry; ++i) {
      Entry& entry = container_.entries[i];
      entry.object = keystore ? value.own : object_;
      entry.unit = entry.unit.empty() ? unit : unit + " > " + entry.unit;
      entry.for_trust |= for_trust && entry.kind == EntryKind::certificate;
    }
  }

  const std::string& object_;
  const std::vector<ReadValue>& values_;
  Container& container_;
  Groups authorities_, plain_;
};

}  // namespace

void assign_units(const std::string& object, const std::vector<ReadValue>& values, Container& container) {
  ObjectUnits(object, values, container).assign();
}

}  // namespace chainlint::formats
