#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "bundling/unit_parts.h"
#include "chainlint/base/limits.h"
#include "chainlint/formats/windows_store.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::formats {
namespace {

// More in a serialized store without keys are a list of what was seen or is not trusted.
constexpr std::size_t kLeavesWithoutKeys = 3;

// The leaf certificates that Windows can bind: those of personal stores. A serialized store does not say its name; they are those that have
// a key, or without any all, because a user exports My without the keys.
std::vector<std::size_t> bindable(const std::vector<Entry>& entries) {
  std::vector<std::size_t> leaves, nameless;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Entry& entry = entries[i];
    if (!entry.is_leaf()) continue;
    if (entry.store.empty() ? entry.windows_key.has_value() : is_personal_store(entry.store)) leaves.push_back(i);
    if (entry.store.empty()) nameless.push_back(i);
  }
  return leaves.empty() && nameless.size() <= kLeavesWithoutKeys ? nameless : leaves;
}

std::string store_of(const Entry& entry) { return entry.store_location.empty() ? entry.store : entry.store_location + " " + entry.store; }

// Stores of Windows: each certificate that can be bound is a unit with the CA certificates that lead up from it in the CA stores of the
// same user and of the machine; what is left of a store is a unit of its own.
class StoreUnits {
 public:
  explicit StoreUnits(std::vector<Entry>& entries) : entries_(entries), used_(entries.size()) {}

  // The names of the units of certificates that can be bound.
  std::set<std::string> assign() {
    EntriesBySubject subjects;
    std::map<Bytes, std::vector<std::size_t>> keys;
    const std::vector<std::size_t> leaves = bindable(entries_);
    std::set<std::string> bound;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      const bool holds_issuers = entries_[i].store.empty() || entries_[i].store == "CA";
      const bool intermediate = holds_issuers && is_certificate(entries_[i]) && !x509::looks_self_signed(*entries_[i].certificate);
      if (intermediate) subjects[entries_[i].certificate->subject().canonical()].push_back(i);
      if (entries_[i].key && !entries_[i].key->public_canonical.empty()) keys[entries_[i].key->public_canonical].push_back(i);
    }
    std::vector<Entry> divided;
    std::set<Digest256> sent;
    for (const std::size_t leaf : leaves) {
      const std::string store = store_of(entries_[leaf]);
      const std::string name = (store.empty() ? "" : store + ": ") + name_of(entries_[leaf]);
      bound.insert(name);
      take(leaf, name, divided);
      if (const auto own = keys.find(entries_[leaf].certificate->public_key().canonical()); own != keys.end()) {
        for (const std::size_t key : own->second) take(key, name, divided);
      }
      const std::string& location = entries_[leaf].store_location;
      const auto is_seen = [&](const Entry& issuer) {
        return issuer.store_location == location || issuer.store_location.starts_with("LocalMachine");
      };
      for (const std::size_t issuer : issuers_above(leaf, entries_, subjects, is_seen)) {
        sent.insert(entries_[issuer].certificate->sha256());
        take(issuer, name, divided);
      }
      if (divided.size() > BundlingLimits::kCopiesPerEntry * entries_.size()) return {};
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      // The chain in a PFX of My is in no store, and CA may contain it as well.
      const bool copy = entries_[i].store.empty() && is_certificate(entries_[i]) && sent.count(entries_[i].certificate->sha256()) != 0;
      if (!used_[i] && !copy) take(i, store_of(entries_[i]), divided);
    }
    entries_ = std::move(divided);
    return bound;
  }

 private:
  std::string name_of(const Entry& entry) {
    const std::string display = x509::display_name(*entry.certificate);
    const std::string name = !entry.label.empty() ? entry.label : display;
    const std::size_t copy = ++names_[store_of(entry) + name];
    return copy == 1 ? name : name + " (" + std::to_string(copy) + ")";
  }

  void take(std::size_t index, const std::string& unit, std::vector<Entry>& divided) {
    used_[index] = true;
    divided.push_back(entries_[index]);
    divided.back().unit = unit;
  }

  std::vector<Entry>& entries_;
  std::vector<bool> used_;
  std::map<std::string, std::size_t> names_;
};

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

}  // namespace

void divide_store(Container& container) {
  if (container.format == Format::reg || (container.format == Format::sst && bindable(container.entries).size() > 1)) {
    StoreUnits(container.entries).assign();
  }
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
    // A store without certificates was exported nevertheless.
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

}  // namespace chainlint::formats
