// The certificate stores of a Windows machine, as exported, and what an import puts into them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/location.h"
#include "chainlint/formats/bundle.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

enum class StoreName { my, ca, root, disallowed };
inline constexpr EnumNames<StoreName::disallowed> kStoreNames{"My", "CA", "Root", "Disallowed"};
constexpr std::string_view to_string(StoreName store) { return kStoreNames[store]; }

// The store with this name, ignoring case: the four names, and Personal, Intermediate, Intermediates, Roots, AuthRoot and Untrusted.
std::optional<StoreName> find_store(std::string_view name);

// One certificate of a store.
struct StoredCertificate {
  x509::CertificatePtr certificate;
  StoreName store = StoreName::ca;
  Location location;         // in the export, or in the bundle that an import would add
  bool archived = false;     // kept, and no longer chosen
  bool imported = false;     // not in the store yet: the import of the bundle would add it
  std::string kept_in;       // the name of the store on the machine where it is another: "AuthRoot" counts as Root; empty where it is not
  std::string disabled_for;  // formats::Entry::disabled_for
};

// The name of its store on the machine.
std::string_view kept_in(const StoredCertificate& stored);

// Whether Windows looks for issuers in its store. The stores of the machine's chain engine are My, CA, Root and Trust (Wine's chain.c,
// CertCreateCertificateChainEngine); what IIS and the desktop service bind is apart from them.
bool has_issuers(const StoredCertificate& stored);

// The stores of the LocalMachine that chain building looks at. Owns its certificates jointly.
//
// Third-party roots (AuthRoot) count as Root, and what IIS and the desktop service bind apart (WebHosting, Remote Desktop) as My; stores
// that group policy or the enterprise fills count as the store of their name. All others (TrustedPeople, ...) are skipped.
struct WindowsStores {
  std::vector<StoredCertificate> certificates;
  std::vector<Bytes> disallowed_digests;  // of certificate trust lists in Disallowed: SHA-1, SHA-256 or the digest of the signed part
  bool exported[4] = {};                  // indexed by StoreName: an export of this store was given, so that what is not in it is absent
  std::size_t left_out = 0;               // certificates of users and services: the chain is built in the machine context (KB 954755)

  bool any() const { return !certificates.empty() || exported[0] || exported[1] || exported[2] || exported[3]; }
  bool has_export(StoreName store) const { return exported[static_cast<std::size_t>(store)]; }

  // Adds the entries of a container: each to the store that it names, or, where the container names none at all, to `store`. A store
  // that is named counts as exported. What is there already is not added again. Certificates that signed a trust list are not the store's.
  void add(const formats::Container& container, StoreName store);
  // The same; entries without a store are skipped.
  void add(const formats::Container& container);
};

// The stores of the machine that the entries of a container name, each once; of a registry export. `any`: a store is named, also one that
// is ignored.
struct NamedStores {
  std::vector<StoreName> stores;
  bool any = false;
};
NamedStores named_stores(const formats::Container& container);

// How a PFX is imported.
enum class PfxImport {
  wizard,   // what has a private key to My, CA certificates to CA, self-signed ones to Root
  my_only,  // everything to My, as scripts do
};
inline constexpr EnumNames<PfxImport::my_only> kPfxImportNames{"wizard", "my-only"};
constexpr std::string_view to_string(PfxImport import) { return kPfxImportNames[import]; }

// The stores after the bundle was imported. What is there already is not added again. Containers that name stores (registry exports) are
// not imported: their entries are added to the stores that they name.
WindowsStores after_import(const WindowsStores& before, const formats::Bundle& bundle, PfxImport import);

// Whether a trust list in Disallowed names the certificate: by its SHA-1 or SHA-256, by the hash of its signed part with the hash of its
// signature, or by the MD5 of its public key, which is how Microsoft's own list (disallowedcert.stl) does it. `digests` must be sorted.
bool names_disallowed(const std::vector<Bytes>& digests, const x509::Certificate& certificate);

}  // namespace chainlint::chain
