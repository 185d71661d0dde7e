#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "bundling/unit_parts.h"
#include "chainlint/base/limits.h"

namespace chainlint::formats {
namespace {

// The value of a manifest or JSON document that an entry is in.
std::string_view value_of(const Entry& entry) { return std::string_view(entry.location.inner).substr(0, entry.location.inner.find(" > ")); }

// An object may have one chain under several names, as the parts and the whole: fullchain.pem beside cert.pem and chain.pem, or
// tls-combined.pem beside tls.crt and tls.key. What is mounted is tls.crt where there is one, else the longest, of equals the first.
class RepeatedValues {
 public:
  explicit RepeatedValues(std::vector<Entry>& entries) : entries_(entries) {
    std::map<std::string_view, std::size_t> known;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto [at, is_new] = known.try_emplace(value_of(entries[i]), values_.size());
      if (is_new) values_.emplace_back();
      values_[at->second].entries.push_back(i);
      if (is_certificate(entries[i])) values_[at->second].certificates.push_back(entries[i].certificate->sha256());
    }
  }

  void drop() {
    if (values_.size() < 2 || values_.size() > BundlingLimits::kRepeatedValues) return;
    std::vector<bool> dropped(entries_.size());
    bool any = false;
    for (const Value& value : values_) {
      if (value.certificates.empty() || !is_repeated(value)) continue;
      for (const std::size_t i : value.entries) dropped[i] = any = true;
    }
    if (!any) return;
    keep_keys(dropped);
    std::size_t at = 0;
    std::erase_if(entries_, [&](const Entry&) { return dropped[at++]; });
  }

 private:
  struct Value {
    std::vector<std::size_t> entries;
    std::vector<Digest256> certificates;
  };

  bool is_repeated(const Value& value) const {
    return std::any_of(values_.begin(), values_.end(), [&](const Value& other) {
      if (&other == &value || other.certificates.empty()) return false;
      if (is_tls(value) != is_tls(other) && value.certificates.front() == other.certificates.front()) return is_tls(other);
      if (other.certificates.size() < value.certificates.size()) return false;
      const bool inside = std::search(other.certificates.begin(), other.certificates.end(), value.certificates.begin(),
                                      value.certificates.end()) != other.certificates.end();
      return inside && (other.certificates.size() > value.certificates.size() || &other < &value);
    });
  }

  bool is_tls(const Value& value) const { return value_of(entries_[value.entries.front()]).ends_with("tls.crt"); }

  // A key is dropped only where it is there once more.
  void keep_keys(std::vector<bool>& dropped) const {
    std::set<Bytes> kept;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].key && !dropped[i]) kept.insert(entries_[i].key->public_canonical);
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const bool key = entries_[i].kind == EntryKind::private_key;
      if (key && (!entries_[i].key || kept.count(entries_[i].key->public_canonical) == 0)) dropped[i] = false;
    }
  }

  std::vector<Entry>& entries_;
  std::vector<Value> values_;
};

// The members of an object have no order, and Vault writes ca_chain before certificate: the value with the leaf is first. The order inside
// a value is kept.
void lead_with_leaf(std::vector<Entry>& entries) {
  const auto leaf = std::find_if(entries.begin(), entries.end(), std::mem_fn(&Entry::is_leaf));
  if (leaf == entries.end() || leaf->object.starts_with("Route ")) return;  // a Route has an order
  const std::string value(value_of(*leaf));
  std::stable_partition(entries.begin(), entries.end(), [&](const Entry& entry) { return value_of(entry) == value; });
}

}  // namespace

void arrange_values(std::vector<Entry>& entries) {
  RepeatedValues(entries).drop();
  lead_with_leaf(entries);
}

}  // namespace chainlint::formats
