#include "chainlint/chain/run_index.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/formats/windows_store.h"

namespace chainlint::chain {
namespace {

std::uint64_t combined(std::uint64_t a, std::uint64_t b) { return a ^ (b + 0x9e3779b97f4a7c15ull + (a << 6) + (a >> 2)); }

std::uint64_t hash_of(std::string_view text) { return std::hash<std::string_view>{}(text); }

std::uint64_t hash_of(const x509::Name& name, std::string_view second) { return combined(hash_of(name.canonical()), hash_of(second)); }

ByteView key_id_of(const x509::Certificate& certificate) {
  const auto& id = certificate.extensions().subject_key_id;
  return id ? ByteView(*id) : ByteView();
}

// Calls `use` for every entry of the bundle, in order.
template <class Use>
void each_entry(const formats::Bundle& bundle, Use use) {
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) use(entry, container);
  }
}

Location location_of(const formats::Entry& entry, const formats::Container& container) {
  Location location = entry.location;
  location.path = container.path;
  return location;
}

std::vector<std::string_view> folders_of(const formats::Bundle& bundle) {
  std::vector<std::string_view> folders;
  for (const formats::Container& container : bundle.containers) {
    const std::string_view folder = formats::folder_of(container.path);
    if (std::find(folders.begin(), folders.end(), folder) == folders.end()) folders.push_back(folder);
  }
  return folders;
}

bool is_within(const std::vector<std::string_view>& folders, const Location& location) {
  return std::find(folders.begin(), folders.end(), formats::folder_of(location.path)) != folders.end();
}

std::string key_text(ByteView canonical) { return std::string(as_text(canonical)); }

// In lower case.
std::vector<std::string> dns_names_of(const x509::Certificate& certificate) {
  std::vector<std::string> names;
  const auto& alternatives = certificate.extensions().subject_alt_name;
  if (!alternatives) return names;
  for (const x509::GeneralName& name : *alternatives) {
    if (name.kind == x509::GeneralNameKind::dns) names.push_back(to_lower_ascii(as_text(name.octets)));
  }
  return names;
}

// Public halves of private keys that fit no certificate of their own bundle.
std::unordered_set<std::string> keys_without_certificate(std::span<const formats::Bundle* const> bundles) {
  std::unordered_set<std::string> wanted;
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    std::vector<const Bytes*> keys;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container&) {
      if (entry.kind == formats::EntryKind::private_key && entry.key && !entry.key->public_canonical.empty()) {
        keys.push_back(&entry.key->public_canonical);
      }
    });
    if (keys.empty()) continue;
    std::unordered_set<std::string> own;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container&) {
      if (entry.certificate != nullptr) own.insert(key_text(entry.certificate->public_key().canonical()));
    });
    for (const Bytes* key : keys) {
      std::string text = key_text(*key);
      if (!own.contains(text)) wanted.insert(std::move(text));
    }
  }
  return wanted;
}

// A locked key is taken for that of the certificate beside it.
// An export of a Windows store has no keys; the machine has those of the stores to which services are bound.
bool contains_key_of(const x509::Certificate& certificate, const formats::Bundle& bundle) {
  bool found = false;
  each_entry(bundle, [&](const formats::Entry& entry, const formats::Container&) {
    found = found || (entry.certificate.get() == &certificate && formats::is_personal_store(entry.store));
    if (entry.kind != formats::EntryKind::private_key) return;
    found = found || !entry.key || equal(entry.key->public_canonical, certificate.public_key().canonical());
  });
  return found;
}

}  // namespace

RunIndex::RunIndex(std::span<const formats::Bundle* const> bundles, const Leaves& deployed) {
  add_cas(bundles);
  add_keys(bundles);
  add_leaves(bundles);
  add_lists(bundles);
  add_successors(bundles, deployed);
  add_used(bundles);
}

void RunIndex::add_cas(std::span<const formats::Bundle* const> bundles) {
  struct Folder {
    std::size_t id = 0;
    const formats::Bundle* first = nullptr;
    bool several = false;  // bundles: only there a place in the folder can be another bundle's
  };
  std::unordered_map<std::string_view, Folder> folders;
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    for (const std::string_view folder : folders_of(*bundle)) {
      Folder& known = folders.try_emplace(folder, Folder{folders.size(), bundle, false}).first->second;
      known.several |= known.first != bundle;
    }
  }
  std::unordered_map<Digest256, std::size_t, DigestHash> known;
  std::unordered_set<std::uint64_t> placed;  // CA and folder
  const auto add = [&](const formats::Entry& entry, const formats::Container& container) {
    if (entry.certificate == nullptr || !entry.certificate->is_ca()) return;
    const x509::Certificate& certificate = *entry.certificate;
    const auto [found, is_new] = known.try_emplace(certificate.sha256(), cas_.size());
    const std::size_t ca = found->second;
    const Folder& folder = folders.try_emplace(formats::folder_of(container.path), Folder{folders.size(), nullptr, true}).first->second;
    if (!is_new && !(folder.several && placed.insert((std::uint64_t{ca} << 32) | folder.id).second)) return;
    if (is_new) {
      cas_.push_back({entry.certificate, places_.size()});
      placed.insert((std::uint64_t{ca} << 32) | folder.id);
      by_name_.push_back({hash_of(certificate.subject().canonical()), ca});
      if (const ByteView id = key_id_of(certificate); !id.empty()) by_key_id_.push_back({hash_of(certificate.subject(), as_text(id)), ca});
    }
    by_folder_.push_back({hash_of(certificate.subject(), formats::folder_of(container.path)), places_.size()});
    places_.push_back({ca, location_of(entry, container)});
  };
  std::unordered_set<const formats::Container*> shared;  // several bundles trust one
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    each_entry(*bundle, add);
    for (const std::shared_ptr<const formats::Container>& trusted : bundle->trusted) {
      if (!shared.insert(trusted.get()).second) continue;
      for (const formats::Entry& entry : trusted->entries) add(entry, *trusted);
    }
  }
  for (std::vector<Key>* keys : {&by_name_, &by_key_id_, &by_folder_}) std::sort(keys->begin(), keys->end());
}

void RunIndex::add_keys(std::span<const formats::Bundle* const> bundles) {
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      if (entry.kind != formats::EntryKind::private_key || !entry.key || entry.key->public_canonical.empty()) return;
      private_keys_.try_emplace(key_text(entry.key->public_canonical), location_of(entry, container));
    });
  }
  const std::unordered_set<std::string> wanted = keys_without_certificate(bundles);
  if (wanted.empty()) return;
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      if (entry.certificate == nullptr) return;
      std::string key = key_text(entry.certificate->public_key().canonical());
      if (!wanted.contains(key)) return;
      std::vector<KnownCertificate>& holders = by_key_[std::move(key)];
      if (holders.size() < ChainLimits::kPlacesOfKey) {
        holders.push_back({entry.certificate, KnownSource::run, location_of(entry, container)});
      }
    });
  }
}

void RunIndex::add_leaves(std::span<const formats::Bundle* const> bundles) {
  std::unordered_set<Digest256, DigestHash> known;
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      if (!entry.is_leaf() || !known.insert(entry.certificate->sha256()).second) return;
      const std::size_t leaf = leaves_.size();
      for (const std::string& name : dns_names_of(*entry.certificate)) by_dns_name_.push_back({hash_of(name), leaf});
      leaves_.push_back({entry.certificate, KnownSource::run, location_of(entry, container)});
    });
  }
  std::sort(by_dns_name_.begin(), by_dns_name_.end());
}

void RunIndex::add_lists(std::span<const formats::Bundle* const> bundles) {
  std::unordered_set<std::string_view> known;  // by their bytes, which the lists own
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      if (entry.crl == nullptr) return;
      list_places_.emplace(entry.crl.get(), location_of(entry, container));
      if (known.insert(as_text(entry.crl->der())).second) lists_[entry.crl->issuer().canonical()].push_back(entry.crl);
    });
  }
}

const Location* RunIndex::place_of(const x509::Crl& list) const {
  const auto known = list_places_.find(&list);
  return known == list_places_.end() ? nullptr : &known->second;
}

void RunIndex::add_successors(std::span<const formats::Bundle* const> bundles, const Leaves& deployed) {
  struct Leaf {
    const formats::Bundle* bundle;
    KnownCertificate known;
  };
  std::map<CertificateKind, std::vector<Leaf>> by_kind;
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr || bundle->trust_store) continue;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      const std::optional<CertificateKind> kind = entry.is_leaf() ? kind_of(*entry.certificate) : std::nullopt;
      if (kind) by_kind[*kind].push_back({bundle, {entry.certificate, KnownSource::run, location_of(entry, container)}});
    });
  }
  for (const auto& [kind, leaves] : by_kind) {
    const Leaf* newest = &leaves.front();
    for (const Leaf& leaf : leaves) newest = is_newer(*leaf.known.certificate, *newest->known.certificate) ? &leaf : newest;
    std::optional<bool> has_key;
    for (const Leaf& leaf : leaves) {
      const x509::Certificate& older = *leaf.known.certificate;
      if (leaf.bundle == newest->bundle || !is_newer(*newest->known.certificate, older) || deployed.contains(older.sha256())) continue;
      if (!has_key) has_key = contains_key_of(*newest->known.certificate, *newest->bundle);
      successors_.try_emplace(older.sha256(), Successor{newest->known, *has_key});
    }
  }
}

void RunIndex::add_used(std::span<const formats::Bundle* const> bundles) {
  for (const formats::Bundle* bundle : bundles) {
    if (bundle == nullptr) continue;
    const auto files = std::count_if(bundle->containers.begin(), bundle->containers.end(), [](const formats::Container& container) {
      return container.count(formats::EntryKind::certificate) > 0;
    });
    if (files < 2) continue;
    std::unordered_map<std::string_view, std::vector<std::pair<const x509::Certificate*, const std::string*>>> by_subject;
    std::vector<const x509::Certificate*> next;
    each_entry(*bundle, [&](const formats::Entry& entry, const formats::Container& container) {
      if (entry.is_leaf()) next.push_back(entry.certificate.get());
      if (entry.certificate == nullptr || !entry.certificate->is_ca()) return;
      by_subject[entry.certificate->subject().canonical()].emplace_back(entry.certificate.get(), &container.path);
    });
    while (!next.empty()) {
      const auto issuers = by_subject.find(next.back()->issuer().canonical());
      next.pop_back();
      if (issuers == by_subject.end()) continue;
      for (const auto& [issuer, path] : issuers->second) {
        if (used_.emplace(issuer->sha256(), *path).second) next.push_back(issuer);
      }
    }
  }
}

bool RunIndex::is_used(const x509::Certificate& ca, std::string_view path) const {
  return used_.contains({ca.sha256(), std::string(path)});
}

const Successor* RunIndex::successor_of(const x509::Certificate& leaf) const {
  const auto known = successors_.find(leaf.sha256());
  return known == successors_.end() ? nullptr : &known->second;
}

std::span<const x509::CrlPtr> RunIndex::lists_of(const x509::Name& issuer) const {
  const auto known = lists_.find(issuer.canonical());
  return known == lists_.end() ? std::span<const x509::CrlPtr>() : std::span<const x509::CrlPtr>(known->second);
}

std::span<const RunIndex::Key> RunIndex::find(const std::vector<Key>& keys, std::uint64_t hash) {
  const auto first = std::lower_bound(keys.begin(), keys.end(), Key{hash, 0});
  auto last = first;
  while (last != keys.end() && last->hash == hash && static_cast<std::size_t>(last - first) < ChainLimits::kFoundInRun) ++last;
  return {first, last};
}

std::vector<KnownCertificate> RunIndex::cas_named(const x509::Name& subject, ByteView key_id, const formats::Bundle& near) const {
  std::vector<KnownCertificate> found;
  const auto add = [&](std::size_t ca, KnownSource source, const Location& location) {
    const x509::CertificatePtr& certificate = cas_[ca].certificate;
    if (certificate->subject().canonical() != subject.canonical()) return;  // another name of the same hash
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const KnownCertificate& each) { return each.certificate == certificate; });
    if (!known) found.push_back({certificate, source, location});
  };
  const std::vector<std::string_view> folders = folders_of(near);
  for (const std::string_view folder : folders) {
    for (const Key& key : find(by_folder_, hash_of(subject, folder))) {
      const Place& place = places_[key.target];
      if (formats::folder_of(place.location.path) == folder) add(place.ca, KnownSource::folder, place.location);
    }
  }
  const auto add_ca = [&](std::size_t ca) {
    const Location& location = places_[cas_[ca].first_place].location;
    add(ca, is_within(folders, location) ? KnownSource::folder : KnownSource::run, location);
  };
  if (!key_id.empty()) {
    for (const Key& key : find(by_key_id_, hash_of(subject, as_text(key_id)))) add_ca(key.target);
  }
  for (const Key& key : find(by_name_, hash_of(subject.canonical()))) add_ca(key.target);
  return found;
}

std::vector<KnownCertificate> RunIndex::with_key(ByteView public_canonical, const formats::Bundle& near) const {
  const auto known = by_key_.find(key_text(public_canonical));
  if (known == by_key_.end()) return {};
  const std::vector<std::string_view> folders = folders_of(near);
  std::vector<KnownCertificate> found;
  for (const bool own_folder : {true, false}) {
    for (const KnownCertificate& each : known->second) {
      if (found.size() == ChainLimits::kFoundInRun) return found;
      if (is_within(folders, each.location) != own_folder) continue;
      found.push_back(each);
      if (own_folder) found.back().source = KnownSource::folder;
    }
  }
  return found;
}

const Location* RunIndex::place_of_key(ByteView public_canonical) const {
  const auto known = private_keys_.find(key_text(public_canonical));
  return known == private_keys_.end() ? nullptr : &known->second;
}

std::vector<KnownCertificate> RunIndex::leaves_named(std::string_view dns_name) const {
  std::vector<KnownCertificate> found;
  const std::string lower = to_lower_ascii(dns_name);
  for (const Key& key : find(by_dns_name_, hash_of(lower))) {
    const std::vector<std::string> names = dns_names_of(*leaves_[key.target].certificate);
    if (std::find(names.begin(), names.end(), lower) != names.end()) found.push_back(leaves_[key.target]);
  }
  return found;
}

void add_revocation_lists(const formats::Bundle& bundle, ChainRequest& request) {
  std::map<std::string_view, const x509::Name*> issuers;  // by the canonical name, which the certificate owns
  std::vector<x509::CrlPtr> found;
  each_entry(bundle, [&](const formats::Entry& entry, const formats::Container&) {
    if (entry.certificate != nullptr) issuers.emplace(entry.certificate->issuer().canonical(), &entry.certificate->issuer());
    if (entry.crl != nullptr) found.push_back(entry.crl);
  });
  std::erase_if(found, [&](const x509::CrlPtr& list) { return !issuers.contains(list->issuer().canonical()); });
  if (request.run != nullptr) {
    for (const auto& [canonical, issuer] : issuers) {
      const std::span<const x509::CrlPtr> lists = request.run->lists_of(*issuer);
      found.insert(found.end(), lists.begin(), lists.end());
    }
  }
  std::unordered_set<std::string_view> known;
  for (const x509::CrlPtr& list : request.crls) {
    if (list != nullptr) known.insert(as_text(list->der()));
  }
  for (const x509::CrlPtr& list : found) {
    if (known.insert(as_text(list->der())).second) request.crls.push_back(list);
  }
}

}  // namespace chainlint::chain
