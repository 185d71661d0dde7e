#include "units.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "chainlint/formats/windows_store.h"

namespace chainlint {
namespace {

bool is_certificate(const Entry& entry) { return entry.kind == EntryKind::certificate && entry.certificate != nullptr; }

// Entries that units may hold in all, for each entry of the file: shared CA certificates are copied, and a file may be made to have many.
constexpr std::size_t kCopiesAllowed = 8;

// PKCS#12 says which key belongs to which certificate, and not which chain to which: that follows from the names.
class KeyUnits {
 public:
  explicit KeyUnits(std::vector<Entry>& entries) : entries_(entries), unit_of_(entries.size()) {}

  void assign() {
    pair_keys();
    if (leaves_.size() < 2) return;
    std::unordered_map<std::string_view, std::vector<std::size_t>> subjects;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_certificate(entries_[i]) && unit_of_[i].empty()) subjects[entries_[i].certificate->subject().canonical()].push_back(i);
    }
    std::set<std::size_t> used;
    std::size_t copies = 0;
    for (const auto& [leaf, name] : leaves_) {
      std::vector<std::size_t>& chain = chains_[name];
      climb(leaf, subjects, chain);
      used.insert(chain.begin(), chain.end());
      copies += chain.size();
      if (copies > kCopiesAllowed * entries_.size()) return;
    }
    share(used);
  }

 private:
  void pair_keys() {
    std::map<Bytes, std::size_t> by_key, by_id;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!is_certificate(entries_[i])) continue;
      by_key.try_emplace(to_bytes(entries_[i].certificate->public_key().canonical()), i);
      if (!entries_[i].local_key_id.empty()) by_id.try_emplace(entries_[i].local_key_id, i);
    }
    for (std::size_t k = 0; k < entries_.size(); ++k) {
      const Entry& key = entries_[k];
      if (key.kind != EntryKind::private_key) continue;
      const bool known = key.key && !key.key->public_canonical.empty();
      const auto found = known ? by_key.find(key.key->public_canonical) : by_id.find(key.local_key_id);
      if (found == (known ? by_key : by_id).end()) continue;
      const std::size_t leaf = found->second;
      if (unit_of_[leaf].empty()) {
        unit_of_[leaf] = name_for(key, entries_[leaf]);
        leaves_.push_back({leaf, unit_of_[leaf]});
      }
      unit_of_[k] = unit_of_[leaf];
    }
  }

  std::string name_for(const Entry& key, const Entry& certificate) {
    std::string name = !key.label.empty()           ? key.label
                       : !certificate.label.empty() ? certificate.label
                                                    : certificate.certificate->subject().display();
    if (!names_.insert(name).second) {
      name += " (" + std::to_string(leaves_.size() + 1) + ")";
      names_.insert(name);
    }
    return name;
  }

  void climb(std::size_t leaf, const std::unordered_map<std::string_view, std::vector<std::size_t>>& subjects,
             std::vector<std::size_t>& chain) {
    std::set<std::string_view> seen;
    std::vector<std::size_t> next = {leaf};
    while (!next.empty()) {
      const std::string_view issuer = entries_[next.back()].certificate->issuer().canonical();
      next.pop_back();
      const auto found = subjects.find(issuer);
      if (found == subjects.end() || !seen.insert(issuer).second) continue;
      chain.insert(chain.end(), found->second.begin(), found->second.end());
      next.insert(next.end(), found->second.begin(), found->second.end());
    }
  }

  // A CA certificate that several leaves need is copied for each; what none needs stays with the first, where it is a stranger.
  void share(const std::set<std::size_t>& used) {
    std::vector<Entry> divided;
    for (const auto& [leaf, name] : leaves_) {
      std::set<std::size_t> chain(chains_[name].begin(), chains_[name].end());
      for (std::size_t i = 0; i < entries_.size(); ++i) {
        const bool stray = unit_of_[i].empty() && used.count(i) == 0 && name == leaves_.front().second;
        if (unit_of_[i] != name && chain.count(i) == 0 && !stray) continue;
        divided.push_back(entries_[i]);
        divided.back().unit = name;
      }
    }
    entries_ = std::move(divided);
  }

  std::vector<Entry>& entries_;
  std::vector<std::string> unit_of_;  // of keys and the certificates that they belong to
  std::vector<std::pair<std::size_t, std::string>> leaves_;
  std::map<std::string, std::vector<std::size_t>> chains_;
  std::set<std::string> names_;
};

// The leaf certificates that Windows can bind lie in these stores.
// In a serialized store, which does not say its name, they are those that have a key.
bool is_personal(const Entry& entry) {
  if (entry.store.empty()) return entry.windows_key.has_value();
  return is_personal_store(entry.store);
}

std::string store_of(const Entry& entry) { return entry.store_location.empty() ? entry.store : entry.store_location + " " + entry.store; }

// Stores of Windows: each certificate that can be bound is a unit with the CA certificates that lead up from it in the CA stores of the
// same user and of the machine; what is left of a store is a unit of its own.
class StoreUnits {
 public:
  explicit StoreUnits(std::vector<Entry>& entries) : entries_(entries), used_(entries.size()) {}

  void assign() {
    std::unordered_map<std::string_view, std::vector<std::size_t>> subjects;
    std::vector<std::size_t> leaves;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_personal(entries_[i]) && is_leaf_certificate(entries_[i])) leaves.push_back(i);
      const bool holds_issuers = entries_[i].store.empty() || entries_[i].store == "CA";
      const bool intermediate = holds_issuers && is_certificate(entries_[i]) && !entries_[i].certificate->self_issued();
      if (intermediate) subjects[entries_[i].certificate->subject().canonical()].push_back(i);
    }
    std::vector<Entry> divided;
    for (const std::size_t leaf : leaves) {
      const std::string store = store_of(entries_[leaf]);
      const std::string name = (store.empty() ? "" : store + ": ") + name_of(entries_[leaf]);
      take(leaf, name, divided);
      for (const std::size_t issuer : issuers_above(leaf, subjects)) take(issuer, name, divided);
      if (divided.size() > kCopiesAllowed * entries_.size()) return;
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!used_[i]) take(i, store_of(entries_[i]), divided);
    }
    entries_ = std::move(divided);
  }

 private:
  std::string name_of(const Entry& entry) {
    const std::string display = entry.certificate->subject().display();
    const std::string name = !entry.label.empty() ? entry.label : display;
    const std::size_t copy = ++names_[store_of(entry) + name];
    return copy == 1 ? name : name + " (" + std::to_string(copy) + ")";
  }

  void take(std::size_t index, const std::string& unit, std::vector<Entry>& divided) {
    used_[index] = true;
    divided.push_back(entries_[index]);
    divided.back().unit = unit;
  }

  std::vector<std::size_t> issuers_above(std::size_t leaf,
                                         const std::unordered_map<std::string_view, std::vector<std::size_t>>& subjects) const {
    std::vector<std::size_t> found, next = {leaf};
    std::set<std::string_view> seen;
    while (!next.empty()) {
      const std::string_view issuer = entries_[next.back()].certificate->issuer().canonical();
      next.pop_back();
      const auto holders = subjects.find(issuer);
      if (holders == subjects.end() || !seen.insert(issuer).second) continue;
      for (const std::size_t holder : holders->second) {
        const std::string& location = entries_[holder].store_location;
        if (location != entries_[leaf].store_location && !location.starts_with("LocalMachine")) continue;
        found.push_back(holder);
        next.push_back(holder);
      }
    }
    return found;
  }

  std::vector<Entry>& entries_;
  std::vector<bool> used_;
  std::map<std::string, std::size_t> names_;
};

bool binds_several(const Container& container) {
  return std::count_if(container.entries.begin(), container.entries.end(),
                       [](const Entry& entry) { return is_personal(entry) && is_leaf_certificate(entry); }) > 1;
}

bool has_several_units(const Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(),
                     [&](const Entry& entry) { return entry.unit != container.entries.front().unit; });
}

// The value of a manifest or JSON document that an entry lies in.
std::string_view value_of(const Entry& entry) { return std::string_view(entry.location.inner).substr(0, entry.location.inner.find(" > ")); }

// The members of an object have no order, and Vault writes ca_chain before certificate: what stands in the value of the leaf is first. The
// order inside a value is kept.
void lead_with_leaf(Container& container) {
  if (container.format != Format::json && container.format != Format::kubernetes) return;
  const auto leaf = std::find_if(container.entries.begin(), container.entries.end(), is_leaf_certificate);
  if (leaf == container.entries.end()) return;
  const std::string value(value_of(*leaf));
  std::stable_partition(container.entries.begin(), container.entries.end(), [&](const Entry& entry) { return value_of(entry) == value; });
}

}  // namespace

bool is_leaf_certificate(const Entry& entry) { return is_certificate(entry) && !entry.certificate->is_ca(); }

std::vector<Bundle> split_units(Container container) {
  std::vector<Bundle> bundles;
  if (container.format == Format::pkcs12 && container.count(EntryKind::private_key) > 1) KeyUnits(container.entries).assign();
  std::shared_ptr<const Container> whole;
  if (container.format == Format::reg) whole = std::make_shared<const Container>(container);
  if (container.format == Format::reg || (container.format == Format::sst && binds_several(container))) {
    StoreUnits(container.entries).assign();
  }
  if (container.entries.empty() || !has_several_units(container)) {
    bundles.push_back({container.path, {}});
    bundles.back().export_of = std::move(whole);
    lead_with_leaf(container);
    bundles.back().containers.push_back(std::move(container));
    return bundles;
  }
  std::map<std::string, std::size_t> index;
  std::map<std::uint32_t, std::set<std::string>> units_of_entry;
  for (Entry& entry : container.entries) {
    units_of_entry[entry.location.entry.value_or(0)].insert(entry.unit);
    const auto [at, is_new] = index.try_emplace(entry.unit, bundles.size());
    if (is_new) {
      Bundle bundle;
      bundle.name = entry.unit.empty() ? container.path : container.path + "[" + entry.unit + "]";
      Container part;
      part.path = container.path;
      part.format = container.format;
      part.status = container.status;
      part.facts = container.facts;
      bundle.export_of = whole;
      bundle.containers.push_back(std::move(part));
      bundles.push_back(std::move(bundle));
    }
    bundles[at->second].containers.front().entries.push_back(std::move(entry));
  }
  // What is about the file as a whole is said once.
  for (Diagnostic& diagnostic : container.diagnostics) {
    const auto owners = diagnostic.location.entry ? units_of_entry.find(*diagnostic.location.entry) : units_of_entry.end();
    if (owners == units_of_entry.end()) {
      bundles.front().containers.front().diagnostics.push_back(std::move(diagnostic));
      continue;
    }
    for (const std::string& unit : owners->second) bundles[index.at(unit)].containers.front().diagnostics.push_back(diagnostic);
  }
  for (Bundle& bundle : bundles) lead_with_leaf(bundle.containers.front());
  return bundles;
}

}  // namespace chainlint
