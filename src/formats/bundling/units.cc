#include "bundling/units.h"

#include <algorithm>
#include <map>
#include <set>

#include "bundling/unit_parts.h"
#include "chainlint/formats/windows_store.h"

namespace chainlint::formats {
namespace {

bool has_several_units(const Container& container) {
  return std::any_of(container.entries.begin(), container.entries.end(),
                     [&](const Entry& entry) { return entry.unit != container.entries.front().unit; });
}

bool has_values(const Container& container) { return traits_of(container.format).family == FormatFamily::document; }

// A trusted entry with the public key of a key entry's certificate is no CA that clients trust: a CA's reply that was imported under
// another alias, or a copy. It is checked with the key entry.
void drop_replies(std::vector<Bundle>& bundles) {
  std::set<std::pair<std::string, Bytes>> served;
  for (const Bundle& bundle : bundles) {
    for (const Entry& entry : bundle.containers.front().entries) {
      if (entry.is_leaf() && !entry.for_trust) served.emplace(entry.object, entry.certificate->public_key().canonical());
    }
  }
  for (Bundle& bundle : bundles) {
    std::erase_if(bundle.containers.front().entries, [&](const Entry& entry) {
      return entry.is_leaf() && entry.for_trust && entry.trusted_certificate &&
             served.count({entry.object, entry.certificate->public_key().canonical()}) != 0;
    });
  }
  std::erase_if(bundles, [](const Bundle& bundle) {
    return bundle.containers.front().entries.empty() && bundle.containers.front().diagnostics.empty();
  });
}

// What an object or a keystore trusts is known to the bundles beside it.
void share_trusted(std::vector<Bundle>& bundles) {
  std::map<std::string, std::shared_ptr<Container>> trusted;
  bool keystore = false;
  for (const Bundle& bundle : bundles) {
    for (const Entry& entry : bundle.containers.front().entries) {
      if (!entry.for_trust) continue;
      keystore |= entry.trusted_certificate;
      std::shared_ptr<Container>& shared = trusted[entry.object];
      if (shared == nullptr) shared = std::make_shared<Container>(without_entries(bundle.containers.front()));
      shared->entries.push_back(entry);
    }
  }
  if (bundles.size() > 1 && keystore) drop_replies(bundles);
  for (Bundle& bundle : bundles) {
    const Container& container = bundle.containers.front();
    bundle.trust_store = is_trust_store(container);
    if (trusted.empty() || bundle.trust_store || container.entries.empty()) continue;
    const auto found = trusted.find(container.entries.front().object);
    if (found != trusted.end()) bundle.trusted.push_back(found->second);
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
  bundles.front().containers.front().serving = std::move(container.serving);
  return bundles;
}

}  // namespace

bool is_certificate(const Entry& entry) { return entry.kind == EntryKind::certificate && entry.certificate != nullptr; }

std::vector<std::size_t> issuers_above(std::size_t entry, const std::vector<Entry>& entries, const EntriesBySubject& subjects,
                                       const std::function<bool(const Entry&)>& accept) {
  std::vector<std::size_t> found, next = {entry};
  std::set<std::string_view> names;
  std::set<Digest256> certificates;
  while (!next.empty()) {
    const std::string_view issuer = entries[next.back()].certificate->issuer().canonical();
    next.pop_back();
    const auto holders = subjects.find(issuer);
    if (holders == subjects.end() || !names.insert(issuer).second) continue;
    for (const std::size_t holder : holders->second) {
      if (!accept(entries[holder]) || !certificates.insert(entries[holder].certificate->sha256()).second) continue;
      found.push_back(holder);
      next.push_back(holder);
    }
  }
  return found;
}

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
  const auto verifies = [](const Entry& entry) {
    return entry.for_trust || (!entry.store.empty() && !is_personal_store(entry.store)) || is_made_by_windows(entry);
  };
  bool any = false;
  for (const Entry& entry : container.entries) {
    if (entry.kind == EntryKind::private_key || (is_certificate(entry) && !verifies(entry))) return false;
    any |= is_certificate(entry);
  }
  return any;
}

std::vector<Bundle> split_units(Container container) {
  if (container.format == Format::pkcs12) divide_pkcs12(container);
  std::vector<std::string> dual;
  if (container.format == Format::pem) dual = divide_dual_pem(container.entries);
  std::shared_ptr<const Container> whole;
  if (container.format == Format::reg) whole = std::make_shared<const Container>(container);
  divide_store(container);
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
    if (values) arrange_values(part.entries);
    if (dual.empty()) continue;
    bundles[i].dual = dual;
    const auto own = bundles[i].dual.begin() + static_cast<std::ptrdiff_t>(i);
    std::rotate(bundles[i].dual.begin(), own, own + 1);
  }
  share_trusted(bundles);
  return bundles;
}

}  // namespace chainlint::formats
