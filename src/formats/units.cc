#include "units.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>

#include "chainlint/formats/windows_store.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"
#include "keystore_entries.h"

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
                                                    : display_name(*certificate.certificate);
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

  // The names of the units of certificates that can be bound.
  std::set<std::string> assign() {
    std::unordered_map<std::string_view, std::vector<std::size_t>> subjects;
    std::vector<std::size_t> leaves;
    std::set<std::string> bound;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (is_personal(entries_[i]) && is_leaf_certificate(entries_[i])) leaves.push_back(i);
      const bool holds_issuers = entries_[i].store.empty() || entries_[i].store == "CA";
      const bool intermediate = holds_issuers && is_certificate(entries_[i]) && !looks_self_signed(*entries_[i].certificate);
      if (intermediate) subjects[entries_[i].certificate->subject().canonical()].push_back(i);
    }
    std::vector<Entry> divided;
    for (const std::size_t leaf : leaves) {
      const std::string store = store_of(entries_[leaf]);
      const std::string name = (store.empty() ? "" : store + ": ") + name_of(entries_[leaf]);
      bound.insert(name);
      take(leaf, name, divided);
      for (const std::size_t issuer : issuers_above(leaf, subjects)) take(issuer, name, divided);
      if (divided.size() > kCopiesAllowed * entries_.size()) return {};
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!used_[i]) take(i, store_of(entries_[i]), divided);
    }
    entries_ = std::move(divided);
    return bound;
  }

 private:
  std::string name_of(const Entry& entry) {
    const std::string display = display_name(*entry.certificate);
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

// Java completes the chain of a key entry from all certificates of a PKCS#12 file. A trusted entry that no chain needs, or that repeats a
// certificate of a chain, is never sent.
class JavaTrust {
 public:
  explicit JavaTrust(std::vector<Entry>& entries) : entries_(entries) {}

  // Takes those entries out of the others.
  std::vector<Entry> take() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!is_certificate(entries_[i])) continue;
      if (entries_[i].trusted_certificate) {
        trusted_[entries_[i].certificate->subject().canonical()].push_back(i);
      } else {
        chained_.insert(entries_[i].certificate->sha256());
        enter(i);
      }
    }
    while (!next_.empty()) {
      const auto named = trusted_.find(next_.back());
      next_.pop_back();
      if (named == trusted_.end()) continue;
      for (const std::size_t i : named->second) {
        if (chained_.insert(entries_[i].certificate->sha256()).second) needed_.insert(i);
        enter(i);
      }
    }
    return split();
  }

 private:
  void enter(std::size_t i) {
    const std::string& issuer = entries_[i].certificate->issuer().canonical();
    if (names_.insert(issuer).second) next_.push_back(issuer);
  }

  std::vector<Entry> split() {
    std::vector<Entry> taken, kept;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const bool take = is_certificate(entries_[i]) && entries_[i].trusted_certificate && needed_.count(i) == 0;
      (take ? taken : kept).push_back(std::move(entries_[i]));
    }
    entries_ = std::move(kept);
    for (Entry& entry : taken) {
      entry.unit = kTrustedUnit;
      entry.for_trust = true;
    }
    return taken;
  }

  std::vector<Entry>& entries_;
  std::map<std::string_view, std::vector<std::size_t>> trusted_;
  std::set<std::string_view> names_;
  std::vector<std::string_view> next_;
  std::set<Digest256> chained_;
  std::set<std::size_t> needed_;
};

void divide_pkcs12(Container& container) {
  const std::size_t keys = container.count(EntryKind::private_key);
  if (keys == 0) return;
  std::vector<Entry> trusted = JavaTrust(container.entries).take();
  if (keys > 1) KeyUnits(container.entries).assign();
  std::move(trusted.begin(), trusted.end(), std::back_inserter(container.entries));
}

// Key, leaf and chain, then the same with another key algorithm for the same names: what Postfix reads from smtpd_tls_chain_files.
class DualGroups {
 public:
  explicit DualGroups(std::vector<Entry>& entries) : entries_(entries) {}

  // The key algorithms of the groups, which become units of these names; none where the file is something else.
  std::vector<std::string> assign() {
    find_groups();
    if (groups_.size() < 2 || groups_.size() > kMostGroups) return {};
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
  static constexpr std::size_t kMostGroups = 4;

  struct Group {
    std::size_t begin = 0;
    std::optional<std::size_t> leaf, key;
  };

  void find_groups() {
    for (std::size_t i = 0; i < entries_.size() && groups_.size() <= kMostGroups; ++i) {
      const bool key = entries_[i].kind == EntryKind::private_key, leaf = is_leaf_certificate(entries_[i]);
      if (groups_.empty() || (key && groups_.back().key) || (leaf && groups_.back().leaf)) groups_.push_back({i, {}, {}});
      if (key) groups_.back().key = i;
      if (leaf) groups_.back().leaf = i;
    }
    if (!groups_.empty()) groups_.front().begin = 0;
  }

  bool fits(const Group& group) const {
    if (!group.key) return false;
    const std::optional<KeyDescription>& key = entries_[*group.key].key;
    return !key || key->public_canonical.empty() || key->public_canonical == entries_[*group.leaf].certificate->public_key().canonical();
  }

  static std::string name_of(KeyAlgorithm algorithm) {
    switch (algorithm) {
      case KeyAlgorithm::rsa:
      case KeyAlgorithm::rsa_pss:
        return "RSA";
      case KeyAlgorithm::ec:
        return "ECDSA";
      default:
        return key_title(algorithm, 0, "");
    }
  }

  static bool shares_a_name(const Certificate& a, const Certificate& b) {
    const auto& left = a.extensions().subject_alt_name;
    const auto& right = b.extensions().subject_alt_name;
    if (!left || !right) return a.subject().canonical() == b.subject().canonical();
    std::set<std::string> names;
    for (const GeneralName& name : *left) names.insert(name.to_string());
    return std::any_of(right->begin(), right->end(), [&](const GeneralName& name) { return names.count(name.to_string()) != 0; });
  }

  std::vector<Entry>& entries_;
  std::vector<Group> groups_;
};

bool has_several_units(const Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(),
                     [&](const Entry& entry) { return entry.unit != container.entries.front().unit; });
}

// The value of a manifest or JSON document that an entry lies in.
std::string_view value_of(const Entry& entry) { return std::string_view(entry.location.inner).substr(0, entry.location.inner.find(" > ")); }

bool has_values(const Container& container) { return container.format == Format::json || container.format == Format::kubernetes; }

// The members of an object have no order, and Vault writes ca_chain before certificate: what stands in the value of the leaf is first. The
// order inside a value is kept.
void lead_with_leaf(Container& container) {
  const auto leaf = std::find_if(container.entries.begin(), container.entries.end(), is_leaf_certificate);
  if (leaf == container.entries.end() || leaf->object.starts_with("Route ")) return;  // a Route has an order
  const std::string value(value_of(*leaf));
  std::stable_partition(container.entries.begin(), container.entries.end(), [&](const Entry& entry) { return value_of(entry) == value; });
}

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
    if (values_.size() < 2 || values_.size() > kMostValues) return;
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
  static constexpr std::size_t kMostValues = 32;

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

Container without_entries(const Container& container) {
  Container part;
  part.path = container.path;
  part.use = container.use;
  part.format = container.format;
  part.status = container.status;
  part.facts = container.facts;
  return part;
}

// Whether the place of every certificate says that it is not served.
bool is_trust_store(const Container& container) {
  const auto verifies = [](const Entry& entry) { return entry.for_trust || (!entry.store.empty() && !is_personal_store(entry.store)); };
  bool any = false;
  for (const Entry& entry : container.entries) {
    if (entry.kind == EntryKind::private_key || (is_certificate(entry) && !verifies(entry))) return false;
    any |= is_certificate(entry);
  }
  return any;
}

// What an object or a keystore trusts is known to the bundles beside it.
void share_trusted(std::vector<Bundle>& bundles) {
  std::map<std::string, std::shared_ptr<Container>> trusted;
  for (const Bundle& bundle : bundles) {
    for (const Entry& entry : bundle.containers.front().entries) {
      if (!entry.for_trust) continue;
      std::shared_ptr<Container>& shared = trusted[entry.object];
      if (shared == nullptr) shared = std::make_shared<Container>(without_entries(bundle.containers.front()));
      shared->entries.push_back(entry);
    }
  }
  for (Bundle& bundle : bundles) {
    const Container& container = bundle.containers.front();
    bundle.trust_store = is_trust_store(container);
    if (trusted.empty() || bundle.trust_store || container.entries.empty()) continue;
    const auto found = trusted.find(container.entries.front().object);
    if (found != trusted.end()) bundle.trusted.push_back(found->second);
  }
}

// The roots of a machine that may have issued what its certificates are sent with.
void share_roots(const Container& whole, std::vector<Bundle>& bundles) {
  std::map<std::string_view, std::shared_ptr<Container>> roots;
  for (const Entry& entry : whole.entries) {
    if (!is_certificate(entry) || (entry.store != "Root" && entry.store != "AuthRoot")) continue;
    std::shared_ptr<Container>& named = roots[entry.certificate->subject().canonical()];
    if (named == nullptr) {
      named = std::make_shared<Container>(without_entries(whole));
      named->path = entry.location.path;
    }
    named->entries.push_back(entry);
  }
  for (Bundle& bundle : bundles) {
    if (bundle.trust_store) continue;
    std::set<std::string_view> issuers;
    for (const Container& container : bundle.containers) {
      for (const Entry& entry : container.entries) {
        if (is_certificate(entry)) issuers.insert(entry.certificate->issuer().canonical());
      }
    }
    for (const std::string_view issuer : issuers) {
      if (const auto found = roots.find(issuer); found != roots.end()) bundle.trusted.push_back(found->second);
    }
  }
}

std::vector<Bundle> divide(Container container, const std::shared_ptr<const Container>& whole) {
  std::vector<Bundle> bundles;
  const bool certificates = container.count(EntryKind::certificate) > 0;
  std::map<std::string, std::size_t> index;
  std::map<std::uint32_t, std::set<std::string>> units_of_entry;
  for (Entry& entry : container.entries) {
    units_of_entry[entry.location.entry.value_or(0)].insert(entry.unit);
    const auto [at, is_new] = index.try_emplace(entry.unit, bundles.size());
    if (is_new) {
      Bundle bundle;
      bundle.name = entry.unit.empty() ? container.path : container.path + "[" + entry.unit + "]";
      bundle.export_of = whole;
      bundle.containers.push_back(without_entries(container));
      // Whether a named file contains a certificate is asked once, of the whole.
      if (certificates || !bundles.empty()) bundle.containers.front().use = FileUse::met;
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
  bundles.front().containers.front().served_hosts = std::move(container.served_hosts);
  return bundles;
}

}  // namespace

bool is_leaf_certificate(const Entry& entry) { return is_certificate(entry) && !entry.certificate->is_ca(); }

std::vector<Bundle> split_units(Container container) {
  if (container.format == Format::pkcs12) divide_pkcs12(container);
  std::vector<std::string> dual;
  if (container.format == Format::pem) dual = DualGroups(container.entries).assign();
  std::shared_ptr<const Container> whole;
  if (container.format == Format::reg) whole = std::make_shared<const Container>(container);
  if (container.format == Format::reg || (container.format == Format::sst && binds_several(container))) {
    StoreUnits(container.entries).assign();
  }
  const bool values = has_values(container);
  std::vector<Bundle> bundles;
  if (container.entries.empty() || !has_several_units(container)) {
    bundles.push_back({container.path, {}});
    bundles.back().export_of = std::move(whole);
    bundles.back().containers.push_back(std::move(container));
  } else {
    bundles = divide(std::move(container), whole);
  }
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    Container& part = bundles[i].containers.front();
    if (values) {
      RepeatedValues(part.entries).drop();
      lead_with_leaf(part);
    }
    if (!dual.empty()) {
      bundles[i].dual = dual;
      std::rotate(bundles[i].dual.begin(), bundles[i].dual.begin() + static_cast<std::ptrdiff_t>(i),
                  bundles[i].dual.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }
  share_trusted(bundles);
  return bundles;
}

std::vector<Bundle> split_stores(const std::vector<StoreExport>& exports) {
  auto whole = std::make_shared<Container>();
  whole->path = exports.front().container.path;
  whole->format = Format::sst;
  std::map<std::string_view, const Container*> files;
  std::vector<Entry> divided;
  for (const StoreExport& file : exports) {
    files.emplace(file.container.path, &file.container);
    divided.insert(divided.end(), file.container.entries.begin(), file.container.entries.end());
    // A store without certificates was exported all the same.
    Entry mark;
    mark.store = file.store;
    whole->entries.push_back(std::move(mark));
  }
  whole->entries.insert(whole->entries.end(), divided.begin(), divided.end());
  const std::set<std::string> bound = StoreUnits(divided).assign();
  std::vector<Bundle> bundles;
  std::map<std::string, std::size_t> index;
  std::set<std::string> begun;
  for (Entry& entry : divided) {
    const std::string& path = entry.location.path;
    const bool of_leaf = bound.count(entry.unit) != 0;
    const auto [at, is_new] = index.try_emplace(of_leaf ? entry.unit : path, bundles.size());
    if (is_new) {
      bundles.emplace_back();
      bundles.back().name = of_leaf ? path + "[" + entry.unit + "]" : path;
      bundles.back().export_of = whole;
    }
    std::vector<Container>& containers = bundles[at->second].containers;
    auto part = std::find_if(containers.begin(), containers.end(), [&](const Container& container) { return container.path == path; });
    if (part == containers.end()) {
      part = containers.insert(part, without_entries(*files.at(path)));
      if (begun.insert(path).second) part->diagnostics = files.at(path)->diagnostics;
    }
    part->entries.push_back(std::move(entry));
  }
  for (Bundle& bundle : bundles) bundle.trust_store = std::all_of(bundle.containers.begin(), bundle.containers.end(), is_trust_store);
  share_roots(*whole, bundles);
  return bundles;
}

}  // namespace chainlint
