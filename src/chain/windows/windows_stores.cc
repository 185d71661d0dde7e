#include "chainlint/chain/windows_stores.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/named_hash.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/self_signed.h"

namespace chainlint::chain {
namespace {

struct StoreRow {
  std::string_view name;
  StoreName counts_as;
};

constexpr std::array kMachineStores = {
    StoreRow{"My", StoreName::my},
    StoreRow{"WebHosting", StoreName::my},
    StoreRow{"Remote Desktop", StoreName::my},
    StoreRow{"CA", StoreName::ca},
    StoreRow{"Root", StoreName::root},
    StoreRow{"AuthRoot", StoreName::root},
    StoreRow{"Personal", StoreName::my},
    StoreRow{"Disallowed", StoreName::disallowed},
};

constexpr std::array kOtherNames = {
    StoreRow{"Intermediate", StoreName::ca},
    StoreRow{"Intermediates", StoreName::ca},
    StoreRow{"Roots", StoreName::root},
    StoreRow{"Untrusted", StoreName::disallowed},
};

template <class Rows>
std::optional<StoreName> find_row(const Rows& rows, std::string_view name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const StoreRow& row) { return equal_ignoring_ascii_case(row.name, name); });
  return found == rows.end() ? std::nullopt : std::optional(found->counts_as);
}

bool of_machine(const formats::Entry& entry) { return entry.store_location.empty() || entry.store_location.starts_with("LocalMachine"); }

// Fills stores and knows what is in them.
class Filler {
 public:
  explicit Filler(WindowsStores& stores) : stores_(stores) {
    for (const StoredCertificate& stored : stores.certificates) known_.insert({stored.store, stored.certificate->sha256()});
  }

  void add_container(const formats::Container& container, std::optional<StoreName> store, bool marks_exported) {
    const NamedStores named = named_stores(container);
    const formats::Entry* list = nullptr;
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind == formats::EntryKind::trust_list) list = &entry;
      if (entry.kind == formats::EntryKind::certificate && list != nullptr && signed_list(entry, *list, container)) continue;
      if (named.any) {
        add_named(entry, marks_exported);
      } else if (store) {
        add_entry(entry, *store, {});
      }
    }
    if (!named.any && store && marks_exported) mark(*store);
  }

  void import_entry(const formats::Entry& entry, StoreName store) { add_entry(entry, store, {}, true); }

 private:
  void mark(StoreName store) { stores_.exported[static_cast<std::size_t>(store)] = true; }

  void add_named(const formats::Entry& entry, bool marks_exported) {
    const std::optional<StoreName> store = find_row(kMachineStores, entry.store);
    if (!store) return;
    if (!of_machine(entry)) {
      stores_.left_out += entry.kind == formats::EntryKind::certificate ? 1 : 0;
      return;
    }
    if (marks_exported) mark(*store);
    add_entry(entry, *store, entry.store);
  }

  void add_entry(const formats::Entry& entry, StoreName store, const std::string& kept_in, bool imported = false) {
    if (entry.kind == formats::EntryKind::trust_list && entry.trust_list != nullptr && store == StoreName::disallowed) {
      for (const formats::TrustListEntry& named : entry.trust_list->entries) stores_.disallowed_digests.push_back(named.digest);
    }
    if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr) return;
    if (!known_.insert({store, entry.certificate->sha256()}).second) return;
    const bool same_name = kept_in.empty() || equal_ignoring_ascii_case(kept_in, to_string(store));
    stores_.certificates.push_back(
        {entry.certificate, store, entry.location, entry.archived, imported, same_name ? std::string() : kept_in, entry.disabled_for});
  }

  // A store contains its lists as signed messages, and readers hand out the certificates of the message after the list.
  static bool signed_list(const formats::Entry& entry, const formats::Entry& list, const formats::Container& container) {
    if (container.format == formats::Format::ctl) return true;
    if (list.location.line) return entry.location.line == list.location.line;
    return !list.location.inner.empty() && entry.location.inner.starts_with(list.location.inner);
  }

  WindowsStores& stores_;
  std::set<std::pair<StoreName, Digest256>> known_;
};

// Where the import wizard puts a certificate when it may choose.
StoreName wizard_store(const x509::Certificate& certificate, bool has_key) {
  if (has_key || !certificate.is_ca()) return StoreName::my;
  return x509::looks_self_signed(certificate) ? StoreName::root : StoreName::ca;
}

std::set<Bytes> public_keys_of(const formats::Bundle& bundle) {
  std::set<Bytes> keys;
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.key && !entry.key->public_canonical.empty()) keys.insert(entry.key->public_canonical);
    }
  }
  return keys;
}

}  // namespace

std::optional<StoreName> find_store(std::string_view name) {
  const std::optional<StoreName> found = find_row(kMachineStores, name);
  return found ? found : find_row(kOtherNames, name);
}

std::string_view kept_in(const StoredCertificate& stored) {
  return stored.kept_in.empty() ? to_string(stored.store) : std::string_view(stored.kept_in);
}

bool has_issuers(const StoredCertificate& stored) {
  return !equal_ignoring_ascii_case(stored.kept_in, "WebHosting") && !equal_ignoring_ascii_case(stored.kept_in, "Remote Desktop");
}

NamedStores named_stores(const formats::Container& container) {
  NamedStores named;
  for (const formats::Entry& entry : container.entries) {
    named.any |= !entry.store.empty();
    const std::optional<StoreName> store = entry.store.empty() ? std::nullopt : find_row(kMachineStores, entry.store);
    if (!store || !of_machine(entry)) continue;
    if (std::find(named.stores.begin(), named.stores.end(), *store) == named.stores.end()) named.stores.push_back(*store);
  }
  return named;
}

void WindowsStores::add(const formats::Container& container, StoreName store) { Filler(*this).add_container(container, store, true); }

void WindowsStores::add(const formats::Container& container) { Filler(*this).add_container(container, std::nullopt, true); }

WindowsStores after_import(const WindowsStores& before, const formats::Bundle& bundle, PfxImport import) {
  WindowsStores after = before;
  Filler filler(after);
  const std::set<Bytes> keys = public_keys_of(bundle);
  for (const formats::Container& container : bundle.containers) {
    if (named_stores(container).any) {
      filler.add_container(container, std::nullopt, false);
      continue;
    }
    for (const formats::Entry& entry : container.entries) {
      if (entry.kind != formats::EntryKind::certificate || entry.certificate == nullptr) continue;
      const bool has_key = !keys.empty() && keys.count(entry.certificate->public_key().canonical()) != 0;
      filler.import_entry(entry, import == PfxImport::my_only ? StoreName::my : wizard_store(*entry.certificate, has_key));
    }
  }
  return after;
}

bool names_disallowed(const std::vector<Bytes>& digests, const x509::Certificate& certificate) {
  if (digests.empty()) return false;
  const auto listed = [&](ByteView digest) {
    return !digest.empty() && std::binary_search(digests.begin(), digests.end(), to_bytes(digest));
  };
  return listed(crypto::sha1(certificate.der())) || listed(certificate.sha256()) ||
         listed(crypto::named_hash(crypto::describe_signature(certificate.signature_algorithm()).hash, certificate.tbs())) ||
         listed(crypto::named_hash("md5", certificate.public_key().key_octets));
}

}  // namespace chainlint::chain
